"""Asking about an exercise: its numbers, feedback on an answer, and the mark."""

from typing import Any

from bonelab import messages
from bonelab.exercises.answers import Verdict, judge
from bonelab.exercises.registry import SETS


def case(name: str, seed: int | None = None) -> dict[str, Any]:
    """Return the numbers of an exercise set: those everyone gets, or those of a seed.

    Parameters
    ----------
    name : str
        The set, for instance "03-rankl-opg".
    seed : int, optional
        What `bonelab.exercise_seed` returns.

    Raises
    ------
    KeyError
        If there is no such set; the message names the nearest.
    ValueError
        If the seed is not one.
    """
    return SETS[messages.known("name", name, SETS)].case(seed)


def verdict(question: str, answer: Any, seed: int | None = None) -> Verdict:
    """Return the verdict on an answer to a task, such as "03-rankl-opg.q2".

    Raises
    ------
    KeyError
        If there is no such set or task; the message names the nearest.
    """
    name, _, task = question.partition(".")
    chosen = SETS[messages.known("question", name, SETS)]
    key = messages.known(f"question ({name})", task, chosen.tasks)
    return judge(chosen.tasks[key], answer, chosen.case(seed))


def grade(question: str, answer: Any, *, seed: int | None = None) -> None:
    """Do nothing where an answer is right; otherwise stop with the feedback.

    The cell that calls it is the one that carries the points.

    Raises
    ------
    AssertionError
        If the answer is not right.
    """
    given = verdict(question, answer, seed)
    if not given.right:
        raise AssertionError(given.text)
