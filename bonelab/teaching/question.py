"""What a prediction asks, and what each wrong answer points to.

The right answer is never written down: it is computed from the model when the student locks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from bonelab.parameter_table import read_table

UP_SAME_DOWN = {"up": "up", "same": "about the same", "down": "down"}


class Misconception(NamedTuple):
    """A row of the table of misconceptions."""

    id: str
    lesson: str
    belief: str
    what_is_so: str
    how_the_model_shows_it: str


@cache
def misconceptions():
    """Return the table of misconceptions, by id."""
    return {row["id"]: Misconception(*row.values()) for row in read_table("misconceptions.csv")}


@dataclass(frozen=True)
class Part:
    """One thing to decide.

    Parameters
    ----------
    label : str
        What is decided; empty where the question has a single part.
    options : mapping of str to str
        Key and text of each choice.
    answer : callable
        Takes what `Question.run` returned and gives the key that is right.
    beliefs : mapping of str to str
        For each choice that can be wrong, the misconception (``"M03"``) it points to.
    """

    label: str
    options: Mapping[str, str]
    answer: Callable[[Any], str]
    beliefs: Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """A prediction: what is asked, the run that answers it, and the picture that shows it.

    `run` takes nothing; `reveal` takes what it returned and gives a Picture with its sentence.
    """

    prompt: str
    parts: tuple[Part, ...]
    run: Callable[[], Any]
    reveal: Callable[[Any], Any]


def direction(before, after, least=0.03):
    """Return "up", "down" or, where the relative change is under `least`, "same"."""
    change = after / before - 1.0
    if abs(change) < least:
        return "same"
    return "up" if change > 0 else "down"
