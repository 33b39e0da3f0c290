"""Moving one parameter at a time: what is moved, and that the answer is the model's."""

import pytest

import bonelab as bl
from bonelab.parameter_table import table
from bonelab.sensitivity import Effect, one_at_a_time, uncertain


def loss(run):
    return 100 * (run.at(5)["bmd_lumbar_spine"] / run.at(-5)["bmd_lumbar_spine"] - 1)


def test_definitions_and_switches_are_not_uncertain():
    names = {row.name for row in uncertain()}
    assert "er_alpha_half_occupancy" in names
    assert "osteoblasts_on_formation" not in names, "a definition"
    assert "er_alpha_in_osteoclasts" not in names, "a switch for knock-outs"
    assert not any(name.startswith("hold_range_") for name in names)
    assert all(row.low < row.high for row in uncertain())


def test_an_effect_is_what_the_model_answers_at_both_ends():
    row = table()["er_alpha_half_occupancy"]
    (effect,) = one_at_a_time(loss, [row])
    for end, answer in ((row.low, effect.low), (row.high, effect.high)):
        run = bl.simulate(start=-5, stop=10, parameters={row.name: end})
        assert answer == pytest.approx(loss(run))


def test_reach_is_the_further_of_the_two_ends():
    assert Effect("x", 1.0, 5.0).reach(2.0) == 3.0
    assert Effect("x", 1.0, 2.5).reach(2.0) == 1.0
