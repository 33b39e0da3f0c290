"""Therapies on the timeline: what is given at a moment, and which combinations are refused."""

import bisect
import math
from collections.abc import Iterable
from typing import Any

from . import messages
from . import therapies as every_therapy
from .model import network
from .patient import Patient
from .therapies import AromataseInhibitor, GnRHAgonist
from .therapy import Therapy

# Two times closer than this, in years, are one moment: a thirtieth of a second.
SAME_MOMENT = 1e-9
# Inputs that are doses add up; all others are given or not.
DOSES = (
    "patch_estradiol",
    "oral_estradiol",
    "conjugated_estrogens",
    "testosterone_patch",
    "raloxifene",
    "tamoxifen",
    "bazedoxifene",
    "lasofoxifene",
    "alendronate_weekly",
)


def check_therapies(therapies: Any, patient: Patient, stop: float) -> list[Therapy]:
    """Return the therapies as a list.

    Raises
    ------
    ValueError
        If one is not a therapy, begins before the run, or must not be given alone.
    """
    given = [therapies] if isinstance(therapies, Therapy) else therapies
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise ValueError(f"therapies={therapies!r} is not a list of therapies.")
    given = list(given)
    for therapy in given:
        if not isinstance(therapy, Therapy):
            raise ValueError(
                f"therapies: {therapy!r} is not a therapy; write for instance Raloxifene()."
                f"{messages.nearest(therapy, _names())}"
            )
        if therapy.start < patient.origin:
            raise ValueError(
                f"{therapy.name}(start={therapy.start!r}) is not allowed: the run begins at "
                f"{patient.origin:g} years (age {patient.YOUNG_ADULT_AGE})."
            )
    for therapy in given:
        if isinstance(therapy, AromataseInhibitor):
            _check_ovaries_silent(therapy, given, patient, stop)
    return given


def _names() -> list[str]:
    """Return the names of all therapies."""
    return [
        name
        for name, kind in vars(every_therapy).items()
        if isinstance(kind, type) and issubclass(kind, Therapy)
    ]


def _check_ovaries_silent(
    inhibitor: Therapy, given: list[Therapy], patient: Patient, stop: float
) -> None:
    """Refuse an aromatase inhibitor while the ovaries work and no GnRH agonist is given."""
    end = stop if inhibitor.stop is None else min(inhibitor.stop, stop)
    if patient.menopause is not None:
        end = min(end, 0.0)
    covered = inhibitor.start
    for agonist in sorted((t for t in given if isinstance(t, GnRHAgonist)), key=lambda t: t.start):
        if agonist.start <= covered:
            covered = max(covered, end if agonist.stop is None else agonist.stop)
    if covered < end:
        raise ValueError(
            f"AromataseInhibitor(start={inhibitor.start!r}) before menopause without a "
            "GnRHAgonist over the same time is not allowed: when aromatase is blocked the "
            "pituitary drives the ovaries harder, and they answer. Add GnRHAgonist(start=..., "
            "stop=...) or start later."
        )


def switches(therapies: list[Therapy], until: float) -> list[float]:
    """Return the times at which any therapy changes, up to and with `until`."""
    times = {float(t) for therapy in therapies for t in therapy.switches(until)}
    return sorted(t for t in times if t <= until)


def inputs_at(time: float, patient: Patient, therapies: list[Therapy]) -> dict[str, float]:
    """Return every model input at a moment, just after any switch there."""
    values = {**network.INPUTS, **patient.inputs()}
    for therapy in therapies:
        if therapy.active(time):
            for name, level in therapy.level().items():
                values[name] = values[name] + level if name in DOSES else max(values[name], level)
    return values


def injected_at(times: list[float], therapies: list[Therapy], until: float) -> list[float]:
    """Return what is injected at each of these times, in mg, of all injections before `until`."""
    doses = [0.0] * len(times)
    for therapy in therapies:
        for when, mg in therapy.injections(until).items():
            at = bisect.bisect_left(times, when - SAME_MOMENT)
            if at < len(times) and times[at] <= when + SAME_MOMENT:
                doses[at] += mg
    return doses


def distinct(times: Iterable[float]) -> list[float]:
    """Sort, and of times that are one moment keep the one named first."""
    named = list(times)
    kept: list[int] = []
    before = -math.inf
    for index in sorted(range(len(named)), key=named.__getitem__):
        if named[index] - before > SAME_MOMENT:
            kept.append(index)
        else:
            kept[-1] = min(kept[-1], index)
        before = named[index]
    return [named[index] for index in kept]
