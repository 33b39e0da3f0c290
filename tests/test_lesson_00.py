"""Lessons 0 and 1: what their apps say and draw moves in the direction that the text claims."""

import re

import numpy as np
import pytest

from bonelab import explore
from bonelab.explore.remodeling_balance import FLOWS
from bonelab.teaching.cautions import cautions
from tests.test_explore import text_of

TREATED = "Estradiol patch and progestogen"


@pytest.fixture(scope="module")
def overview():
    return explore.overview()


@pytest.fixture(scope="module")
def balance():
    return explore.remodeling_balance()


def number(app, pattern):
    """Return the number that the sentence gives where the pattern has a group."""
    found = re.search(pattern, text_of(app))
    assert found, (pattern, text_of(app))
    return float(found[1])


def change_of_bmd(app):
    return number(app, r"changed by ([-+][\d.]+) %")


def lost(app, kind):
    """Return how much less of a bone there is than in health, in %."""
    if f"{kind} bone is as in health" in text_of(app) or f"{kind} bone as in" in text_of(app):
        return 0.0
    return number(app, rf"{kind} bone (?:is )?([\d.]+) % less")


# --- lesson 0 ---------------------------------------------------------------------------------


def test_in_health_almost_nothing_moves(overview):
    overview.buttons["Healthy"].click()
    overview.set(year=8)
    assert abs(change_of_bmd(overview)) < 2
    assert number(overview, r"([\d.]+) times as many osteoclasts") == pytest.approx(1, abs=0.02)


def test_the_hormone_moves_first_and_density_last(overview):
    overview.buttons["Natural menopause"].click()
    columns = overview.numbers(**overview.settings)
    years = columns.pop(next(name for name in columns if "ears" in name))
    reached = {}
    for name, values in columns.items():
        values = np.asarray(values, dtype=float)
        share = abs(values - values[0]) / abs(values[-1] - values[0])
        reached[name] = years[(share >= 0.5).argmax()]
    half = {key: next(t for n, t in reached.items() if n.startswith(key)) for key in
            ("Estradiol", "Osteoclasts", "CTX", "P1NP", "BMD")}  # fmt: skip
    assert half["Estradiol"] <= half["Osteoclasts"] < half["BMD"]
    assert half["Estradiol"] <= half["CTX"] <= half["P1NP"] < half["BMD"]


def test_both_kinds_of_cell_work_faster_and_bone_is_lost(overview):
    overview.reset()
    assert number(overview, r"([\d.]+) times as many osteoclasts") > 1.5
    assert number(overview, r"([\d.]+) times as many osteoblasts") > 1.5
    assert change_of_bmd(overview) < -7


def test_removal_of_the_ovaries_costs_more_by_the_same_year(overview):
    overview.reset(year=1)
    natural = change_of_bmd(overview)
    overview.reset(woman="Ovaries removed", year=1)
    assert change_of_bmd(overview) < natural - 2


def test_therapy_brings_part_back_and_is_shown_with_its_caution(overview):
    overview.reset(year=1)
    before, estradiol = change_of_bmd(overview), number(overview, r"estradiol is (\d+)")
    assert cautions()["short"] not in text_of(overview)
    overview.buttons["With therapy"].click()
    assert overview.settings["therapy"] == TREATED
    assert before < change_of_bmd(overview) < -1, "part of the bone, not all of it"
    assert estradiol < number(overview, r"estradiol is (\d+)") < 100
    assert number(overview, r"([\d.]+) times as many osteoclasts") < 1.4
    assert text_of(overview).endswith(cautions()["short"])
    spans = [path for span in overview.live.time_panels.spans for path in span.get_paths()]
    assert spans and spans[0].vertices[:, 0].min() == 1, "shaded from year 1 on"


def test_the_slice_and_the_cursor_follow_the_year(overview):
    filled = []
    for year in (-2, 1, 4, 8):
        overview.reset(year=year)
        assert overview.live.title.get_text().startswith(f"Year {year:g}: ")
        assert overview.live.time_panels.cursors[0].get_xdata()[0] == year
        assert f"Year {year:g}:" in text_of(overview)
        filled.append(overview.live.fraction)
    assert filled == sorted(filled, reverse=True) and filled[0] > filled[-1]


# --- lesson 1 ---------------------------------------------------------------------------------


@pytest.mark.parametrize("flows", ["Both held at half speed", "Both held at double speed"])
def test_a_steady_state_can_be_slow_or_fast(balance, flows):
    balance.reset(menopause="none", flows=flows, year=20)
    rate = FLOWS[flows]["resorption"]
    assert f"Resorption is {rate:.2f} and formation {rate:.2f}" in text_of(balance)
    assert lost(balance, "trabecular") == lost(balance, "cortical") == 0


def test_without_the_rise_of_formation_much_more_is_lost_and_strain_is_named(balance):
    balance.reset(year=2)
    free = lost(balance, "trabecular")
    assert "strain" not in text_of(balance)
    balance.buttons["Formation held back"].click()
    balance.set(year=2)
    assert lost(balance, "trabecular") > 2 * free
    assert number(balance, r"formation ([\d.]+) times") > 1.1
    assert "comes from strain" in text_of(balance), "why formation held at 1 is drawn above it"
    balance.set(menopause="none")
    assert "strain" not in text_of(balance)


def test_with_resorption_held_a_part_of_the_loss_is_left(balance):
    balance.reset(year=2)
    usual = lost(balance, "trabecular")
    balance.set(flows="Resorption held at 1")
    assert 0.2 * usual < lost(balance, "trabecular") < 0.5 * usual
    assert number(balance, r"formation ([\d.]+) times") < 1
    early = lost(balance, "trabecular")
    balance.set(year=10)
    assert lost(balance, "trabecular") > early, "it goes on"


def test_more_is_lost_by_year_two_after_the_operation(balance):
    balance.reset(year=2)
    natural = lost(balance, "trabecular")
    balance.set(menopause="surgical")
    assert lost(balance, "trabecular") > natural + 1
    assert "Year 2 from the operation" in text_of(balance)


def test_the_flows_meet_again_on_trabecular_bone_while_cortical_bone_goes_on(balance):
    balance.buttons["Natural menopause"].click()
    balance.set(year=1)
    assert "Resorption is ahead" in text_of(balance)
    balance.set(year=5)
    assert "The two flows are equal" in text_of(balance)
    trabecular, cortical = lost(balance, "trabecular"), lost(balance, "cortical")
    balance.set(year=20)
    assert lost(balance, "trabecular") == pytest.approx(trabecular, abs=1)
    assert lost(balance, "cortical") > cortical + 5
