"""One run: thirty years of natural menopause, monthly, by bonelab and by others."""

import numpy as np
from scipy.integrate import solve_ivp

import bonelab as bl
from bonelab.healthy import healthy_states
from bonelab.model.generated import build
from bonelab.parameter_table import completed
from bonelab.schedule import inputs_at
from bonelab.simulation import run
from scripts import performance_page as page
from scripts.bench_peers import EXACT, STATES, RoadRunner, error, in_turn, loosest

START, YEARS = -5.0, 30
ENGINES = {"plain": "bonelab plain", "fast": "bonelab fast"}
HEAD = ["", "states, ms", "error", "ratio", "all series, ms", "error"]
PEER, LSODA = "libRoadRunner", "solve_ivp LSODA"
TEXT = """
Thirty years of natural menopause with monthly output: 361 times. The first columns are the 18
states: what `bl.simulate` has done when it returns. The last two also read every series.

libRoadRunner (CVODE) runs the file that `bl.to_sbml` writes, `solve_ivp` the derivative that
bonelab runs. Both begin in health at the first output and return the same columns. They have the
loosest tolerance at which no column is wrong by more than 1e-5 of its largest value, of three
proportions of absolute to relative tolerance the quickest. bonelab is as a user gets it.

Plain is `scipy.integrate.odeint` on generated Python that works on plain numbers. What depends on
time alone is kept while the solver comes back to the same time, and the Jacobian is generated too.
Fast is a Rosenbrock method of order 5 (Rodas5P), compiled together with the same formulas. The
first fast run on a machine compiles for some seconds; later processes load what was compiled.
"""


def single(peer: RoadRunner) -> str:
    """Print the ratios of one run, and return the table of times and errors."""
    patient, parameters = bl.Patient(), completed()
    stop = START + YEARS
    exact = run(patient, start=START, stop=stop, solver=EXACT)
    times, series = exact.time, list(exact)
    age = float(patient.age_at_menopause) - patient.YOUNG_ADULT_AGE
    derivative, _ = build(parameters, inputs_at(START, patient, []), {})
    health = np.array(list(healthy_states(parameters).values()))

    def ours(engine):
        return bl.simulate(patient, start=START, stop=stop, engine=engine)

    def theirs(relative, absolute, columns=STATES):
        return peer.run(times[0] + age, times + age, columns, relative, absolute)

    def lsoda(relative, absolute):
        span, options = (times[0], times[-1]), {"rtol": relative, "atol": absolute}
        function = lambda t, y: derivative(y, t)  # noqa: E731
        return solve_ivp(function, span, health, "LSODA", times, **options).y.T

    states = exact._states
    tolerance = loosest(theirs, states, (1, 0.1, 0.01))
    loose = loosest(lsoda, states, (1, 0.1, 0.01))
    medians, results = in_turn(
        {
            **{name: lambda e=engine: ours(e)._states for engine, name in ENGINES.items()},
            PEER: lambda t=tolerance: theirs(*t),
            LSODA: lambda: lsoda(*loose),
        }
    )
    columns = np.stack([exact[name] for name in series], axis=-1)
    tolerance = loosest(lambda *t: theirs(*t, columns=series), columns, (1, 0.1, 0.01))
    read, readouts = in_turn(
        {
            **{name: lambda e=engine: table(ours(e), series) for engine, name in ENGINES.items()},
            PEER: lambda: theirs(*tolerance, columns=series),
        }
    )
    rows = []
    for name, median in medians.items():
        row = [name, f"{median:.2f}", f"{error(results[name], states):.0e}"]
        row.append(f"{median / medians[PEER]:.2f}")
        if name in read:
            row += [f"{read[name]:.2f}", f"{error(readouts[name], columns):.0e}"]
        rows.append([*row, "", ""][: len(HEAD)])
    for engine, name in ENGINES.items():
        print(f"ratio single_{engine} {medians[name] / medians[PEER]:.2f}")
        print(f"ratio single_{engine}_series {read[name] / read[PEER]:.2f}")
    return page.table(HEAD, rows)


def table(trajectory, series):
    """Return the series of a run side by side."""
    return np.stack([trajectory[name] for name in series], axis=-1)
