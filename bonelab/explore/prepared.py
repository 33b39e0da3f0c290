"""What the app of lesson 13 offers: an invented woman, therapies, and their bands.

A prepared table needs no search while somebody waits: its bands were computed once, of many women,
by `scripts/prepared_bands.py`, and are read here from `data/prepared_bands.csv`.
"""

from functools import cache

import numpy as np

import bonelab as bl
from bonelab.figures.bands import FIRST, LAST, LIMITS, Band
from bonelab.fitted import BANDS
from bonelab.measurements import COLUMNS
from bonelab.parameter_table import read_table

START = 3.0  # years: the last visit, and the first day of a therapy
SPINE = "bmd_lumbar_spine"
# What is known of her grows from choice to choice.
BLOOD = [(2.0, "estradiol", 52, "pmol/L"), (2.0, "ctx", 0.62, "ng/mL"), (2.0, "p1np", 62, "ug/L")]
FIRST_SCAN = [(2.0, SPINE, 0.905, "g/cm2")]
SECOND_SCAN = [(3.0, SPINE, 0.885, "g/cm2")]
NOTHING = "nothing"
MEASURED = {
    NOTHING: [],
    "blood": BLOOD,
    "blood, one scan": BLOOD + FIRST_SCAN,
    "blood, two scans": BLOOD + FIRST_SCAN + SECOND_SCAN,
}
NONE, PATCH = "no therapy", "estradiol with progestogen"
THERAPIES = {
    NONE: (),
    PATCH: (bl.Estradiol, bl.Progestogen),
    "raloxifene": (bl.Raloxifene,),
    "alendronate": (bl.Alendronate,),
    "denosumab": (bl.Denosumab,),
}
DOSE = {bl.Estradiol: {"patch_ug_per_day": 50}}
STOPS = {"year 5": 5.0, "year 8": 8.0, "the end": float(LAST)}
YEARS = np.arange(FIRST, LAST + 1, dtype=float)


def courses():
    """Return every pair of a therapy and the year in which it stops that the app can show."""
    return [(NONE, float(LAST))] + [
        (therapy, stop) for therapy in THERAPIES if therapy != NONE for stop in STOPS.values()
    ]


def frame(measured):
    """Return a prepared table as `bl.fit` wants it."""
    # Whoever measures waits for pandas; the other apps of the course do not.
    import pandas as pd

    return pd.DataFrame(MEASURED[measured], columns=COLUMNS)


def bands(found, therapy, stop, engine="plain"):
    """Return a `Band` for each panel, with a therapy from the last visit on.

    Parameters
    ----------
    found : Fit
        The women that agree with what was measured.
    therapy : str
        A key of `THERAPIES`.
    stop : float
        The year in which it stops; it goes on if this is the last year shown.
    engine : {"plain", "fast"}
        As in `simulate`.
    """
    years = {"start": START, "stop": stop if stop < LAST else None}
    given = [kind(**years, **DOSE.get(kind, {})) for kind in THERAPIES[therapy]]
    table = found.predict(given, start=FIRST, stop=LAST, engine=engine, progress=False)
    columns = table.set_index("quantity")
    return {name: Band(YEARS, *(columns.loc[name, c].to_numpy() for c in BANDS)) for name in LIMITS}


@cache
def prepared_bands():
    """Return the stored bands: for each table, therapy and stop a `Band` for each panel."""
    lines = {}
    for row in read_table("prepared_bands.csv"):
        key = (row["measured"], row["therapy"], float(row["stop"]))
        values = np.array([float(row[f"{year:.0f}"]) for year in YEARS])
        lines.setdefault(key, {}).setdefault(row["quantity"], {})[row["line"]] = values
    return {
        key: {name: Band(YEARS, **of_name) for name, of_name in panels.items()}
        for key, panels in lines.items()
    }
