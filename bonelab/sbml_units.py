"""The units of the tables, "pg/mL per mg/day" for instance, taken apart for SBML."""

import re
from typing import NamedTuple


class Factor(NamedTuple):
    """One factor of a unit, as SBML writes it: (multiplier x 10^scale x kind)^exponent."""

    kind: str
    exponent: int
    scale: int
    multiplier: float


SECONDS_PER_DAY = 86400.0
# What the tables write, in the singular: an SBML unit, its power, its scale, how many of it.
SIMPLE = {
    "g": Factor("gram", 1, 0, 1.0),
    "mg": Factor("gram", 1, -3, 1.0),
    "ug": Factor("gram", 1, -6, 1.0),
    "ng": Factor("gram", 1, -9, 1.0),
    "pg": Factor("gram", 1, -12, 1.0),
    "L": Factor("litre", 1, 0, 1.0),
    "mL": Factor("litre", 1, -3, 1.0),
    "cm2": Factor("metre", 2, -2, 1.0),
    "%": Factor("dimensionless", 1, -2, 1.0),
    "day": Factor("second", 1, 0, SECONDS_PER_DAY),
    "week": Factor("second", 1, 0, 7 * SECONDS_PER_DAY),
    "month": Factor("second", 1, 0, 30.4375 * SECONDS_PER_DAY),
    "year": Factor("second", 1, 0, 365.25 * SECONDS_PER_DAY),
}
# Relative to health, to the whole or to nothing, or counted: plain numbers.
PLAIN = re.compile(r"|1|relative|share|fraction|SD|decades|of .*|.* = 1|.* - .*")


def factors(unit: str) -> list[Factor]:
    """Return the factors of a unit; none for a plain number.

    Parameters
    ----------
    unit : str
        As the tables write it: "years", "pg/mL", "1/year", "per mg/day", "share per year".

    Raises
    ------
    KeyError
        If the unit is not known.
    """
    top, _, bottom = f" {_singular(unit)}".partition(" per ")
    # Under the line of the line is over it: "per mg/day" is day/mg.
    over, *under = top.strip().split("/")
    below, *above = bottom.split("/")
    return [
        SIMPLE[name]._replace(exponent=sign * SIMPLE[name].exponent)
        for sign, names in ((1, [over, *above]), (-1, [*under, below]))
        for name in names
        if not PLAIN.fullmatch(name)
    ]


def identifier(unit: str) -> str:
    """Return the name of a unit within a file: "pg_per_mL_per_mg_per_day"."""
    if not factors(unit):
        return "dimensionless"
    words = _singular(unit).replace("%", "percent").replace("/", " per ").split()
    return "_".join(word for word in words if not PLAIN.fullmatch(word))


def _singular(unit: str) -> str:
    """Return a unit in plain letters, each in the singular."""
    letters = unit.replace("µ", "u").replace("²", "2")
    return re.sub(r"\b(day|week|month|year)s\b", r"\1", letters)
