"""libRoadRunner, a simulator we did not write, run on the SBML file."""

from collections.abc import Iterable

import numpy as np
import roadrunner

RELATIVE_TOLERANCE = 1e-10
ABSOLUTE_TOLERANCE = 1e-12


def libroadrunner(sbml: str, names: Iterable[str], times: np.ndarray) -> dict[str, np.ndarray]:
    """Return what libRoadRunner's CVODE makes of a file: each name at these times, from zero."""
    # How it compiles is all that is chosen here: quickly, for a single run.
    options = roadrunner.LoadSBMLOptions()
    options.setLLVMBackend(options.LLJIT)
    options.setLLJitOptimizationLevel(options.NONE)
    options.mutableInitialConditions = False
    simulator = roadrunner.RoadRunner(sbml, options)
    simulator.integrator.relative_tolerance = RELATIVE_TOLERANCE
    simulator.integrator.absolute_tolerance = ABSOLUTE_TOLERANCE
    simulator.timeCourseSelections = [*names]
    columns = np.array(simulator.simulate(times=[0.0, *times])).T
    return {name: column[1:] for name, column in zip(names, columns, strict=True)}
