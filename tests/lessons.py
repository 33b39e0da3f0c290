"""The lessons as the tests read them."""

import json
import re
from functools import cache
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
LESSONS = {path.stem[:2]: path for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))}
GLOSSARY_LINK = re.compile(r"\[([^\]]*)\]\(glossary\.ipynb#[^)]*\)")


@cache
def cells(lesson):
    """Return the cells of a lesson; each `source` is one string."""
    read = json.loads(LESSONS[lesson].read_text(encoding="utf-8"))["cells"]
    return [cell | {"source": "".join(cell["source"])} for cell in read]


def sources(lesson, kind):
    """Return the sources of the cells of one type."""
    return [cell["source"] for cell in cells(lesson) if cell["cell_type"] == kind]


def cell(lesson, name):
    """Return the source of the cell with an id."""
    return next(cell["source"] for cell in cells(lesson) if cell["id"] == name)


def is_assertion(cell):
    """Whether a cell asserts what the prose says."""
    return "assert" in cell["metadata"].get("tags", [])


def claims(lesson):
    """Return the claims that the cells of a lesson name."""
    return {
        c for cell in cells(lesson) for c in cell["metadata"].get("bonelab", {}).get("claims", [])
    }


def prose(lesson):
    """Return what is read of a lesson: no code, no links' addresses, no marks."""
    text = "\n\n".join(sources(lesson, "markdown"))
    text = re.sub(r"```.*?```|\$[^$\n]+\$", " ", text, flags=re.DOTALL)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<[^>]+>", "\n", text)
    return re.sub(r"[*`]", "", text)


def sentences(lesson):
    """Return the sentences of a lesson's prose; headings and rows of tables are none."""
    found = []
    for line in prose(lesson).splitlines():
        line = re.sub(r"^\s*(?:[-*>]|\d+\.)\s+", "", line).strip()
        if line and not line.startswith(("#", "|", "Level ")):
            found += [s for s in re.split(r"(?<=[.!?:])\s+", line) if len(s.split()) > 2]
    return found
