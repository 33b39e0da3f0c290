"""The fast engine: the generated derivative and a Rosenbrock method, compiled by numba.

The first run on a machine compiles, which takes some seconds. numba keeps the result in
`__pycache__` beside this file or, where that cannot be written, in the user's cache folder; later
processes load it in a fraction of a second.
"""

import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit
from numba.core import event

from . import rosenbrock
from .model import generated, generated_arrays

DATA = Path(__file__).parent / "data"
# Division by zero gives infinity, as in numpy, and the step is refused. Other threads may run.
OPTIONS: Any = {"error_model": "numpy", "nogil": True}
VECTOR, MATRIX = "float64[::1]", "float64[:, ::1]"
SIGNATURE = f"int64({4 * (VECTOR + ', ')}float64, float64, float64, int64, {MATRIX})"

integrate = rosenbrock.solver(
    generated_arrays.derivative, generated_arrays.jacobian, compiler=njit(**OPTIONS)
)


def solve(
    parameters: Mapping[str, float],
    inputs: Mapping[str, float],
    state: np.ndarray,
    times: np.ndarray,
    corners: Sequence[float],
    relative: float,
    absolute: float,
    most_steps: int,
) -> tuple[np.ndarray, bool]:
    """Return the states at `times`, of which the first is where `state` stands.

    Parameters
    ----------
    parameters, inputs : mapping of str to float
        As `generated.build` takes them; nodes cannot be held.
    state, times : array
        Ascending times; the solver never looks beyond the last.
    corners : sequence of float
        Ascending times at which an input changes its slope.
    relative, absolute, most_steps
        As for `rosenbrock.integrate`.

    Returns
    -------
    states : array
        One row a time.
    complete : bool
        Whether all times were reached.
    """
    constants = np.array(generated.constants(parameters, inputs))
    stops = np.array([*(t for t in corners if times[0] < t < times[-1]), times[-1]])
    states = np.empty((len(times), len(state)))
    # Between corners nothing surprises: a step may be as long as it is exact.
    limits = relative, absolute, np.inf, most_steps
    try:
        reached = _compiled()(constants, state, times, stops, *limits, states)
    except ArithmeticError:  # a power of zero
        return states, False
    return states, reached == len(times)


@cache
def _compiled() -> Callable[..., int]:
    """Return the compiled solver, made or loaded."""
    files = [Path(module.__file__ or "") for module in (rosenbrock, generated_arrays)]
    files.append(DATA / "rodas5p.csv")
    sources_digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

    def solve_segment(k, state, times, stops, relative, absolute, longest, most_steps, states):
        # Part of the cache's key: numba itself looks for changes in this file alone.
        _ = sources_digest
        return integrate(k, state, times, stops, relative, absolute, longest, most_steps, states)

    with event.install_listener("numba:compile", Notice()):
        try:
            return njit(SIGNATURE, cache=True, **OPTIONS)(solve_segment)
        except RuntimeError:  # there is no folder in which to keep it
            return njit(SIGNATURE, **OPTIONS)(solve_segment)


class Notice(event.Listener):
    """Says once that something is compiled, and what it is good for."""

    def __init__(self) -> None:
        self.said = False

    def on_start(self, event: event.Event) -> None:
        """Say it."""
        if not self.said:
            print("bonelab compiles its fast engine, once on this machine ...", file=sys.stderr)
            self.said = True

    def on_end(self, event: event.Event) -> None:
        """Say nothing more."""
