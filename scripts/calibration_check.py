"""Fit two hundred invented women whose truth is known, and count how often a 90 % band holds it.

    python -m scripts.calibration_check [--women 200] [--seed 7]

Prints a row for each arm and quantity, and fails if one lies outside 85 to 95 %. With two hundred
women chance alone moves a share by 2 % either way: docs/fit.md has what other seeds gave.
"""

import argparse
import sys

from joblib import Parallel, delayed

from bonelab.calibration_check import cases, coverage

WOMEN = 200
SEED = 7
DRAWS = 400  # as `bl.fit` makes where nothing else is asked for
LOW, HIGH = 0.85, 0.95


def main():
    """Work through all women on all cores, then print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--women", type=int, default=WOMEN)
    parser.add_argument("--seed", type=int, default=SEED)
    wanted = parser.parse_args()
    work = Parallel(n_jobs=-1, return_as="generator_unordered")(
        delayed(cases)(number, wanted.seed, DRAWS, "fast") for number in range(wanted.women)
    )
    results = []
    for done, found in enumerate(work, 1):
        results += found
        print(f"\r{done} of {wanted.women} women", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    shares = coverage(results)
    for (arm, quantity), share in sorted(shares.items()):
        print(f"coverage {arm:16} {quantity:18} {100 * share:5.1f} %")
    sys.exit(any(not LOW <= share <= HIGH for share in shares.values()))


if __name__ == "__main__":
    main()
