"""Running a patient through time, with therapies, cut edges and held nodes."""

from collections.abc import Iterable, Mapping

import numpy as np

from . import messages
from .healthy import healthy_states
from .interventions import cut_parameters, held_nodes
from .model import network
from .parameter_table import completed
from .patient import Patient
from .schedule import check_therapies, inputs_at, switches
from .solver import Segment, advance
from .therapy import Therapy
from .trajectory import Trajectory

MONTHS_PER_YEAR = 12
# Two times closer than this are one moment: a thirtieth of a second.
SAME_MOMENT = 1e-9


def simulate(
    patient: Patient | None = None,
    therapies: Iterable[Therapy] | Therapy = (),
    *,
    start: float = -5,
    stop: float = 20,
    cut: Iterable[str] = (),
    hold: Mapping[str, float] | None = None,
    parameters: Mapping[str, float] | None = None,
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

    Returns
    -------
    Trajectory
        Series by name on `trajectory.time`, and `trajectory.at(t)`.

    Raises
    ------
    ValueError, KeyError
        If an argument is not allowed; the message says what is.
    SolverError
        If the solver fails.
    """
    patient = Patient() if patient is None else patient
    if not isinstance(patient, Patient):
        raise ValueError(f"patient={patient!r} is not a Patient: write Patient(...).")
    start, stop = _span(patient, start, stop)
    given = check_therapies(therapies, patient, stop)
    values = completed(parameters)
    held = held_nodes(hold)
    cuts = cut_parameters(cut, values, held)

    switch_times = switches(given, stop)
    outputs = _output_times(start, stop, [t for t in switch_times if t >= start])
    # Until something first happens she stays in health, where nothing moves.
    first = min([stop, *patient.leaves_health(values), *switch_times])
    if held or cuts:
        first = patient.origin
    begin = max(patient.origin, min(start, first))
    turns = [first, *patient.surgery(), *switch_times]
    breaks = _distinct([begin, *(t for t in turns if begin < t < stop), stop])
    state = np.array(list(healthy_states(values).values()))
    segments, states, segment_of = [], [], []
    for left, right in zip(breaks[:-1], breaks[1:], strict=True):
        segment = Segment(left, right, inputs_at(left, patient, given), at_rest=right <= first)
        state = _inject(state, left, given, stop)
        inside = outputs[(outputs >= left - SAME_MOMENT) & (outputs < right - SAME_MOMENT)]
        times = np.concatenate([[left], inside, [right]])
        solution = advance(segment, state, times, values, held)
        state = solution[-1]
        if len(inside):
            segments.append(segment)
            states.append(solution[1:-1])
            segment_of += [len(segments) - 1] * len(inside)
    # At the very end the value to the right is reported, too.
    segments.append(Segment(stop, stop, inputs_at(stop, patient, given)))
    states.append(state[None, :])
    segment_of.append(len(segments) - 1)
    return Trajectory(outputs, np.concatenate(states), np.array(segment_of), segments, values, held)


def _span(patient: Patient, start: float, stop: float) -> tuple[float, float]:
    earliest = patient.origin
    latest = patient.LATEST_AGE - float(patient.age_at_menopause)
    unit = f"years (age {patient.YOUNG_ADULT_AGE} to {patient.LATEST_AGE})"
    first = messages.number("start", start, earliest, latest, unit)
    last = messages.number("stop", stop, earliest, latest, unit)
    messages.number("stop", stop, above=first, unit="years (start)")
    return first, last


def _output_times(start: float, stop: float, switch_times: list[float]) -> np.ndarray:
    """Months from the start, every switch, and the end."""
    months = int((stop - start) * MONTHS_PER_YEAR + SAME_MOMENT)
    monthly = [start + month / MONTHS_PER_YEAR for month in range(months + 1)]
    inside = [t for t in switch_times if t < stop]
    # Switches come first, so that of two times that are one moment the exact one stays.
    return _distinct([start, *inside, stop, *monthly])


def _distinct(times: Iterable[float]) -> np.ndarray:
    """Sort, and of times that are one moment keep the one named first."""
    named = np.array(list(times))
    order = np.argsort(named, kind="stable")
    moments = np.flatnonzero(np.diff(named[order], prepend=-np.inf) > SAME_MOMENT)
    return named[np.minimum.reduceat(order, moments)]


def _inject(state: np.ndarray, time: float, therapies: list[Therapy], stop: float) -> np.ndarray:
    """Add what is injected at this moment to the depot under the skin."""
    dose = sum(
        mg
        for therapy in therapies
        for when, mg in therapy.injections(stop).items()
        if abs(when - time) <= SAME_MOMENT
    )
    if not dose:
        return state
    depot = list(network.RATES).index("denosumab_depot")
    state = state.copy()
    state[depot] += dose
    return state
