"""The whole copy to read: every lesson, app and prediction is in it, and nothing from outside."""

import re

import pytest

from bonelab import explore
from bonelab.teaching.questions import QUESTIONS
from scripts.book.still import AT_FIRST
from tests import webpages
from tests.browser.static import Pages
from tests.lessons import LESSONS, NOTEBOOKS, sources

PAGES = [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
STEMS = {lesson: path.stem for lesson, path in LESSONS.items()}
LATEX = re.compile(r"\$|\\[a-zA-Z({\[]")
FAILED = ("Traceback", "Error:", "could not be drawn", "bonelab-error", "<Figure", "widget-view")
# On a page, elements that reach beyond the edge of the window and cannot be scrolled by themselves.
TOO_WIDE = """() => [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1
        && !element.closest('.scrolls'))
    .map((element) => element.outerHTML.slice(0, 120))"""
FORMULAS = """() => [...document.querySelectorAll('math')]
    .map((math) => math.getBoundingClientRect()).map((box) => [box.width, box.height])"""
MISSING_PICTURES = """async () => {
    const images = [...document.querySelectorAll('img')];
    images.forEach((image) => { image.loading = 'eager'; });
    await Promise.allSettled(images.map((image) => image.decode()));
    return images.filter((image) => !image.naturalWidth).map((image) => image.src);
}"""
VISIBLE = """(selector) => [...document.querySelectorAll(selector)]
    .map((element) => element.checkVisibility())"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(book):
    """All pages of the book, read once."""
    return {path.stem: webpages.read(path) for path in book.glob("*.html")}


def calls(lesson, pattern):
    """What the code of a lesson calls, by the group of a pattern."""
    return re.findall(pattern, "\n".join(sources(lesson, "code")), re.MULTILINE)


def test_every_notebook_has_a_page_that_the_index_lists(pages):
    assert sorted(pages) == sorted([*PAGES, "index"])
    listed = [a["href"] for a in pages["index"].select(".lessons h2 a")]
    assert listed == [f"{name}.html" for name in PAGES]


def test_one_reads_on_from_page_to_page(pages):
    on = [pages[name].find("a", rel="next") for name in PAGES]
    assert [link and link["href"] for link in on] == [*(f"{name}.html" for name in PAGES[1:]), None]
    back = [pages[name].find("a", rel="prev") for name in PAGES]
    assert [link and link["href"] for link in back] == [None, *(f"{n}.html" for n in PAGES[:-1])]


def test_a_search_engine_finds_title_description_and_language(pages):
    titles = {page.title.string for page in pages.values()}
    described = [
        page.find("meta", attrs={"name": "description"})["content"] for page in pages.values()
    ]
    assert len(titles) == len(set(described)) == len(pages)
    assert all(40 < len(text.strip()) <= 300 for text in described)
    assert {page.html["lang"] for page in pages.values()} == {"en"}
    assert all(len(page.find_all("h1")) == 1 for page in pages.values())


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_app_is_shown_at_first_and_at_each_preset(lesson, pages, book):
    names = calls(lesson, r"^explore\.(\w+)\(")
    assert names
    for name in names:
        app = getattr(explore, name)()
        shown = pages[STEMS[lesson]].find("section", attrs={"aria-label": app.title})
        states = shown.find_all("details")
        opened_by = [webpages.said(state.summary).split(" · ") for state in states]
        assert sorted(sum(opened_by, [])) == sorted([AT_FIRST, *app.presets])
        assert len({(book / state.img["src"]).read_bytes() for state in states}) == len(states)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_prediction_is_asked_and_its_answers_are_folded_away(lesson, pages):
    page = pages[STEMS[lesson]]
    asked = page.select(".prediction")
    names = calls(lesson, r'^predict\("(.+)"\)')
    assert len(asked) == len(names)
    for name, shown in zip(names, asked, strict=True):
        question = QUESTIONS[name]
        assert webpages.said(shown.select_one(".prompt")) == " ".join(question.prompt.split())
        choices = [webpages.said(choice.summary) for choice in shown.select(".choice")]
        texts = [text for part in question.parts for text in part.options.values()]
        assert choices == [" ".join(text.split()) for text in texts]
        assert len(shown.select(".right")) == len(question.parts)
        assert len(shown.select(".wrong")) == len(choices) - len(question.parts)
        for answer in shown.select(".right, .wrong, figure"):
            assert not answer.find_parent("details").has_attr("open")


def test_every_picture_has_its_text(pages):
    figures = [figure for page in pages.values() for figure in page.find_all("figure")]
    assert len(figures) > 100
    for figure in figures:
        assert len(figure.img["alt"]) > 20
        assert webpages.said(figure.figcaption) == " ".join(figure.img["alt"].split())
    assert all(img.find_parent("figure") for page in pages.values() for img in page.find_all("img"))


def test_nothing_is_loaded_from_outside(pages, book):
    assert {name: found for name, page in pages.items() if (found := webpages.outside(page))} == {}
    assert webpages.in_style((book / "book.css").read_text(encoding="utf-8")) == []
    assert [name for name, page in pages.items() if page.find("script")] == []


def test_every_link_leads_somewhere_and_every_picture_is_shown(pages, book):
    assert webpages.dead_links(book) == []
    shown = {img["src"] for page in pages.values() for img in page.find_all("img")}
    assert {f"pictures/{path.name}" for path in (book / "pictures").iterdir()} == shown


@pytest.mark.parametrize("lesson", LESSONS)
def test_terms_lead_to_their_place_in_the_glossary(lesson, pages):
    prose = "\n".join(sources(lesson, "markdown"))
    terms = {
        f"glossary.html#{term}" for term in re.findall(r"glossary\.ipynb#cell-id=([\w-]+)", prose)
    }
    assert terms
    assert terms <= {a["href"] for a in pages[STEMS[lesson]].find_all("a")}


@pytest.mark.parametrize("name", PAGES)
def test_no_formula_is_left_as_latex_and_nothing_failed(name, pages):
    html = str(pages[name].main)
    assert [text for text in FAILED if text in html] == []
    without_code = webpages.read_text(pages[name].main, leave_out=["pre", "code"])
    assert LATEX.findall(without_code) == []
    assert "▶" not in without_code


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_equation_that_a_lesson_shows_is_there(lesson, pages):
    nodes = [n for called in calls(lesson, r"equation\(([^)]*)\)") for n in called.split(",")]
    nodes += calls(lesson, r"^one_serm\(")
    assert len(pages[STEMS[lesson]].find_all("math")) >= len(nodes)


@pytest.mark.parametrize("width", [1200, 390])
def test_pages_in_a_browser(width, book):
    with Pages() as browser:
        for name in (*PAGES, "index"):
            page = browser.open(book / f"{name}.html", width=width)
            page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
            assert page.evaluate(TOO_WIDE) == [], name
            assert page.evaluate(MISSING_PICTURES) == [], name
            assert all(w > 20 and h > 8 for w, h in page.evaluate(FORMULAS)), name
            page.context.close()
        assert browser.requested == []
        assert browser.console_errors == []


def test_on_paper_what_was_folded_is_open(book):
    with Pages() as browser:
        page = browser.open(book / f"{STEMS['03']}.html")
        folded = ".state:nth-of-type(2) figcaption, .answer figcaption, .answer .on-paper"
        assert not any(page.evaluate(VISIBLE, folded))
        page.emulate_media(media="print")
        shown = page.evaluate(VISIBLE, folded)
        assert len(shown) > 10 and all(shown)
        assert not any(page.evaluate(VISIBLE, "header, .contents, .code, .choice > p"))
