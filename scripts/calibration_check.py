"""Fit two hundred invented women whose truth is known, and count how often a 90 % band holds it.

Prints a row for each arm and quantity, and fails if one lies outside 85 to 95 %.
"""

import sys

from joblib import Parallel, delayed

from bonelab.calibration_check import cases, coverage

WOMEN = 200
SEED = 7
DRAWS = 400
LOW, HIGH = 0.85, 0.95


def main():
    """Work through all women on all cores, then print the table."""
    work = Parallel(n_jobs=-1, return_as="generator_unordered")(
        delayed(cases)(number, SEED, DRAWS) for number in range(WOMEN)
    )
    results = []
    for done, found in enumerate(work, 1):
        results += found
        print(f"\r{done} of {WOMEN} women", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    shares = coverage(results)
    for (arm, quantity), share in shares.items():
        print(f"coverage {arm:16} {quantity:18} {100 * share:5.1f} %")
    sys.exit(any(not LOW <= share <= HIGH for share in shares.values()))


if __name__ == "__main__":
    main()
