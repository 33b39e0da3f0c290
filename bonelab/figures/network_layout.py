"""Where every node of the network stands, and the curve of every edge between two boxes.

Places are in inches on the picture, from `bonelab/data/network_layout.csv`.
"""

import textwrap
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.textpath import TextPath

from bonelab.figures import style
from bonelab.parameter_table import read_table
from bonelab.tables import edge_name, edge_rows

WIDTH, HEIGHT = 11.0, 7.8  # inches
THERAPIES, SIGNALS = "Therapies", "Estrogen signal"
LABEL_WIDTH = 14  # letters
TEXT = 7.5  # points
LINE, PADDING = 0.117, 0.09  # inches
BEND = 0.13  # how far a curve leaves the straight line, relative to its length
SAMPLES = 81
CLEARANCE = 0.025  # between a head and the box it points at


class Node(NamedTuple):
    """One node: its label and its box."""

    name: str
    block: str
    label: str
    x: float
    y: float
    width: float
    height: float

    def corners(self, room=0.0):
        """Return left, bottom, right and top of the box, with room around it."""
        across, up = self.width / 2 + room, self.height / 2 + room
        return self.x - across, self.y - up, self.x + across, self.y + up

    def holds(self, points):
        """Return which points lie in the box or right beside it."""
        left, bottom, right, top = self.corners(CLEARANCE)
        x, y = points.T
        return (x > left) & (x < right) & (y > bottom) & (y < top)


@dataclass(frozen=True, eq=False)
class Edge:
    """One edge: its curve from box to box, and what the table says of it."""

    name: str
    source: str
    target: str
    raises: bool
    definition: bool
    points: np.ndarray
    distance: np.ndarray

    @property
    def words(self):
        """Source and target by their names."""
        return f"{style.name(self.source)} → {style.name(self.target)}"


def _label(name, block):
    text = style.name(name)
    if block == SIGNALS:  # the title of the block says the rest
        text = text.split(", ")[1].capitalize().replace("T Cells", "T cells")
    return textwrap.fill(text, LABEL_WIDTH, break_long_words=False)


@cache
def nodes():
    """Return the `Node` of every name."""
    found = {}
    for row in read_table("network_layout.csv"):
        label = _label(row["node"], row["block"])
        lines = label.split("\n")
        width = max(TextPath((0, 0), line, size=TEXT).get_extents().width for line in lines) / 72
        height = LINE * len(lines) + PADDING
        place = float(row["x"]), float(row["y"])
        found[row["node"]] = Node(row["node"], row["block"], label, *place, width + PADDING, height)
    return found


@cache
def blocks():
    """Return the blocks, each with left, bottom, right and top of its nodes."""
    found = {}
    for node in nodes().values():
        found.setdefault(node.block, []).append(node.corners())
    return {
        block: (*np.min(boxes, axis=0)[:2].tolist(), *np.max(boxes, axis=0)[2:].tolist())
        for block, boxes in found.items()
    }


@cache
def edges():
    """Return the `Edge` of every row of the edge table."""
    return tuple(_edge(row) for row in edge_rows())


@cache
def leading_to(node):
    """Return the names of all edges from which a way leads to a node."""
    reached = {node}
    while more := {e.source for e in edges() if e.target in reached} - reached:
        reached |= more
    return frozenset(edge.name for edge in edges() if edge.target in reached)


def _edge(row):
    start, end = nodes()[row["from"]], nodes()[row["to"]]
    first, last = np.array([start.x, start.y]), np.array([end.x, end.y])
    step = last - first
    middle = (first + last) / 2 + BEND * np.array([-step[1], step[0]])
    s = np.linspace(0, 1, SAMPLES)[:, None]
    curve = (1 - s) ** 2 * first + 2 * s * (1 - s) * middle + s**2 * last
    outside = np.flatnonzero(~start.holds(curve) & ~end.holds(curve))
    points = curve[outside[0] : outside[-1] + 1]
    steps = np.hypot(*np.diff(points, axis=0).T)
    return Edge(
        edge_name(row),
        row["from"],
        row["to"],
        row["sign"] == "+",
        "(definition)" in row["meaning"],
        points,
        np.concatenate([[0.0], np.cumsum(steps)]),
    )
