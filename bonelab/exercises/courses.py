"""What a list of therapies gives when: for tasks in which a course of treatment is designed."""

from collections import Counter
from itertools import pairwise


def spans(therapies, start, stop):
    """Yield the years between two switches, and what is given then, added up by model input."""
    switches = {t for therapy in therapies for t in therapy.switches(stop) if start < t < stop}
    for begin, end in pairwise(sorted({start, stop} | switches)):
        given = Counter()
        for therapy in therapies:
            given.update(therapy.level() if therapy.active(begin) else {})
        yield end - begin, given


def unopposed(given):
    """Return whether an estrogen is given without a progestogen."""
    return given["patch_estradiol"] > 0 and not given["progestogen"]
