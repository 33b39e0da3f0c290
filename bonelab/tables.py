"""The public tables as DataFrames: edges, parameters, references, and the displayed equations."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from . import messages
from .generated_equations import EQUATIONS
from .parameter_table import completed, read_table, table

if TYPE_CHECKING:
    import pandas


@cache
def edge_rows() -> Sequence[Mapping[str, str]]:
    """Return the rows of the edge table, as text."""
    return tuple(MappingProxyType(row) for row in read_table("edges.csv"))


def edge_name(row: Mapping[str, str]) -> str:
    """Return the name of an edge, as `cut=` takes it."""
    return f"{row['from']} -> {row['to']}"


def edges() -> "pandas.DataFrame":
    """Return every edge of the network.

    Returns
    -------
    DataFrame
        Columns `name` (as `cut=` takes it), `from`, `to`, `sign` (what more of the source does to
        the target: + or -), `strength` (a number; zero cuts the edge), `parameter` (the row of
        `parameters()` that holds the strength), `claim`, `reference` (a key of `references()`)
        and `meaning`.
    """
    import pandas as pd

    values = completed()
    rows = [
        {
            "name": edge_name(row),
            "from": row["from"],
            "to": row["to"],
            "sign": row["sign"],
            "strength": values[row["parameter"].split()[0]],
            "parameter": row["parameter"],
            "claim": row["claim"],
            "reference": row["reference"],
            "meaning": row["meaning"],
        }
        for row in edge_rows()
    ]
    return pd.DataFrame(rows)


def parameters() -> "pandas.DataFrame":
    """Return the parameter table.

    Returns
    -------
    DataFrame
        Columns `name`, `value`, `unit`, `low`, `high`, `kind` (measured, fitted or
        illustrative), `source`, `meaning`, and for fitted rows `determined` (how well the data
        determine the value). Rows `hold_range_<node>` give a node's healthy value and the range
        in which `hold=` takes it.
    """
    import pandas as pd

    fitted = {row["name"]: row["determined"] for row in read_table("calibration.csv")}
    rows = [
        {
            "name": row.name,
            "value": row.value,
            "unit": row.unit,
            "low": row.low,
            "high": row.high,
            "kind": row.kind,
            "source": row.source,
            "meaning": row.meaning,
            "determined": fitted.get(row.name, ""),
        }
        for row in table().values()
    ]
    return pd.DataFrame(rows)


def references() -> "pandas.DataFrame":
    """Return the bibliography: key, authors, year, title, journal, doi."""
    import pandas as pd

    return pd.DataFrame(read_table("references.csv"))


def equations(node: str) -> str:
    """Return the equation of a node in LaTeX, generated from the function that runs.

    Parameters
    ----------
    node : str
        Name of a node, for instance "tnf" or "osteoclasts".

    Raises
    ------
    KeyError
        If there is no such node; the message names the nearest.
    """
    return EQUATIONS[messages.known("equations(node)", node, EQUATIONS)]
