"""One woman: the models that agree with what was measured of her.

Before any measurement she can be any woman of the cohort: one standard normal number (a latent)
stands behind each of her traits. Measured values make some of these women more probable than
others. The search has three steps, all by published methods: the most probable woman (least
squares), a cloud of candidates as wide as the curvature there says, and weights that correct the
cloud to what the data and the prior say (importance sampling; once more from the weighted cloud
where few candidates count).
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from . import messages
from .cohort_distributions import AGE, correlated, log_prior, trait_names, traits
from .cohort_years import SERIES, series_at
from .fitted import Fit, finished
from .measurements import Measurement, read_measurements
from .patient import Patient
from .schedule import check_therapies
from .solver import SolverError
from .therapy import Therapy

if TYPE_CHECKING:
    from .measurements import Table

DRAWS = 400
# Tails heavier than normal: no probable woman may be left out of the cloud.
FREEDOM = 6
WIDER = 1.15
# Candidates for each woman that is asked for: about half of them count, and few should stand twice.
PER_DRAW = 3
# A cloud of which this share counts is good enough; else it is drawn once more.
ENOUGH = 0.25
ROUNDS = 3
LEAST = 1e-3  # variance that keeps a new cloud from falling flat
SEARCHED = 0.1  # of the work, when the most probable woman is found
# A trait is inert if no measured value moves by more of its SD when a latent moves by one.
INERT = 1e-6
STEP = 0.05  # of a latent, in which one standard deviation is one
IMPOSSIBLE = 1e3  # a misfit in standard deviations, where the model has no answer


@dataclass(frozen=True)
class _Task:
    """What is known of her, and which of her traits are open."""

    patient: Patient
    therapies: tuple[Therapy, ...]
    measured: tuple[Measurement, ...]
    engine: str

    @property
    def open(self) -> np.ndarray:
        """Which traits are open: her age at menopause is known."""
        return np.array([name != AGE for name in trait_names()])

    def whole(self, latents: np.ndarray) -> np.ndarray:
        """Return latents of every trait from those of the open ones."""
        whole = np.zeros((*latents.shape[:-1], len(trait_names())))
        whole[..., self.open] = latents
        return whole

    def misfits(self, latents: np.ndarray) -> np.ndarray:
        """Return how far a woman lies from each measured value, in its standard deviations."""
        own = {name: float(value) for name, value in traits(self.whole(latents)).items()}
        del own[AGE]
        times = sorted({row.time for row in self.measured})
        try:
            found = series_at(self.patient, own, self.therapies, times, self.engine)
        except SolverError:
            return np.full(len(self.measured), IMPOSSIBLE)
        return np.array(
            [
                np.log(found[times.index(row.time), SERIES.index(row.quantity)] / row.value)
                / row.relative_sd
                for row in self.measured
            ]
        )

    def offsets(self, latents: np.ndarray) -> np.ndarray:
        """Return what least squares makes small: the misfits, and how far she is from average."""
        return np.concatenate([self.misfits(latents), latents])

    def slopes(self, latents: np.ndarray) -> np.ndarray:
        """Return how the offsets change with each latent."""
        here = self.offsets(latents)
        steps = STEP * np.eye(len(latents))
        return np.array([self.offsets(latents + step) - here for step in steps]).T / STEP

    def told(self, covariance: np.ndarray) -> np.ndarray:
        """Return which share of the variance of each trait is gone, given that of the latents."""
        rows = correlated(self.whole(np.linalg.cholesky(covariance).T))
        return np.clip(1 - np.sum(rows**2, axis=0), 0.0, 1.0)


def fit(
    measurements: "Table" = None,
    patient: Patient | None = None,
    therapies: Iterable[Therapy] | Therapy = (),
    *,
    draws: int = DRAWS,
    seed: int = 0,
    engine: str = "plain",
    progress: bool = True,
) -> Fit:
    """Find the women that agree with what was measured of one.

    Parameters
    ----------
    measurements : path or DataFrame, optional
        Columns time (years from the final menstrual period), quantity (the name of a series that
        can be measured), value, unit. Without it she can be any woman of the cohort.
    patient : Patient, optional
        How and when her menopause came; natural at 51 if not given.
    therapies : list of Therapy, optional
        What she took while she was measured.
    draws : int
        How many women stand for what is possible, 50 to 20,000.
    seed : int
        The same seed gives the same women.
    engine : {"plain", "fast"}
        As in `simulate`.
    progress : bool
        Whether to show how far the search is. An interrupt stops it; nothing stays behind.

    Returns
    -------
    Fit
        With `predict(therapies)`, and `determined`: what the data told and what they did not.

    Raises
    ------
    ValueError
        If a measurement is unknown, impossible, given twice or contradictory (the message names
        the row), or another argument is not allowed.
    """
    return finished(
        fitting(measurements, patient, therapies, draws=draws, seed=seed, engine=engine),
        "parts of the search" if progress else "",
    )


def fitting(
    measurements: "Table" = None,
    patient: Patient | None = None,
    therapies: Iterable[Therapy] | Therapy = (),
    *,
    draws: int = DRAWS,
    seed: int = 0,
    engine: str = "plain",
) -> Generator[float, None, Fit]:
    """Do the same as `fit`, step by step: yields the share done, returns the Fit."""
    patient = Patient() if patient is None else patient
    if not isinstance(patient, Patient):
        raise ValueError(f"patient={patient!r} is not a Patient: write Patient(...).")
    draws = int(messages.number("draws", draws, 50, 20_000, "women"))
    measured = tuple(read_measurements(measurements))
    last = max((row.time for row in measured), default=0.0)
    given = tuple(check_therapies(therapies, patient, last))
    task = _Task(patient, given, measured, engine)
    random = np.random.default_rng(seed)
    if measured:
        latents, told = yield from _search(task, draws, random)
    else:
        latents = _even_normal(draws, int(task.open.sum()), random)
        told = np.zeros(len(trait_names()))
    yield 1.0
    return Fit(patient, given, measured, task.whole(latents), told)


def _search(
    task: _Task, draws: int, random: np.random.Generator
) -> Generator[float, None, tuple[np.ndarray, np.ndarray]]:
    """Return equally probable women, given the measurements, and what these told of each trait."""
    # Whoever fits waits for these; whoever wants a run does not.
    from scipy.optimize import least_squares
    from scipy.stats import multivariate_t

    size = int(task.open.sum())
    best = least_squares(
        task.offsets,
        np.zeros(size),
        jac=task.slopes,
        x_scale=1.0,
        xtol=1e-3,
        ftol=1e-4,
        max_nfev=12,
    )
    yield SEARCHED
    # What no measured value depends on stays as it is among all women.
    live = np.abs(best.jac[: len(task.measured)]).max(axis=0) > INERT
    centre = best.x[live]
    covariance = np.linalg.inv(best.jac.T @ best.jac)
    spread = covariance[np.ix_(live, live)]
    candidates = PER_DRAW * draws
    for turn in range(ROUNDS):
        cloud = multivariate_t(centre, WIDER * spread, df=FREEDOM, seed=random)
        latents = random.standard_normal((candidates, size))
        latents[:, live] = cloud.rvs(candidates).reshape(candidates, -1)
        misfits = np.empty((candidates, len(task.measured)))
        for number, candidate in enumerate(latents):
            misfits[number] = task.misfits(candidate)
            yield SEARCHED + (1 - SEARCHED) * (turn + number / candidates) / ROUNDS
        moved = latents[:, live]
        logs = log_prior(moved) - 0.5 * np.sum(misfits**2, axis=1) - cloud.logpdf(moved)
        weights = np.exp(logs - logs.max())
        weights /= weights.sum()
        if 1 / np.sum(weights**2) >= ENOUGH * candidates:
            break
        centre = weights @ moved
        spread = np.atleast_2d(np.cov(moved.T, aweights=weights)) + LEAST * np.eye(len(centre))
    found = latents[_resampled(weights, draws, random)]
    found[:, ~live] = _even_normal(draws, int(np.sum(~live)), random)
    return found, task.told(covariance)


def _even_normal(count: int, columns: int, random: np.random.Generator) -> np.ndarray:
    """Return standard normal numbers that in each column are spread evenly, not by chance."""
    from scipy.special import ndtri

    places = np.tile(ndtri((np.arange(count) + 0.5) / count), (columns, 1))
    return random.permuted(places, axis=1).T


def _resampled(weights: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Return which candidates stand for equal shares (systematic resampling)."""
    places = (np.arange(count) + random.random()) / count
    return np.searchsorted(np.cumsum(weights), places).clip(max=len(weights) - 1)
