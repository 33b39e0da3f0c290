"""The invented women of lesson 13: what was measured of each, and how sure that makes us."""

from functools import lru_cache

import bonelab as bl
from bonelab import messages
from bonelab.fitted import BANDS
from bonelab.measurements import COLUMNS, measurable
from bonelab.parameter_table import read_table

DRAWS = 100


def case(name):
    """Return the measurements of an invented woman, as `bonelab.fit` takes them.

    Parameters
    ----------
    name : {"A", "B"}
        Which woman.

    Returns
    -------
    DataFrame
        Columns time (years from the final menstrual period), quantity, value, unit.

    Raises
    ------
    KeyError
        If there is no such woman; the message names those that there are.
    """
    import pandas as pd

    rows = read_table("patients.csv")
    messages.known("case", name, list(dict.fromkeys(row["case"] for row in rows)))
    table = pd.DataFrame([row for row in rows if row["case"] == name])[list(COLUMNS)]
    return table.astype({"time": float, "value": float})


@lru_cache(maxsize=64)
def fitted(rows, draws=DRAWS):
    """Return the women that agree with rows of (time, quantity, value, unit)."""
    import pandas as pd

    table = pd.DataFrame(rows, columns=COLUMNS)
    return bl.fit(table, draws=draws, progress=False)


def band(rows, quantity, time, therapies=(), draws=DRAWS):
    """Return low90, low50, median, high50 and high90 of a quantity at a time, by name."""
    found = _predicted(rows, float(time), therapies, draws)
    row = found[found["quantity"] == quantity].iloc[0]
    return {name: float(row[name]) for name in BANDS}


@lru_cache(maxsize=128)
def _predicted(rows, time, therapies, draws):
    """Return the bands of every quantity at a time, and keep them."""
    found = fitted(rows, draws).predict(therapies, start=time, stop=time + 1, progress=False)
    return found[found["time"] == time]


def width(found):
    """Return how wide a 90 % band is, in % of its middle."""
    return 100 * (found["high90"] - found["low90"]) / found["median"]


def measured_again(rows, more, draws=DRAWS):
    """Return rows with further measurements, each at the value that is now the most probable.

    Parameters
    ----------
    rows : tuple
        What was measured, rows of (time, quantity, value, unit).
    more : tuple
        What shall be measured, pairs of (time, quantity).
    draws : int
        As in `bonelab.fit`.
    """
    added = tuple(
        (time, quantity, band(rows, quantity, time, (), draws)["median"], _unit(quantity))
        for time, quantity in more
    )
    return (*rows, *added)


def _unit(quantity):
    return next(iter(measurable()[quantity]))
