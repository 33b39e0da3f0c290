"""The picture that follows a slider.

Axes, labels and ghosts are drawn once and kept as pixels; at each change only the moving
artists are drawn over them, and the result is encoded as a PNG at the fastest level.
"""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from bonelab.figures.ink import Ink


def encode_png(pixels):
    """Return an array of bytes, shape (height, width, 3 or 4), as opaque PNG, in little time."""
    file = io.BytesIO()
    # To drop a channel here is ten times as fast as to cut it off before.
    Image.fromarray(pixels).convert("RGB").save(file, "PNG", compress_level=1)
    return file.getvalue()


class LivePicture:
    """A figure whose moving artists are redrawn over a kept background.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn once, when it is first asked for. Its axes must be fixed from then on.
    moving : iterable of matplotlib artists
        What changes between pictures; drawn in this order.
    """

    def __init__(self, figure, moving):
        self.figure = figure
        self.moving = []
        self._canvas = FigureCanvasAgg(figure)
        self._background = None
        self.move(moving)

    def move(self, artists):
        """Let more artists move, drawn before those that move already."""
        self.moving = [*artists, *self.moving]
        for artist in self.moving:
            artist.set_animated(True)

    def refresh(self):
        """Forget the kept background: call it after a ghost or a label has changed."""
        self._background = None

    def png(self):
        """Draw the moving artists as they now stand and return the picture as PNG bytes."""
        if self._background is None:
            self._canvas.draw()
            # The layout is settled by the first drawing; solving it again would move the axes.
            self.figure.set_layout_engine("none")
            self._background = self._canvas.copy_from_bbox(self.figure.bbox)
            self._ink = Ink(self.figure)
        self._canvas.restore_region(self._background)
        renderer = self._canvas.get_renderer()
        for artist in self.moving:
            if type(artist) is Text and artist.get_bbox_patch() is None:
                self._ink.lay(artist, renderer)
            else:
                artist.draw(renderer)
        pixels = np.asarray(self._canvas.buffer_rgba())
        self.paste(pixels[..., :3])
        return encode_png(pixels)

    def paste(self, pixels):
        """Write ready-made pixels over the drawing, array (height, width, 3) from the top left.

        For a bitmap this costs a tenth of what an image artist does, and keeps every pixel.
        """
