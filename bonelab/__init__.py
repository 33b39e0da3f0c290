"""bonelab: how estrogen keeps bone in balance, and what happens when it goes.

import bonelab as bl

trajectory = bl.simulate(bl.Patient(), [bl.Estradiol(patch_ug_per_day=50, start=1)])
trajectory.plot()
"""

from .checks import check
from .clinic import fracture_ratio, hip_fracture_risk_10y, who_class
from .cohort_draw import cohort
from .cohort_runs import simulate_cohort
from .fitting import fit
from .patient import Patient
from .sbml import to_sbml
from .seeds import exercise_seed
from .simulation import simulate
from .solver import SolverError
from .tables import edges, equations, parameters, references
from .therapies import (
    Alendronate,
    Anakinra,
    AntiIL6,
    AntiIL7,
    AromataseInhibitor,
    Bazedoxifene,
    CalciumVitaminD,
    ConjugatedEstrogens,
    Denosumab,
    Estradiol,
    Etanercept,
    GnRHAgonist,
    Lasofoxifene,
    Progestogen,
    Raloxifene,
    Tamoxifen,
    Testosterone,
)
from .trajectory import Trajectory

__version__ = "0.3.0"

__all__ = [
    "Alendronate",
    "Anakinra",
    "AntiIL6",
    "AntiIL7",
    "AromataseInhibitor",
    "Bazedoxifene",
    "CalciumVitaminD",
    "ConjugatedEstrogens",
    "Denosumab",
    "Estradiol",
    "Etanercept",
    "GnRHAgonist",
    "Lasofoxifene",
    "Patient",
    "Progestogen",
    "Raloxifene",
    "SolverError",
    "Tamoxifen",
    "Testosterone",
    "Trajectory",
    "check",
    "cohort",
    "edges",
    "equations",
    "exercise_seed",
    "fit",
    "fracture_ratio",
    "hip_fracture_risk_10y",
    "parameters",
    "references",
    "simulate",
    "simulate_cohort",
    "to_sbml",
    "who_class",
]
