"""The copy to read, on small notebooks: what becomes of prose, formulas, apps, predictions."""

import re
from base64 import b64decode
from html import escape
from xml.etree import ElementTree

import nbformat
import pytest
from bs4 import BeautifulSoup

import bonelab as bl
from bonelab import explore
from bonelab.figures import Picture
from bonelab.generated_equations import EQUATIONS
from bonelab.teaching import equation, predict
from bonelab.teaching.one_serm import SERMS, one_serm
from scripts.book.__main__ import build
from scripts.book.lessons import found
from scripts.book.mathematics import mathml
from scripts.book.outputs import Outputs, is_bare_call
from scripts.book.pages import Links
from scripts.book.prose import Page, without_running
from scripts.book.still import AT_FIRST, app, picture, prediction
from tests import webpages

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
TITLE = """# 1. One

**Level** all · **Time** 5 minutes · **For** all

**At the end you can**

1. read *this* (prediction 1);
2. find [two](02-two.ipynb)."""
SHOWN = """
from bonelab import explore
from bonelab.teaching import equation, my_progress
display(equation("resorption"), my_progress())
print("printed <b>")
explore.two_fronts()"""


def notebook(folder, name, *cells):
    """Write a notebook; a cell is a pair of its id, which tells its kind, and its source."""
    made = []
    for identity, source in cells:
        kind = "code" if identity.startswith("code") else "markdown"
        made.append(getattr(nbformat.v4, f"new_{kind}_cell")(source, id=identity))
        made[-1].metadata["jupyter"] = {"source_hidden": identity == "code-assert"}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata=KERNEL), folder / name)


def html(markdown, pages=("01-one", "glossary")):
    return BeautifulSoup(Page(set(pages)).html(markdown, "here"), "html.parser")


@pytest.mark.parametrize("node", EQUATIONS)
def test_every_equation_of_the_model_becomes_mathml(node):
    for latex in (bl.equations(node), equation(node).markdown.strip("$\n")):
        made = list(ElementTree.fromstring(mathml(latex, "block")).itertext())
        assert node.replace("_", " ") in [text.replace("\xa0", " ") for text in made]
        assert not re.search(r"[\\&{}$]", "".join(made))


@pytest.mark.parametrize("serm", SERMS)
def test_the_equation_of_one_serm_becomes_mathml(serm):
    made = html(one_serm(serm).markdown)
    assert len(made.find_all("mtr")) == 2
    assert "\\" not in made.get_text()


@pytest.mark.parametrize(
    "latex", [r"\unheard{x}", r"a & b", r"\begin{gathered}a\end{gathered}", r"a \\ b"]
)
def test_a_formula_that_would_stay_latex_is_refused(latex):
    with pytest.raises(ValueError, match=re.escape(latex.split("{")[0][:2])):
        mathml(latex, "block")


def test_formulas_in_a_line_and_on_their_own():
    made = html("Where $k^2$ is.\n\n$$\n\\frac{a}{b}\n$$\n")
    assert [math["display"] for math in made.find_all("math")] == ["inline", "block"]
    assert "$" not in made.get_text()


def test_links_lead_to_pages_and_anchors():
    made = html(
        "[a](01-one.ipynb) [b](glossary.ipynb#cell-id=il-7) [c](https://doi.org/10.1/x) [d](#here)"
    )
    assert [a["href"] for a in made.find_all("a")] == [
        "01-one.html",
        "glossary.html#il-7",
        "https://doi.org/10.1/x",
        "#here",
    ]


@pytest.mark.parametrize("target", ["02-gone.ipynb", "../exercises/a.ipynb", "data.csv"])
def test_a_link_to_what_has_no_page_is_refused(target):
    with pytest.raises(ValueError, match=re.escape(target)):
        html(f"[text]({target})")


def test_what_only_helps_who_runs_the_lesson_is_left_out():
    run = "▶ Run the cell below (Shift+Enter). Grey is 1.5 times. Drag **Year**. Commit, then lock."
    assert without_running(f"Before.\n\n{run}\n\nThe locks stay.") == (
        "Before.\n\nGrey is 1.5 times.\n\nThe locks stay."
    )


def test_an_app_stands_for_itself_at_first_and_at_each_preset():
    shown = explore.two_fronts()
    states = app(shown)["states"]
    names = [name for state in states for name in state["names"]]
    assert sorted(names) == sorted([AT_FIRST, *shown.presets])
    assert states[0]["names"] == [AT_FIRST, "Ovaries removed"]  # which is how it opens
    for state in states:
        shown.reset(**shown.presets.get(state["names"][-1], {}))
        assert b64decode(state["png"]) == shown.picture.value
        assert shown.sentence.value == f'<p class="" role="status">{escape(state["sentence"])}</p>'


def test_a_prediction_answers_each_choice():
    asked = predict("more-free-rankl")
    made = prediction(asked)
    assert made["prompt"] == asked.question.prompt
    assert len(made["parts"]) == len(asked.question.parts)
    for part in made["parts"]:
        right = [choice for choice in part["choices"] if choice["right"]]
        assert [choice["text"] for choice in right] == [part["answer"]]
        assert all(choice["right"] != bool(choice["belief"]) for choice in part["choices"])


def test_a_picture_without_words_is_refused():
    with pytest.raises(ValueError, match="sentence"):
        picture(Picture(figsize=(1, 1)))


