"""What engines are compared by: time in turn, error against a tight reference, libRoadRunner."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np
import roadrunner

import bonelab as bl
from bonelab.healthy import healthy_states
from bonelab.model import network
from bonelab.patient import Patient
from bonelab.solver import Solver

REPEATS = 15
# An error is relative to the largest value of a state or series; this much is allowed.
ALLOWED = 1e-5
# No scale is smaller than this: a drug that is not given stays at zero.
SMALLEST = 1e-9
# From loose to tight.
TOLERANCES = tuple(digit * 10.0**-power for power in range(3, 9) for digit in (10, 5, 2))
EXACT = Solver("plain", 1e-11, 1e-13)
STATES = list(network.RATES)


def error(values: np.ndarray, exact: np.ndarray) -> float:
    """Return the largest error of any column, relative to the column's largest value."""
    axes = tuple(range(exact.ndim - 1))
    scale = np.maximum(np.abs(exact).max(axis=axes), SMALLEST)
    return float((np.abs(values - exact) / scale).max())


def loosest(run: Callable[..., np.ndarray], exact: np.ndarray, proportions: Sequence[float]):
    """Return the tolerances, relative and absolute, at which a run is fast and accurate enough.

    For each proportion of absolute to relative tolerance the loosest that is accurate enough is
    found; of these the one that took the least time counts.
    """
    found = []
    for proportion in proportions:
        for relative in TOLERANCES:
            tolerances = relative, proportion * relative
            if error(run(*tolerances), exact) <= ALLOWED:
                took = min(milliseconds(lambda t=tolerances: run(*t))[1] for _ in range(5))
                found.append((took, tolerances))
                break
    return min(found)[1]


Result = TypeVar("Result")


def milliseconds(run: Callable[[], Result]) -> tuple[Result, float]:
    """Return the result of a run, and how long it took."""
    begin = time.perf_counter()
    result = run()
    return result, 1000 * (time.perf_counter() - begin)


def in_turn(runs: Mapping[str, Callable[[], np.ndarray]], repeats: int = REPEATS):
    """Return the median milliseconds of each run and its last result, all timed in turn."""
    took: dict[str, list[float]] = {name: [] for name in runs}
    results = {name: run() for name, run in runs.items()}  # what is done once, is done
    for _ in range(repeats):
        for name, run in runs.items():
            results[name], passed = milliseconds(run)
            took[name].append(passed)
    return {name: statistics.median(times) for name, times in took.items()}, results


class RoadRunner:
    """libRoadRunner (CVODE) on our SBML of an untreated woman; other women by their parameters."""

    def __init__(self) -> None:
        self.model = roadrunner.RoadRunner(bl.to_sbml(Patient()))
        self.known = set(self.model.model.getGlobalParameterIds())

    def hers(self, patient: Patient, parameters: Mapping[str, float]) -> list[tuple[str, float]]:
        """Return what has to be set for a woman: completed parameters, states, age."""
        values = {**parameters, **patient.inputs(), **healthy_states(parameters)}
        return [
            (name, value)
            for name, value in values.items()
            if name in self.known and self.model[name] != value
        ]

    def run(
        self,
        begin: float,
        times: Sequence[float],
        columns: Sequence[str],
        relative: float,
        absolute: float,
        hers: Sequence[tuple[str, float]] = (),
    ) -> np.ndarray:
        """Return columns at evenly spaced times of the file, from health at `begin` onward."""
        self.model.reset()
        for name, value in hers:
            self.model[name] = value
        integrator = self.model.integrator
        integrator.relative_tolerance, integrator.absolute_tolerance = relative, absolute
        self.model.timeCourseSelections = columns
        if begin < times[0]:
            self.model.simulate(begin, times[0], 2)
        return np.array(self.model.simulate(times[0], times[-1], len(times)))
