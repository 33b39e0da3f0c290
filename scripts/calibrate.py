"""Fit the parameters of kind `fitted` to the clinical targets of role `fit`.

The fit is the most probable set of parameters: a target counts by its distance from the middle
of its interval in half-widths, a parameter by its distance from the middle of its plausible
range (in logarithms, the range being four standard deviations). It starts from those middles, so
that it gives the same answer whatever stands in the table. Rows of role `check` are never read.
"""

import argparse
import csv
import datetime
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

from bonelab.healthy import healthy_states
from bonelab.model import network
from bonelab.parameter_table import HOLD_PREFIX, completed, table
from bonelab.targets import Answers, simulated_targets

DATA = Path(__file__).resolve().parents[1] / "bonelab" / "data"
STEP = 1e-3
IMPOSSIBLE = 1e3


def fitted_names():
    """Return the parameters that runs determine."""
    return [name for name, row in table().items() if row.kind == "fitted"]


def prior(names):
    """Return the middle and the standard deviation of every parameter's logarithm."""
    low = np.log([table()[n].low for n in names])
    high = np.log([table()[n].high for n in names])
    return (low + high) / 2, (high - low) / 4


def misfits(logs):
    """Return the distance of every target from the middle of its interval, in half-widths."""
    names = fitted_names()
    answer = Answers(dict(zip(names, np.exp(logs), strict=True)))
    targets = simulated_targets("fit")
    distances = []
    for target in targets:
        middle, half = (target.low + target.high) / 2, (target.high - target.low) / 2
        distances.append((answer(target) - middle) / half)
    return np.nan_to_num(np.array(distances), nan=IMPOSSIBLE)


def fit(workers, rounds, warm):
    """Return the names, the fitted logarithms, the slopes of all residuals, and the misfits."""
    names = fitted_names()
    middle, spread = prior(names)
    low = np.log([table()[n].low for n in names])
    high = np.log([table()[n].high for n in names])

    begin = np.log([table()[n].value for n in names]) if warm else middle

    def residuals(logs):
        return np.concatenate([misfits(logs), (logs - middle) / spread])

    with ProcessPoolExecutor(workers) as pool:
        rounds_done = 0

        def slopes(logs):
            nonlocal rounds_done
            rounds_done += 1
            base = misfits(logs)
            steps = np.where(logs + STEP < high, STEP, -STEP)
            moved = [
                logs + step * unit for step, unit in zip(steps, np.eye(len(logs)), strict=True)
            ]
            columns = [
                (result - base) / step
                for result, step in zip(pool.map(misfits, moved), steps, strict=True)
            ]
            inside = int((np.abs(base) <= 1).sum())
            print(
                f"round {rounds_done:3}: {inside} of {len(base)} inside, "
                f"misfit {float(base @ base):.2f}",
                flush=True,
            )
            return np.vstack([np.array(columns).T, np.diag(1 / spread)])

        result = least_squares(
            residuals,
            np.clip(begin, low + STEP, high - STEP),
            jac=slopes,
            bounds=(low, high),
            loss="soft_l1",
            max_nfev=rounds,
            xtol=1e-4,
            ftol=1e-4,
        )
        return names, result.x, slopes(result.x), misfits(result.x)


def determination(slopes, spread):
    """Say of every parameter how much the data narrow it, compared with its plausible range."""
    covariance = np.linalg.inv(slopes.T @ slopes)
    narrowed = np.sqrt(np.diag(covariance)) / spread
    words = np.where(narrowed < 0.5, "well", np.where(narrowed < 0.85, "partly", "not determined"))
    return np.sqrt(np.diag(covariance)), words


def healthy_values(parameters):
    """Return every node in the healthy steady state."""
    nodes = network.evaluate(healthy_states(parameters), network.INPUTS, parameters)
    return {name: float(f"{float(value):.12g}") for name, value in nodes.items()}


def write(names, logs, errors, words, distances):
    """Write the fitted values into the parameter table, and beside it how sure they are."""
    values = {n: float(f"{v:.6g}") for n, v in zip(names, np.exp(logs), strict=True)}
    path = DATA / "parameters.csv"
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        columns, rows = reader.fieldnames, list(reader)
    healthy = healthy_values(completed(values))
    for row in rows:
        if row["name"] in values:
            row["value"] = repr(values[row["name"]])
        if row["name"].startswith(HOLD_PREFIX):
            row["value"] = repr(healthy[row["name"].removeprefix(HOLD_PREFIX)])
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with (DATA / "calibration.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "value", "relative_error", "determined", "date", "misfit"])
        date = datetime.date.today().isoformat()
        misfit = f"{float(distances @ distances):.3f}"
        for name, error, word in zip(names, errors, words, strict=True):
            writer.writerow([name, values[name], f"{error:.3f}", word, date, misfit])


def main():
    """Fit, report, and write unless told not to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=2, help="processes to use")
    parser.add_argument("--rounds", type=int, default=12, help="most rounds of the fit")
    parser.add_argument("--dry-run", action="store_true", help="report without writing")
    parser.add_argument("--warm", action="store_true", help="begin at the table's values: a trial")
    options = parser.parse_args()
    names, logs, slopes, distances = fit(options.workers, options.rounds, options.warm)
    errors, words = determination(slopes, prior(names)[1])
    for name, value, error, word in zip(names, np.exp(logs), errors, words, strict=True):
        print(f"{name:55} {value:10.4g} +/- {100 * error:5.1f} %  {word}")
    for target, distance in zip(simulated_targets("fit"), distances, strict=True):
        if abs(distance) > 1:
            print(f"outside: {target.id} by {abs(distance) - 1:.2f} half-widths")
    if not options.dry_run:
        write(names, logs, errors, words, distances)


if __name__ == "__main__":
    main()
