"""The house rules that a machine can check: what is committed, how long, how pinned."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

import bonelab

ROOT = Path(__file__).parents[1]
MADE = {ROOT / name for name in ("site", "book", "screenshots")}
NOT_OURS = {".git", "__pycache__", "dist", "build"}
NOT_OURS |= {f".{tool}_cache" for tool in ("pytest", "mypy", "ruff")}
NOT_OURS |= {".hypothesis", ".ipynb_checkpoints", ".nbgrader"}
PICTURES = {".png", ".jpg", ".ico", ".gif"}
MOST_LINES = 250
MOST_CELL_LINES = 15

FORBIDDEN = {
    "a path of one machine": r"(?<![\w.*])/(?:root|work|tmp|home|Users)/|[A-Z]:\\Users",
    "the address of a package registry": r"pypi\.org/simple|python[h]osted|registry\.npmjs",
    "an option that names a package registry": r"--(?:extra-)?index[-]url|--find[-]links",
    "an address to download from": r"https?://\S+\.(?:whl|tar\.gz|tgz|zip)\b",
    "something left to do": r"\b(?:TO[D]O|FIX[M]E|X{3})\b",
}
LOCK_FILES = {"uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json", "yarn.lock"}


def is_ours(folder: Path) -> bool:
    environment = folder.name.startswith(".venv")
    return not environment and folder.name not in NOT_OURS and folder not in MADE


def files() -> list[Path]:
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if is_ours(Path(folder, name)))
        found += [Path(folder, name) for name in sorted(names)]
    return found


FILES = files()
TEXTS = [path for path in FILES if path.suffix not in PICTURES]
NOTEBOOKS = [path for path in FILES if path.suffix == ".ipynb"]
SOURCES = [
    path for path in FILES if path.suffix == ".py" and path.parent.name not in ("tests", "browser")
]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def as_committed(path: Path) -> str:
    """The text of a file as git has it; JupyterLab may have saved outputs in the working copy."""
    command = ["git", "show", f":{relative(path)}"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True)
    return (shown.stdout if shown.returncode == 0 else path.read_bytes()).decode("utf-8")


def requirement_names(lines) -> set[str]:
    return {re.match(r"[\w.-]+", line)[0].lower() for line in lines}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def constraints():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", line)] == []
    pins = [line.split(" ;")[0].split("==") for line in lines]
    # A package has a second pin only for another Python.
    marked = {(line.split("==")[0], line.partition(" ; ")[2]) for line in lines}
    assert len(marked) == len(pins)
    return dict(pins)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=relative)
def test_notebook_is_committed_without_outputs(path):
    notebook = nbformat.reads(as_committed(path), as_version=4)
    assert "widgets" not in notebook.metadata
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [], "make strip removes the outputs"
            assert cell.execution_count is None, "make strip removes the counts"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=relative)
def test_notebook_has_short_cells(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert [source for source in code if len(source.splitlines()) > MOST_CELL_LINES] == []


@pytest.mark.parametrize("path", TEXTS, ids=relative)
def test_text_stands_alone(path):
    text = as_committed(path) if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")
    found = {what: match[0] for what, rule in FORBIDDEN.items() if (match := re.search(rule, text))}
    assert found == {}


def test_no_lock_file_with_addresses():
    names = {path.name for path in FILES}
    assert names.isdisjoint(LOCK_FILES)
    assert [name for name in names if re.fullmatch(r"pylock.*\.toml", name)] == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_file_is_short_or_says_that_it_is_generated(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    generated = bool(lines) and lines[0].lower().lstrip('#" ').startswith("generated")
    assert generated == path.stem.startswith("generated")
    assert generated or len(lines) <= MOST_LINES


def test_versions_agree(project):
    version = project["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert bonelab.__version__ == version
    assert citation["version"] == version
    assert re.search(r"^## \[?([\d.]+)", changelog, re.MULTILINE)[1] == version


def test_every_requirement_is_pinned(project, constraints):
    extras = project["optional-dependencies"].values()
    wanted = requirement_names([*project["dependencies"], *(name for e in extras for name in e)])
    assert wanted <= set(constraints)
