"""nbgrader's gradebook: sets are registered in it, grades recorded and read."""

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades, SaveCells

from scripts.grading.course import Course
from scripts.grading.notebooks import Reference


class SetHasChanged(Exception):
    """Cells of a set were added or removed after submissions to it had been graded."""


@dataclass(frozen=True)
class Score:
    """What a submission has in the gradebook."""

    points: float
    most: float
    by_hand: int  # tasks that wait for a person

    def __str__(self) -> str:
        waiting = f", {self.by_hand} to grade by hand" if self.by_hand else ""
        return f"{self.points:g} of {self.most:g} points{waiting}"


def _resources(database: str, name: str, student: str = "") -> dict:
    about = {"student": student, "assignment": name, "notebook": name, "db_url": database}
    return {"nbgrader": about, "unique_key": name}


def register(database: str, reference: Reference) -> None:
    """Tell a gradebook about the cells of a set, as nbgrader's own release step does.

    Raises
    ------
    SetHasChanged
        If cells were added or removed since submissions to it were graded.
    """
    with Gradebook(database) as book:
        book.update_or_create_assignment(reference.name)
    notebook = nbformat.from_dict(reference.prepared)
    try:
        SaveCells().preprocess(notebook, _resources(database, reference.name))
    except RuntimeError:
        raise SetHasChanged(
            f"Cells of {reference.name} were added or removed after it had been graded; the "
            "gradebook cannot hold both versions. Move the folder .nbgrader away to begin anew, "
            "or take the change back."
        ) from None


def record(course: Course, name: str, student: str, data: bytes, executed: NotebookNode) -> Score:
    """Record an executed submission: its files for Formgrader, its scores in the gradebook.

    Parameters
    ----------
    course : Course
        The course that it belongs to.
    name, student : str
        The set and the student.
    data : bytes
        The file as it was handed in.
    executed : NotebookNode
        The same after nbgrader's autograder.
    """
    with Gradebook(course.database) as book:
        book.update_or_create_student(student)
        book.update_or_create_submission(name, student)
    resources = _resources(course.database, name, student)
    for step in (SaveAutoGrades, AssignLatePenalties):
        executed, resources = step(config=course.config).preprocess(executed, resources)
    _write(course.place("submitted", student, name), data)
    text = nbformat.writes(executed) + "\n"
    _write(course.place("autograded", student, name), text.encode())
    return score(course, name, student)


def _write(path: Path, data: bytes) -> None:
    """Write a file, also over one that nbgrader has made read-only, unless it holds the same."""
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(data)


def score(course: Course, name: str, student: str) -> Score:
    """Return what a student has for a set."""
    with Gradebook(course.database) as book:
        notebook = book.find_submission_notebook(name, name, student)
        waiting = sum(grade.needs_manual_grade for grade in notebook.grades)
        return Score(notebook.score, notebook.max_score, waiting)


def points(course: Course, name: str, student: str) -> dict[str, float | None]:
    """Return the points of each graded cell, None where a person has yet to grade it."""
    with Gradebook(course.database) as book:
        try:
            notebook = book.find_submission_notebook(name, name, student)
        except MissingEntry:
            return {}
        return {
            grade.name: None
            if grade.auto_score is None and grade.manual_score is None
            else grade.score
            for grade in notebook.grades
        }


def students(course: Course) -> set[str]:
    """Return everyone in the gradebook."""
    with Gradebook(course.database) as book:
        return {student.id for student in book.students}
