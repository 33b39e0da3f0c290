"""Drawing invented women, and what is drawn: a table with one row a woman."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from . import messages
from .cohort_distributions import distributions, person, trait_names, traits
from .patient import Patient

if TYPE_CHECKING:
    import pandas

MOST_WOMEN = 1_000_000


@dataclass(frozen=True, eq=False, repr=False)
class Cohort:
    """Invented women; `len`, slices (`women[:100]`) and `to_dataframe` work.

    Parameters
    ----------
    table : DataFrame
        One row a woman, a column for every trait; the index is her number. What
        `cohort(...).to_dataframe()` gives, and `to_csv` keeps.

    Raises
    ------
    KeyError, ValueError
        If a trait is missing or unknown, a number is not one, or two women have one number.
    """

    table: "pandas.DataFrame"

    def __post_init__(self) -> None:
        """Check the table, and keep a copy that nobody else changes."""
        import pandas as pd

        if not isinstance(self.table, pd.DataFrame):
            raise ValueError(f"table={self.table!r} is not a DataFrame with one row a woman.")
        for name in self.table.columns:
            messages.known("traits of the women", name, trait_names())
        if missing := [name for name in trait_names() if name not in self.table.columns]:
            raise KeyError(f"traits of the women: {', '.join(missing)} missing.")
        if not self.table.index.is_unique:
            raise ValueError("the index of the women is not allowed: two of them have one number.")
        for row in distributions():
            for number, value in self.table[row.name].items():
                messages.number(f"{row.name} of woman {number}", value, unit=row.unit)
        own = self.table.loc[:, list(trait_names())].astype(float)
        object.__setattr__(self, "table", own.rename_axis("woman"))

    def __len__(self) -> int:
        """Return how many women there are."""
        return len(self.table)

    def __getitem__(self, some: slice) -> "Cohort":
        """Return some of the women, who keep their numbers."""
        if not isinstance(some, slice):
            raise KeyError(
                f"cohort[{some!r}] is not allowed: write a slice, like cohort[:100], "
                "or cohort.woman(number)."
            )
        return Cohort(self.table.iloc[some])

    def __repr__(self) -> str:
        """Say what it is."""
        return f"<Cohort of {len(self)} invented women, {len(trait_names())} traits each>"

    def _repr_html_(self) -> str:
        """Show the women as a table in a notebook."""
        return self.table.to_html(max_rows=10, float_format="{:.3g}".format)

    def to_dataframe(self) -> "pandas.DataFrame":
        """Return the women as a table, one row each; units in `bl.parameters()`."""
        return self.table.copy()

    def woman(self, number: Any) -> tuple[Patient, dict[str, float]]:
        """Return one woman, as `simulate(patient, parameters=...)` takes her.

        Raises
        ------
        KeyError
            If no woman has this number.
        """
        if number not in self.table.index:
            first, last = self.table.index[0], self.table.index[-1]
            raise KeyError(f"woman {number!r} is not in the cohort: numbers are {first} to {last}.")
        return person(self.table.loc[number].to_dict())


def cohort(n: int, *, seed: int = 1, spread: float = 1.0) -> Cohort:
    """Draw invented women, who differ as women do.

    Each trait has a distribution with a source: a row of `bonelab/data/cohort.csv`. They are the
    age at menopause, peak BMD of three sites, what drives the rate of loss (turnover, sensitivity
    to estrogen, thin struts, estradiol after menopause, ageing, trabecular share of each site),
    levels of CTX and P1NP, and how much of a drug's dose arrives.

    A woman depends on the seed and her number alone: the first 100 of 1000 are `cohort(100)`.

    Parameters
    ----------
    n : int
        How many.
    seed : int
        Another seed gives other women.
    spread : float
        Factor on every standard deviation: 1 as published, 0 the average woman n times. 0 to 2.

    Returns
    -------
    Cohort
        For `simulate_cohort`; `len(women)`, `women[:100]`, `women.to_dataframe()`.

    Raises
    ------
    ValueError
        If an argument is not allowed.

    Notes
    -----
    What was not fitted, held against published values (`docs/cohort.md`): osteoporosis at spine
    or femoral neck is as frequent as in NHANES up to the age of 60, and somewhat too frequent
    later; after 16 years the women keep their order far better than real women do, and the spine
    and hip of one woman go together too closely.
    """
    import pandas as pd

    count = _whole("n", n, 1, MOST_WOMEN)
    first = _whole("seed", seed, 0, 2**63)
    draws = [
        np.random.default_rng((first, number)).standard_normal(len(trait_names()))
        for number in range(count)
    ]
    columns = traits(np.array(draws), spread)
    return Cohort(pd.DataFrame(columns, index=pd.RangeIndex(count, name="woman")))


def _whole(argument: str, value: object, low: int, high: int) -> int:
    number = messages.number(argument, value, low, high)
    if number != int(number):
        raise ValueError(f"{argument}={value!r} is not a whole number.")
    return int(number)
