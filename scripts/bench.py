"""Measure speed as a ratio against a named peer, interleaved in one process.

Prints the medians and the ratio of one thirty-year run by bonelab to the same run by
`scipy.integrate.solve_ivp` (LSODA) on the same derivative, with the error of both beside it, what
`import bonelab` costs beyond numpy and scipy, and how long each lesson takes from top to bottom.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import numpy as np
from nbclient import NotebookClient
from scipy.integrate import odeint, solve_ivp

import bonelab as bl
from bonelab.healthy import healthy_states
from bonelab.model.generated import build
from bonelab.parameter_table import completed
from bonelab.schedule import inputs_at
from bonelab.solver import ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
RUNS = 15
START, YEARS = -5.0, 30
PEER_TOLERANCES = (1e-6, 7e-7, 5e-7, 3e-7, 2e-7, 1e-7)


def timed(function):
    """Return the result and the milliseconds it took."""
    begin = time.perf_counter()
    result = function()
    return result, 1000 * (time.perf_counter() - begin)


def one_run():
    """Compare one run of natural menopause with solve_ivp on the same derivative."""
    parameters = completed()
    patient = bl.Patient()
    derivative, jacobian = build(parameters, inputs_at(START, patient, []), {})
    state = np.array(list(healthy_states(parameters).values()))
    # The same monthly output, from the healthy state onward.
    times = START + np.arange(YEARS * 12 + 1) / 12

    def ours():
        return bl.simulate(patient, start=START, stop=START + YEARS)._states

    def peer(tolerance):
        return solve_ivp(
            lambda t, y: derivative(y, t),
            (times[0], times[-1]),
            state,
            method="LSODA",
            t_eval=times,
            rtol=tolerance,
            atol=ABSOLUTE_TOLERANCE,
        ).y.T

    exact = odeint(derivative, state, times, Dfun=jacobian, rtol=1e-11, atol=1e-12, mxstep=100_000)
    scale = np.maximum(np.abs(exact).max(axis=0), 1e-9)

    def error(states):
        return float((np.abs(states - exact) / scale).max())

    # Compared at the loosest tolerance at which the peer is as accurate.
    accurate = [t for t in PEER_TOLERANCES if error(peer(t)) <= error(ours())]
    tolerance = accurate[0] if accurate else PEER_TOLERANCES[-1]
    took = {"bonelab": [], "solve_ivp LSODA": []}
    errors = {}
    for _ in range(RUNS):
        for name, run in (("bonelab", ours), ("solve_ivp LSODA", lambda: peer(tolerance))):
            states, milliseconds = timed(run)
            took[name].append(milliseconds)
            errors[name] = error(states)
    medians = {name: statistics.median(values) for name, values in took.items()}
    for name, median in medians.items():
        print(f"one 30-year run, {name:16} {median:7.1f} ms, error {errors[name]:.1e}")
    print(f"ratio single_run {medians['bonelab'] / medians['solve_ivp LSODA']:.2f}")


def import_cost():
    """Compare importing bonelab with importing what it is built on."""
    took = {"numpy, scipy": [], "bonelab": []}
    for _ in range(RUNS):
        for name, code in (
            ("numpy, scipy", "import numpy, scipy.integrate"),
            ("bonelab", "import bonelab"),
        ):
            took[name].append(timed(lambda c=code: subprocess.run([sys.executable, "-c", c]))[1])
    medians = {name: statistics.median(values) for name, values in took.items()}
    for name, median in medians.items():
        print(f"import {name:25} {median:7.1f} ms")
    print(
        f"import cost beyond numpy and scipy {medians['bonelab'] - medians['numpy, scipy']:.0f} ms"
    )


def lessons():
    """Run each lesson in a kernel of its own, as a student or nbval does."""
    total = 0.0
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}})
        _, milliseconds = timed(client.execute)
        total += milliseconds / 1000
        print(f"lesson {path.stem:34} {milliseconds / 1000:5.1f} s")
    print(f"all lessons {total:.0f} s (at most 20 s each and 420 s together are wanted)")


if __name__ == "__main__":
    print(f"medians of {RUNS} interleaved runs, relative tolerance {RELATIVE_TOLERANCE:g}")
    one_run()
    import_cost()
    lessons()
