"""What a clinical target asks, read from the sentence in its `setup`.

The sentence says which run answers and what is read from it, so what is computed is what is
written.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from . import therapies as therapy_classes
from .clinic import fracture_ratio
from .therapies import CalciumVitaminD
from .therapy import Therapy
from .trajectory import Trajectory

# A change is taken from the moment before: a hundred-millionth of a year, a third of a second.
MOMENT = 1e-8
NUMBER = r"-?\d+(?:\.\d+)?"
TIME = rf"({NUMBER}(?: \+ {NUMBER}(?: months)?)?)"

Reading = Callable[[Trajectory, Trajectory], float]


@dataclass(frozen=True)
class Question:
    """What is asked of a treated run and its untreated twin.

    Attributes
    ----------
    given : tuple of Therapy
        What only the treated woman takes.
    shared : tuple of Therapy
        What both take.
    read : callable
        Takes the treated run and the untreated one and returns the answer.
    last : float
        The last moment that is read, in years from the final menstrual period.
    beyond_twin : bool
        Whether the twin's own answer is taken off.
    """

    given: tuple[Therapy, ...]
    shared: tuple[Therapy, ...]
    read: Reading
    last: float
    beyond_twin: bool

    def answer(self, treated: Trajectory, untreated: Trajectory) -> float:
        """Return the answer, in the unit of the target."""
        answer = self.read(treated, untreated)
        return answer - self.read(untreated, untreated) if self.beyond_twin else answer


@cache
def question(setup: str) -> Question:
    """Read a setup.

    Raises
    ------
    ValueError
        If it is not understood.
    """
    shared: tuple[Therapy, ...] = ()
    if match := re.search(rf"with CalciumVitaminD\(start=({NUMBER})\)", setup):
        shared = (CalciumVitaminD(start=float(match[1])),)
    given: tuple[Therapy, ...] = ()
    if match := re.search(rf"treatment from ({NUMBER}): ([^;]+)", setup):
        start = float(match[1])
        given = tuple(_therapy(text, start) for text in match[2].split(" with "))
    read, last = _reading(setup)
    return Question(given, shared, read, last, "difference to the untreated twin" in setup)


def _therapy(text: str, start: float) -> Therapy:
    """Read a therapy as it is written, and start it."""
    match = re.fullmatch(r"(\w+)\((?:(\w+)=([\d.]+))?\)", text.strip())
    if match is None:
        raise ValueError(f"not a therapy: {text!r}")
    dose = {match[2]: float(match[3])} if match[2] else {}
    return getattr(therapy_classes, match[1])(start=start, **dose)


def _reading(setup: str) -> tuple[Reading, float]:
    """Return what is read from the runs, and the last moment of it."""
    if match := re.search(rf"% change of (\w+) from {TIME} to {TIME}", setup):
        start, stop = _time(match[2]), _time(match[3])
        return partial(_change, match[1], start, stop), stop
    if match := re.search(rf"% per year of (\w+) from {TIME} to {TIME}", setup):
        start, stop = _time(match[2]), _time(match[3])
        return partial(_change_a_year, match[1], start, stop), stop
    if match := re.search(
        rf"% per year of (\w+) over ({NUMBER}) months, treatment from ({NUMBER})", setup
    ):
        start = float(match[3])
        stop = start + float(match[2]) / 12
        return partial(_change_a_year, match[1], start, stop), stop
    if match := re.search(rf"(\w+) at {TIME} over (\w+) at {TIME}", setup):
        above, below = (match[1], _time(match[2])), (match[3], _time(match[4]))
        return partial(_ratio, above, below), max(above[1], below[1])
    if match := re.search(r"site='(\w+)', start=(\d+), stop=\d+ \+ (\d+)/12", setup):
        start = float(match[2])
        stop = start + float(match[3]) / 12
        return partial(fracture_ratio, site=match[1], start=start, stop=stop), stop
    if match := re.search(rf"^(\w+) at {TIME}", setup):
        time = _time(match[2])
        return partial(_value, match[1], time), time
    raise ValueError(f"this setup is not understood: {setup!r}")


def percent_change(run: Trajectory, series: str, start: float, stop: float) -> float:
    """Per cent change of a series, both ends from the moment before."""
    before, after = run.at(start - MOMENT)[series], run.at(stop - MOMENT)[series]
    return 100 * (after / before - 1)


def _change(series: str, start: float, stop: float, treated: Trajectory, _: Trajectory) -> float:
    return percent_change(treated, series, start, stop)


def _change_a_year(
    series: str, start: float, stop: float, treated: Trajectory, _: Trajectory
) -> float:
    return percent_change(treated, series, start, stop) / (stop - start)


def _ratio(
    above: tuple[str, float], below: tuple[str, float], treated: Trajectory, _: Trajectory
) -> float:
    (series, now), (other, then) = above, below
    return treated.at(now)[series] / treated.at(then)[other]


def _value(series: str, time: float, treated: Trajectory, _: Trajectory) -> float:
    return treated.at(time)[series]


def _time(text: str) -> float:
    """Read a time: years, with months added where the setup says so."""
    years, _, rest = text.partition(" + ")
    if not rest:
        return float(years)
    number = float(rest.removesuffix(" months"))
    return float(years) + (number / 12 if rest.endswith("months") else number)
