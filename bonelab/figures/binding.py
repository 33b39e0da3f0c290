"""Who holds RANKL: the pools stacked, RANK's own occupancy, and the balance against the ratio."""

from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bonelab.figures import style
from bonelab.figures.live import LivePicture
from bonelab.figures.panels import DPI
from bonelab.figures.picture import Picture

SIZE = (9.6, 5.2)
POOLS = {  # from the bottom of a stack to its top; a hatched block is drawn on white
    "rankl_rank": ("on RANK", ""),
    "rankl_free": ("free", "////"),
    "rankl_opg": ("on OPG", ""),
    "rankl_denosumab": ("on the antibody", "xxx"),
}
MOST_RANKL = 3.0
BALANCE = (-2.1, 1.35)
WIDTH = 0.66  # of a bar
NOW = style.COLOURS["black"]


def _look(pool, ghost=False):
    """Return how the block of a pool is filled; a ghost keeps the hatch and loses the colour."""
    colour = style.GHOST if ghost else style.colour(pool)
    hatch = POOLS[pool][1]
    face = "white" if hatch else colour
    return {"facecolor": face, "edgecolor": colour, "hatch": hatch, "linewidth": 1.2}


def _stack(axes, place, state, ghost=False):
    """Draw the pools of a state on top of each other; return the blocks."""
    blocks, bottom = {}, 0.0
    for pool in POOLS:
        (blocks[pool],) = axes.bar(place, state[pool], WIDTH, bottom, **_look(pool, ghost))
        bottom += state[pool]
    return blocks


