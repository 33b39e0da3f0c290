"""Thirty submissions are graded: each ends with a grade or says why not, and none disturbs another.

They are made, and graded once, for all tests here.
"""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from scripts.grading import child
from scripts.grading.course import Course
from scripts.release import made

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="grading needs Linux or macOS")
ROOT = Path(__file__).parents[1]
LIMITS = "--cell-seconds=8 --total-seconds=100 --memory-mb=1500 --output-kb=200".split()

NAME, OTHER = "01-remodeling", "02-other"
SOLUTION = re.compile(r"[ \t]*### BEGIN SOLUTION\n(.*?)[ \t]*### END SOLUTION", re.DOTALL)
STUB = re.compile(r"[ \t]*# Put your answer in place of the dots\.")
ALL = ("q1", "q2", "q3", "q4", "q5", "q6")
SWALLOW = """while True:
    try:
        while True:
            pass
    except BaseException:
        pass"""
# Memory that is asked for and not written to: the limit is met at once, also on a busy machine.
FILL_MEMORY = "rows = []\nwhile True:\n    rows.append(bytearray(50_000_000))"
FILL_MEMORY_ELSEWHERE = """import subprocess, sys
code = "rows = [b'x' * 400_000_000 for _ in range(2)]; import time; time.sleep(30)"
started = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
[each.wait() for each in started]"""
STAY_ON = """import subprocess, sys
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)", "bonelab-stays-on"],
                 start_new_session=True)"""
WARN = """def percent_change(before, after):
    import warnings
    warnings.warn("careful")
    return 100 * (after / before - 1)"""

# What follows the name on each line.
EXPECTED = {
    "another-set": f"not graded: a notebook of another set: {OTHER}",
    "answer-deleted": "7 of 14 points, 1 to grade by hand; cell q3-answer was deleted: no answer "
    "to it; NameError in cell q4-answer",
    "dies": "not graded: the kernel ended in cell q2-answer (exit code 3)",
    "empty": "0 of 14 points",
    "empty-file": "not graded: not a notebook: the file is empty",
    "endless": "9 of 14 points, 1 to grade by hand; took longer than 8 s in cell q1-answer",
    "endless-and-stubborn": "not graded: cell q1-answer took too long and could not be stopped",
    "exits": "9 of 14 points, 1 to grade by hand; SystemExit in cell q1-answer",
    "forger": "0 of 14 points",
    "graded-deleted": "11 of 14 points, 1 to grade by hand; cell q3-graded was deleted: put back "
    "and graded",
    "half": "6 of 14 points",
    "json": "not graded: not a notebook: JSON without cells",
    "json-cells": "not graded: not a notebook: ",
    "liar": "11 of 14 points, 1 to grade by hand",
    "memory": "8 of 14 points, 1 to grade by hand; out of memory in cell q5-answer",
    "memory-elsewhere": "not graded: used more than 1500 MB of memory, last in cell q5-answer",
    "no-setup": "11 of 14 points, 1 to grade by hand; cell setup was deleted: put back",
    "not-a-notebook": "not graded: not a notebook: the file is not JSON",
    "outside": "9 of 14 points, 1 to grade by hand",
    "own-seed": "11 of 14 points, 1 to grade by hand",
    "prints": "9 of 14 points, 1 to grade by hand; printed more than 200 kB in cell q1-answer",
    "prose-deleted": "11 of 14 points; cell q6-answer was deleted: graded with 0 for it",
    "right": "11 of 14 points, 1 to grade by hand",
    "splits": "11 of 14 points, 1 to grade by hand",
    "stays-on": "9 of 14 points, 1 to grade by hand",
    "syntax": "5 of 14 points, 1 to grade by hand; syntax error in cell q2-answer; "
    "NameError in cell q3-answer; NameError in cell q4-answer",
    "victim": "11 of 14 points, 1 to grade by hand",
    "warns": "11 of 14 points, 1 to grade by hand",
    "wrong": "2 of 14 points",
    "wrong-kernel": "11 of 14 points, 1 to grade by hand; kernel name 'foo' replaced by python3",
}
LEFT = {
    "-odd-": "a student's folder is named with",
    "as-pdf/01-remodeling.pdf": "not a notebook by its name",
    "linked/01-remodeling.ipynb": "a link, which is not followed",
    "misnamed/01-remodelling.ipynb": "there is no set '01-remodelling'; did you mean",
    "notes.txt": "lies outside a student's folder",
    "nothing": "nothing was handed in",
    "right/01-remodeling/data.csv": "only 01-remodeling.ipynb is graded",
}


