"""Who invented women are: one distribution a trait, each with its spread, range and source.

The rows stand in `data/cohort.csv`. Behind every woman stands one standard normal number for each
trait, her *latents*: a transform makes them her traits. So a cohort is a draw of latents, and
fitting one woman is a search among latents, whose prior is known exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtr, ndtri

from . import messages
from .parameter_table import read_table
from .patient import Patient

AGE = "age_at_menopause"
# Wider than this, and a trait would pile up at the ends of its range.
LARGEST_SPREAD = 2.0


@dataclass(frozen=True)
class Distribution:
    """One row of the table: how a trait differs from woman to woman.

    Attributes
    ----------
    name : str
        The trait, a column of a cohort: the age at menopause, or a parameter of the model.
    shape : str
        "normal", or "lognormal": normal in the logarithm.
    centre, sd : float
        Median, which is that of the average woman, and standard deviation (lognormal: of the
        logarithm) before the tails are cut off.
    low, high : float
        The range in which every woman lies.
    unit, kind, source, meaning : str
        As in the parameter table.
    """

    name: str
    shape: str
    centre: float
    sd: float
    low: float
    high: float
    unit: str
    kind: str
    source: str
    meaning: str

    def value(self, latent: np.ndarray, spread: float = 1.0) -> np.ndarray:
        """Return the trait of women with these latents.

        The tails beyond the nearer end of the range are cut off on both sides, so that a latent
        of zero is the average woman whatever the spread.
        """
        sd = self.sd * spread
        if sd == 0:
            return np.full(np.shape(latent), self.centre)
        scale = np.log if self.shape == "lognormal" else np.positive
        low, centre, high = scale([self.low, self.centre, self.high])
        tail = ndtr(-min(centre - low, high - centre) / sd)
        inside = centre + sd * ndtri(tail + (1 - 2 * tail) * ndtr(latent))
        back = np.exp if self.shape == "lognormal" else np.positive
        # Rounding must not carry a woman over the end.
        return np.clip(back(inside), self.low, self.high)


@cache
def distributions() -> tuple[Distribution, ...]:
    """Return every row of the table, in the order of the latents."""
    return tuple(
        Distribution(
            name=row["name"],
            shape=row["shape"],
            centre=float(row["centre"]),
            sd=float(row["sd"]),
            low=float(row["low"]),
            high=float(row["high"]),
            unit=row["unit"],
            kind=row["kind"],
            source=row["source"],
            meaning=row["meaning"],
        )
        for row in read_table("cohort.csv")
    )


@cache
def trait_names() -> tuple[str, ...]:
    """Return the names of the traits, in the order of the latents."""
    return tuple(row.name for row in distributions())


@cache
def _mixing() -> np.ndarray:
    """Return what makes independent latents correlated: the Cholesky factor of the table."""
    names = trait_names()
    correlation = np.eye(len(names))
    for row in read_table("cohort_correlations.csv"):
        i, j = names.index(row["first"]), names.index(row["second"])
        correlation[i, j] = correlation[j, i] = float(row["correlation"])
    return np.linalg.cholesky(correlation)


def traits(latents: np.ndarray, spread: float = 1.0) -> dict[str, np.ndarray]:
    """Return the traits of women by name.

    Parameters
    ----------
    latents : array
        Independent standard normal numbers, one a trait along the last axis.
    spread : float
        Factor on every standard deviation: 1 as published, 0 for the average woman. 0 to 2.

    Raises
    ------
    ValueError
        If the number of latents is not the number of traits, or the spread is not allowed.
    """
    messages.number("spread", spread, 0, LARGEST_SPREAD)
    given = np.asarray(latents, dtype=float)
    rows = distributions()
    if given.shape[-1:] != (len(rows),):
        raise ValueError(
            f"latents of shape {given.shape} are not allowed: give {len(rows)} a woman, one for "
            "each row of the table of distributions."
        )
    mixed = correlated(given)
    return {row.name: row.value(mixed[..., i], spread) for i, row in enumerate(rows)}


def correlated(latents: np.ndarray) -> np.ndarray:
    """Return the standard normal numbers of the traits, correlated as the table says."""
    return latents @ _mixing().T


def log_prior(latents: np.ndarray) -> np.ndarray:
    """Return the logarithm of the prior density of latents, but for a constant."""
    return -0.5 * np.sum(np.square(latents), axis=-1)


def person(trait: Mapping[str, float]) -> tuple[Patient, dict[str, float]]:
    """Return a woman with these traits, and the parameters in which she is not average.

    Parameters
    ----------
    trait : mapping of str to float
        Every trait by name, see `trait_names`.

    Returns
    -------
    Patient, dict of str to float
        As `simulate(patient, parameters=...)` takes them.
    """
    own = {name: float(trait[name]) for name in trait_names()}
    return Patient(age_at_menopause=own.pop(AGE)), own


def woman(latents: np.ndarray, spread: float = 1.0) -> tuple[Patient, dict[str, float]]:
    """Return the woman behind a vector of latents: zeros are the average woman."""
    return person({name: float(value) for name, value in traits(latents, spread).items()})
