"""The clinical targets: what was measured, and what the model answers to the same question.

Each row of `data/clinical_targets.csv` says in its `setup` which run answers it. That sentence
is read here, so that what is computed is what is written.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from . import therapies as therapy_classes
from .clinic import fracture_ratio
from .parameter_table import read_table
from .patient import Patient
from .simulation import simulate
from .therapies import CalciumVitaminD
from .therapy import Therapy
from .trajectory import Trajectory

DAYS_PER_YEAR = 365.25
# A change is taken from the moment before: a hundred-millionth of a year, a third of a second.
MOMENT = 1e-8
RUN_START = -10.0
RUN_STOP = 26.0

NUMBER = r"-?\d+(?:\.\d+)?"
TIME = rf"({NUMBER}(?: \+ {NUMBER}(?: months)?)?)"


@dataclass(frozen=True)
class Target:
    """One measured value and the interval in which the model should answer."""

    id: str
    role: str
    quantity: str
    arm: str
    site: str
    time: str
    value: float
    unit: str
    low: float
    high: float
    setup: str
    source: str

    def holds(self, answer: float) -> bool:
        """Whether an answer lies inside the interval."""
        return self.low <= answer <= self.high


# Which therapies make a group of targets; the first group that fits counts.
GROUPS = {
    "Hormone therapy": "Estradiol ConjugatedEstrogens",
    "SERMs": "Raloxifene Tamoxifen Bazedoxifene Lasofoxifene",
    "Alendronate and denosumab": "Alendronate Denosumab",
}
FRACTURES, UNTREATED = "Fractures", "Without treatment"
RATIOS = ("RR", "HR", "RH")


def group(target: Target) -> str:
    """Return the group of a target: by what is treated, or all fractures together."""
    if target.unit in RATIOS:
        return FRACTURES
    for name, classes in GROUPS.items():
        if target.id not in BLUNTING and any(
            f"{each}(" in target.setup for each in classes.split()
        ):
            return name
    return "Cytokine blockers" if target.id in BLUNTING else UNTREATED


def simulated_targets(role: str | None = None) -> list[Target]:
    """Return the targets that a run answers, all or those of one role (`fit` or `check`)."""
    rows = [row for row in read_table("clinical_targets.csv") if row["kind"] == "simulated"]
    return [
        Target(
            id=row["id"],
            role=row["role"],
            quantity=row["quantity"],
            arm=row["population_or_arm"],
            site=row["site"],
            time=row["time"],
            value=float(row["value"]),
            unit=row["unit"],
            low=float(row["accept_low"]),
            high=float(row["accept_high"]),
            setup=row["setup"],
            source=f"{row['source']} {row['year']}".strip(),
        )
        for row in rows
        if role in (None, row["role"])
    ]


class Answers:
    """Answers the targets with one set of parameters; every run is made once."""

    def __init__(self, parameters: Mapping[str, float] | None = None) -> None:
        self._run = cache(lambda given: self._simulate(given, parameters))

    @staticmethod
    def _simulate(given: tuple[Therapy, ...], parameters: Mapping[str, float] | None) -> Trajectory:
        return simulate(Patient(), given, start=RUN_START, stop=RUN_STOP, parameters=parameters)

    def __call__(self, target: Target) -> float:
        """Return what the model answers to a target, in the target's unit."""
        if target.id in BLUNTING:
            return self._blunting(BLUNTING[target.id])
        treated, untreated = self._runs(target.setup)
        answer = _read(target.setup, treated, untreated)
        if "difference to the untreated twin" in target.setup:
            answer -= _read(target.setup, untreated, untreated)
        return answer

    def _runs(self, setup: str) -> tuple[Trajectory, Trajectory]:
        """Return the treated run and its untreated twin."""
        shared: tuple[Therapy, ...] = ()
        if match := re.search(rf"with CalciumVitaminD\(start=({NUMBER})\)", setup):
            shared = (CalciumVitaminD(start=float(match[1])),)
        given: list[Therapy] = []
        if match := re.search(rf"treatment from ({NUMBER}): ([^;]+)", setup):
            given = [_therapy(text, float(match[1])) for text in match[2].split(" with ")]
        return self._run((*given, *shared)), self._run(shared)

    def _blunting(self, blocker: Callable[..., Therapy]) -> float:
        """Per cent by which a blocker blunts the rise of CTX after estrogen is withdrawn."""
        withdrawal = 5 + 60 / DAYS_PER_YEAR
        estradiol = therapy_classes.Estradiol(patch_ug_per_day=100, start=5, stop=withdrawal)
        rises = []
        for given in ((estradiol,), (estradiol, blocker(start=withdrawal))):
            run = self._run(given)
            rises.append(_change(run, "ctx", withdrawal, 5 + 81 / DAYS_PER_YEAR))
        return 100 * (1 - rises[1] / rises[0])


BLUNTING: dict[str, Callable[..., Therapy]] = {
    "T115": therapy_classes.Anakinra,
    "T116": therapy_classes.Etanercept,
}


def _therapy(text: str, start: float) -> Therapy:
    """Read a therapy as it is written, and start it."""
    match = re.fullmatch(r"(\w+)\((?:(\w+)=([\d.]+))?\)", text.strip())
    if match is None:
        raise ValueError(f"not a therapy: {text!r}")
    dose = {match[2]: float(match[3])} if match[2] else {}
    return getattr(therapy_classes, match[1])(start=start, **dose)


def _read(setup: str, treated: Trajectory, untreated: Trajectory) -> float:
    """Answer the question of a setup from its runs."""
    if match := re.search(rf"% change of (\w+) from {TIME} to {TIME}", setup):
        return _change(treated, match[1], _time(match[2]), _time(match[3]))
    if match := re.search(rf"% per year of (\w+) from {TIME} to {TIME}", setup):
        start, stop = _time(match[2]), _time(match[3])
        return _change(treated, match[1], start, stop) / (stop - start)
    if match := re.search(
        rf"% per year of (\w+) over ({NUMBER}) months, treatment from ({NUMBER})", setup
    ):
        start, years = float(match[3]), float(match[2]) / 12
        return _change(treated, match[1], start, start + years) / years
    if match := re.search(rf"(\w+) at {TIME} over (\w+) at {TIME}", setup):
        return treated.at(_time(match[2]))[match[1]] / treated.at(_time(match[4]))[match[3]]
    if match := re.search(r"site='(\w+)', start=(\d+), stop=\d+ \+ (\d+)/12", setup):
        start = float(match[2])
        stop = start + float(match[3]) / 12
        return fracture_ratio(treated, untreated, site=match[1], start=start, stop=stop)
    if match := re.search(rf"^(\w+) at {TIME}", setup):
        return treated.at(_time(match[2]))[match[1]]
    raise ValueError(f"this setup is not understood: {setup!r}")


def _change(run: Trajectory, series: str, start: float, stop: float) -> float:
    """Per cent change of a series, both ends from the moment before."""
    before, after = run.at(start - MOMENT)[series], run.at(stop - MOMENT)[series]
    return 100 * (after / before - 1)


def _time(text: str) -> float:
    """Read a time: years, with months added where the setup says so."""
    years, _, rest = text.partition(" + ")
    if not rest:
        return float(years)
    number = float(rest.removesuffix(" months"))
    return float(years) + (number / 12 if rest.endswith("months") else number)
