"""The live picture of a follow-up: CTX, P1NP and BMD against the months of a treatment."""

from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from bonelab.figures import style
from bonelab.figures.live import LivePicture
from bonelab.figures.panels import DPI

SIZE = (9.2, 5.6)
LAST_MONTH = 36
SERIES = {"ctx": (-105, 65), "p1np": (-105, 65), "bmd_lumbar_spine": (-9.5, 13)}
NOISE = {"facecolor": "#F2D9A0", "alpha": 0.75, "edgecolor": "none"}


class FollowUp(NamedTuple):
    """What one panel shows.

    Parameters
    ----------
    months : array
        Months since the start of the treatment.
    change, untreated : array
        Change since the start in %, with the treatment and without it.
    noise : float
        The least significant change, in %.
    text : str
        The readings at the chosen month, for the margin.
    """

    months: np.ndarray
    change: np.ndarray
    untreated: np.ndarray
    noise: float
    text: str

    def leaves(self):
        """Return the first month outside the band, or None if the change never leaves it."""
        outside = np.abs(self.change) > self.noise
        return float(self.months[outside.argmax()]) if outside.any() else None


class MarkersPicture(LivePicture):
    """Three panels over the months of a treatment, each with its least significant change."""

    def __init__(self):
        figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained", facecolor="white")
        grid = figure.add_gridspec(3, 2, width_ratios=(1, 0.27))
        self.panels, moving = {}, []
        for row, (name, limits) in enumerate(SERIES.items()):
            axes = figure.add_subplot(grid[row, 0])
            last = row == len(SERIES) - 1
            style.tidy(axes, style.name(name), "Change (%)", "Months of treatment" if last else "")
            axes.set(xlim=(0, LAST_MONTH), ylim=limits, xticks=range(0, LAST_MONTH + 1, 3))
            axes.axhline(0, color=style.QUIET, linewidth=0.8)
            axes.tick_params(labelbottom=last)
            band = axes.add_collection(PolyCollection([], **NOISE))
            (ghost,) = axes.plot([], [], color=style.GHOST, linewidth=1.5)
            (line,) = axes.plot([], [], **(style.line_style(name) | {"linestyle": "-"}))
            cursor = axes.axvline(0, color=style.INK, linewidth=0.8)
            (first,) = axes.plot([], [], "D", markersize=7, color=style.INK, clip_on=False)
            margin = figure.add_subplot(grid[row, 1])
            margin.set_axis_off()
            text = margin.text(
                0, 0.5, "", va="center", fontsize=style.LABEL_SIZE, color=style.INK, linespacing=1.5
            )
            self.panels[name] = (band, ghost, line, cursor, first, text)
            moving += self.panels[name]
            if row == 0:
                self._legend(axes)
        super().__init__(figure, moving)

    def _legend(self, axes):
        handles = [
            Line2D([], [], color=style.INK, linewidth=2.0, label="Treated"),
            Line2D([], [], color=style.GHOST, label="Untreated twin"),
            Patch(**NOISE, label="Within the least significant change"),
            Line2D([], [], color=style.INK, marker="D", lw=0, label="First outside"),
        ]
        axes.legend(
            handles=handles,
            loc="lower right",
            bbox_to_anchor=(1.0, 0.97),
            ncols=len(handles),
            fontsize=style.TICK_SIZE,
            frameon=False,
            columnspacing=1.2,
            handlelength=1.8,
        )

    def update(self, follow_ups, month):
        """Show a `FollowUp` for each series, the cursor at `month`; return the PNG bytes."""
        for name, (band, ghost, line, cursor, first, text) in self.panels.items():
            shown = follow_ups[name]
            line.set_data(shown.months, shown.change)
            ghost.set_data(shown.months, shown.untreated)
            low, high = -shown.noise, shown.noise
            band.set_verts([[(0, low), (LAST_MONTH, low), (LAST_MONTH, high), (0, high)]])
            cursor.set_xdata([month, month])
            leaves = shown.leaves()
            first.set_visible(leaves is not None)
            if leaves is not None:
                first.set_data([leaves], [shown.change[shown.months == leaves][0]])
            text.set_text(shown.text)
        return self.png()
