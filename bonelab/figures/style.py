"""One colour, one line and one name for every quantity, through the whole course.

The table is `bonelab/data/looks.csv`. The hues are those of Okabe and Ito (Color Universal
Design, 2008), which readers with any common colour vision tell apart. A family shares a hue:
osteoclasts, resorption and its marker CTX are vermillion. Within a family the dash differs, so
colour is never the only sign.
"""

from functools import cache
from typing import Any, NamedTuple

from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from bonelab import messages
from bonelab.parameter_table import read_table

COLOURS = {
    "purple": "#CC79A7",
    "dark purple": "#8A3D69",
    "pink": "#B5558D",
    "vermillion": "#D55E00",
    "blue": "#0072B2",
    "dark blue": "#004B75",
    "green": "#009E73",
    "orange": "#E69F00",
    "sky blue": "#56B4E9",
    "olive": "#8C8000",
    "brown": "#7B4A12",
    "black": "#1A1A1A",
    "grey": "#767676",
    "slate": "#4A5A7A",
    "light slate": "#8494B4",
}
DASHES: dict[str, Any] = {
    "solid": "-",
    "dashed": (0, (5, 2)),
    "dotted": (0, (1.2, 1.6)),
    "long": (0, (9, 2)),
    "short": (0, (2.5, 1.5)),
    "dash-dot": (0, (6, 2, 1.2, 2)),
    "dash-dots": (0, (5, 1, 1, 1, 1, 1)),
    "dots": (0, (1, 3)),
}
INK, QUIET, GHOST, GRID = "#1A1A1A", "#5F5F5F", "#9A9A9A", "#E3E3E3"
TITLE_SIZE, LABEL_SIZE, TICK_SIZE = 11.0, 9.5, 8.5
RELATIVE = "healthy = 1"
TIME_LABEL = "Years from the final menstrual period"


class Look(NamedTuple):
    """How one quantity is named and drawn; `colour` and `dash` are words of the tables above."""

    series: str
    name: str
    unit: str
    colour: str
    dash: str


@cache
def looks() -> dict[str, Look]:
    """Return how every series and every node is named and drawn."""
    return {row["series"]: Look(**row) for row in read_table("looks.csv")}


def look(series: str) -> Look:
    """Return the `Look` of a series; an unknown name raises KeyError with the nearest one."""
    return looks()[messages.known("series", series, looks())]


def colour(series: str) -> str:
    """Return the colour of a series as a hex string."""
    return COLOURS[look(series).colour]


def name(series: str) -> str:
    """Return the readable name of a series."""
    return look(series).name


def unit(series: str) -> str:
    """Return the unit of a series as text."""
    return look(series).unit


def axis_label(series: str) -> str:
    """Return name and unit, for an axis: ``BMD, lumbar spine (g/cm²)``."""
    return f"{name(series)} ({unit(series)})"


def line_style(series: str) -> dict[str, Any]:
    """Return the keyword arguments that draw a series as its line."""
    return {"color": colour(series), "linestyle": DASHES[look(series).dash], "linewidth": 2.0}


def ghost_style(series: str) -> dict[str, Any]:
    """Return the keyword arguments that draw a series of the run compared with."""
    return line_style(series) | {"color": GHOST, "linewidth": 1.3}


def tidy(axes: Any, title: str, ylabel: str, xlabel: str = TIME_LABEL) -> None:
    """Give axes their title, labels with units, a light grid and no box."""
    axes.set_title(title, loc="left", fontsize=TITLE_SIZE, color=INK)
    axes.set_ylabel(ylabel, fontsize=LABEL_SIZE, color=INK)
    axes.set_xlabel(xlabel, fontsize=LABEL_SIZE, color=INK)
    axes.tick_params(labelsize=TICK_SIZE, colors=QUIET)
    axes.grid(True, color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(GHOST)


def plain_log(axis: Any) -> None:
    """Label a logarithmic axis with plain numbers: 0.5, 0.75, 1, 1.5, 2."""
    low, high = axis.get_view_interval()
    steps = (1.0,) if high > 16 * low else (1.0, 1.5)
    axis.set_major_locator(LogLocator(base=2, subs=steps, numticks=12))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_locator(NullLocator())


def legend_above(axes: Any, handles: list[Any]) -> None:
    """Put a legend in one row along the top of the axes, where room is kept for it."""
    axes.legend(
        handles=handles,
        loc="upper left",
        ncols=len(handles),
        fontsize=TICK_SIZE,
        frameon=False,
        borderaxespad=0.1,
        columnspacing=1.2,
        handlelength=1.8,
    )
