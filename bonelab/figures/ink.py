"""Words that are drawn once and laid over a picture again for as long as they stay the same.

Writing costs more than all else in a picture, a tenth of a millisecond a letter, and from one
picture to the next most words do not change.
"""

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

MARGIN = 2  # pixels around a text, for letters that lean out of their box


class Ink:
    """Texts of one figure, kept as pixels.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        With its final size and layout.
    """

    def __init__(self, figure):
        width, height = (round(side) for side in figure.bbox.size)
        self._sheet = RendererAgg(width, height, figure.dpi)  # clear, each text is drawn on it
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
            self._kept[text] = self._drawn(text)
        left, bottom, pixels = self._kept[text]
        if pixels.size:
            renderer.draw_image(renderer.new_gc(), left, bottom, pixels)

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
