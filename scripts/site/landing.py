"""The page that the site opens on, and what lies beside it."""

import csv
import json
import shutil
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

from scripts.site import environment, pyodide
from scripts.site.course import Entry, entries

ASSETS = Path(__file__).with_name("assets")
FIRST = "landing page to first picture"
MEASURED = Path(__file__).with_name("measured.csv")
APP = "app/"  # the folder of JupyterLite in the site
PICTURE = "docs/lesson-01.png"
LEVELS = {"all": "For all", "fundamentals": "Fundamentals", "intermediate": "Intermediate"}
LEVELS |= {"academic": "Academic, optional in a first course"}
CDN = (
    "From Pyodide's CDN, cdn.jsdelivr.net, comes Pyodide&nbsp;{version} (Python&nbsp;3.12 with "
    "numpy, scipy, matplotlib and pandas)."
)
OWN = (
    "It also gives Pyodide&nbsp;{version} (Python&nbsp;3.12 with numpy, scipy, matplotlib, pandas)."
)


def address(root: Path, notebook: Path) -> str:
    """Return where a notebook is opened, from the landing page."""
    return f"{APP}notebooks/index.html?path={quote(notebook.relative_to(root).as_posix())}"


def measured() -> dict[str, str]:
    """Return the seconds that `make bench-site` measured, by what they are."""
    with MEASURED.open(encoding="utf-8", newline="") as file:
        return {row["what"]: row["seconds"] for row in csv.DictReader(file)}


def card(root: Path, entry: Entry, book: set[str]) -> str:
    """Return what the page shows of a lesson; `book` names the pages of the reading copy."""
    lesson = entry.lesson
    number = lesson.title.split(".")[0]
    more = []
    if entry.exercises:
        link = f'<a class="lesson" href="{address(root, entry.exercises)}">Exercises {number}</a>'
        more.append(f"{link} ({entry.exercises_time})")
    if lesson.page in book:
        more.append(f'<a href="book/{lesson.page}">Read lesson {number} without Python</a>')
    level = LEVELS.get(lesson.level, lesson.level)
    objectives = "".join(f"<li>{escape(text)}</li>" for text in lesson.objectives)
    return (
        f'<li><h3><a class="lesson" href="{address(root, lesson.path)}">{escape(lesson.title)}</a>'
        f'</h3>\n<p class="meta">{escape(level)} · {escape(lesson.time)}</p>\n'
        f'<p class="can">At the end you can</p><ul>{objectives}</ul>\n'
        f'<p class="more">{" · ".join(more)}</p></li>'
    )


def page(root: Path, version: str, is_local: bool, book: set[str]) -> str:
    """Return the landing page.

    Parameters
    ----------
    root : Path
        The root of the repository.
    version : str
        The version of bonelab.
    is_local : bool
        Whether Pyodide lies in the site; otherwise it comes from its CDN.
    book : set of str
        The names of the pages of the reading copy; empty where there is none.
    """
    course = entries(root)
    seconds = measured()
    template = Template((ASSETS / "landing.html").read_text(encoding="utf-8"))
    link = ' All of it also stands there <a href="book/index.html">to read, without Python</a>: for'
    return template.substitute(
        lesson_count=len(course),
        first_address=address(root, course[0].lesson.path),
        glossary_address=address(root, root / "notebooks" / "glossary.ipynb"),
        lessons="\n".join(card(root, entry, book) for entry in course),
        megabytes=round(sum(pyodide.files().values()) / 1e6),
        first_seconds=seconds[FIRST],
        version=version,
        lite=environment.pins()["jupyterlite-core"],
        pyodide_source=(OWN if is_local else CDN).format(version=pyodide.VERSION),
        book=f"{link} phones, for printing, and for finding a word." if book else "",
    )


def write(root: Path, site: Path, version: str, pyodide_address: str) -> None:
    """Write the landing page and its files into the site, which has `app/` and perhaps `book/`."""
    is_local = pyodide_address.startswith(".")
    start = APP + pyodide_address.removeprefix("./") if is_local else pyodide_address
    listed = {"address": start, "files": list(pyodide.files().items())}
    (site / "python.json").write_text(json.dumps(listed), encoding="utf-8")
    for path in ASSETS.iterdir():
        if path.name != "landing.html":
            shutil.copy(path, site)
    shutil.copy(root / PICTURE, site)
    book = {path.name for path in (site / "book").glob("*.html")}
    text = page(root, version, is_local, book)
    (site / "index.html").write_text(text, encoding="utf-8")
    (site / ".nojekyll").touch()  # GitHub Pages gives every file as it is
