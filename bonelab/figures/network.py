"""The picture of lesson 11: every node and every signed edge, by what it is doing now."""

from functools import lru_cache

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba_array
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bonelab.figures import style
from bonelab.figures.live import LivePicture
from bonelab.figures.network_layout import HEIGHT, TEXT, WIDTH, blocks, edges, nodes
from bonelab.figures.network_legend import (
    BOX,
    CROSS,
    CUT,
    EDGE,
    HALO,
    SILENT,
    WHITE,
    draw_legend,
    tint,
    width_of,
)
from bonelab.figures.picture import Picture

DPI = 99  # so that it is just as wide as an app on the page, 1080 pixels
TITLE = 8.5  # points
GROUND = "#F4F4F1"
POINT = 1 / 72  # inches
WEAKER = 0.005  # an effect that lost less than this has no halo


@lru_cache(maxsize=4096)  # half of the edges do nothing, and are the same in every picture
def _drawn(edge, width):
    """Return the line of an edge, and its head, an arrow or a bar, as corner points."""
    half, length = 0.028 + 0.62 * width * POINT, 0.062 + 1.2 * width * POINT
    if not edge.raises:
        half, length = half + 0.012, 0.016 + 0.35 * width * POINT
    whole = edge.distance[-1]
    stop = max(whole - length, 0.3 * whole)
    s = np.append(edge.distance[edge.distance < stop], stop)
    line = np.column_stack([np.interp(s, edge.distance, axis) for axis in edge.points.T])
    tip, foot = edge.points[-1], line[-1]
    along = (tip - foot) / np.hypot(*(tip - foot))
    across = half * np.array([-along[1], along[0]])
    head = [foot - across, foot + across]
    return line, [*head, tip] if edge.raises else [*head, tip + across, tip - across]


class NetworkArtists:
    """What moves in the picture: edges, heads, boxes, the title and the mark of a cut.

    Parameters
    ----------
    axes : matplotlib axes
        One unit is one inch.
    """

    def __init__(self, axes):
        self.halo, self.lines = (
            axes.add_collection(LineCollection([], capstyle="butt", zorder=z)) for z in (3, 4)
        )
        self.heads = axes.add_collection(PolyCollection([], linewidths=0, zorder=5))
        corners = [node.corners() for node in nodes().values()]
        self.boxes = axes.add_collection(
            PolyCollection(
                [[(a, b), (c, b), (c, d), (a, d)] for a, b, c, d in corners],
                edgecolors=[style.colour(name) for name in nodes()],
                linewidths=0.9,
                zorder=6,
            )
        )
        self.title = axes.text(0.12, HEIGHT - 0.16, "", fontsize=style.TITLE_SIZE, va="center")
        (self.cut,), (self.cross,) = (axes.plot([], [], zorder=7, **look) for look in (CUT, CROSS))

    def show(self, activity, shift, title, cut=None, before=None, shown=None):
        """Move everything to one moment.

        Parameters
        ----------
        activity, shift : dict of str to float
            What every edge does, and how far every node has moved; see `bonelab.activity`.
        title : str
            Above the picture.
        cut : str, optional
            The edge that is cut.
        before : dict of str to float, optional
            What every edge does where nothing is cut: a grey halo where that is more.
        shown : collection of str, optional
            The edges whose activity is drawn; the others stay thin and grey.
        """
        names = activity if shown is None else shown
        effects = {edge: activity[edge.name] if edge.name in names else 0.0 for edge in edges()}
        order = sorted(effects, key=lambda edge: abs(effects[edge]))
        widths = [width_of(effects[edge], edge.definition) for edge in order]
        colours = to_rgba_array([tint(effects[edge], EDGE, SILENT) for edge in order])
        drawn = [_drawn(edge, width) for edge, width in zip(order, widths, strict=True)]
        self.lines.set(segments=[line for line, _ in drawn], linewidths=widths, colors=colours)
        self.heads.set(verts=[head for _, head in drawn], facecolors=colours)
        was = before or dict.fromkeys(activity, 0.0)
        ghosts = [
            edge
            for edge in order
            if edge.name in names and abs(was[edge.name]) > abs(activity[edge.name]) + WEAKER
        ]
        self.halo.set(
            segments=[edge.points for edge in ghosts],
            linewidths=[1.5 + width_of(was[edge.name], edge.definition) for edge in ghosts],
            colors=[HALO],
        )
        self.boxes.set_facecolors([tint(shift[name], BOX, WHITE) for name in nodes()])
        self.title.set_text(title)
        points = next((edge.points for edge in order if edge.name == cut), np.empty((0, 2)))
        middle = len(points) // 2
        self.cut.set_data(*points.T)
        self.cross.set_data(*points[middle : middle + 1].T)


class NetworkPicture(LivePicture):
    """All nodes and edges; width and colour of an edge follow what it does."""

    def __init__(self):
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor="white")
        axes = _axes(figure)
        _draw_frame(axes)
        self.artists = NetworkArtists(axes)
        # The names lie over the edges, so they are laid on anew in every picture.
        super().__init__(figure, [*vars(self.artists).values(), *_draw_labels(axes)])

    def update(self, *args, **kwargs):
        """Show one moment, see `NetworkArtists.show`; return the PNG bytes."""
        self.artists.show(*args, **kwargs)
        return self.png()


def _axes(figure):
    """Return axes that fill a figure, in inches."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axes.axis("off")
    return axes


def _draw_labels(axes):
    """Write the names of nodes and blocks; return the texts."""
    place = {"ha": "center", "va": "center", "linespacing": 1.02, "zorder": 8}
    labels = [
        axes.text(node.x, node.y - 0.008, node.label, fontsize=TEXT, color=style.INK, **place)
        for node in nodes().values()
    ]
    return labels + [
        axes.text(
            left, top + 0.035, block, fontsize=TITLE, color=style.QUIET, va="bottom", zorder=8
        )
        for block, (left, _, _, top) in blocks().items()
    ]


def _draw_frame(axes):
    """Draw what never moves: the ground of each block, and the legend."""
    for left, bottom, right, top in blocks().values():
        width, height = right - left + 0.1, top - bottom + 0.25
        axes.add_patch(Rectangle((left - 0.05, bottom - 0.05), width, height, color=GROUND))
    draw_legend(axes)


def plot_network(activity, shift, title, sentence=""):
    """Draw the whole network at one moment as a picture that stays.

    Parameters
    ----------
    activity, shift, title
        As for `NetworkArtists.show`.
    sentence : str
        What the picture shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = Picture(figsize=(WIDTH, HEIGHT), layout="none", sentence=sentence)
    axes = _axes(figure)
    _draw_frame(axes)
    NetworkArtists(axes).show(activity, shift, title)
    _draw_labels(axes)
    return figure
