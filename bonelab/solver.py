"""Integrating the model over a span in which no therapy switches."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.integrate import odeint

from .model.generated import build

RELATIVE_TOLERANCE = 1e-6
ABSOLUTE_TOLERANCE = 3e-8
Derivative = Callable[[np.ndarray, float], Any]
MOST_STEPS = 3000
# Years: in a quiet span nothing else tells the solver how far to leap.
LONGEST_STEP = 1.0
# A state that changes less than this a year, relative to its size, changes by rounding alone.
STANDSTILL = 1e-11
# Times closer than a third of a millisecond, in years, are one moment.
SAME_MOMENT = 1e-11
# How far below zero rounding may push a state that decays to nothing.
NEGATIVE_ROUNDING = 1e-5
NEARLY_EMPTY = 1e-6


class SolverError(RuntimeError):
    """The solver could not follow the model; the message names the run."""


@dataclass(frozen=True)
class Segment:
    """A span of time with constant therapies; `at_rest` if nothing has happened to her yet."""

    start: float
    stop: float
    inputs: Mapping[str, float]
    at_rest: bool = False


def advance(
    segment: Segment,
    state: np.ndarray,
    times: np.ndarray,
    parameters: Mapping[str, float],
    hold: Mapping[str, float],
) -> np.ndarray:
    """Return the states at `times`, of which the first is where `state` stands.

    Raises
    ------
    SolverError
        If the solver reports a failure, or a state is not finite or not positive.
    """
    # Of times that are one moment the solver sees the first.
    moves = np.concatenate([[True], np.diff(times) > SAME_MOMENT])
    distinct = times[moves]
    if len(distinct) == 1:
        return np.repeat(state[None, :], len(times), axis=0)
    derivative, jacobian = build(parameters, segment.inputs, hold)
    if segment.at_rest:
        change = np.abs(derivative(state, times[0]))
        if (change <= STANDSTILL * np.maximum(state, 1.0)).all():
            return np.repeat(state[None, :], len(times), axis=0)
    if hold:
        derivative = _emptying(derivative)
    solution, reason = _integrate(derivative, jacobian, state, distinct, segment)
    if reason and not hold:
        derivative = _emptying(derivative)
        solution, reason = _integrate(derivative, None, state, distinct, segment)
    if reason:
        raise SolverError(_failed(segment, hold, reason))
    return np.maximum(solution, 0.0)[np.cumsum(moves) - 1]


def _integrate(
    derivative: Derivative,
    jacobian: Callable[..., Any] | None,
    state: np.ndarray,
    times: np.ndarray,
    segment: Segment,
) -> tuple[np.ndarray, str]:
    """Return the states at `times`, and what is wrong with them, if anything is."""
    with warnings.catch_warnings():
        # The report below says more than the warning does.
        warnings.simplefilter("ignore")
        try:
            solution, report = odeint(
                derivative,
                state,
                times,
                Dfun=jacobian,
                full_output=True,
                rtol=RELATIVE_TOLERANCE,
                atol=ABSOLUTE_TOLERANCE,
                mxstep=MOST_STEPS,
                hmax=LONGEST_STEP,
                # Beyond a switch the solver must not look.
                tcrit=[segment.stop] if segment.stop >= times[-1] else None,
            )
        except ArithmeticError as error:
            return state, f"{error}."
    if report["message"] != "Integration successful.":
        return solution, report["message"]
    if not np.isfinite(solution).all():
        return solution, "a state is not finite."
    if solution.min() < -NEGATIVE_ROUNDING:
        return solution, "a state is below zero."
    return solution, ""


def _emptying(derivative: Derivative) -> Derivative:
    """Return the derivative in which a state that is all but empty loses only what is left.

    A cut or a hold may take from a pool without regard to what is in it: precursors that are
    used up at a held rate, or RANKL bound by a held pool.
    """

    def emptying(state: np.ndarray, time: float) -> np.ndarray:
        left = np.clip(state / NEARLY_EMPTY, 0.0, 1.0)
        rates = np.array(derivative(np.maximum(state, 0.0), time))
        return np.where(rates < 0, rates * left, rates)

    return emptying


def _failed(segment: Segment, hold: Mapping[str, float], reason: str) -> str:
    given = {name: value for name, value in segment.inputs.items() if value}
    return (
        f"The solver failed between {segment.start:g} and {segment.stop:g} years: {reason} "
        f"Inputs: {given}. Held: {dict(hold)}."
    )
