"""Bars with their numbers written at the end, for a few values side by side."""

from bonelab.figures import style
from bonelab.figures.picture import Picture

ROOM = 0.16  # share of the axis kept free at each end for the numbers


def plot_bars(
    values, title, label, *, colours=None, start=0.0, number="{:.2f}", log=False, sentence=""
):
    """Draw one horizontal bar for each value, from the top down.

    Parameters
    ----------
    values : dict of str to float
        The text of each bar and its value.
    title, label : str
        Above the axes; under the axis, with the unit.
    colours : dict of str to str, optional
        The colour of bars by their text, as hex strings; blue where not given.
    start : float
        Where the bars begin: 0 for a change, 1 for a value relative to health.
    number : str
        How the numbers are written.
    log : bool
        A logarithmic axis, for ratios; `start` and all values must be above zero.
    sentence : str
        What the picture shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = Picture(figsize=(8.6, 1.1 + 0.42 * len(values)), sentence=sentence)
    axes = figure.subplots()
    colours = colours or {}
    for place, (text, value) in enumerate(values.items()):
        colour = colours.get(text, style.COLOURS["blue"])
        axes.barh(place, value - start, left=start, height=0.62, color=colour)
        axes.annotate(
            number.format(value),
            (value, place),
            xytext=(5 if value >= start else -5, 0),
            textcoords="offset points",
            ha="left" if value >= start else "right",
            va="center",
            fontsize=style.LABEL_SIZE,
            color=style.INK,
        )
    style.tidy(axes, title, "", label)
    axes.set_yticks(range(len(values)), list(values), fontsize=style.LABEL_SIZE, color=style.INK)
    axes.invert_yaxis()
    axes.grid(False, axis="y")
    low, high = min(start, *values.values()), max(start, *values.values())
    if log:
        axes.set_xscale("log")
        axes.set_xlim(low / (high / low) ** ROOM, high * (high / low) ** ROOM)
        style.plain_log(axes.xaxis)
    else:
        margin = ROOM * (high - low or 1)
        axes.set_xlim(low - margin * (low < start), high + margin * (high > start))
    axes.axvline(start, color=style.INK, linewidth=1.0)
    return figure
