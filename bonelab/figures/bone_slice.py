"""A slice of trabecular bone whose filled fraction is the one the model computed.

Every pixel has a fixed place in one order, from the core of the thickest strut outwards to the
middle of the marrow. A slice with volume fraction f is the first f of that order. So a thinner
bone lies inside a thicker one: struts thin, and the thin ones break, but none ever jumps.

The order comes from filtered noise (Cahn J. Chem. Phys. 1965;42:93, level sets of a Gaussian
random field). It is a picture of amount, not a scan: only the fraction comes from the model.
"""

from functools import lru_cache

import numpy as np
from scipy import ndimage

from bonelab.figures import style
from bonelab.figures.picture import Picture
from bonelab.parameter_table import default_parameters

SEED, PIXELS = 3, 480
STRUT_SPACING = (16.0, 10.0)  # pixels, down and across: load runs downwards in a vertebra
BREAK_SPACING = (24.0, 18.0)
EVENING = 9.0  # pixels over which the steepness of the field is averaged
BREAK_WEIGHT = 0.045  # how unequal the struts are; 0 would let them thin without breaking

BONE, MARROW, LOST = (243, 234, 214), (38, 30, 34), (200, 84, 12)
# By whether a pixel is bone now (2) and was bone before (1).
COLOURS = np.array([MARROW, LOST, BONE, BONE], dtype=np.uint8)


def _band(noise, spacing):
    """Return `noise` with only the wavelengths near `spacing` left, standard deviation 1."""
    fine = ndimage.gaussian_filter(noise, spacing, mode="wrap")
    coarse = ndimage.gaussian_filter(noise, [1.6 * s for s in spacing], mode="wrap")
    band = fine - coarse
    return band / band.std()


@lru_cache(maxsize=4)
def _depth(seed):
    """Return how far each point of the piece lies from the core of a strut, in no unit."""
    random = np.random.default_rng(seed)
    field = _band(random.standard_normal((PIXELS, PIXELS)), STRUT_SPACING)
    weak = _band(random.standard_normal((PIXELS, PIXELS)), BREAK_SPACING)
    down, across = np.gradient(field)
    steepness = np.sqrt(ndimage.gaussian_filter(down**2 + across**2, EVENING))
    # Where the field is flat its zero lines would be broad: dividing evens out the struts.
    return field**2 * steepness.mean() / steepness + BREAK_WEIGHT * weak**2


@lru_cache(maxsize=4)
def _order(pixels, seed):
    """Return each pixel's place in the order from strut core (0) to marrow."""
    depth = ndimage.zoom(_depth(seed), pixels / PIXELS, order=1)
    place = np.empty(depth.size, dtype=int)
    place[np.argsort(depth, axis=None, kind="stable")] = np.arange(depth.size)
    return place.reshape(depth.shape)


def bone_mask(fraction, pixels=PIXELS, seed=SEED):
    """Return a slice of trabecular bone with exactly the given volume fraction.

    Parameters
    ----------
    fraction : float
        Bone volume over tissue volume (BV/TV), 0 to 1.
    pixels : int
        Height and width of the slice: the same piece of bone, drawn finer or coarser.
    seed : int
        Which piece of bone; the same seed gives the same struts.

    Returns
    -------
    numpy.ndarray
        Bools, shape (pixels, pixels); True is bone. ``round(fraction * pixels**2)`` are True,
        and a slice with a smaller fraction is a subset of one with a larger.

    Raises
    ------
    ValueError
        If `fraction` is not a number from 0 to 1.
    """
    if not 0 <= fraction <= 1:
        raise ValueError(f"fraction: {fraction!r} is not allowed; a number from 0 to 1")
    return _order(pixels, seed) < round(fraction * pixels**2)


def bone_image(fraction, before=None, pixels=PIXELS, seed=SEED):
    """Return the slice as colours: bone pale, marrow dark, bone lost since `before` orange.

    Parameters
    ----------
    fraction, before : float
        Bone volume over tissue volume now, and at the moment compared with (None: nothing).

    Returns
    -------
    numpy.ndarray
        Bytes, shape (pixels, pixels, 3).
    """
    now = bone_mask(fraction, pixels, seed)
    was = now if before is None else bone_mask(before, pixels, seed)
    return np.take(COLOURS, 2 * now.view(np.uint8) + was, axis=0)


def bone_fraction(volume):
    """Return bone volume over tissue volume for a trabecular bone volume (healthy = 1)."""
    return min(1.0, default_parameters()["trabecular_bone_fraction_healthy"] * volume)


def plot_slices(trajectory, years):
    """Draw the slice of trabecular bone of a run at several moments, side by side.

    Parameters
    ----------
    trajectory : Trajectory
        A run; only its `bone_volume_trabecular` is used.
    years : sequence of float
        Times at which to show it; bone lost since the first is orange.

    Returns
    -------
    matplotlib.figure.Figure
        With `sentence`, its description in words.
    """
    fractions = [bone_fraction(trajectory.at(year)["bone_volume_trabecular"]) for year in years]
    figure = Picture(figsize=(3.2 * len(years), 3.5))
    for axes, year, fraction in zip(
        figure.subplots(1, len(years), squeeze=False).flat, years, fractions, strict=True
    ):
        axes.imshow(bone_image(fraction, before=fractions[0]))
        axes.set_axis_off()
        axes.set_title(f"Year {year:g}: {100 * fraction:.1f} % bone", fontsize=style.TITLE_SIZE)
    shares = ", then ".join(
        f"{100 * f:.1f} % at year {y:g}" for f, y in zip(fractions, years, strict=True)
    )
    figure.sentence = (
        f"The same slice of trabecular bone. Bone (pale) fills {shares}. "
        "What was lost on the way is orange; the rest is marrow."
    )
    return figure