class Class:
    """Makes the thirty submissions in a folder.

    Parameters
    ----------
    folder : Path
        Where they go.
    exercise : str
        The released notebook.
    solution : str
        Its source, with the answers.
    other : str
        A notebook of another set.
    """

    def __init__(self, folder: Path, exercise: str, solution: str, other: str) -> None:
        self.folder, self.exercise, self.other = folder, exercise, other
        cells = nbformat.reads(solution, as_version=4).cells
        self.answers = {
            cell.id: match[1] for cell in cells if (match := SOLUTION.search(cell.source))
        }

    def notebook(self, *questions: str) -> NotebookNode:
        """The exercise with the right answers to some questions."""
        made = nbformat.reads(self.exercise, as_version=4)
        for cell in made.cells:
            if cell.id.removesuffix("-answer") in questions and cell.id in self.answers:
                answer = self.answers[cell.id].rstrip("\n")
                cell.source = STUB.sub(lambda _, answer=answer: answer, cell.source)
        return made

    def with_cell(self, name: str, source: str, *questions: str) -> NotebookNode:
        """The same, with another source in one cell."""
        made = self.notebook(*(questions or ALL))
        cell(made, name).source = source
        return made

    def without(self, name: str) -> NotebookNode:
        """All right, but without one cell."""
        made = self.notebook(*ALL)
        made.cells.remove(cell(made, name))
        return made

    def path(self, student: str) -> Path:
        """Where the submission of a student is."""
        return self.folder / student / NAME / f"{NAME}.ipynb"

    def makers(self) -> dict[str, Callable[[], NotebookNode | bytes]]:
        """What each student hands in, by the name of the student."""
        write_outside = (
            f"import pathlib\nfor name in ('outside', 'victim'):\n"
            f"    path = pathlib.Path({str(self.folder)!r}, name, '{NAME}', '{NAME}.ipynb')\n"
            f"    path.write_text('gone')"
        )
        return {
            "another-set": lambda: self.other.encode(),
            "answer-deleted": lambda: self.without("q3-answer"),
            "dies": lambda: self.with_cell("q2-answer", "import os\nos._exit(3)"),
            "empty": lambda: self.notebook(),
            "empty-file": lambda: b"",
            "endless": lambda: self.with_cell("q1-answer", "while True:\n    pass"),
            "endless-and-stubborn": lambda: self.with_cell("q1-answer", SWALLOW),
            "exits": lambda: self.with_cell("q1-answer", "import sys\nsys.exit(0)"),
            "forger": self._forger,
            "graded-deleted": lambda: self.without("q3-graded"),
            "half": lambda: self.notebook("q1", "q2", "q3"),
            "json": lambda: b'{"grade": 14}',
            "json-cells": lambda: b'{"cells": 3, "nbformat": 4, "nbformat_minor": 5}',
            "liar": self._liar,
            "memory": lambda: self.with_cell("q5-answer", FILL_MEMORY),
            "memory-elsewhere": lambda: self.with_cell("q5-answer", FILL_MEMORY_ELSEWHERE),
            "no-setup": lambda: self.without("setup"),
            "not-a-notebook": lambda: "Meine Lösung steht im Anhang.".encode("latin-1"),
            "outside": lambda: self.with_cell("q1-answer", write_outside),
            "own-seed": self._own_seed,
            "prints": lambda: self.with_cell("q1-answer", "while True:\n    print('x' * 5000)"),
            "prose-deleted": lambda: self.without("q6-answer"),
            "right": lambda: self.notebook(*ALL),
            "splits": self._splits,
            "stays-on": lambda: self.with_cell("q1-answer", STAY_ON),
            "syntax": lambda: self.with_cell("q2-answer", "def percent_change(:"),
            "victim": lambda: self.notebook(*ALL),
            "warns": lambda: self.with_cell("q2-answer", WARN),
            "wrong": lambda: self.with_cell("q1-answer", "answer_1 = 5.0", "q2"),
            "wrong-kernel": self._wrong_kernel,
        }

    def _forger(self) -> NotebookNode:
        """Graded cells emptied, skipped by a tag, worth more, or no longer graded; no answers."""
        made = self.notebook()
        cell(made, "q1-graded").source = "pass  # graded"
        cell(made, "q2-graded").metadata["tags"] = ["skip-execution"]
        cell(made, "q3-graded").metadata.nbgrader["points"] = 100
        cell(made, "q4-graded").metadata.nbgrader.update(solution=True, locked=False)
        cell(made, "q5-graded").cell_type = "raw"
        for key in ("outputs", "execution_count"):
            cell(made, "q5-graded").pop(key)
        return made

    def _liar(self) -> NotebookNode:
        """All right, but with metadata that would stop nbgrader."""
        made = self.notebook(*ALL)
        cell(made, "q1-answer").metadata.nbgrader["schema_version"] = 99
        cell(made, "q2-graded").metadata.nbgrader.pop("points")
        bonus = nbformat.v4.new_code_cell("pass")
        bonus.metadata["nbgrader"] = {"grade": True, "grade_id": "bonus", "points": 50}
        made.cells.append(bonus)
        return made

    def _own_seed(self) -> NotebookNode:
        made = self.notebook(*ALL)
        cell(made, "seed-free").source = 'seed = bl.exercise_seed("a text of my own")'
        return made

    def _splits(self) -> NotebookNode:
        """An answer cell there twice, as after a split: the answer is in the second."""
        made = self.notebook(*ALL)
        first = nbformat.from_dict(cell(made, "q1-answer"))
        first.update(id="split", source="remark = 'the first half'")
        made.cells.insert(made.cells.index(cell(made, "q1-answer")), first)
        return made

    def _wrong_kernel(self) -> NotebookNode:
        made = self.notebook(*ALL)
        made.metadata["kernelspec"] = {"name": "foo", "display_name": "Foo", "language": "foo"}
        return made

    def write(self) -> None:
        """Write all submissions, and what else lies in such a folder."""
        for student, make in self.makers().items():
            made = make()
            path = self.path(student)
            if student == "half":  # the flat layout
                path = self.folder / student / f"{NAME}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_bytes(made if isinstance(made, bytes) else json.dumps(made).encode())
        (self.folder / "notes.txt").write_text("from the instructor")
        for name in ("as-pdf", "nothing", "misnamed", "linked", "-odd-", "half"):
            (self.folder / name).mkdir(exist_ok=True)
        (self.folder / "as-pdf" / f"{NAME}.pdf").write_bytes(b"%PDF")
        (self.folder / "misnamed" / "01-remodelling.ipynb").write_text(self.exercise)
        (self.folder / "linked" / f"{NAME}.ipynb").symlink_to(self.path("right"))
        (self.path("right").parent / "data.csv").write_text("a,b\n")


