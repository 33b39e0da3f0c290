"""Feedback for students and the gradebook as a table: `make feedback SUBMISSIONS=folder`.

nbgrader's HTML pages go to .nbgrader/feedback/STUDENT/NAME/, the table to .nbgrader/gradebook.csv.
"""

import csv
import os
import sys
from collections.abc import Collection
from pathlib import Path

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from scripts.grade import alone, arguments, opened
from scripts.grading import gradebook, layout
from scripts.grading.course import Course, Ledger
from scripts.grading.notebooks import SetCannotBeRead, references


def reasons(course: Course, folder: Path, names: Collection[str]) -> dict[str, list[str]]:
    """Return by student what was handed in and has no grade, or not in its present version."""
    ledger = Ledger(course)
    found: dict[str, list[str]] = {}
    for each in layout.read(folder, names):
        lines = found.setdefault(each.student, [])
        if isinstance(each, layout.Left):
            if not each.reason.startswith("hidden"):
                lines.append(f"{each.path}: {each.reason}")
            continue
        entry = ledger.get(each.student, each.name)
        if entry is None:
            lines.append(f"{each.name}: not graded yet (make grade)")
        elif entry.digest != each.digest:
            lines.append(f"{each.name}: changed since it was graded (make grade)")
        elif not entry.graded:
            lines.append(f"{each.name}: {entry.text}")
    found.pop("", None)  # what belongs to nobody
    return found


def rows(course: Course, folder: Path) -> list[list[str]]:
    """Return the gradebook: a row a student, a column a task, totals, and what has no grade."""
    known = references(course.root)
    tasks = {name: list(reference.graded) for name, reference in known.items()}
    why = reasons(course, folder, known)
    header = ["student"]
    for name, cells in tasks.items():
        header += [f"{name} {cell}" for cell in cells] + [f"{name} total"]
    table = [[*header, "not graded"]]
    for student in sorted(gradebook.students(course) | set(why)):
        row = [student]
        for name, cells in tasks.items():
            points = gradebook.points(course, name, student)
            row += [_shown(points.get(cell)) for cell in cells]
            row.append(_shown(sum(value or 0 for value in points.values()) if points else None))
        table.append([*row, "; ".join(why.get(student, []))])
    return table


def _shown(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def write_csv(course: Course, folder: Path) -> int:
    """Write the gradebook in one step; return how many students are in it."""
    table = rows(course, folder)
    new = course.csv.with_suffix(".new")
    with new.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)
    os.replace(new, course.csv)
    return len(table) - 1


def write_pages(course: Course) -> bool:
    """Write nbgrader's HTML page for everything that was graded; return whether all went well."""
    config = course.config.copy()
    config.CourseDirectory.update(student_id="*", assignment_id="*")
    config.GenerateFeedback.force = True  # a person may have graded since the last time
    maker = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
    try:
        maker.start()
    except NbGraderException:
        return False
    return True


def main() -> None:
    """Write pages and table, and say where they are."""
    parser = arguments()
    parser.description = __doc__.splitlines()[0]
    course, folder = opened(parser.parse_args())
    if not (course.kept / "gradebook.db").exists():
        sys.exit("Nothing has been graded yet: make grade SUBMISSIONS=folder")
    with alone(course):
        complete = write_pages(course)
        try:
            count = write_csv(course, folder)
        except SetCannotBeRead as error:
            sys.exit(str(error))
    pages = sorted((course.kept / "feedback").glob("*/*/*.html"))
    print(f"{len(pages)} pages in .nbgrader/feedback, {count} students in .nbgrader/gradebook.csv")
    if not complete:
        graded = set((course.kept / "autograded").glob("*/*/*.ipynb"))
        have = {(path.parent.parent.name, path.stem) for path in pages}
        for path in sorted(graded):
            if (path.parent.parent.name, path.stem) not in have:
                print(f"no page for {path.parent.parent.name} {path.stem}")
        sys.exit("nbgrader could not make every page.")


if __name__ == "__main__":
    main()
