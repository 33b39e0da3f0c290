"""The slice of bone holds exactly the computed fraction, and thins without jumping."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

import bonelab as bl
from bonelab.figures import bone_fraction, bone_image, bone_mask, plot_slices
from bonelab.parameter_table import default_parameters

fractions = st.floats(min_value=0.0, max_value=1.0)


@settings(max_examples=60, deadline=None)
@given(fractions)
def test_filled_fraction_is_the_one_asked_for_to_the_pixel(fraction):
    mask = bone_mask(fraction)
    assert mask.sum() == round(fraction * mask.size)


@settings(max_examples=60, deadline=None)
@given(fractions, fractions)
def test_thinner_bone_lies_inside_thicker_bone(one, other):
    thin, thick = sorted((one, other))
    assert not (bone_mask(thin) & ~bone_mask(thick)).any()


def test_same_seed_gives_the_same_bone_and_another_seed_another():
    assert (bone_mask(0.2, seed=1) == bone_mask(0.2, seed=1)).all()
    assert (bone_mask(0.2, seed=1) != bone_mask(0.2, seed=2)).any()


def test_more_pixels_show_the_same_bone_finer():
    coarse, fine = bone_mask(0.2, pixels=240), bone_mask(0.2, pixels=480)
    assert fine.sum() == round(0.2 * fine.size)
    assert (fine[::2, ::2] == coarse).mean() > 0.95  # another piece agrees on two thirds


def test_it_is_a_network_of_struts_and_not_specks():
    healthy = bone_mask(0.20)
    pieces, count = ndimage.label(healthy)
    sizes = np.sort(np.bincount(pieces.ravel())[1:])[::-1]
    assert count < 60
    assert sizes[:10].sum() > 0.8 * healthy.sum()
    thickness = ndimage.distance_transform_edt(healthy).max()
    assert thickness < healthy.shape[0] / 20


def test_struts_break_as_bone_is_lost():
    whole, porous = (
        ndimage.label(bone_mask(f), structure=np.ones((3, 3)))[1] for f in (0.20, 0.12)
    )
    assert porous >= 2 * whole


def test_image_shows_bone_lost_bone_and_marrow_apart():
    image = bone_image(0.12, before=0.20)
    kept, before = bone_mask(0.12), bone_mask(0.20)
    colours = [image[where] for where in (kept, before & ~kept, ~before)]
    assert all((c == c[0]).all() for c in colours)
    assert len({tuple(c[0]) for c in colours}) == 3


@pytest.mark.parametrize("fraction", [-0.01, 1.01, float("nan")])
def test_a_fraction_that_is_none_is_refused(fraction):
    with pytest.raises(ValueError, match="fraction"):
        bone_mask(fraction)


def test_fraction_follows_the_bone_volume_of_the_model():
    healthy = default_parameters()["trabecular_bone_fraction_healthy"]
    assert bone_fraction(1.0) == healthy
    assert bone_fraction(0.5) == pytest.approx(healthy / 2)
    assert bone_fraction(100.0) == 1.0


def test_slices_of_a_run_say_what_they_show():
    run = bl.simulate(bl.Patient())
    figure = plot_slices(run, (-5, 20))
    assert len(figure.axes) == 2
    for axes, year in zip(figure.axes, (-5, 20), strict=True):
        fraction = bone_fraction(run.at(year)["bone_volume_trabecular"])
        shown = np.asarray(axes.images[0].get_array())
        assert (shown == bone_image(fraction)[0, 0]).all(-1).any()
        assert f"{100 * fraction:.1f} %" in axes.get_title()
        assert f"{100 * fraction:.1f} %" in figure.sentence
