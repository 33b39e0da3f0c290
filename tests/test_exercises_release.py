"""The students' notebooks are those that the sources give, tell nothing, and run as they are."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.utils import is_grade, is_solution

from scripts.release import STUB, differences, made, prepare, release, sets, write

ROOT = Path(__file__).parents[1]
SETS = sets(ROOT)
REGION = re.compile(r"BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)\n(.*?)### END \1", re.DOTALL)
SHORTEST = 12  # letters of a line that gives something away
# A function is there from the start; what is missing is what it returns.
NOT_YET = re.compile(r"Not answered yet|Not yet\. The function returns nothing yet")

every_set = pytest.mark.parametrize("name", SETS)


def exercise(name: str) -> Path:
    return ROOT / "exercises" / name / f"{name}.ipynb"


def source_cells(path: Path) -> dict[str, nbformat.NotebookNode]:
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


def secrets(name: str) -> set[str]:
    """The lines that students must not get: solutions, hidden tests, mark schemes."""
    sources = [cell.source for cell in source_cells(SETS[name]).values()]
    lines = [
        line.strip()
        for text in sources
        for _, part in REGION.findall(text)
        for line in part.splitlines()
    ]
    return {line for line in lines if len(line) > SHORTEST}


@pytest.fixture(scope="session")
def executed():
    """Each released notebook, run as it is; kept for the tests that ask about it."""
    done: dict[str, dict[str, nbformat.NotebookNode]] = {}

    def run(name: str) -> dict[str, nbformat.NotebookNode]:
        if name not in done:
            notebook = nbformat.read(exercise(name), as_version=4)
            NotebookClient(notebook, timeout=120, allow_errors=True).execute()
            done[name] = {cell.id: cell for cell in notebook.cells}
        return done[name]

    return run


def test_exercises_are_what_the_sources_give():
    command = [sys.executable, "scripts/release.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@every_set
def test_nothing_is_given_away(name):
    text = exercise(name).read_text(encoding="utf-8")
    for word in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME"):
        assert word not in text
    released = {
        line.strip()
        for cell in source_cells(exercise(name)).values()
        for line in cell.source.splitlines()
    }
    # What the source shows outside its solutions, such as a worked example, is no secret.
    shown = {
        line.strip()
        for cell in source_cells(SETS[name]).values()
        for line in REGION.sub("", cell.source).splitlines()
    }
    assert secrets(name)
    assert (secrets(name) & released) - shown == set()


@every_set
def test_cells_are_those_of_the_source(name):
    assert list(source_cells(exercise(name))) == list(source_cells(SETS[name]))


@every_set
def test_an_answer_cell_has_a_stub_and_dots(name):
    answers = [cell for cell in source_cells(exercise(name)).values() if is_solution(cell)]
    assert answers
    for cell in answers:
        assert STUB in cell.source
        assert "..." in cell.source


@every_set
def test_a_check_says_not_answered_yet(name, executed):
    checks = [cell for cell in executed(name).values() if cell.source.startswith("print(bl.check(")]
    assert checks
    for cell in checks:
        # What a library writes to stderr, at its first import on a machine, is no answer.
        said = [output.text for output in cell.outputs if output.get("name") == "stdout"]
        assert NOT_YET.match("".join(said))  # it comes in one piece or in several


@every_set
def test_a_graded_cell_gives_no_points_yet(name, executed):
    graded = [cell for cell in executed(name).values() if is_grade(cell) and not is_solution(cell)]
    assert graded
    for cell in graded:
        errors = [output for output in cell.outputs if output.output_type == "error"]
        assert [error.ename for error in errors] == ["AssertionError"]
        assert NOT_YET.match(errors[0].evalue)


@every_set
def test_no_other_cell_fails(name, executed):
    for cell in executed(name).values():
        if cell.cell_type == "code" and not is_grade(cell):
            assert "error" not in [output.output_type for output in cell.outputs]


@pytest.fixture
def course(tmp_path):
    """A course of one set, released."""
    name = next(iter(SETS))
    (tmp_path / "solutions" / name).mkdir(parents=True)
    shutil.copy(SETS[name], tmp_path / "solutions" / name)
    write(tmp_path, made(tmp_path), differences(tmp_path, made(tmp_path)))
    return tmp_path, tmp_path / "exercises" / name / f"{name}.ipynb"


def wrong(root: Path) -> list[str]:
    return list(differences(root, made(root)).values())


def test_a_difference_is_seen_and_mended(course):
    root, path = course
    assert wrong(root) == []
    path.write_bytes(path.read_bytes() + b"\n")
    assert wrong(root) == ["stale"]
    path.unlink()
    assert wrong(root) == ["missing"]
    old = root / "exercises" / "99-old" / "99-old.ipynb"
    old.parent.mkdir()
    old.write_text("{}")
    assert wrong(root) == ["extra", "missing"]
    write(root, made(root), differences(root, made(root)))
    assert wrong(root) == []
    assert not old.parent.exists()


def test_what_a_student_leaves_behind_is_no_difference(course):
    root, path = course
    (path.parent / "progress-01.json").write_text("{}")
    (path.parent / ".ipynb_checkpoints").mkdir()
    (path.parent / ".ipynb_checkpoints" / "x.ipynb").write_text("{}")
    assert wrong(root) == []


def hide_a_test(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if is_grade(cell) and not is_solution(cell))
    hidden = "### BEGIN HIDDEN TESTS\nassert answer_1 < 1000\n### END HIDDEN TESTS"
    cell.source = f"{cell.source}\n{hidden}"
    nbformat.write(notebook, path)


def test_a_hidden_test_stays_hidden(course):
    root, path = course
    source = sets(root)[path.stem]
    hide_a_test(source)
    assert "answer_1 < 1000" in nbformat.writes(prepare(source))
    assert "answer_1 < 1000" not in nbformat.writes(release(prepare(source)))


def test_a_whole_cell_is_never_taken_for_a_solution(course):
    root, path = course
    source = sets(root)[path.stem]
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("### BEGIN SOLUTION", "#", 1), encoding="utf-8")
    with pytest.raises(ValueError, match="has no ### BEGIN SOLUTION"):
        made(root)
