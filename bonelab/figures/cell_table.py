"""The first table of the field as the model fills it in: three cells, with and without estrogen."""

from collections.abc import Mapping, Sequence

from matplotlib.patches import Rectangle

from bonelab.figures import style
from bonelab.figures.picture import Picture

ROW, HEAD = 0.36, 0.9  # inches
LEFT, PRESENT, ABSENT, RIGHT = 0.0, 0.5, 0.76, 1.0
ARROWS = {"up": "↑", "down": "↓", "same": "≈"}
WORDS = {"up": "up", "down": "down", "same": "about the same"}


def plot_cell_table(
    rows: Mapping[str, Sequence[str]],
    ratios: Mapping[str, float],
    directions: Mapping[str, tuple[str, str]],
    sentence: str = "",
) -> Picture:
    """Draw what estrogen's presence and its deficiency do to each cell.

    Parameters
    ----------
    rows : dict of str to sequence of str
        Each cell, and the series of its rows.
    ratios : dict of str to float
        Each series in deficiency, divided by its value in presence.
    directions : dict of str to tuple of str
        "up", "same" or "down" for each series: in presence, in deficiency.
    sentence : str
        What the picture shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    count = sum(len(series) for series in rows.values())
    figure = Picture(figsize=(8.4, HEAD + ROW * count), sentence=sentence)
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_xlim(LEFT, RIGHT)
    axes.set_ylim(count, -HEAD / ROW)
    _heads(axes)
    place = 0
    for cell, series in rows.items():
        shade = style.colour(cell)
        axes.add_patch(Rectangle((LEFT, place + 0.05), 0.012, len(series) - 0.1, color=shade))
        axes.text(0.025, place + 0.5, style.name(cell), va="center", weight="bold", fontsize=10)
        for name in series:
            _row(axes, place, name, ratios[name], directions[name], shade)
            place += 1
        axes.axhline(place, color=style.GHOST, linewidth=0.8)
    return figure


def _heads(axes):
    """Write what the two columns compare."""
    for x, head, under in (
        (PRESENT, "Estrogen present", "compared with absent"),
        (ABSENT, "Estrogen deficient", "compared with present"),
    ):
        axes.text(x, -1.75, head, va="center", weight="bold", fontsize=style.TITLE_SIZE)
        axes.text(x, -0.8, under, va="center", fontsize=style.TICK_SIZE, color=style.QUIET)
    axes.axhline(0, color=style.GHOST, linewidth=0.8)


def _row(axes, place, name, ratio, directions, colour):
    """Write one row: its name, and an arrow, a word and a number in each column."""
    middle = place + 0.5
    label = style.name(name)
    for cell in ("Osteoclast ", "Osteoblast ", "Osteocyte "):  # stands at the left already
        label = label.removeprefix(cell)
    label = label[0].upper() + label[1:]
    axes.text(0.17, middle, label, va="center", fontsize=style.LABEL_SIZE, color=style.INK)
    for x, way, value in (
        (PRESENT, directions[0], 1 / ratio),
        (ABSENT, directions[1], ratio),
    ):
        axes.text(x, middle, ARROWS[way], va="center", fontsize=15, color=colour, weight="bold")
        axes.text(x + 0.035, middle, WORDS[way], va="center", fontsize=style.LABEL_SIZE)
        axes.text(
            x + 0.23, middle, f"× {value:.2f}", va="center", ha="right", fontsize=style.LABEL_SIZE
        )
