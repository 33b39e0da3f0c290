"""The pages: one for each lesson with its contents and neighbors, and the index of all."""

from dataclasses import dataclass

from markupsafe import Markup

import bonelab
from scripts.book.outputs import Outputs, is_bare_call
from scripts.book.prose import TAG, Page
from scripts.book.templates import template

CONTENTS_LEVEL = 2  # the headings that are listed at the side


@dataclass(frozen=True)
class Links:
    """Where the pages lead outside of the book; nowhere, where it stands alone.

    Parameters
    ----------
    home : str, optional
        The address of the site that the book belongs to.
    run : str, optional
        The address at which a lesson runs, with ``{notebook}`` for the name of its file.
    """

    home: str | None = None
    run: str | None = None

    def to_run(self, lesson):
        """Return the address at which a lesson runs."""
        return self.run and self.run.replace("{notebook}", lesson.path.name)


def lesson_page(lesson, lessons, notebook, folder, links):
    """Write the page of a lesson and its pictures.

    Parameters
    ----------
    lesson : Lesson
        One of `lessons`.
    lessons : list of Lesson
        All that have a page, in their order.
    notebook : NotebookNode
        The lesson with its outputs, from `scripts.book.execution.executed`.
    folder : Path
        The folder of the book.
    links : Links
        Where a page leads outside of the book.

    Raises
    ------
    ValueError
        If a cell has something that no page can show: which, and where.
    """
    page = Page({other.stem for other in lessons})
    outputs = Outputs(folder, lesson.stem, page)
    cells = []
    for cell in notebook.cells:
        try:
            cells.append((cell.id, _cell(cell, page, outputs)))
        except ValueError as error:
            raise ValueError(f"{lesson.path.name}, cell {cell.id}: {error}") from error
    (first, opening), *rest = [(name, html) for name, html in cells if html.strip()]
    place = lessons.index(lesson)
    html = template("lesson.html").render(
        lesson=lesson,
        before=lessons[place - 1] if place else None,
        after=lessons[place + 1] if place + 1 < len(lessons) else None,
        contents=[
            (heading.anchor, TAG.sub("", heading.html))
            for heading in page.headings
            if heading.level == CONTENTS_LEVEL
        ],
        opening=(first, Markup(opening)),
        cells=[(name, Markup(html)) for name, html in rest],
        run=links.to_run(lesson),
        home=links.home,
        version=bonelab.__version__,
    )
    (folder / lesson.page).write_text(html, encoding="utf-8")


def index_page(lessons, folder, links):
    """Write the page that lists all lessons."""
    html = template("index.html").render(
        lessons=lessons, home=links.home, version=bonelab.__version__
    )
    (folder / "index.html").write_text(html, encoding="utf-8")


def _cell(cell, page, outputs):
    """Return what a reader sees of a cell; nothing of one that only asserts."""
    if cell.cell_type == "markdown":
        return page.html(cell.source, cell.id)
    if cell.cell_type != "code":
        return ""
    hidden = cell.metadata.get("jupyter", {}).get("source_hidden", False)
    code = "" if hidden or is_bare_call(cell.source) else cell.source
    shown = outputs.html(cell)
    return template("code.html").render(code=code, shown=Markup(shown)) if code or shown else ""
