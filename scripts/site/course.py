"""The lessons as the landing page lists them, each with its exercise set.

What is said of them is what their first cells say.
"""

import re
from pathlib import Path
from typing import NamedTuple

import nbformat

from scripts.book.lessons import Lesson, found

NUMBER = re.compile(r"\d\d")
FIELDS = ("level", "time", "objectives")
TIME = re.compile(r"\*\*Time\*\* (\d+ minutes)")


class Entry(NamedTuple):
    """A lesson, the notebook of its exercise set and how long that takes, or None and None."""

    lesson: Lesson
    exercises: Path | None
    exercises_time: str | None


def entries(root: Path) -> list[Entry]:
    """Return the numbered lessons in their order.

    Parameters
    ----------
    root : Path
        The root of the repository.

    Raises
    ------
    ValueError
        If the first cell of a lesson says no level, time or objectives, or that of an exercise
        set no time.
    """
    numbered = [lesson for lesson in found(root / "notebooks") if NUMBER.match(lesson.stem)]
    for lesson in numbered:
        if missing := [field for field in FIELDS if not getattr(lesson, field)]:
            what = " and no ".join(missing)
            raise ValueError(f"{lesson.path.name}: the first cell says no {what}")
    return [_entry(root, lesson) for lesson in numbered]


def _entry(root: Path, lesson: Lesson) -> Entry:
    """Return a lesson with the exercise set that has its number."""
    number = lesson.stem[:2]
    sets = sorted((root / "exercises").glob(f"{number}-*/{number}-*.ipynb"))
    if not sets:
        return Entry(lesson, None, None)
    time = TIME.search(nbformat.read(sets[0], as_version=4).cells[0].source)
    if time is None:
        raise ValueError(f"{sets[0].name}: the first cell says no time")
    return Entry(lesson, sets[0], time[1])
