"""Questions to a simulated cohort: who loses much, who crosses a line, whom a treatment spares.

The line is the WHO's T-score of osteoporosis. Crossing it is not a fracture: most women with
osteoporosis break no bone in ten years, and many who break one never crossed it.
"""

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from . import messages
from .healthy import SITES
from .parameter_table import default_parameters

if TYPE_CHECKING:
    import pandas


class Crossings(NamedTuple):
    """How many women cross the line, without and with a treatment: the same women.

    Attributes
    ----------
    women : int
        How many stand above the line at the start.
    untreated, treated : int
        How many of them cross it.
    spared : int
        How many cross it only if they are untreated.
    """

    women: int
    untreated: int
    treated: int
    spared: int

    @property
    def treated_for_one_fewer(self) -> float:
        """How many are treated for one fewer to cross the line; infinite if none is spared."""
        fewer = self.untreated - self.treated
        return self.women / fewer if fewer > 0 else math.inf


def lost_percent(
    years: "pandas.DataFrame", *, site: str = "lumbar_spine", start: float = 0, stop: float = 10
) -> "pandas.Series":
    """Return the share of BMD that each woman loses between two years, in %.

    Parameters
    ----------
    years : DataFrame
        What `simulate_cohort` returns.
    site : {"lumbar_spine", "femoral_neck", "total_hip"}
        Where bone is measured.
    start, stop : float
        Two of the years in the table.

    Returns
    -------
    Series
        One number a woman; negative if she gains.

    Raises
    ------
    ValueError
        If the site is unknown or a year is not in the table.
    """
    messages.one_of("site", site, SITES)
    table = _by_woman(years, f"bmd_{site}", start, stop)
    return 100 * (1 - table[stop] / table[start])


def crossings(
    untreated: "pandas.DataFrame",
    treated: "pandas.DataFrame",
    *,
    site: str = "lumbar_spine",
    start: float = 0,
    stop: float = 10,
) -> Crossings:
    """Count the women who cross the T-score of osteoporosis, without and with a treatment.

    Counted are those above the line in the year `start` of the untreated run; a woman has crossed
    it if she stands at or below it in the year `stop`.

    Parameters
    ----------
    untreated, treated : DataFrame
        What `simulate_cohort` returns for the same women.
    site : {"lumbar_spine", "femoral_neck", "total_hip"}
        Where bone is measured.
    start, stop : float
        Two of the years in the tables.

    Raises
    ------
    ValueError
        If the site is unknown, a year is not in a table, or the women are not the same.
    """
    messages.one_of("site", site, SITES)
    without, with_it = (
        _by_woman(years, f"t_score_{site}", start, stop) for years in (untreated, treated)
    )
    if not without.index.equals(with_it.index):
        raise ValueError("untreated and treated are not the same women: simulate one cohort twice.")
    line = default_parameters()["who_osteoporosis"]
    above = without[start] > line
    crossed, crossed_treated = above & (without[stop] <= line), above & (with_it[stop] <= line)
    return Crossings(
        women=int(above.sum()),
        untreated=int(crossed.sum()),
        treated=int(crossed_treated.sum()),
        spared=int((crossed & ~crossed_treated).sum()),
    )


def share_with_osteoporosis(
    years: "pandas.DataFrame", *, youngest: float, oldest: float, sites: tuple[str, ...] = SITES[:2]
) -> float:
    """Return the share of women of some ages with a T-score of osteoporosis at any of the sites.

    Every year of a woman's life from `youngest` to before `oldest` counts once.
    """
    ages = years["age"].to_numpy()
    inside = (ages >= youngest) & (ages < oldest)
    if not inside.any():
        raise ValueError(f"youngest={youngest!r}, oldest={oldest!r}: no woman has these ages.")
    scores = np.stack([years[f"t_score_{site}"].to_numpy()[inside] for site in sites])
    return float((scores <= default_parameters()["who_osteoporosis"]).any(axis=0).mean())


def _by_woman(
    years: "pandas.DataFrame", series: str, start: float, stop: float
) -> "pandas.DataFrame":
    """Return a series with one row a woman and one column a year."""
    table = years.pivot(index="woman", columns="time", values=series)
    for argument, year in (("start", start), ("stop", stop)):
        if year not in table.columns:
            first, last = table.columns[0], table.columns[-1]
            raise ValueError(
                f"{argument}={year!r} is not a year of the table: from {first:g} to {last:g}, "
                "one year apart."
            )
    messages.number("stop", stop, above=float(start), unit="years (start)")
    return table