def plot_pools(states, title, sentence):
    """Draw the pools of RANKL of several states side by side.

    Parameters
    ----------
    states : dict of str to mapping
        What stands under each stack, and the state (`Trajectory.at`) that it shows.
    title : str
        Above the axes.
    sentence : str
        What the picture shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = Picture(figsize=(7.6, 3.6), sentence=sentence)
    axes = figure.subplots()
    for place, state in enumerate(states.values()):
        blocks = _stack(axes, place, state)
        for pool, block in blocks.items():
            if state[pool] > 0.06:
                axes.text(
                    place + WIDTH / 2 + 0.03,
                    block.get_y() + block.get_height() / 2,
                    f"{state[pool]:.2f}",
                    va="center",
                    fontsize=style.TICK_SIZE,
                    color=style.INK,
                )
    style.tidy(axes, title, "RANKL\n(healthy total = 1)", "")
    axes.set_xticks(range(len(states)), list(states), fontsize=style.LABEL_SIZE, color=style.INK)
    most = max(sum(state[pool] for pool in POOLS) for state in states.values())
    axes.set(xlim=(-0.5, len(states) - 0.3), ylim=(0, 1.06 * most))
    axes.grid(False, axis="x")
    used = [pool for pool in POOLS if any(state[pool] > 0 for state in states.values())]
    handles = [Rectangle((0, 0), 1, 1, **_look(pool)) for pool in reversed(used)]
    names = [POOLS[pool][0] for pool in reversed(used)]
    box = (1.0, 0.5)
    axes.legend(
        handles, names, loc="center left", bbox_to_anchor=box, frameon=False,
        fontsize=style.LABEL_SIZE,
    )  # fmt: skip
    return figure


class Curve(NamedTuple):
    """Net balance against the ratio at one time.

    Parameters
    ----------
    ratio, balance : array
        Where RANKL and OPG are changed by the same factor, in opposite directions.
    low, high : array
        The least and the most that other amounts of the two give at the same ratio.
    """

    ratio: np.ndarray
    balance: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def zero(self):
        """The ratio at which the balance, which falls, is zero."""
        return float(np.exp(np.interp(0, -self.balance, np.log(self.ratio))))


class BindingPicture(LivePicture):
    """Pools of RANKL and occupied RANK beside health; net balance against the ratio.

    Parameters
    ----------
    health : mapping
        The healthy state, ghosted in grey.
    receptors : float
        All RANK, in units of the healthy total of RANKL.
    ratios : tuple of float
        The lowest and the highest ratio of the axis.
    """

    def __init__(self, health, receptors, ratios):
        self.receptors = receptors
        figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained", facecolor="white")
        figure.get_layout_engine().set(wspace=0.06)
        pools, rank, curve = figure.subplots(1, 3, width_ratios=(1.35, 0.62, 1.75))
        super().__init__(
            figure,
            [
                *self._draw_pools(pools, health),
                *self._draw_rank(rank, health),
                *self._draw_curve(curve, ratios),
            ],
        )

    def _draw_pools(self, axes, health):
        style.tidy(axes, "Where RANKL is", "RANKL (healthy total = 1)", "")
        axes.set(xlim=(-0.5, 3.6), ylim=(0, MOST_RANKL))
        axes.set_xticks((0, 1), ("health", "now"), fontsize=style.LABEL_SIZE, color=style.INK)
        axes.grid(False, axis="x")
        _stack(axes, 0, health, ghost=True)
        self.blocks = _stack(axes, 1, health)
        self.texts = {}
        for row, (pool, (name, _)) in enumerate(reversed(POOLS.items())):
            y = 0.9 - 0.155 * row
            axes.add_patch(
                Rectangle((0.5, y), 0.055, 0.038, transform=axes.transAxes, **_look(pool))
            )
            place = {"transform": axes.transAxes, "fontsize": style.TICK_SIZE}
            axes.text(0.58, y + 0.002, name, color=style.INK, **place)
            self.texts[pool] = axes.text(0.58, y - 0.045, "", color=style.INK, **place)
        return [*self.blocks.values(), *self.texts.values()]

    def _draw_rank(self, axes, health):
        style.tidy(axes, "RANK receptors", "carrying RANKL (%)", "")
        axes.set(xlim=(-0.5, 1.5), ylim=(0, 104), yticks=range(0, 101, 20))
        axes.set_xticks((0, 1), ("health", "now"), fontsize=style.LABEL_SIZE, color=style.INK)
        axes.grid(False, axis="x")
        for place in (0, 1):  # every receptor there is: the same number in any setting
            axes.bar(place, 100, WIDTH, color="white", edgecolor=style.QUIET, linewidth=1.2)
        usual = self._carrying(health)
        axes.bar(0, usual, WIDTH, color=style.GHOST)
        text = {"ha": "center", "fontsize": style.LABEL_SIZE, "color": style.INK}
        axes.text(0, usual + 2, f"{usual:.0f} %", **text)
        (self.carrying,) = axes.bar(1, 0, WIDTH, color=style.colour("rank_occupancy"))
        self.percent = axes.text(1, 0, "", **text)
        return [self.carrying, self.percent]

    def _draw_curve(self, axes, ratios):
        style.tidy(
            axes,
            "Net balance",
            "formation - resorption (healthy rate = 1)",
            "RANKL/OPG ratio (healthy = 1)",
        )
        axes.set_xscale("log")
        axes.set(xlim=(ratios[0] / 1.25, ratios[1] * 1.25), ylim=BALANCE)
        style.plain_log(axes.xaxis)
        axes.axhline(0, color=style.QUIET, linewidth=1.0)
        for y, va, text in ((0.985, "top", "bone is gained"), (0.015, "bottom", "bone is lost")):
            axes.text(
                0.02 if va == "bottom" else 0.98, y, text, transform=axes.transAxes, va=va,
                ha="left" if va == "bottom" else "right", color=style.QUIET,
                fontsize=style.LABEL_SIZE,
            )  # fmt: skip
        self.band = axes.add_collection(PolyCollection([], facecolor="#DDDDDD", edgecolor="none"))
        (self.line,) = axes.plot([], [], color=style.QUIET, linewidth=2.0)
        (self.crossing,) = axes.plot([], [], "o", markersize=9, mfc="white", mec=style.INK)
        (self.lift,) = axes.plot([], [], color=style.colour("denosumab"), linewidth=2.4)
        (self.without,) = axes.plot([], [], "D", markersize=8, mfc="white", mec=NOW)
        (self.point,) = axes.plot([], [], "D", markersize=9, color=NOW)
        axes.legend(
            [self.point, self.without, self.crossing, self.line, self.band],
            ["now", "now, without the antibody", "balance zero", "RANKL × a and OPG ÷ a",
             "other amounts, same ratio"],
            loc="lower left", bbox_to_anchor=(0.0, 0.07), frameon=False, fontsize=style.TICK_SIZE,
        )  # fmt: skip
        return [self.band, self.line, self.crossing, self.lift, self.without, self.point]

    def _carrying(self, state):
        return 100 * state["rankl_rank"] / self.receptors

    def update(self, state, curve, without=None):
        """Show a state on its curve; return the PNG bytes.

        Parameters
        ----------
        state : mapping
            What is now.
        curve : Curve
            At the same time.
        without : mapping, optional
            The same without the antibody, where there is one.
        """
        bottom = 0.0
        for pool, block in self.blocks.items():
            block.set(y=bottom, height=state[pool])
            bottom += state[pool]
            share = 100 * state[pool] / state["rankl"]
            self.texts[pool].set_text(f"{state[pool]:.2f} ({share:.0f} %)")
        carrying = self._carrying(state)
        self.carrying.set_height(carrying)
        self.percent.set(y=carrying + 2, text=f"{carrying:.0f} %")
        edge = np.concatenate([curve.low, curve.high[::-1]])
        self.band.set_verts(
            [np.column_stack([np.concatenate([curve.ratio, curve.ratio[::-1]]), edge])]
        )
        self.line.set_data(curve.ratio, curve.balance)
        self.crossing.set_data([curve.zero], [0])
        x, y = state["rankl_opg_ratio"], state["net_balance"]
        self.point.set_data([x], [y])
        before = y if without is None else without["net_balance"]
        for artist in (self.lift, self.without):
            artist.set_visible(without is not None)
        self.without.set_data([x], [before])
        self.lift.set_data([x, x], [before, y])
        return self.png()
