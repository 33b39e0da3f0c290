"""The clinical targets: what was measured, and what the model answers to the same question.

Each row of `data/clinical_targets.csv` says in its `setup` which run answers it; that sentence is
read in `setups.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from . import therapies as therapy_classes
from .parameter_table import read_table
from .patient import Patient
from .setups import percent_change, question
from .simulation import run
from .solver import Solver
from .therapies import Estradiol
from .therapy import Therapy
from .trajectory import Trajectory

DAYS_PER_YEAR = 365.25
RUN_START = -10.0
# What only the treated woman takes, and what her twin takes too.
Arm = tuple[tuple[Therapy, ...], tuple[Therapy, ...]]


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
        self._parameters = parameters
        self._run = cache(self._simulate)

    def __call__(self, target: Target) -> float:
        """Return what the model answers to a target, in the target's unit."""
        if target.id in BLUNTING:
            return self._blunting(BLUNTING[target.id])
        asked = question(target.setup)
        return asked.answer(self._run(asked.given, asked.shared), self._run((), asked.shared))

    def _simulate(self, given: tuple[Therapy, ...], shared: tuple[Therapy, ...]) -> Trajectory:
        """Run with what one takes and what both take; the past is the untreated twin's."""
        return run(
            Patient(),
            (*given, *shared),
            start=RUN_START,
            stop=_last_read()[given, shared] if given else max(_last_read().values()),
            parameters=self._parameters,
            solver=Solver(),
            past=self._run((), shared) if given else None,
        )

    def _blunting(self, blocker: Callable[..., Therapy]) -> float:
        """Per cent by which a blocker blunts the rise of CTX after estrogen is withdrawn."""
        rises = [
            percent_change(self._run(given, ()), "ctx", WITHDRAWAL, REBOUND)
            for given in _withdrawn(blocker)
        ]
        return 100 * (1 - rises[1] / rises[0])


# Sixty days of estradiol, and three weeks without.
WITHDRAWAL, REBOUND = (5 + days / DAYS_PER_YEAR for days in (60, 81))
BLUNTING: dict[str, Callable[..., Therapy]] = {
    "T115": therapy_classes.Anakinra,
    "T116": therapy_classes.Etanercept,
}


def _withdrawn(blocker: Callable[..., Therapy]) -> list[tuple[Therapy, ...]]:
    """Return what is taken without a blocker and with it."""
    estradiol = Estradiol(patch_ug_per_day=100, start=5, stop=WITHDRAWAL)
    return [(estradiol,), (estradiol, blocker(start=WITHDRAWAL))]


@cache
def _last_read() -> Mapping[Arm, float]:
    """Return for each arm the last moment that is read."""
    last: dict[Arm, float] = {
        (given, ()): REBOUND for each in BLUNTING.values() for given in _withdrawn(each)
    }
    for target in simulated_targets():
        if target.id not in BLUNTING:
            asked = question(target.setup)
            arm = asked.given, asked.shared
            last[arm] = max(asked.last, last.get(arm, RUN_START))
    return last
