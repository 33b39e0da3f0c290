"""The live picture of a prediction: bands that say how sure it is, and what was measured."""

from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from bonelab.figures import style
from bonelab.figures.live import LivePicture
from bonelab.figures.panels import DPI

SIZE = (9.6, 6.0)
FIRST, LAST = 0, 15  # years from the final menstrual period
LIMITS = {
    "bmd_lumbar_spine": (0.55, 1.3),
    "bmd_total_hip": (0.5, 1.25),
    "ctx": (0.0, 1.4),
    "p1np": (0, 160),
}
POPULATION = {"facecolor": "#DADADA", "edgecolor": "none"}
WIDE = {"facecolor": style.COLOURS["sky blue"], "alpha": 0.35, "edgecolor": "none"}
NARROW = {"facecolor": style.COLOURS["sky blue"], "alpha": 0.75, "edgecolor": "none"}
UNTREATED = style.COLOURS["vermillion"]


class Band(NamedTuple):
    """A predicted quantity over time: its median, and between what most women lie.

    Parameters
    ----------
    times, median, low50, high50, low90, high90 : array
        As in the table that `Fit.predict` returns.
    """

    times: np.ndarray
    median: np.ndarray
    low50: np.ndarray
    high50: np.ndarray
    low90: np.ndarray
    high90: np.ndarray

    def around(self, low, high):
        """Return the corners of the area between two of its lines."""
        back = slice(None, None, -1)
        return [np.column_stack([np.r_[self.times, self.times[back]], np.r_[low, high[back]]])]


class BandsPicture(LivePicture):
    """All women in grey, those who agree with the measurements in blue, untreated as a line."""

    def __init__(self):
        figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained", facecolor="white")
        grid = figure.add_gridspec(2, 2)
        self.panels, moving = {}, []
        for place, (name, limits) in enumerate(LIMITS.items()):
            axes = figure.add_subplot(grid[place // 2, place % 2])
            below = place >= 2
            label = style.TIME_LABEL if below else ""
            style.tidy(axes, style.name(name), style.unit(name), label)
            axes.set(xlim=(FIRST, LAST), ylim=limits, xticks=range(FIRST, LAST + 1, 3))
            everyone = axes.add_collection(PolyCollection([], **POPULATION))
            wide = axes.add_collection(PolyCollection([], **WIDE))
            narrow = axes.add_collection(PolyCollection([], **NARROW))
            (median,) = axes.plot([], [], color=style.COLOURS["dark blue"], linewidth=1.8)
            (untreated,) = axes.plot([], [], color=UNTREATED, linestyle="--", linewidth=1.5)
            (measured,) = axes.plot([], [], "D", color=style.INK, markersize=5, clip_on=False)
            errors = axes.vlines([], 0, 1, color=style.INK, linewidth=1.4)
            begin = axes.axvline(0, color=style.QUIET, linewidth=0.9, linestyle=":")
            self.panels[name] = (
                everyone, wide, narrow, median, untreated, errors, measured, begin,
            )  # fmt: skip
            for artist in self.panels[name]:
                artist.set_in_layout(False)  # the axes stay where they are
            moving += self.panels[name]
        handles = [
            Patch(**POPULATION, label="Nine of ten women of the cohort"),
            Patch(**WIDE, label="Nine of ten that agree with her data"),
            Patch(**NARROW, label="Half of them"),
            Line2D([], [], color=UNTREATED, linestyle="--", label="Median, untreated"),
            Line2D([], [], color=style.INK, marker="D", lw=1.4, label="Measured, ± its error"),
        ]
        figure.legend(
            handles=handles,
            loc="outside lower center",
            ncols=3,
            fontsize=style.TICK_SIZE,
            frameon=False,
        )
        super().__init__(figure, moving)

    def update(self, everyone, hers, untreated, measured, begin=None):
        """Show the bands and return the PNG bytes.

        Parameters
        ----------
        everyone, hers, untreated : dict of str to Band
            One for each panel: all women with the therapy, those that agree with the data with
            it, and without it.
        measured : sequence of (quantity, time, value, sd)
            In the units of the series.
        begin : float, optional
            When the therapy begins.
        """
        for name, artists in self.panels.items():
            crowd, wide, narrow, median, line, errors, dots, mark = artists
            all_women, band = everyone[name], hers[name]
            crowd.set_verts(all_women.around(all_women.low90, all_women.high90))
            wide.set_verts(band.around(band.low90, band.high90))
            narrow.set_verts(band.around(band.low50, band.high50))
            median.set_data(band.times, band.median)
            line.set_data(untreated[name].times, untreated[name].median)
            rows = np.array([row[1:] for row in measured if row[0] == name]).reshape(-1, 3)
            dots.set_data(rows[:, 0], rows[:, 1])
            times, values, sds = rows.T
            errors.set_segments(
                [[(t, v - sd), (t, v + sd)] for t, v, sd in zip(times, values, sds, strict=True)]
            )
            mark.set_visible(begin is not None)
            if begin is not None:
                mark.set_xdata([begin, begin])
        return self.png()
