"""The notebooks that have a page, and what their first cell says of them."""

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
FIELD = re.compile(r"\*\*(Level|Time)\*\* ([^·\n]+?) *(?:·|$)", re.MULTILINE)
OBJECTIVE = re.compile(r"^\d+\. (.+?)(?: \([^()]*\))?[;.]$", re.MULTILINE)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"[*`_]")
MOST_CHARACTERS = 300  # of a description; search engines show about half of it


@dataclass(frozen=True)
class Lesson:
    """A notebook and what is said of it on other pages.

    Parameters
    ----------
    path : Path
        The notebook.
    title, level, time : str
        As its first cell says; the last two are empty where it says nothing.
    objectives : tuple of str
        What the reader can do at the end.
    opening : str
        The first paragraph under the title, as plain text.
    """

    path: Path
    title: str
    level: str
    time: str
    objectives: tuple[str, ...]
    opening: str

    @property
    def stem(self):
        """The name of the notebook without its ending."""
        return self.path.stem

    @property
    def page(self):
        """The name of its page."""
        return f"{self.stem}.html"

    @property
    def description(self):
        """What a search engine shows."""
        if not self.objectives:
            return self.opening[:MOST_CHARACTERS]
        text = f"{self.title}. At the end you can: {'; '.join(self.objectives)}."
        return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


def found(folder):
    """Return the notebooks of a folder in the order in which they are read.

    Parameters
    ----------
    folder : Path
        Where the notebooks are. Those that begin with a number come first, in its order.

    Raises
    ------
    ValueError
        If there is none, or one has no title.
    """
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise ValueError(f"notebooks={str(folder)!r}: there is no notebook in this folder")
    return [_lesson(path) for path in paths]


def _lesson(path):
    cells = nbformat.read(path, as_version=4).cells
    text = cells[0].source if cells and cells[0].cell_type == "markdown" else ""
    title = TITLE.search(text)
    if not title:
        raise ValueError(f"{path.name}: the first cell must have a title, a line '# ...'")
    fields = dict(FIELD.findall(text))
    paragraphs = [_plain(paragraph) for paragraph in text.split("\n\n")[1:]]
    return Lesson(
        path,
        _plain(title[1]),
        fields.get("Level", ""),
        fields.get("Time", ""),
        tuple(map(_plain, OBJECTIVE.findall(text))),
        paragraphs[0] if paragraphs else _plain(title[1]),
    )


def _plain(markdown):
    """Return text without links and marks."""
    return MARKS.sub("", LINK.sub(r"\1", markdown)).strip()
