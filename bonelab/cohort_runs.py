"""Following many invented women: on one core, on all, or on a cluster, with the same numbers."""

import warnings
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from . import messages
from .cohort_distributions import AGE
from .cohort_draw import Cohort
from .cohort_progress import ProgressLine
from .cohort_years import SERIES, Years, years
from .patient import Patient
from .schedule import check_therapies
from .therapy import Therapy

if TYPE_CHECKING:
    import pandas

# Women in one piece of work. The same whatever the number of workers, so that the numbers are.
BATCH = 25
# How often work is begun again after a worker has died.
ATTEMPTS = 3
# How many failures a warning names.
NAMED = 10
SAME_MOMENT = 1e-9
Progress = Callable[[int, int], None]


def simulate_cohort(
    cohort: "Cohort | pandas.DataFrame",
    therapies: Iterable[Therapy] | Therapy = (),
    *,
    start: float = -5,
    stop: float = 20,
    engine: str = "plain",
    n_jobs: int | None = None,
    progress: bool | Progress = True,
) -> "pandas.DataFrame":
    """Simulate invented women year by year.

    The same women with and without a therapy are a paired comparison: nothing is drawn here.
    The numbers do not depend on how many workers there are.

    Parameters
    ----------
    cohort : Cohort or DataFrame
        What `bonelab.cohort` draws, or its table.
    therapies : list of Therapy, optional
        What every woman takes; times are years from her own final menstrual period.
    start, stop : float
        First and last time, in years from the final menstrual period; values are yearly from
        `start`.
    engine : {"plain", "fast"}
        As in `simulate`.
    n_jobs : int, optional
        How many cores work, -1 for all; what `joblib.parallel_config` says if not given, else
        one. Within `joblib.parallel_config("dask")` the work goes to a Dask cluster.
    progress : bool or callable
        Whether a line says how far it is, or what is called with how many women are done and how
        many there are.

    Returns
    -------
    DataFrame
        One row a woman and year: `woman`, `time` (years), `age` (years), `bmd_lumbar_spine`,
        `bmd_femoral_neck`, `bmd_total_hip` (g/cm2), `t_score_lumbar_spine`,
        `t_score_femoral_neck`, `t_score_total_hip` (SD), `ctx` (ng/mL), `p1np` (ug/L),
        `estradiol` (pg/mL), `hip_fracture_risk_10y` (fraction).

    Raises
    ------
    ValueError, KeyError
        If an argument is not allowed; the message says what is.

    Warns
    -----
    UserWarning
        If it was interrupted: those who are finished are returned. If the solver fails for a
        woman: the others are returned, and she is named.
    """
    women = cohort if isinstance(cohort, Cohort) else Cohort(cohort)
    times = _times(women, start, stop)
    given = tuple(check_therapies(therapies, _earliest(women), times[-1]))
    batches = [(batch, given, times, engine) for batch in _batches(women)]
    show = _progress(progress)
    results = _results(batches, n_jobs)
    finished: dict[int, Years] = {}
    done = 0
    try:
        for number, result in results:
            finished[number] = result
            done += len(batches[number][0])
            if show:
                show(done, len(women))
    except KeyboardInterrupt:
        with warnings.catch_warnings():
            # joblib says what is said below.
            warnings.simplefilter("ignore")
            results.close()
        warnings.warn(
            f"interrupted: {done} of {len(women)} women are finished, and returned.", stacklevel=2
        )
    finally:
        if isinstance(show, ProgressLine):
            show.clear()
    ordered = [finished[number] for number in sorted(finished)]
    _warn_of_failures([failure for result in ordered for failure in result.failed])
    return _frame(women, times, ordered)


def _progress(progress: bool | Progress) -> Progress | None:
    """Return what is called with how many are done."""
    if progress is True:
        return ProgressLine("women")
    if progress is not False and not callable(progress):
        raise ValueError(
            f"progress={progress!r} is not allowed: it must be True, False or a function of "
            "how many women are done and how many there are."
        )
    return progress or None


