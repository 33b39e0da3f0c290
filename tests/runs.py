"""Runs that several tests read, each made once."""

from functools import cache

import bonelab as bl


@cache
def _run(patient, therapies, cut, hold, start, stop):
    return bl.simulate(patient, therapies, start=start, stop=stop, cut=cut, hold=dict(hold))


def run(*therapies, menopause="natural", ageing=True, age=51, cut=(), hold=None, start=-5, stop=20):
    """Return a run; asked for again, it is the same object."""
    patient = bl.Patient(menopause=menopause, age_at_menopause=age, ageing=ageing)
    held = tuple(sorted((hold or {}).items()))
    return _run(patient, therapies, tuple(cut), held, start, stop)
