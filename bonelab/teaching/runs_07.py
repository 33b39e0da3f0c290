"""Runs of lesson 7: a receptor lost or a node held, and what becomes of bone."""

from bonelab import Patient, simulate
from bonelab.parameter_table import hold_ranges

# A woman without ageing. What is cut or held begins with her run, at year -5.
WOMAN, BEGIN, YEARS = Patient(menopause=None, age_at_menopause=30, ageing=False), -5, 5
KINDS = ("trabecular", "cortical")
READERS = {
    "osteoclasts": "osteoclasts",
    "osteoblasts": "osteoblasts",
    "osteocytes": "osteocytes",
    "t_cells": "T cells",
    "trabecular": "progenitors of trabecular bone",
    "cortical": "progenitors of cortical bone",
}
NO_ESTROGEN = {"estradiol": 0.0, "estradiol_local": 0.0}
# As high as the model lets them be held: an illustration, not a measurement.
RAISED = {name: hold_ranges()[name].high for name in ("estradiol", "testosterone")}
REMOVED = {"ovariectomy": 1.0}


def later(*cut, hold=None, years=YEARS):
    """Return every series of a woman some years after something was cut or held."""
    return simulate(WOMAN, start=BEGIN, stop=BEGIN + years, cut=cut, hold=hold).at(BEGIN + years)


def changes(now, before=None):
    """Return the change in % of both compartments, from health or from another state."""
    return tuple(
        100 * (now[f"bone_volume_{kind}"] / (before or {}).get(f"bone_volume_{kind}", 1) - 1)
        for kind in KINDS
    )
