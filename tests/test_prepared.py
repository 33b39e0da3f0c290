"""The stored bands of the app of lesson 13 are those that the model gives."""

import numpy as np
import pytest

import bonelab as bl
from bonelab.explore import prepared
from bonelab.explore.prepared import MEASURED, NONE, NOTHING, PATCH, YEARS, bands, prepared_bands
from bonelab.figures.bands import LAST, LIMITS
from bonelab.fitted import BANDS
from scripts.prepared_bands import DIGITS, WOMEN

UPWARDS = ("low90", "low50", "median", "high50", "high90")


def test_every_choice_of_the_app_is_stored():
    stored = prepared_bands()
    assert set(stored) == {(name, *course) for name in MEASURED for course in prepared.courses()}
    for panels in stored.values():
        assert set(panels) == set(LIMITS)
        for band in panels.values():
            lines = [
                getattr(band, line) for line in ("low90", "low50", "median", "high50", "high90")
            ]
            assert np.shape(lines) == (5, len(YEARS))
            assert (np.diff(lines, axis=0) >= 0).all() and np.min(lines) > 0


def test_the_model_still_gives_what_is_stored():
    # Of whom nothing is known: no search, so nothing that differs from version to version.
    everyone = bl.fit(draws=WOMEN, progress=False)
    for name, band in bands(everyone, NONE, float(LAST)).items():
        stored = prepared_bands()[NOTHING, NONE, LAST][name]
        for line in BANDS:
            assert getattr(band, line) == pytest.approx(getattr(stored, line), rel=2e-3)
    assert float(format(1.2345, DIGITS)) == pytest.approx(1.2345, rel=5e-4)


@pytest.mark.parametrize(("therapy", "stop"), [(NONE, LAST), (PATCH, 8.0), ("denosumab", LAST)])
def test_a_search_of_fewer_women_finds_nearly_what_is_stored(therapy, stop):
    name = "blood, two scans"
    found = bl.fit(prepared.frame(name), draws=400, progress=False)
    for quantity, band in bands(found, therapy, stop).items():
        stored = prepared_bands()[name, therapy, stop][quantity]
        widths = [each.high90 - each.low90 for each in (band, stored)]
        assert np.abs(band.median - stored.median).max() < 0.15 * widths[1].max()
        assert widths[0] == pytest.approx(widths[1], rel=0.35)