def cell(notebook: NotebookNode, name: str) -> NotebookNode:
    """A cell by its id."""
    return next(each for each in notebook.cells if each.id == name)


class Graded:
    """A small course, its submissions, and what the commands said."""

    def __init__(self, folder: Path) -> None:
        self.course = Course(folder / "course")
        source = (ROOT / "solutions" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
        for name in (NAME, OTHER):
            place = self.course.root / "solutions" / name / f"{name}.ipynb"
            place.parent.mkdir(parents=True)
            place.write_text(source.replace(NAME, name), encoding="utf-8")
        shutil.copy(ROOT / "nbgrader_config.py", self.course.root)
        texts = {path.stem: text for path, text in made(self.course.root).items()}
        self.made = Class(folder / "submissions", texts[NAME], source, texts[OTHER])
        self.made.write()
        self.before = self.originals()
        self.first = self.grade()
        self.first_code = self.code
        self.after = self.originals()
        self.gradebook = self.contents()

    def run(self, module: str, *options: str) -> list[str]:
        """The lines that a command prints."""
        command = [sys.executable, "-m", module, str(self.made.folder)]
        command += ["--course", str(self.course.root), *options]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
        self.code = done.returncode
        assert done.stdout, done.stderr
        return done.stdout.splitlines()

    def grade(self, *options: str) -> list[str]:
        return self.run("scripts.grade", *LIMITS, *options)

    def line(self, lines: list[str], start: str) -> str:
        """The one line that begins so, without its beginning."""
        (found,) = [line for line in lines if line.startswith(f"{start}: ")]
        return found.removeprefix(f"{start}: ")

    def originals(self) -> dict[str, bytes]:
        files = [path for path in self.made.folder.rglob("*") if path.is_file()]
        return {path.relative_to(self.made.folder).as_posix(): path.read_bytes() for path in files}

    def contents(self) -> dict[str, object]:
        """All that is kept: every file, and every score of the gradebook."""
        kept = self.course.kept
        files = [path for path in kept.rglob("*") if path.is_file() and path.suffix != ".db"]
        found: dict[str, object] = {str(path): path.read_bytes() for path in files}
        with Gradebook(self.course.database) as book:
            for each in book.submission_dicts(NAME):
                found[each["student"]] = each
        return found


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    return Graded(tmp_path_factory.mktemp("grading"))


def test_there_are_thirty(graded):
    assert len(EXPECTED) == 30
    assert set(EXPECTED) == set(graded.made.makers())


@pytest.mark.parametrize("student", EXPECTED)
def test_submission_ends_as_expected(graded, student):
    said = graded.line(graded.first, f"{student} {NAME}")
    if student == "json-cells":  # nbformat says the rest
        said = said[: len(EXPECTED[student])]
    assert said == EXPECTED[student]


@pytest.mark.parametrize("path", LEFT)
def test_what_is_not_graded_says_why(graded, path):
    assert graded.line(graded.first, path).startswith(f"not graded: {LEFT[path]}")


def test_summary(graded):
    missing = sum(text.startswith("not graded") for text in EXPECTED.values())
    summary = f"{30 - missing} graded, 0 unchanged, {missing} not graded, {len(LEFT)} other"
    assert summary in graded.first


def test_changed_originals_are_reported(graded):
    assert graded.first_code == 1
    said = [line for line in graded.first if line.startswith("ORIGINAL CHANGED: ")]
    assert len(said) == 2
    for student, line in zip(("outside", "victim"), said, strict=True):
        assert f"{student}/{NAME}/{NAME}.ipynb was changed while grading" in line
        assert "outside" in line.partition("while grading")[2]


def test_other_originals_are_untouched(graded):
    changed = {path for path, data in graded.before.items() if graded.after.get(path) != data}
    assert changed == {f"{student}/{NAME}/{NAME}.ipynb" for student in ("outside", "victim")}
    assert set(graded.after) == set(graded.before)


def test_no_process_stays(graded):
    names = [" ".join(each.info["cmdline"] or ()) for each in psutil.process_iter(["cmdline"])]
    assert not [name for name in names if "bonelab-stays-on" in name]


def test_hidden_work_is_as_handed_in(graded):
    """What Formgrader shows as submitted is the file as it was, also where code overwrote it."""
    for student in ("right", "victim", "outside"):
        path = graded.course.place("submitted", student, NAME)
        assert path.read_bytes() == graded.before[f"{student}/{NAME}/{NAME}.ipynb"]


def test_a_second_call_changes_nothing(graded):
    for student in ("outside", "victim"):  # as they were handed in
        graded.made.path(student).write_bytes(graded.before[f"{student}/{NAME}/{NAME}.ipynb"])
    lines = graded.grade()
    assert graded.code == 0
    for student in EXPECTED:
        assert graded.line(lines, f"{student} {NAME}").startswith("unchanged, ")
    assert graded.contents() == graded.gradebook


def test_a_worse_version_does_not_take_a_grade_away(graded):
    graded.made.path("liar").write_bytes(b"")
    said = graded.line(graded.grade(), f"liar {NAME}")
    assert "the file is empty; the grade of an earlier version stands" in said


def test_a_changed_submission_is_graded_again(graded):
    """Its manual grade stays, to be looked at again; everyone else's stays as it is."""
    with Gradebook(graded.course.database) as book:
        grade = book.find_grade("q6-answer", NAME, NAME, "right")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.db.commit()
    text = json.dumps(graded.made.notebook("q1", "q6"))
    graded.made.path("right").write_text(text, encoding="utf-8")
    before = graded.contents()
    lines = graded.grade()
    said = graded.line(lines, f"right {NAME}")
    assert said.startswith("changed since last time, 4.5 of 14 points, 1 to grade by hand")
    after = graded.contents()
    assert [key for key in EXPECTED if after.get(key) != before.get(key)] == ["right"]


@pytest.fixture(scope="session")
def handed_back(graded):
    graded.run("scripts.grading.feedback")
    with graded.course.csv.open(encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_gradebook_has_a_row_a_student(handed_back):
    others = {"as-pdf", "linked", "misnamed", "nothing"}
    assert set(handed_back) == set(EXPECTED) | others


def test_gradebook_has_a_column_a_task(handed_back):
    tasks = [f"{NAME} {task}-graded" for task in ALL[:5]] + [f"{NAME} q6-answer", f"{NAME} total"]
    assert [key for key in handed_back["half"] if key.startswith(NAME)] == tasks
    assert list(handed_back["half"])[0] == "student"
    assert list(handed_back["half"])[-1] == "not graded"
    assert [handed_back["half"][task] for task in tasks] == ["2", "2", "2", "0", "0", "0", "6"]


def test_what_a_person_has_to_grade_is_empty_in_the_gradebook(handed_back):
    assert handed_back["warns"][f"{NAME} q6-answer"] == ""
    assert handed_back["warns"][f"{NAME} total"] == "11"


@pytest.mark.parametrize("student", ["dies", "empty-file", "json", "as-pdf", "nothing"])
def test_what_is_not_graded_is_in_the_gradebook(handed_back, student):
    assert handed_back[student]["not graded"]
    assert handed_back[student][f"{NAME} total"] == ""


def test_feedback_is_a_page_for_each_grade(graded, handed_back):
    graded_ones = {name for name, text in EXPECTED.items() if not text.startswith("not graded")}
    folder = graded.course.kept / "feedback"
    pages = {path.parent.parent.name for path in folder.glob(f"*/{NAME}/{NAME}.html")}
    assert pages == graded_ones
    page = (folder / "half" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "Score: 6.0 / 14.0" in " ".join(page.split())


def test_an_executed_notebook_keeps_no_more_than_the_limit(graded):
    path = graded.course.place("autograded", "prints", NAME)
    assert path.stat().st_size < 400_000


def test_a_graded_cell_cannot_be_skipped(graded):
    notebook = nbformat.read(graded.course.place("autograded", "forger", NAME), as_version=4)
    for task in ALL[:5]:
        shown = cell(notebook, f"{task}-graded")
        assert shown.metadata.nbgrader.points in (2, 3)
        assert [output.output_type for output in shown.outputs] == ["error"]


def test_a_folder_that_is_not_there(graded):
    command = [sys.executable, "-m", "scripts.grade", "no-such-folder"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "make grade SUBMISSIONS=folder" in done.stderr


@pytest.mark.parametrize(("running", "tries"), [("", 2), ("q1", 1)])
def test_a_kernel_that_did_not_start_is_started_again(running, tries, monkeypatch):
    tried = []

    def preprocess(self, nb, resources, km):
        tried.append(nb)
        raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr(child.Execute, "preprocess", preprocess)
    monkeypatch.setattr(child.LimitedExecute, "running", running)
    with pytest.raises(RuntimeError):
        child.LimitedExecute().preprocess("notebook", {})
    assert tried == tries * ["notebook"]