@pytest.mark.parametrize("kind", ["image/png", "application/vnd.jupyter.widget-view+json"])
def test_an_output_that_says_nothing_is_refused(kind, tmp_path):
    data = {kind: "", "text/plain": "<Figure>"}
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", data)])
    with pytest.raises(ValueError, match="no text"):
        Outputs(tmp_path, "01-one", Page(set())).html(cell)


@pytest.mark.parametrize(
    ("source", "bare"),
    [("explore.serms()", True), ('cite("a", "b")', True), ("plot(run)", False), ("x = f()", False)],
)
def test_code_is_shown_where_it_says_something(source, bare):
    assert is_bare_call(source) == bare


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A book of two small notebooks, and the lines that were told."""
    folder, told = tmp_path_factory.mktemp("small"), []
    cells = [("title", TITLE), ("text", "## A *part*\n\nWords."), ("code-app", SHOWN)]
    cells.append(("code-assert", "assert 1 < 2"))
    notebook(folder, "01-one.ipynb", *cells)
    notebook(folder, "02-two.ipynb", ("title", "# 2. Two & more\n\nSee [one](01-one.ipynb).\n"))
    links = Links(home="../index.html", run="../lab?path={notebook}")
    build(folder / "book", folder, links, told.append)
    return folder / "book", told


def test_a_book_has_an_index_a_page_for_each_notebook_and_its_pictures(small):
    folder, told = small
    assert {path.name for path in folder.iterdir()} == {
        *("01-one.html", "02-two.html", "index.html", "book.css", "pictures")
    }
    assert len(list((folder / "pictures").iterdir())) == len(explore.two_fronts().presets)
    assert sorted(line.split("]")[1] for line in told) == [" 1. One", " 2. Two & more"]


def test_a_page_says_what_it_is(small):
    folder, _ = small
    page = webpages.read(folder / "01-one.html")
    assert page.html["lang"] == "en"
    assert page.title.string.startswith("1. One")
    described = page.find("meta", attrs={"name": "description"})["content"]
    assert described == "1. One. At the end you can: read this; find two."
    assert page.find("a", rel="next")["href"] == "02-two.html"
    assert page.find("a", rel="prev") is None
    assert [a["href"] for a in page.select(".contents a")] == ["#text--a-part"]
    leading = {a["href"] for a in page.find_all("a") if a["href"].startswith("..")}
    assert leading == {"../index.html", "../lab?path=01-one.ipynb"}


def test_a_page_shows_what_its_cells_show(small):
    page = webpages.read(small[0] / "01-one.html")
    assert page.find("pre", class_="output").string.strip() == "printed <b>"
    assert "which predictions you have made" in webpages.said(page.main)
    assert len(page.main.find_all("math")) == 1
    summaries = [webpages.said(summary) for summary in page.select(".app summary")]
    assert summaries[:2] == ["As it opens · Ovaries removed", "Natural menopause"]
    for figure in page.select(".app figure"):
        assert figure.img["alt"] == webpages.said(figure.figcaption) != ""
    assert "assert" not in webpages.said(page.main)


def test_nothing_is_left_half_done_and_the_old_book_stays(small, tmp_path):
    old = small[0] / "index.html"
    before = old.read_bytes()
    notebook(tmp_path, "01-one.ipynb", ("title", "# 1. One"), ("code-bad", "1 / 0"))
    with pytest.raises(ValueError, match=r"01-one.ipynb, cell code-bad: ZeroDivisionError"):
        build(small[0], tmp_path, told=lambda line: None)
    assert old.read_bytes() == before
    assert [path.name for path in small[0].parent.iterdir() if path.name.startswith(".")] == []


def test_an_error_while_a_value_is_shown_is_not_lost(tmp_path):
    shows = "from bonelab.figures import Picture\nPicture(figsize=(1, 1))"
    notebook(tmp_path, "01-one.ipynb", ("title", "# 1. One"), ("code-mute", shows))
    with pytest.raises(ValueError, match=r"cell code-mute: .*without a sentence"):
        build(tmp_path / "book", tmp_path, told=lambda line: None)
    assert not (tmp_path / "book").exists()


def test_another_folder_is_not_replaced(tmp_path):
    (tmp_path / "kept.txt").write_text("work")
    with pytest.raises(ValueError, match="not a book"):
        build(tmp_path, told=lambda line: None)
    assert (tmp_path / "kept.txt").read_text() == "work"


def test_a_folder_without_lessons_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no notebook"):
        found(tmp_path)


def test_what_a_page_loads_from_outside_is_seen():
    page = BeautifulSoup(
        '<link rel="stylesheet" href="https://a/b.css"><script src="//c/d.js"></script>'
        "<style>@import 'https://e/f.css'; p { background: url(https://g/h.png) }</style>"
        '<p style="background:url(https://i/j)"><a href="https://doi.org/10.1/x">x</a>'
        '<img src="k.png" srcset="l.png 1x, https://m/n.png 2x"><link rel="icon" href="data:,">',
        "html.parser",
    )
    assert sorted(webpages.outside(page)) == sorted(
        [*("https://a/b.css", "//c/d.js", "https://e/f.css", "https://g/h.png"), "https://i/j"]
        + ["https://m/n.png"]
    )


def test_a_dead_link_is_seen(tmp_path):
    (tmp_path / "a.html").write_text(
        '<p id="x"><a href="#x">1</a><a href="#y">2</a><a href="b.html">3</a><img src="c.png">'
    )
    assert webpages.dead_links(tmp_path) == ["a.html: #y", "a.html: b.html", "a.html: c.png"]
