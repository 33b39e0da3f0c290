"""Is a 90 % band a 90 % band? Invented women whose truth is known are measured, and predicted.

Each woman is drawn from the cohort, measured with the errors of assay and scanner, and fitted.
Five years ahead her true value should lie within the band in nine of ten cases.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .cohort_distributions import AGE, trait_names, traits
from .cohort_years import SERIES, series_at
from .fitting import fit
from .measurements import Measurement, measurable
from .patient import Patient
from .therapies import Estradiol
from .therapy import Therapy

if TYPE_CHECKING:
    import pandas

# When she is measured, in years from the final menstrual period.
VISITS = {
    1.0: ("estradiol", "ctx", "p1np", "bmd_lumbar_spine"),
    3.0: ("bmd_lumbar_spine",),
}
AHEAD = 5.0
LAST = max(VISITS)
ARMS: dict[str, tuple[Therapy, ...]] = {
    "untreated": (),
    "hormone therapy": (Estradiol(patch_ug_per_day=50, start=LAST),),
}
PREDICTED = ("bmd_lumbar_spine", "ctx")


class Case(NamedTuple):
    """One prediction beside the truth: `low`, `high` are the ends of the 90 % band."""

    woman: int
    arm: str
    quantity: str
    truth: float
    low: float
    high: float

    @property
    def inside(self) -> bool:
        """Whether the band holds the truth."""
        return self.low <= self.truth <= self.high


def cases(number: int, seed: int, draws: int, engine: str = "plain") -> list[Case]:
    """Draw, measure, fit and predict one woman.

    Parameters
    ----------
    number, seed : int
        Which woman: the same numbers are the same woman.
    draws : int
        As in `fit`.
    engine : {"plain", "fast"}
        As in `simulate`.
    """
    random = np.random.default_rng([seed, number])
    own = {
        name: float(value)
        for name, value in traits(random.standard_normal(len(trait_names()))).items()
    }
    patient = Patient(age_at_menopause=own.pop(AGE))
    found = fit(
        _measured(patient, own, random, engine),
        patient,
        draws=draws,
        seed=number,
        engine=engine,
        progress=False,
    )
    results = []
    for arm, therapies in ARMS.items():
        when = LAST + AHEAD
        truth = series_at(patient, own, therapies, [when], engine)[0]
        bands = found.predict(
            therapies, start=when, stop=when + 1, engine=engine, progress=False
        ).set_index(["time", "quantity"])
        for quantity in PREDICTED:
            band = bands.loc[(when, quantity)]
            value = float(truth[SERIES.index(quantity)])
            results.append(Case(number, arm, quantity, value, band["low90"], band["high90"]))
    return results


def _measured(
    patient: Patient, own: dict[str, float], random: np.random.Generator, engine: str
) -> "pandas.DataFrame":
    """Return what a laboratory and a scanner would print of her."""
    import pandas as pd

    truth = series_at(patient, own, (), sorted(VISITS), engine)
    rows = []
    for place, time in enumerate(sorted(VISITS)):
        for quantity in VISITS[time]:
            value = truth[place, SERIES.index(quantity)]
            error = Measurement(0, time, quantity, value).relative_sd
            unit = next(iter(measurable()[quantity]))
            rows.append((time, quantity, value * np.exp(error * random.standard_normal()), unit))
    return pd.DataFrame(rows, columns=["time", "quantity", "value", "unit"])


def coverage(results: Iterable[Case]) -> dict[tuple[str, str], float]:
    """Return for each arm and quantity the share of women whose truth the band holds."""
    inside: dict[tuple[str, str], list[bool]] = {}
    for case in results:
        inside.setdefault((case.arm, case.quantity), []).append(case.inside)
    return {key: float(np.mean(held)) for key, held in inside.items()}
