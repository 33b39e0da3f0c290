"""The runs behind the predictions of lesson 2. Ageing is off: estrogen moves what moves."""

import numpy as np

from bonelab import Patient, simulate
from bonelab.parameter_table import default_parameters

BEFORE, LATER = -5, 5  # years from the final menstrual period
RISEN = 1.1  # resorption at which its rise counts as having begun, healthy = 1
ARROWS = {
    "osteoblasts": ("osteoblast_apoptosis", "formation_per_osteoblast"),
    "differentiation": ("osteoclast_differentiation",),
    "apoptosis": ("osteoclast_apoptosis",),
    "digging": ("resorption_per_osteoclast",),
}


def natural(cut=()):
    """Return a natural menopause without ageing, with these edges cut."""
    return simulate(Patient(ageing=False), start=BEFORE, stop=LATER, cut=cut)


def cuts():
    """Return resorption five years after menopause, with each set of arrows cut."""
    kept = {"none": natural().at(LATER)["resorption"]}
    for name, targets in ARROWS.items():
        source = "signal_osteoblasts" if name == "osteoblasts" else "signal_osteoclasts"
        cut = [f"{source} -> {target}" for target in targets]
        kept[name] = natural(cut).at(LATER)["resorption"]
    return kept


def doses():
    """Return resorption three years after estradiol was set to a level, and the levels named."""
    healthy = default_parameters()["hold_range_estradiol"]
    after = float(natural().at(LATER)["estradiol"])
    young = Patient(menopause=None, age_at_menopause=30, ageing=False)
    dose = {}
    for level in sorted({healthy, healthy / 2, *map(float, np.geomspace(after, healthy, 20)[:-1])}):
        held = {"estradiol": level, "estradiol_swing": 0}
        dose[level] = float(simulate(young, start=-5, stop=-2, hold=held)["resorption"][-1])
    return dose, {"after menopause": min(dose), "half": healthy / 2, "health": healthy}


def courses():
    """Return the natural course and that after removal of the ovaries."""
    return {
        menopause: simulate(Patient(menopause=menopause, ageing=False), start=BEFORE, stop=LATER)
        for menopause in ("natural", "surgical")
    }


def begins(run, level=RISEN):
    """Return the time, to a day, at which resorption first reaches a level."""
    month = int((run["resorption"] >= level).argmax())
    days = np.linspace(run.time[month - 1], run.time[month], 31)
    return next(float(day) for day in days if run.at(day)["resorption"] >= level)
