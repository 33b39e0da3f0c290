"""The live picture of lesson 2: how long three cells live, what each does, and the dose."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from bonelab.figures import style
from bonelab.figures.live import LivePicture
from bonelab.figures.panels import DPI

SIZE = (9.2, 5.4)
CELLS = {
    "osteoclast": style.colour("osteoclasts"),
    "osteoblast": style.colour("osteoblasts"),
    "osteocyte": style.colour("osteocytes"),
}
STEPS = {
    "osteoclast_differentiation": "Osteoclasts\nmade",
    "osteoclast_apoptosis": "Osteoclasts\ndie",
    "resorption_per_osteoclast": "Each one\ndigs",
    "osteoclasts": "Osteoclasts\nat work",
    "osteoblast_apoptosis": "Osteoblasts\ndie",
    "osteocyte_apoptosis": "Osteocytes\ndie",
}
FLOWS = ("resorption", "formation")
LIFE_LIMITS, STEP_LIMITS, FLOW_LIMITS = (4, 40_000), (0.6, 3.4), (0.8, 4.2)
DAYS_PER_YEAR = 365.25


def life_text(days):
    """Return a lifespan, or the range of one, in the unit that suits it."""
    if days[0] < DAYS_PER_YEAR:
        return f"{days[0]:.0f} days"
    return f"{days[0] / DAYS_PER_YEAR:.1f} to {days[1] / DAYS_PER_YEAR:.0f} years"


class CellLivesPicture(LivePicture):
    """Lifespans, what the cells do relative to health, and resorption against estradiol.

    Parameters
    ----------
    healthy_lives : dict of str to tuple of float
        Shortest and longest life in days of each cell in health; equal where one is known.
    levels : sequence of float
        Estradiol in pg/mL, the dose axis.
    healthy_level : float
        Estradiol in health.
    """

    def __init__(self, healthy_lives, levels, healthy_level):
        figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained", facecolor="white")
        figure.get_layout_engine().set(wspace=0.04, hspace=0.06)
        grid = figure.add_gridspec(2, 2, width_ratios=(1.0, 1.05), height_ratios=(1, 1.15))
        self.healthy_lives, self.levels = healthy_lives, np.asarray(levels, dtype=float)
        self.moving_parts = []
        self._lives(figure.add_subplot(grid[0, 0]))
        self._dose(figure.add_subplot(grid[1, 0]), healthy_level)
        self._steps(figure.add_subplot(grid[:, 1]))
        super().__init__(figure, self.moving_parts)

    def _moving(self, artist):
        self.moving_parts.append(artist)
        return artist

    def _lives(self, axes):
        """Draw the healthy lives in grey; the bars over them move."""
        style.tidy(axes, "How long each cell lives", "", "Lifespan (days); grey line: in health")
        axes.set_xscale("log")
        axes.set_xlim(LIFE_LIMITS)
        axes.set_ylim(2.45, -0.75)
        axes.set_yticks([])
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.xaxis.set_minor_locator(NullLocator())
        self.bars, self.life_texts = {}, {}
        for row, (cell, colour) in enumerate(CELLS.items()):
            for alpha, end in ((0.35, 1), (1.0, 0)):  # the longest life is paler
                (bar,) = axes.barh(row, 1, left=LIFE_LIMITS[0], height=0.36, color=colour)
                bar.set_alpha(alpha)
                self.bars[cell, end] = self._moving(bar)
                days = self.healthy_lives[cell][end]
                line = axes.plot([days, days], [row - 0.2, row + 0.28], color=style.GHOST, lw=2.4)
                self._moving(line[0])
            self.life_texts[cell] = self._moving(
                axes.text(
                    LIFE_LIMITS[0] * 1.08,
                    row - 0.26,
                    "",
                    fontsize=style.TICK_SIZE,
                    color=style.INK,
                    va="bottom",
                )
            )

    def _dose(self, axes, healthy_level):
        """Draw the axes of the dose-response; its curves and its point move."""
        style.tidy(axes, "The dose: a level held steady", style.RELATIVE, "Estradiol (pg/mL)")
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlim(0.85 * self.levels[0], 1.18 * self.levels[-1])
        axes.set_ylim(FLOW_LIMITS)
        style.plain_log(axes.yaxis)
        axes.xaxis.set_major_locator(FixedLocator([1, 2, 5, 10, 20, 50, 100, 200]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.axhline(1, color=style.GHOST, linewidth=1.2)
        axes.axvline(healthy_level, color=style.GHOST, linewidth=1.2, linestyle=":")
        axes.text(
            0.94 * healthy_level,
            FLOW_LIMITS[0] * 1.03,
            "health",
            ha="right",
            fontsize=style.TICK_SIZE,
            color=style.QUIET,
        )
        self.uncut_curves, self.curves, self.points = {}, {}, {}
        for name in FLOWS:
            (self.uncut_curves[name],) = axes.plot([], [], **style.ghost_style(name))
            (self.curves[name],) = axes.plot(
                [], [], label=style.name(name), **style.line_style(name)
            )
            (self.points[name],) = axes.plot(
                [], [], "o", ms=8, color=style.colour(name), markeredgecolor="white"
            )
        for artists in (self.uncut_curves, self.curves, self.points):
            for artist in artists.values():
                self._moving(artist)
        handles = [*self.curves.values(), Line2D([], [], color=style.GHOST, label="No arrow cut")]
        axes.legend(
            handles=handles,
            loc="upper right",
            fontsize=style.TICK_SIZE,
            framealpha=1.0,
            edgecolor="white",
            borderaxespad=0.1,
        )

    def _steps(self, axes):
        """Draw the healthy marks in grey; the marks beside them move."""
        style.tidy(axes, "Made, die, dig", "", f"Relative to health ({style.RELATIVE})")
        axes.set_xscale("log")
        axes.set_xlim(STEP_LIMITS)
        axes.set_ylim(len(STEPS) - 0.35, -1.15)
        style.plain_log(axes.xaxis)
        axes.set_yticks(range(len(STEPS)), list(STEPS.values()), fontsize=style.LABEL_SIZE)
        axes.tick_params(axis="y", length=0, colors=style.INK)
        axes.grid(False, axis="y")
        axes.axvline(1, color=style.GHOST, linewidth=1.2)
        self.stems, self.uncut, self.marks, self.step_texts = {}, {}, {}, {}
        for row, name in enumerate(STEPS):
            colour = style.colour(name)
            axes.plot(1, row, "o", ms=9, color="white", markeredgecolor=style.GHOST, mew=2)
            (stem,) = axes.plot([], [], color=colour, linewidth=4, solid_capstyle="butt")
            (uncut,) = axes.plot([], [], "d", ms=8, color="none", markeredgecolor=style.QUIET)
            (mark,) = axes.plot([], [], "o", ms=9, color=colour)
            text = axes.text(1, row - 0.22, "", ha="center", va="bottom", fontsize=style.LABEL_SIZE)
            text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6})
            self.stems[name], self.uncut[name] = self._moving(stem), self._moving(uncut)
            self.marks[name], self.step_texts[name] = self._moving(mark), self._moving(text)
        keys = [
            Line2D([], [], ls="", marker="o", mfc="white", mec=style.GHOST, mew=2, label="Health"),
            Line2D([], [], ls="", marker="o", color=style.INK, label="Now"),
            Line2D([], [], ls="", marker="d", mfc="none", mec=style.QUIET, label="No arrow cut"),
        ]
        style.legend_above(axes, keys)

    def update(self, estradiol, lives, now, uncut, curves, uncut_curves):
        """Show one setting and return the PNG bytes.

        Parameters
        ----------
        estradiol : float
            The level, in pg/mL.
        lives : dict
            The lives now, as `healthy_lives`.
        now, uncut : dict of str to float
            The state now, and what it would be without a cut arrow.
        curves, uncut_curves : dict of str to array
            Each flow at every level of the dose axis.
        """
        for cell, days in lives.items():
            for end in (0, 1):
                self.bars[cell, end].set_width(days[end] - LIFE_LIMITS[0])
            healthy = life_text(self.healthy_lives[cell])
            self.life_texts[cell].set_text(
                f"{cell.capitalize()}: {life_text(days)} (health: {healthy})"
            )
        for row, name in enumerate(STEPS):
            self.stems[name].set_data([1, now[name]], [row, row])
            self.uncut[name].set_data([uncut[name]], [row])
            self.uncut[name].set_visible(abs(uncut[name] / now[name] - 1) > 0.005)
            self.marks[name].set_data([now[name]], [row])
            self.step_texts[name].set_position((now[name], row - 0.22))
            self.step_texts[name].set_text(f"{now[name]:.2f}")
        for name in FLOWS:
            self.uncut_curves[name].set_data(self.levels, uncut_curves[name])
            self.curves[name].set_data(self.levels, curves[name])
            self.points[name].set_data([estradiol], [now[name]])
        return self.png()
