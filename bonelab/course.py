"""The course of a run before it is solved: spans of time in which no therapy switches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .interventions import cut_parameters, held_nodes
from .parameter_table import completed
from .patient import Patient
from .schedule import check_therapies, distinct, injected_at, inputs_at, switches
from .therapy import Therapy


@dataclass(frozen=True)
class Segment:
    """A span of time with constant therapies.

    Attributes
    ----------
    start, stop : float
        Years from the final menstrual period.
    inputs : mapping of str to float
        What the patient and the therapies set from outside.
    injected : float
        What is put under the skin at `start`, in mg.
    corners : tuple of float
        Times at which a slope of an input changes, which a solver should not step across.
    at_rest : bool
        Whether nothing has happened to her yet.
    """

    start: float
    stop: float
    inputs: Mapping[str, float]
    injected: float = 0.0
    corners: tuple[float, ...] = ()
    at_rest: bool = False


@dataclass(frozen=True)
class Course:
    """All spans from health to the end of a run, and the parameters of the run.

    Attributes
    ----------
    segments : list of Segment
        The last has no length: at the very end the value to the right is reported, too.
    switches : list of float
        When a therapy changes.
    parameters : dict of str to float
        Completed, see `bonelab.parameter_table.completed`, with what is cut set to zero.
    hold : dict of str to float
        Nodes that stay at a value.
    """

    segments: list[Segment]
    switches: list[float]
    parameters: dict[str, float]
    hold: dict[str, float]


def plan(
    patient: Patient | None,
    therapies: Iterable[Therapy] | Therapy,
    start: float,
    stop: float,
    cut: Iterable[str] = (),
    hold: Mapping[str, float] | None = None,
    parameters: Mapping[str, float] | None = None,
) -> Course:
    """Return the course from health to `stop`; it begins at `start` or before.

    Raises
    ------
    ValueError, KeyError
        If an argument is not allowed; the message says what is.
    """
    patient = woman(patient)
    given = check_therapies(therapies, patient, stop)
    values = completed(parameters)
    held = held_nodes(hold)
    cuts = cut_parameters(cut, values, held)

    switch_times = switches(given, stop)
    # Until something first happens she stays in health, where nothing moves.
    corners = sorted(patient.turns(values))
    first = min([stop, *corners, *switch_times])
    if held or cuts:
        first = patient.origin
    begin = max(patient.origin, min(start, first))
    turns = [first, *patient.surgery(), *switch_times]
    breaks = distinct([begin, *(t for t in turns if begin < t < stop), stop])
    doses = injected_at(breaks, given, stop)
    segments = [
        Segment(
            left,
            right,
            inputs_at(left, patient, given),
            dose,
            tuple(t for t in corners if left < t < right),
            at_rest=right <= first,
        )
        for left, right, dose in zip(breaks[:-1], breaks[1:], doses[:-1], strict=True)
    ]
    segments.append(Segment(stop, stop, inputs_at(stop, patient, given)))
    return Course(segments, switch_times, values, held)


def woman(patient: Patient | None) -> Patient:
    """Return the patient, or natural menopause at 51 if none is given."""
    patient = Patient() if patient is None else patient
    if not isinstance(patient, Patient):
        raise ValueError(f"patient={patient!r} is not a Patient: write Patient(...).")
    return patient
