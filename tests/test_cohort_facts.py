"""A cohort held against published values, nearly all of them not fitted.

Some are missed. A miss is asserted as one, so that what docs/cohort.md says of it stays true.
"""

import numpy as np
import pytest

import bonelab as bl
from bonelab.cohort_questions import lost_percent, share_with_osteoporosis

WOMEN = 400
SITES = ("lumbar_spine", "femoral_neck")
# Two scans 22 months apart, each with an error in % at spine and neck: Pouilles 1995 gives the
# interval; the errors are what a good laboratory reaches.
SCANS_APART = 22 / 12
SCAN_ERROR = {"lumbar_spine": 1.0, "femoral_neck": 1.2}


@pytest.fixture(scope="module")
def years():
    return bl.simulate_cohort(bl.cohort(WOMEN), stop=30, progress=False)


def rate(years, site, start, stop):
    """Loss of each woman in % a year."""
    return lost_percent(years, site=site, start=start, stop=stop) / (stop - start)


def measured(rates, site, seed):
    """The same rates as two scans would give them."""
    error = np.sqrt(2) * SCAN_ERROR[site] / SCANS_APART
    return rates + error * np.random.default_rng(seed).standard_normal(len(rates))


def bmd(years, site, time):
    return years[years["time"] == time][f"bmd_{site}"].to_numpy()


def test_fitted_early_loss_differs_as_measured(years):
    # Pouilles 1995, femoral neck, 6 months to 2 years after menopause: 1.82 +- 1.1 % a year.
    true = rate(years, "femoral_neck", 0, 2)
    assert true.std() == pytest.approx(0.6, abs=0.1)
    assert measured(true, "femoral_neck", 1).std() == pytest.approx(1.1, abs=0.15)


def test_the_mean_of_the_cohort_is_near_the_average_woman(years):
    average = bl.simulate(bl.Patient(), stop=5)
    for site in SITES:
        bone = average[f"bmd_{site}"]
        lost = lost_percent(years, site=site, start=-5, stop=5)
        assert lost.mean() == pytest.approx(100 * (1 - bone[-1] / bone[0]), rel=0.1)


def test_later_loss_differs_less(years):
    # Pouilles 1995, beyond 5 years: 0.48 +- 0.8 % a year, error of the scans included.
    early, late = (rate(years, "femoral_neck", *span) for span in ((0, 2), (6, 8)))
    assert late.std() < 0.5 * early.std()
    assert measured(late, "femoral_neck", 2).std() == pytest.approx(0.8, abs=0.25)


def test_spine_and_hip_go_together_as_loosely_as_scans_say(years):
    # Pouilles 1995: r = 0.39 to 0.42 between the measured rates of spine and femur.
    early = {site: rate(years, site, 0, 2) for site in SITES}
    seen = [measured(early[site], site, seed) for seed, site in enumerate(SITES)]
    assert np.corrcoef(*seen)[0, 1] == pytest.approx(0.40, abs=0.12)


def test_osteoporosis_is_as_frequent_as_in_nhanes_up_to_sixty(years):
    # Wright 2014, women, femoral neck or lumbar spine: 6.8 % (SE 0.8).
    assert share_with_osteoporosis(years, youngest=50, oldest=60) == pytest.approx(0.068, abs=0.03)


@pytest.mark.parametrize(
    ("youngest", "published", "error"), [(60, 0.123, 0.0144), (70, 0.257, 0.0156)]
)
def test_missed_later_it_is_somewhat_too_frequent(years, youngest, published, error):
    share = share_with_osteoporosis(years, youngest=youngest, oldest=youngest + 10)
    assert published + error < share < 1.7 * published


def test_missed_women_keep_their_order_too_well(years):
    # Melton 2000: r = 0.83 between femoral neck BMD and that of 16 years later.
    pair = [bmd(years, "femoral_neck", time) for time in (8, 24)]
    assert np.corrcoef(*pair)[0, 1] > 0.95


def test_missed_later_loss_at_the_femoral_neck_is_too_large(years):
    # Moilanen 2022: 10.1 % in 25 years, and more in women who have more bone.
    lost = lost_percent(years, site="femoral_neck", start=5, stop=30)
    assert 11 < lost.mean() < 16
    assert np.corrcoef(lost, bmd(years, "femoral_neck", 5))[0, 1] < 0


def test_markers_tell_little_about_the_loss_of_one_woman(years):
    # As in every cohort: the correlation is there, and too weak to predict one woman by.
    ctx = years[years["time"] == 1]["ctx"].to_numpy()
    r = np.corrcoef(ctx, rate(years, "lumbar_spine", 1, 5))[0, 1]
    assert 0.1 < r < 0.5
