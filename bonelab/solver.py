"""Integrating the model over a span in which no therapy switches."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
from scipy.integrate import odeint

from . import messages
from .course import Segment
from .model.generated import build

ENGINES = ("plain", "fast")
Derivative = Callable[[np.ndarray, float], Any]
# Between two outputs.
MOST_STEPS = 3000
# Years: in a quiet span nothing else tells odeint how far to leap.
LONGEST_STEP = 1.0
# The compiled method takes longer steps, so that its error comes nearer to what is allowed: it is
# given this share, and both engines keep about the same distance from the truth.
FAST_SHARE = 0.6
# How much looser it may be where a run is read at few times, as in a cohort: every yearly readout
# stays within 1e-5 of its largest value.
LOOSER = 3.0
# Times closer than a third of a millisecond, in years, are one moment.
SAME_MOMENT = 1e-11
# How far below zero rounding may push a state that decays to nothing.
NEGATIVE_ROUNDING = 1e-5
NEARLY_EMPTY = 1e-6


class SolverError(RuntimeError):
    """The solver could not follow the model; the message names the run."""


@dataclass(frozen=True)
class Solver:
    """How a run is solved.

    Parameters
    ----------
    engine : {"plain", "fast"}
        odeint on plain Python, or what is compiled.
    relative, absolute : float
        Error allowed in a step: relative to each state, and in the unit of each state. The usual
        ones keep every state within 1e-5 of its largest value, and every series within 3e-5.
        1e-10 and 1e-12 are about the tightest that odeint follows.
    """

    engine: str = "plain"
    relative: float = 1e-6
    absolute: float = 3e-8

    def __post_init__(self) -> None:
        """Check that the engine is there."""
        messages.one_of("engine", self.engine, ENGINES)
        if self.engine == "fast":
            _fast()


def solver_for_few_times(engine: str) -> Solver:
    """Return the solver for a run that is read at few times, as in a cohort or a fit."""
    solver = Solver(engine)
    if engine == "fast":
        return Solver(engine, LOOSER * solver.relative, LOOSER * solver.absolute)
    return solver


def advance(
    segment: Segment,
    state: np.ndarray,
    times: np.ndarray,
    parameters: Mapping[str, float],
    hold: Mapping[str, float],
    solver: Solver,
) -> np.ndarray:
    """Return the states at `times`, of which the first is where `state` stands.

    Raises
    ------
    SolverError
        If the solver reports a failure, or a state is not finite or not positive.
    """
    # Of times that are one moment the solver sees the first.
    moves = np.ones(len(times), dtype=bool)
    moves[1:] = times[1:] - times[:-1] > SAME_MOMENT
    distinct = times[moves]
    if segment.at_rest or len(distinct) == 1:
        return np.repeat(state[None, :], len(times), axis=0)
    solution, reason = state, "The fast engine holds no nodes."
    if solver.engine == "fast" and not hold:
        solution, reason = _integrate_fast(segment, state, distinct, parameters, solver)
    if reason:
        derivative, jacobian = build(parameters, segment.inputs, hold)
        if hold:
            derivative = _emptying(derivative)
        solution, reason = _integrate(derivative, jacobian, state, distinct, segment, solver)
    if reason and not hold:
        derivative = _emptying(derivative)
        solution, reason = _integrate(derivative, None, state, distinct, segment, solver)
    if reason:
        raise SolverError(_failed(segment, hold, reason))
    solution = np.maximum(solution, 0.0)
    return solution if moves.all() else solution[np.cumsum(moves) - 1]


@cache
def _fast() -> ModuleType:
    """Return the compiled engine, which needs an extra."""
    try:
        from . import engine_fast
    except ModuleNotFoundError as error:
        raise ImportError(
            f"engine='fast' needs {error.name}, which is not installed. Install it with "
            'pip install "bonelab[fast]", or leave engine out.'
        ) from error
    return engine_fast


def _integrate_fast(
    segment: Segment,
    state: np.ndarray,
    times: np.ndarray,
    parameters: Mapping[str, float],
    solver: Solver,
) -> tuple[np.ndarray, str]:
    """Return the states at `times`, and what is wrong with them, if anything is."""
    solution, complete = _fast().solve(
        parameters,
        segment.inputs,
        state,
        times,
        segment.corners,
        relative=FAST_SHARE * solver.relative,
        absolute=FAST_SHARE * solver.absolute,
        most_steps=MOST_STEPS * len(times),
    )
    return solution, _complaint(solution) if complete else "The steps were too many or too short."


def _integrate(
    derivative: Derivative,
    jacobian: Callable[..., Any] | None,
    state: np.ndarray,
    times: np.ndarray,
    segment: Segment,
    solver: Solver,
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
                rtol=solver.relative,
                atol=solver.absolute,
                mxstep=MOST_STEPS,
                hmax=LONGEST_STEP,
                # Beyond a switch the solver must not look.
                tcrit=[segment.stop] if segment.stop >= times[-1] else None,
            )
        except ArithmeticError as error:
            return state, f"{error}."
    if report["message"] != "Integration successful.":
        return solution, report["message"]
    return solution, _complaint(solution)


def _complaint(solution: np.ndarray) -> str:
    if not np.isfinite(solution).all():
        return "a state is not finite."
    if solution.min() < -NEGATIVE_ROUNDING:
        return "a state is below zero."
    return ""


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
