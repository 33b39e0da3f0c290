"""Static pictures of lesson 4: one woman on two scales, two women compared, the risk of a hip."""

import numpy as np

from bonelab.figures import style
from bonelab.figures.picture import Picture

WIDEST = 3.2  # how far the bells are drawn, in SD


def plot_two_scales(bmd, young, same_age, sd, age, *, sentence=""):
    """Draw one woman's BMD under two bells: young women, and women of her age.

    Parameters
    ----------
    bmd, young, same_age, sd : float
        Hers, the two means and the SD of both, in g/cm².
    age : int
        Her age in years.
    sentence : str
        What the picture shows, in words.
    """
    figure = Picture(figsize=(8.4, 3.9), sentence=sentence)
    axes = figure.subplots()
    steps = np.linspace(-WIDEST, WIDEST, 161)
    bells = ((young, "Young women", "blue", "T"), (same_age, f"Women of {age}", "orange", "Z"))
    for row, (mean, name, colour, score) in enumerate(bells):
        height = np.exp(-(steps**2) / 2)
        x, colour = mean + sd * steps, style.COLOURS[colour]
        axes.fill_between(x, height, color=colour, alpha=0.25 + 0.1 * row, linewidth=0)
        axes.plot(x, height, color=colour, linewidth=1.8, linestyle=("-", "--")[row])
        axes.text(mean, 1.03, name, ha="center", fontsize=style.LABEL_SIZE, color=style.INK)
        level = -0.16 - 0.2 * row
        axes.plot([mean, bmd], [level, level], color=colour, linewidth=3)
        axes.plot([mean], [level], "|", color=colour, markersize=12, markeredgewidth=2.5)
        words = f"{score}-score {(bmd - mean) / sd + 0.0:.1f}"
        right = max(mean, bmd) + 0.12 * sd
        axes.text(right, level, words, va="center", fontsize=style.LABEL_SIZE, color=style.INK)
    axes.plot([bmd, bmd], [-0.5, 0.85], color=style.INK, linewidth=1.2)
    axes.plot([bmd], [0], "o", color=style.INK, markersize=9, clip_on=False)
    axes.text(bmd - 0.12 * sd, -0.36, "This woman", ha="right", va="center")
    style.tidy(axes, "One scan, two comparisons", "", "BMD, lumbar spine (g/cm²)")
    axes.set(ylim=(-0.5, 1.2), yticks=[])
    axes.spines["left"].set_visible(False)
    axes.grid(False)
    return figure


def plot_pair(women, series, *, sentence=""):
    """Draw one panel of bars for each series, a bar for each woman.

    Parameters
    ----------
    women : dict of str to dict
        The text for each woman and the values of the series, by name.
    series : sequence of str
        What is compared, each on its own axis from zero.
    sentence : str
        What the picture shows, in words.
    """
    figure = Picture(figsize=(8.4, 2.9), sentence=sentence)
    for axes, name in zip(figure.subplots(1, len(series)), series, strict=True):
        values = [woman[name] for woman in women.values()]
        bars = axes.bar(list(women), values, width=0.55, color=style.colour(name))
        bars[-1].set_hatch("//")
        bars[-1].set_edgecolor("white")
        for place, value in enumerate(values):
            text = f"{value:.2f}" if value < 10 else f"{value:.0f}"
            axes.text(place, value, text, ha="center", va="bottom", fontsize=style.LABEL_SIZE)
        style.tidy(axes, style.name(name), style.unit(name), "")
        axes.set_ylim(0, 1.2 * max(values))
        axes.grid(False, axis="x")
    return figure


def plot_hip_risk(t_scores, risks, limit, *, sentence=""):
    """Draw the ten-year risk of a hip fracture against the T-score, on a logarithmic axis.

    Parameters
    ----------
    t_scores : array
        Of the femoral neck.
    risks : dict of int to array
        The risk as a fraction for each T-score, by age in years.
    limit : float
        The T-score at which osteoporosis begins by definition.
    sentence : str
        What the picture shows, in words.
    """
    figure = Picture(figsize=(8.4, 4.2), sentence=sentence)
    axes = figure.subplots()
    shades = [style.COLOURS[name] for name in ("sky blue", "blue", "dark blue", "black")]
    dashes = ("solid", "dashed", "dash-dot", "long")
    for (age, risk), colour, dash in zip(risks.items(), shades, dashes, strict=False):
        axes.plot(t_scores, 100 * risk, color=colour, linestyle=style.DASHES[dash], linewidth=2.2)
        worst = int(np.argmin(t_scores))
        label = f"  age {age}"
        axes.text(t_scores[worst], 100 * risk[worst], label, va="center", fontsize=style.LABEL_SIZE)
    style.tidy(axes, "Hip fracture within ten years", "Risk (%)", "T-score, femoral neck (SD)")
    axes.set_yscale("log")
    axes.set_xlim(t_scores.max(), t_scores.min() - 0.45)
    axes.axvline(limit, color=style.QUIET, linestyle=":", linewidth=1.4)
    axes.text(
        limit + 0.05, 0.1, "WHO limit", ha="right", fontsize=style.TICK_SIZE, color=style.QUIET
    )
    ticks = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
    axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    return figure
