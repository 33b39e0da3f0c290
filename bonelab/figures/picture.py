"""A figure that carries its own description.

A notebook shows it as an image with a text alternative and the same sentence as its caption,
so a reader who cannot see the picture loses nothing that it says.
"""

import io
from base64 import b64encode
from html import escape

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


class Picture(Figure):
    """A matplotlib Figure with a `sentence` that says in words what it shows.

    It needs no pyplot, so nothing has to be closed and no global state is touched.
    """

    def __init__(self, *args, sentence="", **kwargs):
        kwargs.setdefault("layout", "constrained")
        kwargs.setdefault("facecolor", "white")
        super().__init__(*args, **kwargs)
        FigureCanvasAgg(self)
        self.sentence = sentence

    def png(self, dpi=130):
        """Return the picture as PNG bytes."""
        buffer = io.BytesIO()
        self.savefig(buffer, format="png", dpi=dpi)
        return buffer.getvalue()

    def _repr_html_(self):
        text = escape(self.sentence)
        width = round(96 * self.get_figwidth())
        return (
            f'<figure style="margin:0"><img alt="{text}" style="max-width:100%;width:{width}px" '
            f'src="data:image/png;base64,{b64encode(self.png()).decode()}">'
            f"<figcaption>{text}</figcaption></figure>"
        )
