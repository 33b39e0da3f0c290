"""The live picture of lesson 7: one readout over ER-alpha and ER-beta, and two cuts through it."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from bonelab.figures import style
from bonelab.figures.live import LivePicture
from bonelab.figures.panels import DPI

SIZE = (9.2, 4.7)
MOST_CONTOURS = 8
LABELLED = 2  # the row of the map along which contours carry their numbers
LEGEND_ROOM = 0.34  # share of the right-hand axis kept free above its lines
BOTH = "Signal of the receptor that changes (healthy = 1)"
CUTS = {"er_alpha": "ER-alpha changes", "er_beta": "ER-beta changes"}


class SurfacePicture(LivePicture):
    """A readout over both receptor signals as a map, with a point, and its two cross-sections.

    Parameters
    ----------
    readout : str
        The series shown.
    levels : array
        The signals of each receptor at which `values` were computed, healthy = 1.
    values : array
        The readout, a row for each level of ER-beta and a column for each of ER-alpha.
    """

    def __init__(self, readout, levels, values):
        self.readout, self.levels, self.values = readout, np.asarray(levels), np.asarray(values)
        figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained", facecolor="white")
        left, right = figure.subplots(1, 2, width_ratios=(1.12, 1))
        self._map(figure, left)
        self.lines, self.points = {}, {}
        self._sections(right)
        (self.here,) = left.plot(
            [], [], "o", markersize=13, markerfacecolor="white", markeredgecolor=style.INK
        )
        self.here.set_markeredgewidth(2.5)
        self.here.set_clip_on(False)
        super().__init__(figure, [*self.lines.values(), *self.points.values(), self.here])

    def _map(self, figure, ax):
        x, y = (style.axis_label(receptor) for receptor in CUTS)
        style.tidy(ax, style.axis_label(self.readout), y, x)
        # Clear of the ring in the upper left corner.
        ax.set_title(
            style.axis_label(self.readout),
            loc="left",
            fontsize=style.TITLE_SIZE,
            color=style.INK,
            pad=12,
        )
        bounds = MaxNLocator(40).tick_values(self.values.min(), self.values.max())
        filled = ax.contourf(self.levels, self.levels, self.values, bounds, cmap="cividis")
        ticks = MaxNLocator(MOST_CONTOURS, steps=(1, 2, 5, 10)).tick_values(
            self.values.min(), self.values.max()
        )
        lines = ax.contour(
            self.levels, self.levels, self.values, ticks, colors="white", linewidths=1.3
        )
        seen = [withStroke(linewidth=2.5, foreground=style.INK)]  # white is read on yellow, too
        # Where each contour crosses one row of the map: clear of the cross and its name.
        row = self.values[LABELLED]
        up = np.argsort(row)
        inside = [tick for tick in ticks if row.min() < tick < row.max()]
        places = [
            (float(np.interp(tick, row[up], self.levels[up])), float(self.levels[LABELLED]))
            for tick in inside
        ]
        for label in ax.clabel(lines, fontsize=style.TICK_SIZE, fmt="%g", manual=places):
            label.set_path_effects(seen)
        bar = figure.colorbar(filled, ax=ax, ticks=ticks, pad=0.02)
        bar.ax.tick_params(labelsize=style.TICK_SIZE, colors=style.QUIET)
        ax.plot(1, 1, "+", color="white", markersize=15, markeredgewidth=2.2, path_effects=seen)
        ax.text(1.03, 1.06, "health", color="white", fontsize=style.LABEL_SIZE, path_effects=seen)
        ax.grid(False)

    def _sections(self, ax):
        style.tidy(ax, "One receptor changes, the other stays", style.unit(self.readout), BOTH)
        healthy = int(np.argmin(abs(self.levels - 1)))
        handles = []
        for receptor, text in CUTS.items():
            ghost = self._section(receptor, healthy)
            ax.plot(self.levels, ghost, **style.ghost_style(receptor))
            line = style.line_style(receptor) | {"linewidth": 2.6}
            (self.lines[receptor],) = ax.plot([], [], label=text, **line)
            (self.points[receptor],) = ax.plot(
                [], [], "o", color=style.colour(receptor), markersize=9, markeredgecolor="white"
            )
            handles.append(self.lines[receptor])
        handles.append(Line2D([], [], color=style.GHOST, label="Grey: the other one is healthy"))
        low, high = self.values.min(), self.values.max()
        margin = 0.05 * (high - low)
        ax.set_ylim(low - margin, high + margin + LEGEND_ROOM * (high - low))
        ax.set_xlim(self.levels[0] - 0.04, self.levels[-1] + 0.04)
        ax.legend(handles=handles, loc="upper left", fontsize=style.TICK_SIZE, frameon=False)

    def _section(self, receptor, other):
        """Return the readout over one receptor, the other at the level with this index."""
        return self.values[other] if receptor == "er_alpha" else self.values[:, other]

    def update(self, er_alpha, er_beta):
        """Show the point at two of the levels; return the PNG bytes."""
        column, row = (int(np.argmin(abs(self.levels - x))) for x in (er_alpha, er_beta))
        self.here.set_data([er_alpha], [er_beta])
        for receptor, signal, other in (("er_alpha", er_alpha, row), ("er_beta", er_beta, column)):
            self.lines[receptor].set_data(self.levels, self._section(receptor, other))
            self.points[receptor].set_data([signal], [self.values[row, column]])
        return self.png()
