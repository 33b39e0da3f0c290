"""The live picture of lesson 7's knock-outs: bone, what cells read, and what they do."""

from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import offset_copy

from bonelab.figures import style
from bonelab.figures.live import LivePicture
from bonelab.figures.panels import DPI
from bonelab.figures.receptor_pictures import percent

SIZE = (9.2, 5.4)
BONE = {"bone_volume_trabecular": "Trabecular", "bone_volume_cortical": "Cortical"}
SIGNALS = {
    "signal_osteoclasts": "Osteoclasts",
    "signal_osteoblasts": "Osteoblasts",
    "signal_osteocytes": "Osteocytes",
    "signal_t_cells": "T cells",
    "signal_trabecular": "Trabecular\nprogenitors",
    "signal_cortical": "Cortical\nprogenitors",
}
RATES = {
    "osteoclast_apoptosis": "Osteoclast death",
    "osteoblast_apoptosis": "Osteoblast death",
    "tnf": "TNF-alpha",
    "resorption": "Resorption",
    "formation": "Formation",
}
LIMITS = {"bone": (-41.0, 34.0), "signals": (0.0, 1.62), "rates": (0.4, 5.2)}
THICK = 0.36  # of a bar; two share a row
GAP = 4  # points between a bar and its number


class KnockOutPicture(LivePicture):
    """Bars for this woman, each over a grey bar for a woman whose ovaries were removed."""

    def __init__(self):
        figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained", facecolor="white")
        grid = figure.add_gridspec(2, 2, height_ratios=(2, 3), width_ratios=(1.05, 1))
        self.bars, self.ghosts, self.texts, self.starts = {}, {}, {}, {}
        bone = figure.add_subplot(grid[0, 0])
        self._panel(bone, "Bone volume, against health", "Change (%)", BONE, "bone", 0.0)
        rates = figure.add_subplot(grid[1, 0])
        rates.set_xscale("log")
        self._panel(rates, "What the cells do", style.RELATIVE, RATES, "rates", 1.0)
        style.plain_log(rates.xaxis)
        rates.set_xticks((0.5, 1, 2, 4))
        signals = figure.add_subplot(grid[:, 1])
        self._panel(
            signals, "Estrogen signal that reaches the cells", style.RELATIVE, SIGNALS, "signals", 0
        )
        signals.axvline(1, color=style.GHOST, linewidth=1.2)
        handles = [
            Patch(color=style.colour("signal_osteoclasts"), label="Colored: this woman"),
            Patch(color=style.GHOST, label="Grey: ovaries removed, receptors in place"),
        ]
        signals.legend(handles=handles, loc="upper left", fontsize=style.TICK_SIZE, framealpha=1)
        signals.get_legend().get_frame().set_edgecolor("white")
        super().__init__(figure, [*self.ghosts.values(), *self.bars.values(), *self.texts.values()])

    def _panel(self, ax, title, label, rows, limits, start):
        style.tidy(ax, title, "", label)
        ax.set_xlim(LIMITS[limits])
        top = -1.35 if rows is SIGNALS else -0.6  # room for the legend
        ax.set_ylim(len(rows) - 0.4, top)
        ax.set_yticks(range(len(rows)), rows.values(), fontsize=style.LABEL_SIZE, color=style.INK)
        ax.grid(False, axis="y")
        ax.axvline(start, color=style.INK, linewidth=1.0)
        for place, name in enumerate(rows):
            self.starts[name] = start
            for bars, colour, y in (
                (self.bars, style.colour(name), place - THICK - 0.02),
                (self.ghosts, style.GHOST, place + 0.02),
            ):
                bars[name] = ax.add_patch(Rectangle((start, y), 0, THICK, color=colour))
            self.texts[name] = ax.text(
                start,
                place - THICK / 2,
                "",
                va="center",
                fontsize=style.TICK_SIZE,
                color=style.INK,
            )

    def _place(self, bar, name, value):
        start = self.starts[name]
        bar.set_x(min(start, value))
        bar.set_width(abs(value - start))

    def update(self, now, removed):
        """Show this woman and one without ovaries, a value for each name; return the PNG bytes."""
        for name in self.bars:
            values = [state[name] for state in (now, removed)]
            if name in BONE:
                values = [100 * (value - 1) for value in values]
            self._place(self.bars[name], name, values[0])
            self._place(self.ghosts[name], name, values[1])
            right = values[0] >= self.starts[name]
            text = self.texts[name]
            text.set_text(percent(values[0]) if name in BONE else f"{values[0]:.2f}")
            text.set_x(values[0])
            text.set_horizontalalignment("left" if right else "right")
            aside = {"x": GAP if right else -GAP, "units": "points"}
            text.set_transform(offset_copy(text.axes.transData, self.figure, **aside))
        return self.png()
