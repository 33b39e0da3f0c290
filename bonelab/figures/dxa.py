"""The live picture of a DXA report: WHO bands over age, her course and her scan, and a table."""

from itertools import zip_longest

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from bonelab.figures import style
from bonelab.figures.live import LivePicture
from bonelab.figures.panels import DPI

SIZE = (9.2, 5.2)
AGES, SCORES = (40, 90), (-4.0, 2.0)
TICKS = (-4, -3, -2, -1, 0, 1, 2)
# Light, darker, darkest: the bands differ in lightness as well as in hue.
BANDS = {"Normal": "#E3EFF8", "Low bone mass": "#FBE3B0", "Osteoporosis": "#E0B39C"}
AVERAGE = {"facecolor": style.QUIET, "alpha": 0.25, "edgecolor": "none"}
NOT_YET = {"facecolor": "white", "alpha": 0.72, "edgecolor": "none"}
COLUMNS = {"bmd": 0.52, "t": 0.74, "z": 0.95}  # right edges of the table's columns
ROW, FIRST_ROW = 0.075, 0.78
LINE, LINES = 0.053, 4  # of the verdict under the table


def _box(left, right):
    return [(left, SCORES[0]), (right, SCORES[0]), (right, SCORES[1]), (left, SCORES[1])]


class DxaPicture(LivePicture):
    """The graph and the table of a DXA report.

    Parameters
    ----------
    limits : tuple of float
        The T-scores at and below which it is osteoporosis, and below which bone mass is low.
    sites : sequence of str
        The names of the sites, in the order of the table.
    """

    def __init__(self, limits, sites):
        figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained", facecolor="white")
        grid = figure.add_gridspec(1, 2, width_ratios=(1.55, 1))
        self.axes = figure.add_subplot(grid[0])
        self._graph(limits)
        self.table_axes = figure.add_subplot(grid[1])
        self._table(list(sites))
        super().__init__(figure, self._moving())

    def _graph(self, limits):
        axes = self.axes
        style.tidy(axes, " ", "T-score (SD from the young mean)", "Age (years)")
        axes.set(xlim=AGES, ylim=SCORES, yticks=TICKS)
        axes.grid(False)
        edges = (SCORES[1], limits[1], limits[0], SCORES[0])
        for (name, colour), top, low in zip(BANDS.items(), edges, edges[1:], strict=False):
            axes.axhspan(low, top, color=colour, linewidth=0, zorder=0)
            beside = {"transform": axes.get_yaxis_transform(), "clip_on": False}
            strip = Rectangle((1.1, low), 0.05, top - low, facecolor=colour, linewidth=0, **beside)
            axes.add_patch(strip)
            centered = {"rotation": 90, "ha": "center", "va": "center", "color": style.INK}
            middle = (low + top) / 2
            axes.text(1.125, middle, name, fontsize=style.LABEL_SIZE, **centered, **beside)
        axes.text(1.0, 1.02, "g/cm²", transform=axes.transAxes, fontsize=style.TICK_SIZE)
        beside = {"transform": axes.get_yaxis_transform(), "va": "center", "color": style.QUIET}
        self.densities = [
            axes.text(1.015, tick, "0.00", fontsize=style.TICK_SIZE, **beside) for tick in TICKS
        ]
        self.title = axes.text(
            0, 1.02, "", transform=axes.transAxes, fontsize=style.TITLE_SIZE, color=style.INK
        )
        self.not_yet = axes.add_collection(PolyCollection([], **NOT_YET))
        self.menopause = axes.axvline(AGES[0], color=style.QUIET, linestyle=":", linewidth=1.2)
        self.note = axes.text(0, -3.75, "", fontsize=style.TICK_SIZE, color=style.QUIET)
        self.spread = axes.add_collection(PolyCollection([], **AVERAGE))
        (self.average,) = axes.plot([], [], color=style.GHOST, linewidth=1.5)
        (self.course,) = axes.plot([], [], color=style.INK, linewidth=2.2)
        (self.scan,) = axes.plot(
            [],
            [],
            "o",
            markersize=9,
            color=style.COLOURS["blue"],
            markeredgecolor="white",
            clip_on=False,
        )

    def _table(self, sites):
        axes = self.table_axes
        axes.set(xlim=(0, 1), ylim=(0, 1))
        axes.set_axis_off()
        write = {"fontsize": style.LABEL_SIZE, "color": style.INK, "va": "center"}
        self.marked = axes.add_patch(Rectangle((0, 0), 1, ROW, facecolor="#DCE4EA", linewidth=0))
        head = FIRST_ROW + 1.1 * ROW
        for key, text in (("bmd", "g/cm²"), ("t", "T"), ("z", "Z")):
            axes.text(COLUMNS[key], head, text, ha="right", weight="bold", **write)
        self.heights = {site: FIRST_ROW - row * ROW for row, site in enumerate(sites)}
        self.cells = {}
        for site, height in self.heights.items():
            self.cells[site, "name"] = axes.text(0.01, height, site, **write)
            for key, edge in COLUMNS.items():
                self.cells[site, key] = axes.text(edge, height, "", ha="right", **write)
        write["va"] = "top"
        self.heading = axes.text(0.0, 1.0, "", **(write | {"fontsize": style.TITLE_SIZE}))
        # Each line by itself, so that only a line that changes is written anew.
        first = FIRST_ROW - 3.0 * ROW
        self.verdict = [axes.text(0.0, first - line * LINE, "", **write) for line in range(LINES)]
        axes.legend(
            handles=[
                Line2D([], [], color=style.INK, linewidth=2.2, label="This woman"),
                Line2D(
                    [], [], color=style.COLOURS["blue"], marker="o", lw=0, label="Her scan today"
                ),
                Patch(**AVERAGE, label="Average untreated woman ± 1 SD"),
                Line2D([], [], color=style.QUIET, linestyle=":", label="Menopause"),
            ],
            loc="lower left",
            bbox_to_anchor=(-0.03, -0.02),
            fontsize=style.TICK_SIZE,
            frameon=False,
        )

    def _moving(self):
        graph = [self.not_yet, self.spread, self.average, self.menopause, self.note]
        graph += [self.course, self.scan, self.title, *self.densities]
        return [*graph, self.marked, *self.cells.values(), self.heading, *self.verdict]

    def update(self, course, average, report, site, reference):
        """Show a woman and her report; return the PNG bytes.

        Parameters
        ----------
        course, average : tuple of array
            Age and T-score: hers, and the average woman's.
        report : dict
            `age`, `menopause` (age), `title`, `verdict` and, under `sites`, (BMD, T, Z) by name.
        site : str
            The name of the site in the graph.
        reference : tuple of float
            Mean and SD of young women at that site, in g/cm².
        """
        age, (mean, sd) = report["age"], reference
        self.course.set_data(*course)
        self.average.set_data(*average)
        ages, middle = average
        outline = np.concatenate([middle - 1, middle[::-1] + 1])
        self.spread.set_verts([np.column_stack([np.concatenate([ages, ages[::-1]]), outline])])
        self.scan.set_data([age], [report["sites"][site][1]])
        self.menopause.set_xdata([report["menopause"]] * 2)
        self.not_yet.set_verts([_box(AGES[0], report["menopause"])])
        early = report["menopause"] - AGES[0] < 10
        self.note.set_text("" if early else "no class yet:\nread Z")
        self.note.set_x(AGES[0] + 0.6)
        self.title.set_text(report["title"])
        for text, tick in zip(self.densities, TICKS, strict=True):
            text.set_text(f"{mean + tick * sd:.2f}")
        self.marked.set_y(self.heights[site] - ROW / 2)
        for name, (bmd, t_score, z_score) in report["sites"].items():
            for key, text in (
                ("bmd", f"{bmd:.3f}"),
                ("t", f"{t_score:.1f}"),
                ("z", f"{z_score:.1f}"),
            ):
                self.cells[name, key].set_text(text)
        self.heading.set_text(f"Report at age {age}")
        lines = report["verdict"].split("\n")
        for text, line in zip_longest(self.verdict, lines, fillvalue=""):
            text.set_text(line)
        return self.png()
