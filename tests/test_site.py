"""The site: what it says is read from the course, what it installs lies in it or is Pyodide's."""

import ast
import asyncio
import json
import re
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat import v4

import bonelab
from scripts.site import __main__ as site
from scripts.site import contents, environment, landing, lite, pyodide
from scripts.site.course import entries
from tests.lessons import LESSONS

ROOT = Path(__file__).parents[1]
CDN = f"https://cdn.jsdelivr.net/pyodide/v{pyodide.VERSION}/full/"
COURSE = entries(ROOT)
TITLE = (
    "# 3. A title\n\n**Level** all · **Time** 7 minutes\n\n1. see this (prediction 1);\n2. that."
)


class Links(HTMLParser):
    """What a page refers to, and its text."""

    def __init__(self, text):
        super().__init__()
        self.targets, self.text = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.targets += [value for name, value in attributes if name in ("href", "src", "action")]

    def handle_data(self, data):
        self.text += data


def notebook(folder, source, name="notebooks/03-a-title.ipynb"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [v4.new_markdown_cell(source), v4.new_code_cell("1", execution_count=4)]
    cells[1].outputs = [v4.new_output("stream", text="old")]
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path


def published(book=frozenset()):
    return Links(landing.page(ROOT, "1.2.3", is_local=False, book=set(book)))


# What the lessons say


def test_lessons_are_read_from_their_title_cells(tmp_path):
    path = notebook(tmp_path, TITLE)
    exercises = notebook(tmp_path, TITLE.replace("7", "9"), "exercises/03-a/03-a.ipynb")
    notebook(tmp_path, "# Glossary", "notebooks/glossary.ipynb")
    (entry,) = entries(tmp_path)
    assert entry.lesson.path == path
    assert (entry.lesson.title, entry.lesson.time) == ("3. A title", "7 minutes")
    assert entry.lesson.objectives == ("see this", "that")
    assert entry[1:] == (exercises, "9 minutes")


@pytest.mark.parametrize("lost", ["level", "time", "objectives"])
def test_a_title_cell_that_lacks_something_is_told(tmp_path, lost):
    said = {"level": "**Level** all", "time": "**Time** 7 minutes", "objectives": "1. see this;"}
    notebook(tmp_path, "\n".join(["# 3. A title", *(said | {lost: ""}).values()]))
    with pytest.raises(ValueError, match=rf"03-a-title\.ipynb: the first cell says no {lost}"):
        entries(tmp_path)


def test_every_lesson_is_there():
    assert [entry.lesson.path for entry in COURSE] == list(LESSONS.values())
    with_exercises = {entry.exercises.stem for entry in COURSE if entry.exercises}
    assert with_exercises == {path.stem for path in (ROOT / "exercises").glob("*/*.ipynb")}


# The notebooks of the site


def test_a_notebook_begins_with_the_installation_and_is_else_the_same(tmp_path):
    path = notebook(tmp_path, TITLE)
    before = path.read_text()
    notebook(tmp_path, TITLE, "notebooks/.ipynb_checkpoints/03-a-title.ipynb")
    contents.write(tmp_path, tmp_path / "out")
    (made,) = (tmp_path / "out").rglob("*.ipynb")
    first, *rest = json.loads(made.read_text())["cells"]
    assert first["id"] == contents.CELL
    assert "".join(first["source"]) == contents.SOURCE.rstrip()
    was = json.loads(before)["cells"]
    assert rest == [was[0], was[1] | {"outputs": [], "execution_count": None}]
    assert path.read_text() == before


def test_a_notebook_without_code_installs_nothing(tmp_path):
    path = notebook(tmp_path, "# Glossary", "notebooks/glossary.ipynb")
    nbformat.write(v4.new_notebook(cells=[v4.new_markdown_cell("# Glossary")]), path)
    contents.write(tmp_path, tmp_path / "out")
    made = tmp_path / "out" / "notebooks" / "glossary.ipynb"
    assert json.loads(made.read_text()) == json.loads(path.read_text())


def test_the_first_cell_installs_no_more_than_the_course():
    assert re.findall(r"install\((.+)\)", contents.SOURCE) == ['["bonelab", "ipywidgets"]']
    assert f'"{contents.CELL}"' in (landing.ASSETS / "status.js").read_text(encoding="utf-8")


def test_the_first_cell_does_nothing_outside_a_browser(monkeypatch):
    cell = compile(contents.SOURCE, "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    names = {}
    asyncio.run(eval(cell, names))
    assert set(names) == {"__builtins__"}
    monkeypatch.setattr(sys, "platform", "emscripten")
    with pytest.raises(ModuleNotFoundError, match="piplite"):
        asyncio.run(eval(cell, {}))


# Python in the browser


def test_pyodide_brings_all_that_the_lessons_need():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["notebooks"]]
    names = {re.match(r"[\w-]+", line)[0] for line in wanted}
    by_the_kernel = {"ipykernel", "jupyterlab"}
    assert names - by_the_kernel - {*environment.IN_THE_BROWSER} == {*pyodide.FOR_THE_LESSONS}
    for name in pyodide.FOR_THE_LESSONS:
        assert any(file.startswith(f"{name}-") for file in pyodide.files()), name


def test_nothing_is_installed_from_a_package_index():
    kernel = lite.configuration(CDN)["jupyter-config-data"]["litePluginSettings"][lite.KERNEL]
    assert kernel["disablePyPIFallback"] is True
    assert kernel["pyodideUrl"] == f"{CDN}pyodide.js"
    assert pyodide.ADDRESS == CDN


def test_the_tools_are_pinned_by_name_alone():
    lines = environment.REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    assert {*environment.IN_THE_BROWSER, "jupyterlite-core"} <= set(environment.pins())
    assert "provisa" not in "".join(lines) + (ROOT / "pyproject.toml").read_text(encoding="utf-8")


# The landing page


def test_the_published_page_refers_to_nothing_outside():
    page = published()
    assert [target for target in page.targets if re.match(r"\w+:|//", target)] == []
    scripts = [path.read_text(encoding="utf-8") for path in landing.ASSETS.glob("*.*s")]
    assert len(scripts) >= 5
    assert "http" not in "".join(scripts)


def test_the_published_page_says_what_comes_from_where():
    text = " ".join(published().text.replace("\xa0", " ").split())
    assert "This site gives bonelab 1.2.3 and JupyterLite 0.5.1." in text
    assert f"From Pyodide's CDN, cdn.jsdelivr.net, comes Pyodide {pyodide.VERSION}" in text
    assert "Nothing else is fetched. Nothing about you and nothing you do is sent." in text
    assert f"{sum(pyodide.files().values()) / 1e6:.0f} MB" in text
    assert f"about {landing.measured()[landing.FIRST]} seconds" in text
    assert "This is teaching material, not medical advice." in text


def test_the_page_says_what_each_lesson_teaches():
    text = published().text
    for entry in COURSE:
        for said in (entry.lesson.title, entry.lesson.time, *entry.lesson.objectives):
            assert said in text


def test_the_reading_copy_is_linked_where_it_is():
    without, whole = published(), published(["index.html", "00-start-here.html"])
    assert not any(target.startswith("book/") for target in without.targets)
    found = [target for target in whole.targets if target.startswith("book/")]
    assert found == ["book/00-start-here.html", "book/index.html"]


def test_the_list_of_pythons_files(tmp_path):
    landing.write(ROOT, tmp_path, "1.2.3", CDN)
    listed = json.loads((tmp_path / "python.json").read_text())
    assert listed["address"] == CDN
    assert dict(listed["files"]) == pyodide.files()
    landing.write(ROOT, tmp_path, "1.2.3", "./static/pyodide/")
    listed = json.loads((tmp_path / "python.json").read_text())
    assert listed["address"] == "app/static/pyodide/"


def test_readme_has_the_measured_times():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for seconds in landing.measured().values():
        assert f" {seconds} s" in readme


# Building it


@pytest.fixture
def a_site(tmp_path, monkeypatch):
    """A site built without JupyterLite and the book, which take their time."""

    def quick(root, folder, work, copy_of_pyodide):
        folder.mkdir(parents=True)
        return CDN

    def read_only(folder):
        folder.mkdir()
        (folder / "index.html").write_text("to read")

    monkeypatch.setattr(lite, "build", quick)
    monkeypatch.setattr(site, "write_book", read_only)
    site.build(tmp_path / "site")
    return tmp_path / "site"


def test_a_site_has_the_book_and_replaces_an_older_one(a_site):
    assert (a_site / "book" / "index.html").read_text() == "to read"
    page = (a_site / "index.html").read_text(encoding="utf-8")
    assert f"bonelab {bonelab.__version__}" in page
    assert 'href="book/index.html"' in page
    (a_site / "old").touch()
    site.build(a_site, with_book=False)
    assert {path.name for path in a_site.iterdir()}.isdisjoint({"old", "book"})


def test_a_failure_leaves_the_old_site_and_nothing_else(a_site, tmp_path, monkeypatch):
    def fail(*_):
        raise subprocess.CalledProcessError(1, ["lite"])

    monkeypatch.setattr(lite, "build", fail)
    before = sorted(a_site.iterdir())
    with pytest.raises(subprocess.CalledProcessError):
        site.build(a_site)
    assert sorted(a_site.iterdir()) == before
    assert list(tmp_path.iterdir()) == [a_site]


def test_a_folder_that_is_no_site_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(ValueError, match="is not empty and is not a site"):
        site.build(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_scripts_go_into_a_page_or_it_is_told(tmp_path):
    page = tmp_path / "index.html"
    page.write_text("<html><head><title>x</title></head></html>")
    lite.add_scripts(page, ("status.js", "links.js"))
    assert Links(page.read_text()).targets == ["../../status.js", "../../links.js"]
    page.write_text("<html></html>")
    with pytest.raises(ValueError, match="expected one </head>"):
        lite.add_scripts(page, ("status.js",))


def test_a_tag_publishes_the_site_with_the_book():
    workflow = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text(encoding="utf-8"))
    assert workflow[True] == {"push": {"tags": ["v*"]}, "workflow_dispatch": None}
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    commands = [step["run"] for step in steps if "run" in step]
    assert commands == ["make site"]
    used = {step["uses"].split("@")[0] for step in steps if "uses" in step}
    assert {"actions/upload-pages-artifact", "actions/deploy-pages"} <= used
