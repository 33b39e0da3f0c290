"""The kinds of answer an exercise takes, and how each is judged.

A judge compares an answer with what the model computes now, so it stays right when the model
changes. It names the mistake that an answer points to and never tells the answer.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Real
from typing import Any, NamedTuple

Case = Mapping[str, Any]  # the numbers of one student's task
FEWEST_WORDS = 25


class Verdict(NamedTuple):
    """Whether an answer is right, and what the student is told."""

    right: bool
    text: str


RIGHT = Verdict(True, "Right.")
NOT_YET = Verdict(False, "Not answered yet: put your answer in place of the dots.")


def wrong(hint: str) -> Verdict:
    """Return the verdict on a wrong answer with a hint."""
    return Verdict(False, f"Not yet. {hint}")


def _close(value: float, wanted: float, tolerance: float, room: float) -> bool:
    return abs(value - wanted) <= max(tolerance * abs(wanted), room)


@dataclass(frozen=True)
class Number:
    """A number in a unit.

    Parameters
    ----------
    unit : str
        What the number counts; told where the answer is not a number.
    answer : callable
        The right value for a student's case, computed from the model.
    mistakes : dict of str to callable
        A hint, and the value to which that mistake leads.
    tolerance : float
        How far off counts as right, relative to the right value.
    room : float
        How far off counts as right in any case, in the unit.
    """

    unit: str
    answer: Callable[[Case], float]
    mistakes: Mapping[str, Callable[[Case], float]] = field(default_factory=dict)
    tolerance: float = 0.02
    room: float = 0.0

    def judge(self, given: Any, case: Case) -> Verdict:
        """Return the verdict on a number."""
        if isinstance(given, bool) or not isinstance(given, Real):
            return wrong(f"Give one number, in {self.unit}.")
        value, right = float(given), float(self.answer(case))
        if not math.isfinite(value):
            return wrong(f"Give one finite number, in {self.unit}.")
        if _close(value, right, self.tolerance, self.room):
            return RIGHT
        mistaken = {hint: float(mistake(case)) for hint, mistake in self.mistakes.items()}
        # Two mistakes may lead to nearly the same number: the nearer one is told.
        for hint in sorted(mistaken, key=lambda hint: abs(value - mistaken[hint])):
            if _close(value, mistaken[hint], self.tolerance, self.room):
                return wrong(hint)
        return wrong(self._common(value, right))

    def _common(self, value: float, right: float) -> str:
        """Return the hint for the mistakes that are made with any number."""
        for hint, mistaken in (
            ("The sign is reversed: which of the two do you subtract from which?", -right),
            ("Per cent or fraction? A factor of 100 is in the way.", 100 * right),
            ("Per cent or fraction? A factor of 100 is in the way.", right / 100),
            ("Is the ratio upside down?", 1 / right if right else math.inf),
        ):
            if _close(value, mistaken, self.tolerance, 0.0):
                return hint
        return f"Check the run, the moments and the unit ({self.unit})."


@dataclass(frozen=True)
class Choice:
    """One of several options.

    Parameters
    ----------
    options : dict of str to str
        Each option and the hint that it gets where it is wrong.
    answer : callable
        The right option for a student's case, computed from the model.
    """

    options: Mapping[str, str]
    answer: Callable[[Case], str]

    def judge(self, given: Any, case: Case) -> Verdict:
        """Return the verdict on a choice."""
        if given not in self.options:
            return wrong(f"Write one of {', '.join(repr(option) for option in self.options)}.")
        return RIGHT if given == self.answer(case) else wrong(self.options[given])


@dataclass(frozen=True)
class Function:
    """A function of the student's, tried on several inputs.

    Parameters
    ----------
    inputs : callable
        The arguments of each trial, for a student's case.
    answer : callable
        The right result for one trial's arguments.
    mistakes : dict of str to callable
        A hint, and the function that this mistake would be.
    tolerance : float
        How far off counts as right, relative to the right result.
    """

    inputs: Callable[[Case], Sequence[tuple[Any, ...]]]
    answer: Callable[..., float]
    mistakes: Mapping[str, Callable[..., float]] = field(default_factory=dict)
    tolerance: float = 0.001

    def judge(self, given: Any, case: Case) -> Verdict:
        """Return the verdict on a function."""
        if not callable(given):
            return wrong("Give the function itself, without brackets.")
        trials = self.inputs(case)
        results = []
        for trial in trials:
            try:
                result = given(*trial)
            except Exception as error:
                return wrong(f"The function stops with {type(error).__name__}: {error}")
            if result is None or result is ...:
                return wrong("The function returns nothing yet: replace the dots.")
            if isinstance(result, bool) or not isinstance(result, Real):
                return wrong("The function has to return one number.")
            results.append(float(result))
        for candidate, hint in ((self.answer, ""), *((f, h) for h, f in self.mistakes.items())):
            wanted = [float(candidate(*trial)) for trial in trials]
            pairs = zip(results, wanted, strict=True)
            if all(_close(value, right, self.tolerance, 1e-9) for value, right in pairs):
                return wrong(hint) if hint else RIGHT
        return wrong("It runs, but for some women the result is off. Try it on a run you know.")


@dataclass(frozen=True)
class Design:
    """Something designed, such as a list of therapies: judged by what it must achieve.

    Parameters
    ----------
    demands : callable
        Takes the answer and the student's case; yields, in order, whether a demand is met and
        the hint where it is not. It may raise ValueError, TypeError or KeyError, whose message
        is then the hint.
    """

    demands: Callable[[Any, Case], Any]

    def judge(self, given: Any, case: Case) -> Verdict:
        """Return the verdict on a design: the first demand that is not met."""
        try:
            for met, hint in self.demands(given, case):
                if not met:
                    return wrong(hint)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            return wrong(f"This cannot be simulated: {error}")
        return RIGHT


@dataclass(frozen=True)
class Prose:
    """A short answer in words, which a person grades by a rubric.

    Parameters
    ----------
    mentions : dict of str to str
        Words, separated by "|", of which the answer should use one, and the hint if it does not.
    """

    mentions: Mapping[str, str] = field(default_factory=dict)

    def judge(self, given: Any, case: Case) -> Verdict:
        """Return whether the answer is long enough and on the subject; a person does the rest."""
        if not isinstance(given, str):
            return wrong("Write your answer as text between the quotation marks.")
        if len(given.split()) < FEWEST_WORDS:
            return wrong(f"Write at least {FEWEST_WORDS} words.")
        for words, hint in self.mentions.items():
            if not any(word in given.lower() for word in words.split("|")):
                return wrong(hint)
        return Verdict(True, "Right in form. Your instructor reads and grades what you wrote.")


Task = Number | Choice | Function | Design | Prose


def judge(task: Task, given: Any, case: Case) -> Verdict:
    """Return the verdict on an answer; dots, None and empty text are no answer yet."""
    if given is None or given is ... or (isinstance(given, str) and not given.strip("… .")):
        return NOT_YET
    return task.judge(given, case)
