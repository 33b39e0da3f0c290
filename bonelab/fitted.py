"""What a fit returns: women that agree with the data, and what becomes of them."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from . import messages
from .cohort_distributions import AGE, distributions, traits
from .cohort_progress import ProgressLine
from .cohort_years import SERIES, series_at
from .measurements import Measurement
from .patient import Patient
from .schedule import check_therapies
from .solver import SolverError
from .therapy import Therapy

if TYPE_CHECKING:
    import pandas

Result = TypeVar("Result")
BANDS = {"median": 50.0, "low50": 25.0, "high50": 75.0, "low90": 5.0, "high90": 95.0}
YEARS_AHEAD = 10.0
# A trait is not told, told in part, or told, by how much of its variance the data took away.
PART, MOST = 0.1, 0.6
STEPS = 100  # in which a search says how far it is
SAME_MOMENT = 1e-9


def finished(steps: Generator[float, None, Result], what: str) -> Result:
    """Work through steps that yield the share done, and return what they return.

    A line says how far it is, unless `what` is empty. An interrupt ends it.
    """
    line = ProgressLine(what) if what else None
    try:
        while True:
            share = next(steps)
            if line:
                line(int(STEPS * share), STEPS)
    except StopIteration as stop:
        return stop.value
    finally:
        if line:
            line.clear()


@dataclass(frozen=True, repr=False, eq=False)  # two fits are equal when they are one
class Fit:
    """Women that agree with what was measured of one, each as probable as the next.

    Attributes
    ----------
    patient : Patient
        How and when her menopause came.
    therapies : tuple of Therapy
        What she took while she was measured.
    measured : tuple of Measurement
        The values, in the units of the series.
    latents : array
        One row a woman, one standard normal number a trait.
    told : array
        For each trait which share of the variance between women the data took away, from the
        curvature at the most probable woman: a sample of a few hundred would add chance.
    """

    patient: Patient
    therapies: tuple[Therapy, ...]
    measured: tuple[Measurement, ...]
    latents: np.ndarray
    told: np.ndarray

    def __repr__(self) -> str:
        """Say what it is."""
        return f"<Fit of {len(self.latents)} women to {len(self.measured)} measured values>"

    def women(self) -> list[dict[str, float]]:
        """Return the parameters in which each woman is not average, for `simulate`."""
        found = traits(self.latents)
        own = {name: values for name, values in found.items() if name != AGE}
        return [
            {name: float(values[i]) for name, values in own.items()}
            for i in range(len(self.latents))
        ]

    def predict(
        self,
        therapies: Iterable[Therapy] | Therapy | None = None,
        *,
        start: float | None = None,
        stop: float | None = None,
        engine: str = "plain",
        progress: bool = True,
    ) -> "pandas.DataFrame":
        """Predict every series year by year, and how sure the prediction is.

        Parameters
        ----------
        therapies : list of Therapy, optional
            All that she takes, past and future; what she took while measured, if not given.
        start, stop : float, optional
            Years from the final menstrual period: from the last measurement (or 0) for ten years.
        engine : {"plain", "fast"}
            As in `simulate`.
        progress : bool
            Whether to show how far it is.

        Returns
        -------
        DataFrame
            One row a time and quantity: `time` (years), `quantity` (series), `median`, `low50`,
            `high50`, `low90`, `high90` in the unit of the series. Half of the women lie between
            `low50` and `high50`, nine of ten between `low90` and `high90`. The bands are of the
            true value; a measurement of it adds its own error.

        Raises
        ------
        ValueError, KeyError
            If an argument is not allowed; the message says what is.
        """
        steps = self.predicting(therapies, start=start, stop=stop, engine=engine)
        return finished(steps, "parts of the prediction" if progress else "")

    def predicting(
        self,
        therapies: Iterable[Therapy] | Therapy | None = None,
        *,
        start: float | None = None,
        stop: float | None = None,
        engine: str = "plain",
    ) -> Generator[float, None, "pandas.DataFrame"]:
        """Do the same as `predict`, step by step: yields the share done."""
        times = self._times(start, stop)
        wanted = self.therapies if therapies is None else therapies
        given = check_therapies(wanted, self.patient, times[-1])
        courses = []
        women = self.women()
        for number, own in enumerate(women):
            with suppress(SolverError):  # a woman whom the model cannot follow tells nothing
                courses.append(series_at(self.patient, own, given, times, engine))
            yield (number + 1) / len(women)
        if not courses:
            raise SolverError("The solver failed for every woman that agrees with the data.")
        return _frame(times, np.array(courses))

    def _times(self, start: float | None, stop: float | None) -> list[float]:
        last = max((row.time for row in self.measured), default=0.0)
        latest = self.patient.LATEST_AGE - float(self.patient.age_at_menopause)
        first = last if start is None else start
        first = messages.number("start", first, self.patient.origin, latest, "years")
        end = first + YEARS_AHEAD if stop is None else stop
        end = messages.number("stop", end, self.patient.origin, latest, "years")
        messages.number("stop", end, above=first, unit="years (start)")
        return [float(t) for t in first + np.arange(int(end - first + SAME_MOMENT) + 1)]

    def determined(self) -> "pandas.DataFrame":
        """Return what the data did and did not tell about her.

        Returns
        -------
        DataFrame
            One row a trait, the best told first: `trait`, `unit`, `meaning`, `average` (of all
            women), `median`, `low90`, `high90` (of the women that agree), `told` (the share of
            the variance between women that the data took away) and `verdict`.
        """
        import pandas as pd

        found = traits(self.latents)
        rows = []
        for place, row in enumerate(distributions()):
            if row.name == AGE:
                continue
            low, median, high = np.percentile(found[row.name], [5, 50, 95])
            told = float(self.told[place])
            rows.append(
                (
                    row.name,
                    row.unit,
                    row.meaning,
                    row.centre,
                    median,
                    low,
                    high,
                    told,
                    _verdict(told),
                )
            )
        names = "trait unit meaning average median low90 high90 told verdict".split()
        frame = pd.DataFrame(rows, columns=names)
        return frame.sort_values("told", ascending=False, kind="stable", ignore_index=True)


def _verdict(told: float) -> str:
    if told >= MOST:
        return "told by the data"
    return "told in part" if told >= PART else "not told"


def _frame(times: Sequence[float], courses: np.ndarray) -> "pandas.DataFrame":
    """Return the bands of all courses: women down, times across, then series."""
    import pandas as pd

    # By this method the next woman of the same kind lies in a band as often as its name says.
    levels = np.percentile(courses, list(BANDS.values()), axis=0, method="weibull")
    columns: Mapping[str, object] = {
        "time": np.repeat(times, len(SERIES)),
        "quantity": list(SERIES) * len(times),
        **{name: level.ravel() for name, level in zip(BANDS, levels, strict=True)},
    }
    return pd.DataFrame(columns)
