"""Which parameters drive an answer when all of them move together.

Every uncertain parameter moves at once, a quarter of the way from its calibrated value to either
end of its plausible range: with all of them further away, most combinations describe no woman
that lived, and some have no solution.

Two steps, both by SALib. A screening (Morris) moves each parameter from many places of the space
and keeps those that move an answer most. For these an analysis of variance
(Sobol, Saltelli's sampling) tells which share of an answer's spread each one carries, alone and
together with the others. Writes `bonelab/data/global_sensitivity.csv`; takes some ten minutes.
"""

import argparse
import csv
import sys
from functools import partial
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from SALib.analyze import morris as morris_analysis
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

from bonelab.global_sensitivity import ANSWERS, COLUMNS, answers
from bonelab.parameter_table import table
from bonelab.sensitivity import uncertain
from bonelab.solver import SolverError

RESULT = Path(__file__).resolve().parents[1] / "bonelab" / "data" / "global_sensitivity.csv"
SEED = 20
WAY = 0.25  # from the calibrated value to the end of the range
TRAJECTORIES = 24  # of the screening
KEPT = 6  # parameters of each answer that go on to the analysis of variance
SAMPLES = 256  # of the analysis of variance, a power of two


def problem(names):
    """Return the space in SALib's words: around the calibrated values, part of the way."""
    rows = [table()[name] for name in names]
    bounds = [
        [row.value + WAY * (row.low - row.value), row.value + WAY * (row.high - row.value)]
        for row in rows
    ]
    return {"num_vars": len(names), "names": list(names), "bounds": bounds}


def one(names, values):
    """Return every answer with these parameters, or nothing where the model has none."""
    try:
        return answers(dict(zip(names, map(float, values), strict=True)))
    except SolverError:
        return [np.nan] * len(ANSWERS)


def run(names, samples, what):
    """Return the answers to every row of `samples`; a row without answer gets the median."""
    work = Parallel(n_jobs=-1, batch_size=16, return_as="generator")(
        delayed(partial(one, names))(row) for row in samples
    )
    found = []
    for found_so_far, row in enumerate(work, 1):
        found.append(row)
        if found_so_far % 50 == 0 or found_so_far == len(samples):
            print(f"\r{what}: {found_so_far} of {len(samples)}", end="", file=sys.stderr)
    print(file=sys.stderr)
    values = np.array(found)
    lost = np.isnan(values).any(axis=1)
    values[lost] = np.nanmedian(values, axis=0)
    return values, int(lost.sum())


def screening():
    """Return for every answer the mean size of an elementary effect of every parameter."""
    names = [row.name for row in uncertain()]
    space = problem(names)
    samples = morris_sample.sample(space, TRAJECTORIES, seed=SEED)
    values, lost = run(names, samples, "Screening")
    sizes = {
        answer: dict(
            zip(
                names,
                np.asarray(
                    morris_analysis.analyze(space, samples, values[:, column], seed=SEED)["mu_star"]
                ),
                strict=True,
            )
        )
        for column, answer in enumerate(ANSWERS)
    }
    return sizes, len(samples), lost


def shares(names):
    """Return for every answer the shares of variance of the parameters kept."""
    space = problem(names)
    samples = sobol_sample.sample(space, SAMPLES, calc_second_order=False, seed=SEED)
    values, lost = run(names, samples, "Analysis of variance")
    found = {
        answer: sobol_analysis.analyze(space, values[:, column], calc_second_order=False, seed=SEED)
        for column, answer in enumerate(ANSWERS)
    }
    return found, len(samples), lost


def main():
    """Screen, analyse, and write the table."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    sizes, screened, lost = screening()
    kept = sorted({name for size in sizes.values() for name in sorted(size, key=size.get)[-KEPT:]})
    found, analysed, lost_later = shares(kept)
    rows = []
    for answer in ANSWERS:
        result = found[answer]
        for place, name in enumerate(kept):
            numbers = (
                sizes[answer][name],
                *(result[key][place] for key in ("S1", "ST", "ST_conf")),
            )
            rows.append([answer, name, *(f"{number:.4g}" for number in numbers)])
    with RESULT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(f"{screened + analysed} runs, {lost + lost_later} without answer; {len(kept)} parameters")


if __name__ == "__main__":
    main()
