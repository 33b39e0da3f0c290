"""What a cell shows, as HTML: text, tables, and the pictures in files of their own."""

import ast
import re
from base64 import b64decode
from io import BytesIO

from PIL import Image

from scripts.book.prose import scrolling
from scripts.book.still import STILL
from scripts.book.templates import template

STYLE = re.compile(r"<style.*?</style>", re.DOTALL)
PANDAS_TABLE = re.compile(r'<table border="1" class="dataframe">(.*?)</table>', re.DOTALL)
WIDGET = "application/vnd.jupyter.widget-view+json"


class Outputs:
    """Turns the outputs of a lesson into HTML and writes its pictures.

    Parameters
    ----------
    folder : Path
        The folder of the book; the pictures go to `pictures` in it.
    stem : str
        Of the lesson; its pictures are named after it.
    page : scripts.book.prose.Page
        Renders Markdown.
    """

    def __init__(self, folder, stem, page):
        self.folder, self.stem, self.page, self.count = folder, stem, page, 0

    def html(self, cell):
        """Return all that a cell shows.

        Raises
        ------
        ValueError
            If there is something of which no one could read what it says.
        """
        return "".join(self._html(output, cell.id) for output in cell.outputs)

    def _html(self, output, cell):
        if output.output_type == "stream":
            return template("output.html").render(text=output.text) if _is_told(output) else ""
        data = output.data
        if STILL in data:
            return self._still(data[STILL])
        if "text/markdown" in data:
            return self.page.html(data["text/markdown"], cell)
        if "text/html" in data:
            return PANDAS_TABLE.sub(
                lambda found: scrolling(f"<table>{found[1]}</table>", "table", "Table"),
                STYLE.sub("", data["text/html"]),
            )
        if WIDGET in data or any(kind.startswith("image/") for kind in data):
            raise ValueError("a picture or a widget that has no text is shown")
        text = data.get("text/plain", "")
        return template("output.html").render(text=text) if text else ""

    def _still(self, still):
        """Return what stands for something that moves, its pictures written to files."""
        shown = {**still, "picture": self._written(still.get("picture"))}
        if still["kind"] == "picture":
            shown["picture"] = self._written(still)
        shown["states"] = [
            {**self._written(state), "names": state["names"]} for state in still.get("states", [])
        ]
        return template(f"{still['kind']}.html").render(shown)

    def _written(self, image):
        """Write a picture to its file, packed tightly; return where it is, how large, its text."""
        if image is None:
            return None
        self.count += 1
        source = f"pictures/{self.stem}-{self.count}.png"
        (self.folder / "pictures").mkdir(exist_ok=True)
        with Image.open(BytesIO(b64decode(image["png"]))) as picture:
            width, height = picture.size
            picture.save(self.folder / source, optimize=True)
        return {"src": source, "width": width, "height": height, "sentence": image["sentence"]}


def _is_told(output):
    """Whether a stream is meant for the reader: warnings are for who runs the lesson."""
    return output.name == "stdout" and output.text.strip()


def is_bare_call(source):
    """Whether a cell only calls something by its name, so that its code tells a reader nothing."""
    body = ast.parse(source).body
    return (
        len(body) == 1
        and isinstance(body[0], ast.Expr)
        and isinstance(call := body[0].value, ast.Call)
        and all(isinstance(given, ast.Constant) for given in call.args)
        and not call.keywords
    )
