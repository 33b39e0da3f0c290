"""The loop of lesson 6: TNF-alpha, IL-7 and T cells, what estrogen does to it, where it leads."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from bonelab.figures import style
from bonelab.figures.picture import Picture

# Where the middle of each box is, its text, and the series that gives its colour.
BOXES = {
    "estrogen": (1.1, 3.0, "Estrogen", "estradiol"),
    "il7": (3.9, 4.9, "IL-7\nstromal cells", "il7"),
    "t_cells": (3.9, 1.1, "T cells\nactivated", "t_cells"),
    "tnf": (6.7, 3.0, "TNF-alpha\nT cells, macrophages", "tnf"),
    "bone": (10.0, 3.0, "More osteoclasts,\nhindered osteoblasts", "osteoclasts"),
}
WIDTH, HEIGHT = 2.3, 0.9
# From, to, whether it raises, and the bend of the arrow.
ARROWS = (
    ("tnf", "il7", True, 0.25),
    ("il7", "t_cells", True, 0.0),
    ("t_cells", "tnf", True, 0.25),
    ("estrogen", "il7", False, -0.2),
    ("estrogen", "t_cells", False, 0.2),
    ("estrogen", "tnf", False, 0.0),
    ("tnf", "bone", True, 0.0),
)


def plot_loop():
    """Draw the immune loop: an arrow raises what it points to, a bar holds it down.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = Picture(figsize=(8.8, 3.7))
    ax = figure.subplots()
    ax.set_axis_off()
    ax.set_xlim(-0.2, 11.3)
    ax.set_ylim(0.4, 5.6)
    patches = {}
    for key, (x, y, text, series) in BOXES.items():
        patches[key] = ax.add_patch(
            FancyBboxPatch(
                (x - WIDTH / 2, y - HEIGHT / 2),
                WIDTH,
                HEIGHT,
                boxstyle="round,pad=0.05",
                facecolor="white",
                edgecolor=style.colour(series),
                linewidth=2.0,
            )
        )
        ax.text(x, y, text, ha="center", va="center", fontsize=style.LABEL_SIZE, color=style.INK)
    for start, end, raises, bend in ARROWS:
        loop = raises and end != "bone"
        ax.add_patch(
            FancyArrowPatch(
                BOXES[start][:2],
                BOXES[end][:2],
                patchA=patches[start],
                patchB=patches[end],
                connectionstyle=f"arc3,rad={bend}",
                arrowstyle="-|>" if raises else "|-|,widthA=0,widthB=5",
                mutation_scale=16 if raises else 1,
                shrinkA=2,
                shrinkB=4,
                linewidth=2.6 if loop else 1.6,
                color=style.colour("tnf") if loop else style.QUIET,
                zorder=1,
            )
        )
    figure.sentence = (
        "TNF-alpha raises IL-7, IL-7 raises T cells, and T cells make TNF-alpha: a loop. Estrogen "
        "holds all three down (lines that end in a bar). TNF-alpha leads on to bone cells."
    )
    return figure
