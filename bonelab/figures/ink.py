"""Words and digits that are drawn once and laid over a picture wherever they come again.

Writing costs more than all else in a picture, a tenth of a millisecond a letter. From one picture
to the next most words do not change, and numbers are always made of the same ten digits.
"""

import re
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.text import Text

MARGIN = 2  # pixels around a text, for letters that lean out of their box
PARTS = re.compile(r"[0-9]|[^0-9 ]+| +")
END = "|"  # beside it one sees how far a part reaches, a space too
# Where the base line lies, seen from the place of a text: in heights and in descents of its box.
BASE_LINES = {"bottom": (0, 1), "center": (-0.5, 1), "top": (-1, 1), "baseline": (0, 0)}
LEFT_ENDS = {"left": 0, "center": -0.5, "right": -1}  # in widths


class Part(NamedTuple):
    """A word, a digit or a space as pixels.

    Parameters
    ----------
    left, bottom : int
        Where the pixels begin, seen from the pen, which stands on the base line.
    pixels : numpy.ndarray
        Upside down, as the renderer wants them.
    advance : float
        How far the pen moves on.
    descent, height : float
        Of the box: below the base line, and in all.
    """

    left: int
    bottom: int
    pixels: np.ndarray
    advance: float
    descent: float
    height: float


class Ink:
    """Texts of one figure, kept as pixels.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        With its final size and layout.
    """

    def __init__(self, figure):
        self._figure = figure
        width, height = (round(side) for side in figure.bbox.size)
        self._sheet = RendererAgg(width, height, figure.dpi)  # clear, each part is drawn on it
        self._parts = {}
        self._kept = {}

    def lay(self, text, renderer):
        """Draw a text: from what is kept of it, unless it has changed since.

        Parameters
        ----------
        text : matplotlib.text.Text
            Without a box around it.
        renderer : matplotlib.backends.backend_agg.RendererAgg
            Of a canvas of the figure's size.
        """
        if text.stale or text not in self._kept:
            self._kept[text] = self._set(text) if text.get_visible() else []
            text.stale = False
        for left, bottom, pixels in self._kept[text]:
            if pixels.size:
                renderer.draw_image(renderer.new_gc(), left, bottom, pixels)

    def _set(self, text):
        """Return the parts of a text: each from the lower left corner, and its pixels."""
        line = text.get_text()
        if text.get_rotation() or "\n" in line or "$" in line:
            return [self._drawn(text)]
        looks = (text.get_fontproperties(), text.get_color(), text.get_alpha())
        parts = [self._part(part, *looks) for part in PARTS.findall(line)]
        x, y = text.get_transform().transform(text.get_unitless_position())
        x += LEFT_ENDS[text.get_horizontalalignment()] * sum(part.advance for part in parts)
        heights, descents = BASE_LINES[text.get_verticalalignment()]
        y += heights * max((part.height for part in parts), default=0)
        y += descents * max((part.descent for part in parts), default=0)
        placed = []
        for part in parts:
            placed.append((round(x) + part.left, round(y) + part.bottom, part.pixels))
            x += part.advance
        return placed

    def _part(self, written, font, colour, alpha):
        """Return a part in a font and a colour, drawn if it never was."""
        key = (written, font, colour, alpha)
        if key not in self._parts:
            pen = self._sheet.width // 2, self._sheet.height // 2
            probe = Text(*pen, written, fontproperties=font, color=colour, alpha=alpha)
            probe.set_figure(self._figure)
            box = probe.get_window_extent(self._sheet)
            reach, end = (
                self._sheet.get_text_width_height_descent(shown, font, False)[0]
                for shown in (written + END, END)
            )
            left, bottom, pixels = self._drawn(probe)
            below = pen[1] - box.y0
            place = left - pen[0], bottom - pen[1]
            self._parts[key] = Part(*place, pixels, reach - end, below, box.height)
        return self._parts[key]

    def _drawn(self, text):
        """Return where a text lies, from the lower left corner, and its pixels, upside down."""
        box = text.get_window_extent(self._sheet)
        text.draw(self._sheet)
        sheet = np.asarray(self._sheet.buffer_rgba())
        height, width, _ = sheet.shape
        left, right = np.clip([box.x0 - MARGIN, box.x1 + MARGIN], 0, width).astype(int)
        bottom, top = np.clip([box.y0 - MARGIN, box.y1 + MARGIN], 0, height).astype(int)
        place = np.s_[height - top : height - bottom, left:right]
        pixels = sheet[place][::-1].copy()
        sheet[place] = 0
        return left, bottom, pixels
