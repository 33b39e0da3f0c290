"""Who cannot see, or has no mouse, can use the site and the copy to read: axe, names, focus."""

from pathlib import Path

import pytest

import bonelab
from scripts.site import landing
from tests.browser.static import THEMES, WITHOUT_NAME, Pages, tab_through, violations
from tests.lessons import NOTEBOOKS

ROOT = Path(__file__).parents[2]
PAGES = ["index", *(path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb")))]
BAD = """<html><head><title></title><style>a:focus { outline: none }</style></head><body>
<a href="#x">go</a><img src="x.png"><button></button>
<p style="color:#aaa;background:#fff">pale</p></body></html>"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with Pages() as started:
        yield started


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(name, theme, book, browser):
    page = browser.open(book / f"{name}.html", theme)
    assert violations(page) == []
    assert page.evaluate(WITHOUT_NAME) == []
    assert page.evaluate("[...document.images].filter((img) => !img.alt.trim()).length") == 0
    page.context.close()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["index", "03-rankl-opg-ratio"])
def test_the_keyboard_reaches_everything_and_the_focus_is_seen(name, theme, book, browser):
    page = browser.open(book / f"{name}.html", theme)
    reached = tab_through(page)
    assert [html for _, seen, html in reached if not seen] == []
    for kind in ("a", "summary"):
        wanted = page.evaluate(
            "(kind) => [...document.querySelectorAll(kind)].filter((e) => e.checkVisibility("
            "{contentVisibilityAuto: true}) && !e.closest('.contents')).length",
            kind,
        )
        found = [html for *_, html in reached if html.startswith(f"<{kind}")]
        assert len(found) >= wanted
    page.context.close()


def test_dark_is_dark_and_light_is_light(book, browser):
    papers = {}
    for theme in THEMES:
        page = browser.open(book / "index.html", theme)
        color = page.evaluate("getComputedStyle(document.body).backgroundColor")
        papers[theme] = sum(map(int, color[4:-1].split(","))) / 3
        page.context.close()
    assert papers["dark"] < 60 < 230 < papers["light"]


def test_a_page_that_is_not_accessible_is_seen(tmp_path, browser):
    (tmp_path / "bad.html").write_text(BAD)
    page = browser.open(tmp_path / "bad.html")
    found = {line.split(" ")[0] for line in violations(page)}
    assert {"image-alt", "button-name", "color-contrast", "document-title"} <= found
    assert len(page.evaluate(WITHOUT_NAME)) == 1
    assert [seen for _, seen, _ in tab_through(page)][0] is False
    page.context.close()


@pytest.fixture(scope="module")
def landing_page(tmp_path_factory):
    """The page that the site opens on, with the copy to read beside it, without JupyterLite."""
    site = tmp_path_factory.mktemp("landing")
    (site / "book").mkdir()
    for name in PAGES:
        (site / "book" / f"{name}.html").touch()
    landing.write(ROOT, site, bonelab.__version__, "./static/pyodide/pyodide.js")
    return site / "index.html"


@pytest.mark.parametrize("theme", THEMES)
def test_the_landing_page_is_accessible(theme, landing_page, browser):
    page = browser.open(landing_page, theme)
    page.evaluate("document.querySelectorAll('[hidden]').forEach((e) => { e.hidden = false; })")
    assert violations(page) == []
    assert page.evaluate(WITHOUT_NAME) == []
    assert [html for _, seen, html in tab_through(page) if not seen] == []
    page.context.close()
