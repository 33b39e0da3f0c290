"""Compute the bands that the app of lesson 13 shows for its prepared tables.

Every table is fitted, and every therapy predicted until every stop: more women than anyone would
wait for. Writes `bonelab/data/prepared_bands.csv`; takes five minutes. A test tells when the
model has moved on and this must be done again.
"""

import argparse
import csv
import sys
from pathlib import Path

import bonelab as bl
from bonelab.explore.prepared import MEASURED, YEARS, bands, courses, frame
from bonelab.fitted import BANDS

RESULT = Path(__file__).resolve().parents[1] / "bonelab" / "data" / "prepared_bands.csv"
WOMEN = 2000
DIGITS = ".4g"


def rows():
    """Return the rows of the table."""
    done, total = 0, len(MEASURED) * len(courses())
    for measured in MEASURED:
        found = bl.fit(frame(measured), draws=WOMEN, engine="fast", progress=False)
        for therapy, stop in courses():
            for quantity, band in bands(found, therapy, stop, "fast").items():
                for line in BANDS:
                    values = [format(value, DIGITS) for value in getattr(band, line)]
                    yield [measured, therapy, f"{stop:g}", quantity, line, *values]
            done += 1
            print(f"\r{done} of {total} predictions", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def main():
    """Compute all rows, then write them."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    head = ["measured", "therapy", "stop", "quantity", "line", *(f"{year:.0f}" for year in YEARS)]
    table = [head, *rows()]
    with RESULT.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(table)


if __name__ == "__main__":
    main()
