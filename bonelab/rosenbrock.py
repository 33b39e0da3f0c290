"""A Rosenbrock method of order 5 for stiff equations, written in loops so that it compiles.

Rodas5P: Steinebach G. Construction of Rosenbrock-Wanner method Rodas5P and numerical benchmarks
within the Julia Differential Equations package. BIT Numer Math 63, 27, 2023,
doi:10.1007/s10543-023-00967-x. Eight stages, L-stable, stiffly accurate, with an error estimate
and a continuous solution of order 4 within a step; the coefficients are in `data/rodas5p.csv`. The
stages are those of Hairer and Wanner, Solving Ordinary Differential Equations II, section IV.7:
with W = 1 / (h gamma) - J,

    W k_i = f(t + c_i h, y + sum A_ij k_j) + sum C_ij k_j / h + h d_i df/dt.
"""

import numpy as np

from .parameter_table import read_table

# The first step changes no state by more than this share.
FIRST_CHANGE = 0.01
# A step may shrink and grow by these factors, and aims at somewhat less than the error allowed.
SHRINK, GROW, SAFETY = 0.2, 6.0, 0.9
# What the error of a step grows with: one more than the order of the estimate.
POWER = 5
STAGES = 8
A, C, H, NODES, DRIFT, GAMMA = (np.zeros((STAGES, STAGES)) for _ in range(6))
for _row in read_table("rodas5p.csv"):
    _array = {"A": A, "C": C, "H": H, "c": NODES, "d": DRIFT, "gamma": GAMMA}[_row["array"]]
    _array[int(_row["row"]), int(_row["column"])] = float(_row["value"])


def solver(derivative, jacobian, compiler=lambda function: function):
    """Return `integrate` for `derivative(k, y, t, rates)` and `jacobian(k, y, t, slopes)`.

    Both write into their last argument; what is always zero in the Jacobian may be left out.
    `compiler`, as numba's njit, is given every function.
    """
    derivative, jacobian = compiler(derivative), compiler(jacobian)
    add, factorize, substitute = compiler(_add), compiler(_factorize), compiler(_substitute)

    def integrate(k, y, times, stops, relative, absolute, longest, most_steps, states):
        """Solve from `times[0]`, where `y` stands, and write the solution at `times` to `states`.

        A step ends at each of the `stops`: corners of the inputs, and the last of the times.
        `relative` and `absolute` bound the error of a step, in the mean square over the states.
        Returns how many times were reached: all, unless steps were too many or too short.
        """
        n, t, reached, stop = len(y), times[0], 1, 0
        y, trial, rates, drift = y.copy(), y.copy(), y.copy(), y.copy()
        slopes, w, pivots = np.zeros((n, n)), np.zeros((n, n)), np.zeros(n, np.int64)
        stages, curve = np.zeros((STAGES, n)), np.zeros((3, n))
        states[0] = y
        derivative(k, y, t, rates)
        fastest = (np.abs(rates) / (np.abs(y) + absolute / relative)).max()
        h, refused = min(longest, FIRST_CHANGE / (fastest + 1e-30)), False
        for _ in range(most_steps):
            if not refused:
                jacobian(k, y, t, slopes)
                later = np.sqrt(np.finfo(np.float64).eps * max(1e-5, abs(t)))
                derivative(k, y, t + later, drift)
                drift[:] = (drift - rates) / later
            # A step ends at a stop exactly, and none is left over that is too short.
            at_stop = t + 1.0001 * h >= stops[stop]
            right = stops[stop] if at_stop else t + h
            h = right - t
            for i in range(n):
                w[:, i] = -slopes[i]
                w[i, i] += 1 / (h * GAMMA[0, 0])
            factorize(w, pivots)
            for s in range(STAGES):
                trial[:] = y
                for r in range(s):
                    add(trial, A[s, r], stages[r])
                stage = stages[s]
                stage[:] = rates
                if s > 0:
                    derivative(k, trial, t + NODES[0, s] * h, stage)
                add(stage, h * DRIFT[0, s], drift)
                for r in range(s):
                    add(stage, C[s, r] / h, stages[r])
                substitute(w, pivots, stage)
            # The last stage completes the solution, and is its error.
            add(trial, 1.0, stages[-1])
            square = 0.0
            for i in range(n):
                allowed = absolute + relative * max(abs(y[i]), abs(trial[i]))
                square += (stages[-1, i] / allowed) ** 2 / n
            factor = SAFETY * (square + 1e-20) ** (-0.5 / POWER) if np.isfinite(square) else SHRINK
            if not square <= 1:
                h, refused = h * max(SHRINK, factor), True
                if not t + 0.1 * h > t:
                    break
                continue
            for q in range(3 if times[reached] <= right else 0):
                curve[q] = 0.0
                for r in range(STAGES):
                    add(curve[q], H[q, r], stages[r])
            while reached < len(times) and times[reached] <= right:
                x = (times[reached] - t) / h
                for i in range(n):
                    bend = curve[0, i] + x * (curve[1, i] + x * curve[2, i])
                    states[reached, i] = (1 - x) * y[i] + x * (trial[i] + (1 - x) * bend)
                reached += 1
            if reached == len(times):
                break
            stop += at_stop
            t, y[:] = right, trial
            derivative(k, y, t, rates)
            growth = min(1.0 if refused else GROW, max(SHRINK, factor))
            h, refused = min(longest, h * growth), False
        return reached

    return compiler(integrate)


def _add(b, factor, a):
    """Add `factor` times `a` to `b`, in place."""
    for i in range(len(b)):
        b[i] += factor * a[i]


def _factorize(w, pivots):
    """Turn a matrix, a column in each row of `w`, into triangular factors, its rows exchanged."""
    n = len(w)
    for j in range(n):
        best = j
        for i in range(j + 1, n):
            best = i if abs(w[j, i]) > abs(w[j, best]) else best
        pivots[j] = best
        for c in range(j, n):
            w[c, j], w[c, best] = w[c, best], w[c, j]
        for i in range(j + 1, n):
            w[j, i] /= w[j, j]
        for c in range(j + 1, n):
            known = w[c, j]
            for i in range(j + 1, n if known != 0 else 0):
                w[c, i] -= known * w[j, i]


def _substitute(w, pivots, b):
    """Solve the factorized equations for `b`, in place."""
    n = len(b)
    for j in range(n):
        known = b[pivots[j]]
        b[pivots[j]], b[j] = b[j], known
        for i in range(j + 1, n):
            b[i] -= known * w[j, i]
    for j in range(n - 1, -1, -1):
        known = b[j] = b[j] / w[j, j]
        for i in range(j):
            b[i] -= known * w[j, i]
