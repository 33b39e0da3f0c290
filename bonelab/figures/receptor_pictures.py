"""Pictures of lesson 7 that stand still: rates over one receptor, and paired bars."""

from bonelab.figures import style
from bonelab.figures.picture import Picture

THICK = 0.38  # of a bar; two share a row
MARKERS = "osD"  # colour alone does not tell the lines apart


def percent(change):
    """Return a change in % with its sign, without one where nothing changes."""
    return "0.0 %" if abs(change) < 0.05 else f"{change:+.1f} %".replace("-", "−")


def plot_rates(receptor, levels, rates, sentence):
    """Draw series over the signal of one receptor.

    Parameters
    ----------
    receptor : str
        "er_alpha" or "er_beta", along the axis.
    levels : sequence of float
        Its signal, healthy = 1.
    rates : dict of str to sequence of float
        The name of a series, and its values at the levels.
    sentence : str
        What the picture shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = Picture(figsize=(7.2, 3.6), sentence=sentence)
    axes = figure.subplots()
    for (series, values), marker in zip(rates.items(), MARKERS, strict=False):
        line = style.line_style(series) | {"marker": marker}
        axes.plot(levels, values, label=style.name(series), **line)
    style.tidy(axes, "Death rates of bone cells", style.RELATIVE, style.axis_label(receptor))
    axes.plot(1, 1, "o", color=style.INK, markersize=9)
    axes.annotate("health", (1, 1), xytext=(10, -4), textcoords="offset points", color=style.INK)
    axes.set_xlim(-0.03, 1.18 * levels[-1])
    axes.legend(frameon=False, fontsize=style.LABEL_SIZE)
    return figure


def plot_compartments(values, title, sentence):
    """Draw the change of trabecular and of cortical bone, two bars for each row.

    Parameters
    ----------
    values : dict of str to (float, float)
        The text of a row, and the change in % of trabecular and of cortical bone.
    title, sentence : str
        Above the axes; what the picture shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = Picture(figsize=(8.6, 1.3 + 0.62 * len(values)), sentence=sentence)
    axes = figure.subplots()
    for order, kind in enumerate(("trabecular", "cortical")):
        series = f"bone_volume_{kind}"
        for row, pair in enumerate(values.values()):
            place = row + (order - 0.5) * (THICK + 0.04)
            axes.barh(
                place,
                pair[order],
                height=THICK,
                color=style.colour(series),
                hatch=None if order == 0 else "///",
                edgecolor="white",
                linewidth=0,
                label=style.name(series) if row == 0 else None,
            )
            axes.annotate(
                percent(pair[order]),
                (pair[order], place),
                xytext=(5 if pair[order] > 0 else -5, 0),
                textcoords="offset points",
                ha="left" if pair[order] > 0 else "right",
                va="center",
                fontsize=style.TICK_SIZE,
                color=style.INK,
            )
    style.tidy(axes, title, "", "Change (%)")
    axes.set_yticks(range(len(values)), list(values), fontsize=style.LABEL_SIZE, color=style.INK)
    axes.invert_yaxis()
    axes.grid(False, axis="y")
    every = [change for pair in values.values() for change in pair]
    low, high = min(0, *every), max(0, *every)
    room = 0.2 * (high - low)
    axes.set_xlim(low - room, high + room)
    axes.axvline(0, color=style.INK, linewidth=1.0)
    figure.legend(
        *axes.get_legend_handles_labels(),
        loc="outside lower left",
        ncols=2,
        frameon=False,
        fontsize=style.TICK_SIZE,
    )
    return figure
