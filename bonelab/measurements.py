"""Measured values of one woman: a small table, read with care, in the model's units.

Four columns: time (years from the final menstrual period), quantity (the name of a series),
value, and unit as the laboratory writes it. Which quantities, units and values are possible
stands in `data/measurable.csv`; how far two measurements of the same woman differ by chance in
the rows `least_significant_change_...` of the parameter table.
"""

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from . import messages
from .parameter_table import default_parameters, read_table

if TYPE_CHECKING:
    import pandas

    Table: TypeAlias = str | Path | pandas.DataFrame | None

COLUMNS = ("time", "quantity", "value", "unit")
# A difference of two values varies by 1.96 * sqrt(2) standard deviations of one (95 %).
LEAST_SIGNIFICANT_IN_SD = 2.77
EARLIEST, LATEST = -26.0, 60.0
T_SCORE, BMD = "t_score_", "bmd_"
# Two rows say the same moment when they lie within a day of each other.
SAME_DAY = 1 / 365.25
# A T-score is printed with one decimal.
ROUNDED_T_SCORE = 0.051


class Measurement(NamedTuple):
    """One measured value in the unit of its series.

    Attributes
    ----------
    row : int
        Where it stands in the table, the first being 1.
    time : float
        Years from the final menstrual period.
    quantity : str
        The series; a T-score has become the BMD of its site.
    value : float
        pg/mL, ng/mL (CTX), ug/L (P1NP) or g/cm2.
    """

    row: int
    time: float
    quantity: str
    value: float

    @property
    def relative_sd(self) -> float:
        """Standard deviation of the measurement, as a fraction of the value.

        The least significant change (a row of the parameter table, with its source) over 2.77.
        """
        change = default_parameters()[f"least_significant_change_{self.quantity}"]
        return change / 100 / LEAST_SIGNIFICANT_IN_SD


class Unit(NamedTuple):
    """A unit that a quantity may come in: its factor to the series' unit, and possible values."""

    factor: float
    lowest: float
    highest: float


@cache
def measurable() -> Mapping[str, Mapping[str, Unit]]:
    """Return the units of every quantity that can be measured."""
    quantities: dict[str, dict[str, Unit]] = {}
    for row in read_table("measurable.csv"):
        numbers = (float(row[name]) for name in Unit._fields)
        quantities.setdefault(row["quantity"], {})[row["unit"]] = Unit(*numbers)
    return quantities


def read_measurements(table: "Table") -> list[Measurement]:
    """Read measured values from a CSV file or a DataFrame.

    Parameters
    ----------
    table : path, DataFrame or None
        Columns time (years from the final menstrual period), quantity, value, unit. None, or a
        table without rows, is a woman of whom nothing was measured.

    Returns
    -------
    list of Measurement

    Raises
    ------
    ValueError
        If a column is missing or unknown, or a value is unknown, impossible, given twice or in
        contradiction to another; the message names the row.
    """
    if table is None:
        return []
    # Whoever reads a table waits for pandas; whoever wants a run does not.
    import pandas as pd

    if isinstance(table, str | Path):
        table = pd.read_csv(table, skipinitialspace=True)
    if not isinstance(table, pd.DataFrame):
        raise ValueError(f"measurements={table!r} is neither a DataFrame nor the name of a file.")
    for name in table.columns:
        if name not in COLUMNS:
            raise ValueError(
                f"measurements: column {name!r} is not allowed; the columns are "
                f"{', '.join(COLUMNS)}.{messages.nearest(name, COLUMNS)}"
            )
    if missing := [name for name in COLUMNS if name not in table.columns]:
        raise ValueError(f"measurements: the column {missing[0]!r} is missing.")
    given = zip(*(table[name].tolist() for name in COLUMNS), strict=True)
    rows = [_read(row, *cells) for row, cells in enumerate(given, 1)]
    _check_each_once(rows)
    return [_as_bmd(row) for row in rows]


def _read(row: int, time: object, quantity: object, value: object, unit: object) -> Measurement:
    """Return one row in the unit of its series, or say what is wrong with it."""
    where = f"measurements, row {row}"
    when = messages.number(f"{where}: time", time, EARLIEST, LATEST, "years")
    quantity = str(quantity).strip()
    if quantity not in measurable():
        raise ValueError(
            f"{where}: quantity {quantity!r} cannot be measured; known are "
            f"{', '.join(measurable())}.{messages.nearest(quantity, measurable())}"
        )
    units = measurable()[quantity]
    spelled = _spelled(unit, units)
    if spelled not in units:
        raise ValueError(
            f"{where}: unit {unit!r} is not known for {quantity}; it can be {', '.join(units)}."
        )
    scale = units[spelled]
    number = messages.number(f"{where}: value", value)
    if not scale.lowest <= number <= scale.highest:
        fitting = [u for u, other in units.items() if other.lowest <= number <= other.highest]
        hint = f" Is the unit {fitting[0]}?" if fitting else ""
        raise ValueError(
            f"{where}: {quantity} of {number:g} {spelled} is impossible; values lie between "
            f"{scale.lowest:g} and {scale.highest:g} {spelled}.{hint}"
        )
    return Measurement(row, when, quantity, number * scale.factor)


def _spelled(unit: object, units: Mapping[str, Unit]) -> str:
    """Return a unit as the table spells it: µ and ², capitals and blanks do not matter."""
    plain = str(unit).replace("µ", "u").replace("μ", "u").replace("²", "2").replace(" ", "")
    same = [name for name in units if name.lower() == plain.lower().replace("^", "")]
    return same[0] if same else plain


def _check_each_once(rows: list[Measurement]) -> None:
    """Refuse a value given twice, and a BMD and a T-score of one scan that contradict."""
    for place, row in enumerate(rows):
        for other in rows[:place]:
            if abs(row.time - other.time) >= SAME_DAY:
                continue
            both = f"measurements, rows {other.row} and {row.row}"
            if row.quantity == other.quantity:
                same = math.isclose(row.value, other.value, rel_tol=1e-6)
                fault = "are the same" if same else "contradict each other"
                raise ValueError(
                    f"{both} {fault}: {row.quantity} at {row.time:g} years. Keep one of them."
                )
            if _site(row.quantity) and _site(row.quantity) == _site(other.quantity):
                _check_one_scan(both, row, other)


def _site(quantity: str) -> str:
    for start in (T_SCORE, BMD):
        if quantity.startswith(start):
            return quantity.removeprefix(start)
    return ""


def _check_one_scan(both: str, row: Measurement, other: Measurement) -> None:
    site = _site(row.quantity)
    sd = default_parameters()[f"bmd_{site}_sd"]
    difference = abs(_as_bmd(row).value - _as_bmd(other).value) / sd
    if difference > ROUNDED_T_SCORE:
        raise ValueError(
            f"{both} contradict each other: the BMD and the T-score of the {site.replace('_', ' ')}"
            f" at {row.time:g} years differ by {difference:.2f} SD. Which reference does the "
            "T-score have?"
        )
    raise ValueError(f"{both} are one scan: its BMD and its T-score say the same. Keep one.")


def _as_bmd(row: Measurement) -> Measurement:
    """Return a T-score as the BMD it stands for, and anything else as it is."""
    if not row.quantity.startswith(T_SCORE):
        return row
    site = _site(row.quantity)
    values = default_parameters()
    bmd = values[f"bmd_{site}_young_adult"] + row.value * values[f"bmd_{site}_sd"]
    return row._replace(quantity=f"{BMD}{site}", value=bmd)
