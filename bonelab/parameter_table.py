"""The parameter table: every number of biology, with its unit, range, meaning and source.

The rows stand in `data/parameters.csv`. `kind` is *measured* (taken from the source), *fitted*
(by `scripts/calibrate.py`, to the targets of role `fit`) or *illustrative* (a plausible value
that the source makes likely but does not give).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from . import messages
from .healthy import derived

HOLD_PREFIX = "hold_range_"


@dataclass(frozen=True)
class Parameter:
    """One row of the parameter table."""

    name: str
    value: float
    unit: str
    low: float
    high: float
    kind: str
    source: str
    meaning: str


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table in `bonelab/data`."""
    text = files("bonelab").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def table() -> Mapping[str, Parameter]:
    """Return every row of the parameter table by name."""
    rows = {}
    for row in read_table("parameters.csv"):
        value, low, high = (float(row[key]) for key in ("value", "low", "high"))
        rows[row["name"]] = Parameter(
            row["name"], value, row["unit"], low, high, row["kind"], row["source"], row["meaning"]
        )
    return MappingProxyType(rows)


@cache
def default_parameters() -> Mapping[str, float]:
    """Return the value of every parameter by name."""
    return MappingProxyType({name: row.value for name, row in table().items()})


@cache
def _changeable() -> Mapping[str, Parameter]:
    """Return the rows that are parameters, not ranges in which a node can be held."""
    return {name: row for name, row in table().items() if not name.startswith(HOLD_PREFIX)}


@cache
def personal_factors() -> Mapping[str, tuple[str, ...]]:
    """Return the parameters that each trait of one woman multiplies, by the trait's name."""
    return MappingProxyType(
        {
            row["name"]: tuple(row["multiplies"].split())
            for row in read_table("cohort.csv")
            if row["multiplies"]
        }
    )


@cache
def hold_ranges() -> Mapping[str, Parameter]:
    """Return the nodes that can be held, each with its healthy value and its range."""
    return MappingProxyType(
        {
            name.removeprefix(HOLD_PREFIX): row
            for name, row in table().items()
            if name.startswith(HOLD_PREFIX)
        }
    )


def completed(changes: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return all parameters with `changes` made, and the values that follow from them.

    Raises
    ------
    KeyError
        If a name is not a parameter.
    ValueError
        If a value lies outside the parameter's range.
    """
    if changes is not None and not isinstance(changes, Mapping):
        raise ValueError(
            f"parameters={changes!r} is not allowed: write a dictionary, "
            "like {'ctx_healthy': 0.3}."
        )
    values = dict(default_parameters())
    rows = _changeable()
    for name, value in (changes or {}).items():
        if name not in rows:
            messages.known("parameters", name, rows)
        row = rows[name]
        values[name] = messages.number(f"parameters[{name!r}]", value, row.low, row.high, row.unit)
    return with_consequences(values)


def with_consequences(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return all parameters with what one woman's traits multiply, and what follows from them.

    Numbers, or arrays with one number a woman.
    """
    result = dict(values)
    for trait, multiplied in personal_factors().items():
        result.update({name: result[name] * result[trait] for name in multiplied})
    result.update(derived(result))
    return result
