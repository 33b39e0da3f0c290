"""The stored analysis belongs to this model, and its picture shows it."""

import numpy as np
import pytest

import bonelab as bl
from bonelab.figures.drivers import plot_drivers
from bonelab.global_sensitivity import ANSWERS, MISSED, answers, shares
from bonelab.sensitivity import uncertain
from bonelab.targets import Answers, simulated_targets


def test_answers_are_runs_of_the_model():
    run = bl.simulate(start=-5, stop=5)
    spine, resorbed, ratio, *missed = answers({})
    change = {
        name: 100 * (run[name][-1] / run[name][0] - 1) for name in ("bmd_lumbar_spine", "ctx")
    }
    assert spine == pytest.approx(change["bmd_lumbar_spine"], rel=1e-4)
    assert resorbed == pytest.approx(change["ctx"], rel=1e-4)
    assert ratio == pytest.approx(run["rankl_opg_ratio"][-1], rel=1e-4)
    usual = Answers()
    assert missed == [usual(target) for target in simulated_targets() if target.id in MISSED]


def test_the_stored_rows_are_of_todays_answers_and_parameters():
    rows = shares()
    assert list(dict.fromkeys(row.answer for row in rows)) == list(ANSWERS)
    names = {row.parameter for row in rows}
    assert names <= {row.name for row in uncertain()}
    assert len(rows) == len(ANSWERS) * len(names)


@pytest.mark.parametrize("answer", ANSWERS)
def test_shares_are_shares(answer):
    rows = [row for row in shares() if row.answer == answer]
    assert all(-0.1 <= row.first <= row.total + row.uncertainty + 0.1 for row in rows)
    assert all(-0.05 <= row.total <= 1.05 for row in rows)
    assert sum(row.total for row in rows) > 0.6, "those kept carry most of the spread"


def test_a_parameter_said_to_matter_moves_the_answer_more_than_one_that_does_not():
    rows = {row.parameter: row for row in shares() if row.answer == "rankl_opg_ratio"}
    table = {row.name: row for row in uncertain()}
    ordered = sorted(rows, key=lambda name: rows[name].total)

    def reach(name):
        row = table[name]
        ends = [row.value + 0.25 * (end - row.value) for end in (row.low, row.high)]
        return abs(np.subtract(*(answers({name: end})[2] for end in ends)))

    assert reach(ordered[-1]) > 5 * reach(ordered[0])


def test_the_picture_names_the_largest_share_of_every_answer():
    figure = plot_drivers(most=8)
    for answer in ANSWERS:
        top = max((row for row in shares() if row.answer == answer), key=lambda row: row.total)
        assert f"{top.parameter} ({100 * top.total:.0f} %)" in figure.sentence
    labels = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert len(labels) == 8 and all("[" in label for label in labels)
