"""Markdown of a lesson as HTML of its page: formulas, links between the pages, headings."""

import re
from typing import NamedTuple

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from scripts.book.mathematics import mathml

NOTEBOOK = re.compile(r"(?P<stem>[\w-]+)\.ipynb(?:#cell-id=(?P<cell>[\w-]+))?")
ADDRESS = re.compile(r"(?:https?|mailto):")
RUN = re.compile(r"▶ Run the [^.]*\(Shift\+Enter\)\. ?")
TO_OPERATE = re.compile(r"[^.\n]*\b(?:[Ll]ock|[Dd]rag|play)\b[^.\n]*\. ?")
TAG = re.compile(r"<[^>]+>")


class Heading(NamedTuple):
    """A heading of a page: its level, its HTML, and where it is."""

    level: int
    html: str
    anchor: str


class Page(IPythonRenderer):
    """Renders the Markdown of one page and remembers its headings.

    Parameters
    ----------
    pages : collection of str
        The stems of all notebooks that have a page.
    """

    def __init__(self, pages):
        super().__init__(escape=False, exclude_anchor_links=True)
        self.pages, self.headings, self.cell = pages, [], ""

    def html(self, markdown, cell):
        """Return Markdown of a cell as HTML."""
        self.cell = cell
        return MarkdownWithMath(self).render(without_running(markdown))

    def heading(self, text, level, **_attributes):
        """Render a heading that can be linked to."""
        words = re.sub(r"\W+", "-", TAG.sub("", text).lower()).strip("-")
        self.headings.append(Heading(level, text, f"{self.cell}--{words}"))
        return f'<h{level} id="{self.headings[-1].anchor}">{text}</h{level}>\n'

    def link(self, text, url, title=None):
        """Render a link; one to a notebook leads to its page."""
        return super().link(text, self._rewritten(url), title)

    def _rewritten(self, url):
        if url.startswith("#") or ADDRESS.match(url):
            return url
        notebook = NOTEBOOK.fullmatch(url)
        if not notebook or notebook["stem"] not in self.pages:
            raise ValueError(f"a link to {url!r}, of which there is no page")
        return f"{notebook['stem']}.html" + (f"#{notebook['cell']}" if notebook["cell"] else "")

    def table(self, text):
        """Render a table that scrolls by itself where it is too wide."""
        return scrolling(f"<table>\n{text}</table>", "table", "Table")

    def block_math(self, body):
        """Render a formula on a line of its own."""
        return scrolling(mathml(body, "block"), "equation", "Equation", tag="span")

    def latex_environment(self, name, body):
        """Render an environment outside of dollar signs."""
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")

    def inline_math(self, body):
        """Render a formula in a line."""
        return mathml(body, "inline")


def scrolling(html, kind, name, tag="div"):
    """Return a box that scrolls sideways, with the keyboard as well, and has a name."""
    attributes = f'class="{kind} scrolls" role="group" aria-label="{name}" tabindex="0"'
    return f"<{tag} {attributes}>{html}</{tag}>\n"


def without_running(markdown):
    """Return prose without what only helps who runs the lesson: run this, drag that, lock."""
    kept = []
    for paragraph in markdown.split("\n\n"):
        if RUN.search(paragraph):
            paragraph = TO_OPERATE.sub("", RUN.sub("", paragraph)).strip()
        kept.append(paragraph)
    return "\n\n".join(kept)