def _earliest(women: Cohort) -> Patient:
    """Return the woman of the earliest menopause, whose run can begin last."""
    return Patient(age_at_menopause=float(women.table[AGE].min()))


def _times(women: Cohort, start: float, stop: float) -> tuple[float, ...]:
    """Return the years from `start` to `stop`, in which every woman lives."""
    if not len(women):
        raise ValueError("cohort is not allowed: there is nobody in it.")
    first = _earliest(women).origin
    last = Patient.LATEST_AGE - float(women.table[AGE].max())
    unit = f"years (every woman from age {Patient.YOUNG_ADULT_AGE} to {Patient.LATEST_AGE})"
    begin = messages.number("start", start, first, last, unit)
    end = messages.number("stop", stop, first, last, unit)
    messages.number("stop", stop, above=begin, unit="years (start)")
    return tuple(float(t) for t in begin + np.arange(int(end - begin + SAME_MOMENT) + 1))


def _batches(women: Cohort) -> list[tuple[tuple[Any, tuple[float, ...]], ...]]:
    """Cut the cohort into pieces of plain numbers: who, and her traits."""
    rows = list(women.table.itertuples(name=None))
    return [
        tuple((row[0], row[1:]) for row in rows[first : first + BATCH])
        for first in range(0, len(rows), BATCH)
    ]


def _numbered(number: int, *work: Any) -> tuple[int, Years]:
    return number, years(*work)


def _results(batches: Sequence[tuple], n_jobs: int | None) -> Generator[tuple[int, Years]]:
    """Yield what becomes of each batch with its number, as soon as it is done.

    What a worker had in hand when it died is done again.
    """
    left = {number: (number, *batch) for number, batch in enumerate(batches)}
    for attempt in reversed(range(ATTEMPTS)):
        try:
            for number, result in _stream(list(left.values()), n_jobs):
                del left[number]
                yield number, result
            return
        except BrokenExecutor:  # joblib's own workers; a Dask cluster does it by itself
            if not attempt:
                raise


def _stream(work: Sequence[tuple], n_jobs: int | None) -> Iterable[tuple[int, Years]]:
    try:
        from joblib import Parallel, delayed
    except ImportError:
        if n_jobs not in (None, 1):
            raise ImportError(
                f"n_jobs={n_jobs!r} needs joblib, which is not installed: "
                "pip install joblib, or leave n_jobs out to work on one core."
            ) from None
        return (_numbered(*each) for each in work)
    parallel = Parallel(n_jobs=n_jobs, return_as="generator_unordered", batch_size=1)
    return parallel(delayed(_numbered)(*each) for each in work)


def _warn_of_failures(failed: Sequence[tuple[Any, str]]) -> None:
    if not failed:
        return
    named = "; ".join(f"woman {number}: {reason}" for number, reason in failed[:NAMED])
    more = f"; and {len(failed) - NAMED} more" if len(failed) > NAMED else ""
    warnings.warn(f"{len(failed)} women are left out. {named}{more}", stacklevel=3)


def _frame(women: Cohort, times: tuple[float, ...], parts: Sequence[Years]) -> "pandas.DataFrame":
    """Return all women below each other, in the order of the cohort."""
    import pandas as pd

    who = [number for part in parts for number in part.women]
    values = np.concatenate(
        [np.empty((0, len(times), len(SERIES))), *(part.values for part in parts)]
    )
    ages = women.table[AGE].loc[who].to_numpy()
    columns = {
        "woman": np.repeat(np.array(who, dtype=women.table.index.dtype), len(times)),
        "time": np.tile(times, len(who)),
        "age": (ages[:, None] + np.array(times)).ravel(),
    }
    columns.update({name: values[..., i].ravel() for i, name in enumerate(SERIES)})
    return pd.DataFrame(columns)
