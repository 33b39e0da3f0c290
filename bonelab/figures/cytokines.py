"""Pictures of lesson 5: what one cytokine changes, and the table of all four."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bonelab.figures import style
from bonelab.figures.live import LivePicture
from bonelab.figures.panels import DPI
from bonelab.figures.picture import Picture

PER_PRECURSOR = "osteoblasts per precursor"
# What each panel shows, from the top down; the name of a series, and what it is called here.
PANELS = {
    "Signals": {
        "t_cells": "T cells",
        "tnf": "TNF-alpha",
        "il1": "IL-1",
        "il6": "IL-6",
        "il7": "IL-7",
        "rankl": "RANKL",
    },
    "Osteoclast line": {
        "osteoclast_differentiation": "Formed per day",
        "osteoclast_apoptosis": "Death rate",
        "resorption_per_osteoclast": "Resorption per cell",
    },
    "What comes of it": {
        "osteoclasts": "Osteoclasts",
        "resorption": "Resorption",
        "osteoblasts": "Osteoblasts",
        "formation": "Formation",
        "bone_volume_trabecular": "Trabecular bone",
    },
    "Osteoblast line": {
        PER_PRECURSOR: "Formed per precursor",
        "osteoblast_apoptosis": "Death rate",
        "formation_per_osteoblast": "Formation per cell",
    },
}
ROWS = tuple(row for rows in PANELS.values() for row in rows)
LIMITS = {"Signals": (0.4, 8.2), "What comes of it": (0.5, 2.5)}  # highest and lowest value drawn
CLOSE_UP = (0.7, 1.8)  # of the two panels about single cells
STRIP = 0.24  # share of each axis kept free at the right for the numbers
SIZE = (9.2, 5.6)


class CytokinePicture(LivePicture):
    """Bars from 1, the healthy value, to what each quantity is now; all axes are logarithmic."""

    def __init__(self):
        figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained", facecolor="white")
        grid = figure.subplots(2, 2, height_ratios=(6, 5))
        self.bars, self.texts, self.limits = {}, {}, {}
        for ax, (title, rows) in zip(grid.flat, PANELS.items(), strict=True):
            self._panel(ax, title, rows, LIMITS.get(title, CLOSE_UP))
        super().__init__(figure, [*self.bars.values(), *self.texts.values()])

    def _panel(self, ax, title, rows, limits):
        low, high = limits
        style.tidy(ax, title, "", style.RELATIVE)
        ax.set_xscale("log")
        ax.set_xlim(low, high * (high / low) ** (STRIP / (1 - STRIP)))
        style.plain_log(ax.xaxis)
        ax.set_xticks([tick for tick in ax.get_xticks() if low <= tick <= high])
        ax.set_ylim(len(rows) - 0.45, -0.55)
        ax.set_yticks(range(len(rows)), rows.values(), fontsize=style.LABEL_SIZE, color=style.INK)
        ax.grid(False, axis="y")
        ax.axvline(1.0, color=style.GHOST, linewidth=2.0)
        for place, row in enumerate(rows):
            colour = style.colour("osteoblasts" if row == PER_PRECURSOR else row)
            self.limits[row] = limits
            self.bars[row] = ax.add_patch(Rectangle((1, place - 0.31), 0, 0.62, color=colour))
            self.texts[row] = ax.text(
                0.985,
                place,
                "",
                transform=ax.get_yaxis_transform(),
                ha="right",
                va="center",
                fontsize=style.LABEL_SIZE,
                color=style.INK,
            )

    def update(self, values, held=()):
        """Show values relative to health, by row, and mark those held; return the PNG bytes."""
        for row, bar in self.bars.items():
            low, high = self.limits[row]
            shown = min(max(values[row], low), high)
            bar.set_x(min(1.0, shown))
            bar.set_width(abs(shown - 1.0))
            beyond = "◂ " if values[row] < low else "▸ " if values[row] > high else ""
            self.texts[row].set_text(f"{beyond}{values[row]:.2f}{' held' if row in held else ''}")
        return self.png()


def plot_effects(effects, words, sentence):
    """Draw the table of cytokines: a row each, a column for each cell, the effect in words.

    Parameters
    ----------
    effects : dict of str to (float, float)
        For each cytokine the value on osteoclasts and on osteoblasts, healthy = 1.
    words : dict of str to (str, str)
        For each cytokine and cell "up", "down", "same" or "either".
    sentence : str
        What the picture shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = Picture(figsize=(8.6, 0.9 + 0.55 * len(effects)), sentence=sentence)
    ax = figure.subplots()
    ax.set_axis_off()
    ax.set_xlim(0, 10)
    ax.set_ylim(len(effects), -0.9)
    signs = {"up": "▲ up", "down": "▼ down", "same": "= about the same", "either": "▲▼ either way"}
    columns = (
        (2.0, "osteoclasts", "New osteoclasts"),
        (6.0, "osteoblasts", "Bone that osteoblasts make*"),
    )
    for x, cell, heading in columns:
        ax.text(
            x + 0.2,
            -0.45,
            heading,
            color=style.colour(cell),
            fontsize=12,
            weight="bold",
            va="center",
        )
    for place, name in enumerate(effects):
        if place % 2 == 0:
            ax.add_patch(Rectangle((0, place), 10, 1, color=style.GRID, alpha=0.5, linewidth=0))
        middle = place + 0.5
        ax.text(0.2, middle, name, fontsize=12, color=style.INK, va="center")
        for (x, _, _), value, word in zip(columns, effects[name], words[name], strict=True):
            ax.text(x + 0.2, middle, signs[word], fontsize=12, color=style.INK, va="center")
            ax.text(
                x + 3.6,
                middle,
                f"{value:.2f}",
                fontsize=12,
                color=style.QUIET,
                va="center",
                ha="right",
            )
    ax.text(
        0.2,
        len(effects) + 0.35,
        "Numbers: healthy = 1.   * with resorption held at 1, so that coupling is out of it",
        fontsize=style.LABEL_SIZE,
        color=style.QUIET,
        va="center",
    )
    ax.set_ylim(len(effects) + 0.7, -0.9)
    return figure
