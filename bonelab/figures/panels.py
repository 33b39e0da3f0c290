"""Panels of series against time that follow a run: fixed axes, a ghost behind, a cursor.

picture = TimePicture([Panel(("ctx", "p1np"), "Markers", change=True)], baseline, courses)
png = picture.update(run, year=3, treated=[(1, 6)])
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from bonelab.figures import style
from bonelab.figures.live import LivePicture

DPI = 117  # so that a picture is as wide as an app on the page, 1080 pixels
LEGEND_ROOM = 0.28  # share of an axis kept free above its lines for the legend
TREATED = {"facecolor": "#8A3D69", "alpha": 0.13, "edgecolor": "none"}  # lets ghosts through


class Panel(NamedTuple):
    """One panel: which series it shows, and how.

    Parameters
    ----------
    series : tuple of str
        Drawn together.
    title : str
        Above the panel.
    change : bool
        Show the change in % since the start of the run, for series of different units.
    limits : tuple of float, optional
        Lowest and highest value of the axis; otherwise there is room for every course.
    log : bool
        A logarithmic axis, for ratios.
    """

    series: tuple[str, ...]
    title: str
    change: bool = False
    limits: tuple[float, float] | None = None
    log: bool = False

    def values(self, run, name):
        """Return a series of a run as this panel shows it."""
        return 100 * (run[name] / run[name][0] - 1) if self.change else run[name]

    def room(self, courses):
        """Return the limits of the axis: those given, or such that every course fits."""
        if self.limits is not None:
            return self.limits
        shown = [self.values(run, name) for run in courses for name in self.series]
        low, high = min(v.min() for v in shown), max(v.max() for v in shown)
        if self.log:
            low, high = np.log(low), np.log(high)
        elif low >= 0 and low < 0.6 * high:
            low = 0.0
        margin = max(0.04 * (high - low), 1e-3)
        low, high = low - margin * (low != 0), high + LEGEND_ROOM * (high - low) + margin
        return (np.exp(low), np.exp(high)) if self.log else (low, high)


class TimePanels:
    """What moves in panels that stand in given axes.

    Parameters
    ----------
    axes : sequence of matplotlib axes
        One for each panel; they get their limits, labels, ghosts and legends here.
    panels : sequence of Panel
        What each shows.
    baseline : Trajectory
        Ghosted behind every panel.
    courses : sequence of Trajectory
        Runs for which the fixed axes have room.
    ghost : str
        What the grey lines are, for the legend of the first panel.
    """

    def __init__(self, axes, panels, baseline, courses, ghost):
        self.panels, self.axes = list(panels), list(axes)
        self.lines, self.cursors, self.spans = {}, [], []
        for ax, panel in zip(self.axes, self.panels, strict=True):
            self._draw(ax, panel, baseline, courses, ghost if ax is self.axes[0] else "")

    def _draw(self, ax, panel, baseline, courses, ghost):
        label = "Change (%)" if panel.change else style.unit(panel.series[0])
        style.tidy(ax, panel.title, label, xlabel="")
        ax.set_yscale("log" if panel.log else "linear")
        ax.set_ylim(panel.room(courses))
        ax.set_xlim(baseline.time[0], baseline.time[-1])
        if panel.log:
            style.plain_log(ax.yaxis)
        self.spans.append(ax.add_collection(PolyCollection([], **TREATED)))
        # Where two lines lie on each other both are seen: the first is drawn broader.
        widths = (3.2, 1.8, 1.8) if len(panel.series) > 1 else (2.2,)
        for name, width in zip(panel.series, widths, strict=False):
            ax.plot(baseline.time, panel.values(baseline, name), **style.ghost_style(name))
            line = style.line_style(name) | {"linewidth": width}
            (self.lines[ax, name],) = ax.plot([], [], label=style.name(name), **line)
        self.cursors.append(ax.axvline(0, color=style.INK, linewidth=1.0))
        handles = ax.get_legend_handles_labels()[0] if len(panel.series) > 1 else []
        if ghost:
            handles.append(Line2D([], [], color=style.GHOST, label=f"Grey: {ghost}"))
        if handles:
            style.legend_above(ax, handles)

    @property
    def moving(self):
        """The artists that change with a run, in the order in which they are drawn."""
        return [*self.spans, *self.lines.values(), *self.cursors]

    def show(self, run, year=None, treated: Sequence[tuple[float, float]] = ()):
        """Move everything to a run, the cursor to `year`, the shading to the spans treated."""
        for ax, panel, cursor, span in zip(
            self.axes, self.panels, self.cursors, self.spans, strict=True
        ):
            for name in panel.series:
                self.lines[ax, name].set_data(run.time, panel.values(run, name))
            cursor.set_visible(year is not None)
            cursor.set_xdata([year or 0, year or 0])
            low, high = ax.get_ylim()
            span.set_verts(
                [[(a, low), (b, low), (b, high), (a, high)] for a, b in treated if b > a]
            )


class TimePicture(LivePicture):
    """A live picture that consists of panels against time; see `TimePanels`.

    Parameters
    ----------
    panels, baseline, courses, ghost
        As for `TimePanels`.
    columns : int
        How many panels stand side by side.
    size : tuple of float
        Width and height in inches.
    """

    def __init__(self, panels, baseline, courses, ghost, columns=2, size=(9.2, 5.2)):
        figure = Figure(figsize=size, dpi=DPI, layout="constrained", facecolor="white")
        rows = -(-len(panels) // columns)
        axes = list(figure.subplots(rows, columns, squeeze=False, sharex=True).flat)
        for extra in axes[len(panels) :]:
            extra.set_visible(False)
        self.time_panels = TimePanels(axes[: len(panels)], panels, baseline, courses, ghost)
        for ax in axes[len(panels) - columns : len(panels)]:
            ax.tick_params(labelbottom=True)
            ax.set_xlabel(style.TIME_LABEL, fontsize=style.LABEL_SIZE, color=style.INK)
        super().__init__(figure, self.time_panels.moving)

    def update(self, run, year=None, treated=()):
        """Show a run, the cursor at `year` and the spans treated; return the PNG bytes."""
        self.time_panels.show(run, year, treated)
        return self.png()
