"""Running a patient through time, with therapies, cut edges and held nodes."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from . import messages
from .course import Course, plan, woman
from .healthy import healthy_states
from .model import network
from .patient import Patient
from .schedule import SAME_MOMENT, distinct
from .solver import Solver, advance, solver_for_few_times
from .therapy import Therapy
from .trajectory import Trajectory

MONTHS_PER_YEAR = 12


def simulate(
    patient: Patient | None = None,
    therapies: Iterable[Therapy] | Therapy = (),
    *,
    start: float = -5,
    stop: float = 20,
    cut: Iterable[str] = (),
    hold: Mapping[str, float] | None = None,
    parameters: Mapping[str, float] | None = None,
    engine: str = "plain",
) -> Trajectory:
    """Simulate a woman's bone over time.

    The run begins, unseen, in the healthy young adult, so values at a time never depend on
    `start`: a treated run and its untreated twin share their past.

    Parameters
    ----------
    patient : Patient, optional
        Who is simulated; natural menopause at 51 if not given.
    therapies : list of Therapy, optional
        What she takes.
    start, stop : float
        First and last time shown, in years from the final menstrual period.
    cut : list of str, optional
        Edges ("t_cells -> tnf"): the target sees the source's healthy value. Or nodes
        ("er_alpha", "er_alpha@osteoclasts"): a knock-out.
    hold : dict of str to float, optional
        Nodes that stay at a value, in the unit of the series, from the beginning.
    parameters : dict of str to float, optional
        Parameters with a value other than the table's, within their range.
    engine : {"plain", "fast"}
        What solves the equations: plain Python everywhere; or, with the same result sooner, a
        compiled solver, which needs `pip install "bonelab[fast]"`.

    Returns
    -------
    Trajectory
        Series by name on `trajectory.time`, and `trajectory.at(t)`.

    Raises
    ------
    ValueError, KeyError
        If an argument is not allowed; the message says what is.
    ImportError
        If the engine is not installed.
    SolverError
        If the solver fails.
    """
    return run(
        patient,
        therapies,
        start=start,
        stop=stop,
        cut=cut,
        hold=hold,
        parameters=parameters,
        solver=Solver(engine),
    )


def run(
    patient: Patient | None = None,
    therapies: Iterable[Therapy] | Therapy = (),
    *,
    start: float = -5,
    stop: float = 20,
    cut: Iterable[str] = (),
    hold: Mapping[str, float] | None = None,
    parameters: Mapping[str, float] | None = None,
    solver: Solver,
    past: Trajectory | None = None,
) -> Trajectory:
    """Simulate as `simulate` does, with a solver of one's own: `Solver("plain", 1e-10, 1e-12)`.

    What the run has in common with `past`, its untreated twin for instance, is not solved again.
    """
    patient = woman(patient)
    start, stop = _span(patient, start, stop)
    course = plan(patient, therapies, start, stop, cut, hold, parameters)
    outputs = np.array(_output_times(start, stop, [t for t in course.switches if t >= start]))
    states, counts = _follow(course, outputs, solver, past)
    segment_of = np.repeat(np.arange(len(counts)), counts)
    return Trajectory(outputs, states, segment_of, course, solver)


def states_at(
    patient: Patient | None,
    therapies: Iterable[Therapy] | Therapy,
    times: Sequence[float],
    *,
    cut: Iterable[str] = (),
    hold: Mapping[str, float] | None = None,
    parameters: Mapping[str, float] | None = None,
    engine: str = "plain",
) -> np.ndarray:
    """Return the states at a few times only: what many runs need, as in a cohort or a fit.

    Parameters
    ----------
    patient, therapies, cut, hold, parameters, engine
        As for `simulate`.
    times : sequence of float
        Ascending, in years from the final menstrual period. The run ends at the last of them.

    Returns
    -------
    array
        One row a time, one column a state, in the order of `model.network.RATES`; at a switch
        the value to its right.

    Raises
    ------
    ValueError, KeyError, ImportError, SolverError
        As `simulate`.
    """
    patient = woman(patient)
    if len(times):
        _in_her_life(patient, times=times[0]), _in_her_life(patient, times=times[-1])
    outputs = np.array(times, dtype=float)
    if not len(outputs) or not (np.diff(outputs) > SAME_MOMENT).all():
        raise ValueError(f"times={list(times)!r} is not allowed: give times, each after the last.")
    course = plan(patient, therapies, outputs[0], outputs[-1], cut, hold, parameters)
    return _follow(course, outputs, solver_for_few_times(engine))[0]


def _follow(
    course: Course, outputs: np.ndarray, solver: Solver, past: Trajectory | None = None
) -> tuple[np.ndarray, list[int]]:
    """Solve all segments; return the states at `outputs`, and how many lie in each segment."""
    depot = list(network.RATES).index("denosumab_depot")
    state = np.array(list(healthy_states(course.parameters).values()))
    states = np.empty((len(outputs), len(state)))
    # What lies before the first segment's end, the second's, and so on; and all that is left.
    ends = np.array([segment.stop for segment in course.segments]) - SAME_MOMENT
    ends[-1] = np.inf
    counts, first = [], 0
    if past is not None and (past.parameters, past.hold, past.solver) != (
        course.parameters,
        course.hold,
        solver,
    ):
        past = None
    for segment, last in zip(course.segments, outputs.searchsorted(ends).tolist(), strict=True):
        known = past.solved(segment, outputs[first:last]) if past is not None else None
        if known:
            states[first:last], state = known
        else:
            past = None  # from here on all is new
            if segment.injected:
                state = state.copy()
                state[depot] += segment.injected
            times = np.concatenate([[segment.start], outputs[first:last], [segment.stop]])
            solution = advance(segment, state, times, course.parameters, course.hold, solver)
            states[first:last] = solution[1:-1]
            state = solution[-1]
        counts.append(last - first)
        first = last
    return states, counts


def _span(patient: Patient, start: float, stop: float) -> tuple[float, float]:
    first, last = _in_her_life(patient, start=start), _in_her_life(patient, stop=stop)
    messages.number("stop", stop, above=first, unit="years (start)")
    return first, last


def _in_her_life(patient: Patient, **argument: float) -> float:
    """Return the one argument as a time from young adulthood to the greatest age."""
    ((name, value),) = argument.items()
    latest = patient.LATEST_AGE - float(patient.age_at_menopause)
    unit = f"years (age {patient.YOUNG_ADULT_AGE} to {patient.LATEST_AGE})"
    return messages.number(name, value, patient.origin, latest, unit)


def _output_times(start: float, stop: float, switch_times: list[float]) -> list[float]:
    """Months from the start, every switch, and the end."""
    months = int((stop - start) * MONTHS_PER_YEAR + SAME_MOMENT)
    monthly = [start + month / MONTHS_PER_YEAR for month in range(months + 1)]
    inside = [t for t in switch_times if t < stop]
    # Switches come first, so that of two times that are one moment the exact one stays.
    return distinct([start, *inside, stop, *monthly])
