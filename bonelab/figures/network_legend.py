"""How the arrows and boxes of the network look, and the legend that says so."""

import numpy as np
from matplotlib.colors import to_rgb

from bonelab.figures import style
from bonelab.figures.network_layout import TEXT

RAISED, LOWERED = (to_rgb(style.COLOURS[hue]) for hue in ("vermillion", "blue"))
SILENT, HALO, WHITE = "#CFCFCF", "#BDBDBD", "#FFFFFF"
CUT = {"color": style.INK, "linestyle": (0, (4, 2)), "linewidth": 1.6}
CROSS = {"color": style.INK, "marker": "x", "markersize": 10, "markeredgewidth": 2.4}
LEAST = 0.01  # an effect under one per cent is drawn as none
FULL = float(np.log(3))  # a threefold change has full width and colour
THIN, WIDE = 0.5, 4.6  # points
EDGE, BOX = (0.45, 1.0), (0.12, 0.5)  # how much colour the weakest and the strongest effect has


def is_active(effect):
    """Return whether an effect is large enough to be drawn as one."""
    return abs(effect) >= LEAST


def _share(effect):
    return min(abs(effect) / FULL, 1.0) ** 0.7 if is_active(effect) else 0.0


def width_of(effect, definition=False):
    """Return the width of an edge in points; definitions are half as wide."""
    return THIN + (WIDE - THIN) * _share(effect) * (0.5 if definition else 1.0)


def tint(effect, span, otherwise):
    """Return white mixed with the color of raising or lowering, `otherwise` for no effect."""
    if not is_active(effect):
        return otherwise
    share = span[0] + (span[1] - span[0]) * _share(effect)
    return tuple(share * c + 1 - share for c in (RAISED if effect > 0 else LOWERED))


def draw_legend(axes):
    """Draw the legend in two rows along the bottom of the axes, which are in inches."""
    line, square = {"color": style.INK, "linewidth": 1.2}, {"marker": "s", "markersize": 9}
    head = line | {"markevery": [1], "markeredgewidth": 1.6}
    growth = [{"color": RAISED, "linewidth": width_of(np.log(times))} for times in (1.05, 1.5, 3)]
    rows = (
        (
            0.37,
            (
                (1.3, head | {"marker": ">", "markersize": 5}, "more source, more target"),
                (3.35, head | {"marker": "|", "markersize": 8}, "more source, less target"),
                (5.8, growth[0], "× 1.05"),
                (6.75, growth[1], "× 1.5"),
                (7.6, growth[2], "× 3; half for a definition"),
                (9.7, {"color": tint(FULL, BOX, WHITE)} | square, "above health"),
            ),
        ),
        (
            0.15,
            (
                (1.3, {"color": RAISED, "linewidth": 3}, "now raises its target"),
                (3.35, {"color": LOWERED, "linewidth": 3}, "now lowers its target"),
                (5.05, {"color": SILENT, "linewidth": 1.2}, "now changes nothing"),
                (6.75, CUT, "cut"),
                (7.6, {"color": HALO, "linewidth": 5}, "stronger without the cut"),
                (9.7, {"color": tint(-FULL, BOX, WHITE)} | square, "below health"),
            ),
        ),
    )
    text = {"fontsize": TEXT, "color": style.INK, "va": "center"}
    for x, y, words in (
        (0.12, rows[0][0], "Head of an arrow"),
        (5.3, rows[0][0], "Width"),
        (0.12, rows[1][0], "Color of an arrow"),
        (9.55, rows[0][0], "Box"),
    ):
        axes.text(x, y, words, **text)
    for y, entries in rows:
        for x, look, words in entries:
            ends = [x + 0.25] if "markevery" not in look and "marker" in look else [x, x + 0.32]
            axes.plot(ends, [y] * len(ends), **look)
            axes.text(x + 0.4, y, words, **text)
