"""Lesson 6: the two fronts taken apart, the right answers, the loop, and both apps."""

import re

import numpy as np
import pytest

import bonelab as bl
from bonelab import explore
from bonelab.decomposition import HORMONAL, IMMUNE, decompose
from bonelab.explore.blockers import DRUGS, NONE, WEEKS, _rise, _trial
from bonelab.explore.two_fronts import LOOPS, WHOLE
from bonelab.figures.immune_loop import ARROWS, plot_loop
from bonelab.figures.two_fronts import plot_cuts, steps
from bonelab.teaching.cautions import caution
from bonelab.teaching.question import misconceptions
from bonelab.teaching.questions_06 import QUESTIONS

ANSWERS = {
    "loop-settles": ["settles"],
    "sum-of-two-fronts": ["less"],
    "without-t-cells": ["smaller"],
    "one-blocker": ["part", "part"],
    "operation-or-menopause": ["surgery", "natural"],
}
ETANERCEPT, ANAKINRA, ANTI_IL6 = "Etanercept (TNF-alpha)", "Anakinra (IL-1)", "Antibody to IL-6"


@pytest.fixture(scope="module")
def fronts():
    return explore.two_fronts()


@pytest.fixture(scope="module")
def blockers():
    return explore.blockers()


def text(app, **settings):
    app.reset(**settings)
    return app.sentence.value.split(">", 1)[1].rsplit("<", 1)[0]


def told(app, **settings):
    """Return the losses that the sentence of the first app tells."""
    patterns = {
        "whole": r"the loss is ([\d.]+) %",
        "hormonal": r"hormonal front alone costs ([\d.]+) %",
        "immune": r"immune front alone ([\d.]+) %",
        "interaction": r"interaction is ([+-]\d+\.\d)",
    }
    sentence = text(app, **settings)
    return {name: float(re.search(pattern, sentence)[1]) for name, pattern in patterns.items()}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_right_answer_is_the_one_the_lesson_explains(name):
    question = QUESTIONS[name]
    computed = question.run()
    assert [part.answer(computed) for part in question.parts] == ANSWERS[name]
    picture = question.reveal(computed)
    assert picture.png().startswith(b"\x89PNG")
    assert re.search(r"\d", picture.sentence)


def test_the_questions_are_those_expected_and_meet_the_misconceptions_of_the_lesson():
    assert set(QUESTIONS) == set(ANSWERS)
    parts = [part for question in QUESTIONS.values() for part in question.parts]
    for part in parts:
        assert set(part.beliefs) == set(part.options)
    named = {belief for part in parts for belief in part.beliefs.values()}
    assert named == {id for id, row in misconceptions().items() if row.lesson == "06"}


# --- the decomposition ----------------------------------------------------------------------


def test_every_arrow_of_estrogen_on_bone_is_on_the_hormonal_front_and_no_other():
    edges = bl.edges()
    signals = edges[edges["from"].str.startswith("signal_")]
    # What the immune system hears, and the other two tissues, are no part of it.
    other = {*IMMUNE, "breast_index", "endometrial_index", "signal_bone"}
    assert set(HORMONAL) == set(signals[~signals["to"].isin(other)]["name"])


@pytest.mark.parametrize("menopause", ["natural", "surgical"])
def test_the_parts_are_the_losses_they_are_said_to_be(menopause):
    parts = decompose(menopause, "bmd_lumbar_spine").at(5)

    def loss(**changes):
        after, before = (
            bl.simulate(bl.Patient(menopause=m), **changes).at(5)["bmd_lumbar_spine"]
            for m in (menopause, None)
        )
        return 100 * (1 - after / before)

    assert parts["whole"] == pytest.approx(loss(), abs=1e-3)
    held = dict.fromkeys(IMMUNE, 1.0)
    assert parts["hormonal"] == pytest.approx(loss(hold=held), abs=1e-3)
    assert parts["immune"] == pytest.approx(loss(cut=HORMONAL), abs=1e-3)
    total = parts["hormonal"] + parts["immune"] + parts["interaction"]
    assert total == pytest.approx(parts["whole"])


def test_with_t_cells_removed_the_others_are_held_where_they_are_without_them():
    parts = decompose(cut=("t_cells",)).at(10)
    whole = decompose().at(10)
    assert parts["whole"] < whole["whole"]
    assert 0 < parts["immune"] < 0.6 * whole["immune"]
    assert parts["hormonal"] == pytest.approx(whole["hormonal"], rel=0.1)


def test_before_the_operation_nothing_is_lost():
    losses = decompose()
    before = losses.time < 0
    for part in ("whole", "hormonal", "immune", "interaction"):
        assert np.abs(getattr(losses, part)[before]).max() < 1e-6


def test_the_loop_of_the_picture_is_that_of_the_model():
    names = {f"{start} -> {end}" for start, end, raises, _ in ARROWS if raises and end != "bone"}
    edges = bl.edges().set_index("name")
    assert set(edges.loc[sorted(names), "sign"]) == {"+"}
    assert names == {edge for cut in list(LOOPS.values())[1:4] for edge in cut}
    assert len(plot_loop().axes[0].patches) == 12


# --- two fronts -----------------------------------------------------------------------------


def test_each_cut_of_the_loop_spares_bone_and_says_how_much(fronts):
    whole = told(fronts)
    for loop in list(LOOPS)[1:]:
        cut = told(fronts, loop=loop)
        assert 0 < cut["immune"] < whole["immune"]
        assert cut["whole"] < whole["whole"]
        spared = float(re.search(r"would be ([\d.]+) points larger", fronts.sentence.value)[1])
        assert spared == pytest.approx(whole["whole"] - cut["whole"], abs=0.11)
    assert "points larger" not in text(fronts)


def test_natural_menopause_costs_less_than_the_operation_and_trabecular_bone_more(fronts):
    surgical, natural = told(fronts), told(fronts, course="natural")
    assert natural["whole"] < surgical["whole"]
    assert "after the final period" in fronts.sentence.value
    trabecular = told(fronts, readout="bone_volume_trabecular")
    assert all(abs(trabecular[part]) > abs(surgical[part]) for part in trabecular)


def test_the_interaction_is_near_zero_at_first_and_negative_later(fronts):
    assert abs(told(fronts, year=1)["interaction"]) < 0.5
    later = [told(fronts, year=year)["interaction"] for year in (3, 6, 10)]
    assert 0 > later[0] > later[1] > later[2]
    losses = [told(fronts, year=year)["whole"] for year in (1, 5, 10, 15)]
    assert losses == sorted(losses)


def test_bars_and_lines_show_the_parts_and_stay_within_the_axes(fronts):
    for readout in ("bmd_lumbar_spine", "bone_volume_trabecular"):
        for year in (1, 10, 15):
            parts = told(fronts, readout=readout, year=year, loop="T cells removed")
            bars = fronts.live.bars
            assert bars["whole"].get_height() == pytest.approx(parts["whole"], abs=0.06)
            assert bars["immune"].get_y() == pytest.approx(parts["hormonal"], abs=0.06)
            assert bars["immune"].get_height() == pytest.approx(parts["immune"], abs=0.06)
            tops = [bar.get_y() + bar.get_height() for bar in fronts.live.ghost_bars.values()]
            assert max(tops) < fronts.live.left.get_ylim()[1] - 1, "room for the number"
            assert list(fronts.live.cursor.get_xdata()) == [year, year]
    columns = fronts.numbers(**fronts._start)
    time, whole = columns["Years from the final menstrual period"], columns["Whole loss (%)"]
    assert np.interp(10, time, whole) == pytest.approx(told(fronts)["whole"], abs=0.06)
    assert len({len(column) for column in columns.values()}) == 1


def test_a_waterfall_ends_at_the_whole_for_either_sign_of_the_interaction():
    for interaction in (-2.0, 1.0):
        parts = {"hormonal": 8.0, "immune": 5.0, "interaction": interaction}
        parts["whole"] = 13 + interaction
        bars = steps(parts)
        assert bars["immune"] == (8.0, 13.0)
        assert bars["interaction"] == (13.0, parts["whole"])
        assert bars["whole"] == (0.0, parts["whole"])


# --- blockers -------------------------------------------------------------------------------


def test_in_the_trial_etanercept_takes_more_than_anakinra_and_none_takes_all():
    rises = {drug: _rise(_trial(drug, 0)) for drug in DRUGS}
    assert 0 < rises["All four"] < rises[ETANERCEPT] < rises[ANAKINRA] < rises[NONE]
    assert rises["Etanercept and anakinra"] < rises[ETANERCEPT]
    assert rises[ANTI_IL6] > 0.8 * rises[NONE]


def test_before_estradiol_is_stopped_the_arms_are_one():
    before = WEEKS < 0
    assert np.array_equal(_trial(ETANERCEPT, 25)[before], _trial(NONE, 0)[before])


def test_the_sentence_gives_the_share_that_is_gone(blockers):
    plain, with_drug = _rise(_trial(NONE, 0)), _rise(_trial(ETANERCEPT, 0))
    sentence = text(blockers)
    assert f"risen by {plain:.0f} % without a drug" in sentence
    assert f"{100 * (1 - with_drug / plain):.0f} % of the rise is gone" in sentence
    last = {name: column[-1] for name, column in blockers.numbers(**blockers._start).items()}
    spine, ctx = (
        tuple(f"{last[name + kind]:.2f}" for kind in ("", ", no drug"))
        for name in ("BMD, lumbar spine (g/cm²)", "CTX (ng/mL)")
    )
    assert f"the spine has {spine[0]} g/cm², without them {spine[1]}" in sentence
    assert f"CTX is {ctx[0]}, without them {ctx[1]} ng/mL" in sentence
    assert "without a drug" not in text(blockers, blocker=NONE)


def test_cautions_match_the_drugs(blockers):
    assert caution("blockers") in text(blockers)
    assert caution("estrogen_alone") not in text(blockers)
    assert caution("estrogen_alone") in text(blockers, patch=25)
    assert text(blockers, patch=25).endswith(caution("short"))


def test_a_blocker_and_estradiol_do_more_than_either_and_sooner_is_better(blockers):
    def ends(**settings):
        columns = blockers.numbers(**(blockers._start | settings))
        return {name: column[-1] for name, column in columns.items()}

    ctx, spine = "CTX (ng/mL)", "BMD, lumbar spine (g/cm²)"
    both, drug, patch = ends(patch=25), ends(), ends(blocker=NONE, patch=25)
    assert both[ctx] < min(drug[ctx], patch[ctx])
    assert both[spine] > max(drug[spine], patch[spine])
    assert drug[f"{ctx}, no drug"] > drug[ctx]
    assert ends(begin=8)[spine] < ends(begin=4)[spine] < ends(begin=0)[spine]
    assert ends(course="natural")[spine] > drug[spine]


def test_curves_stay_within_the_fixed_axes_and_the_time_with_drugs_is_shaded(blockers):
    for settings in ({"blocker": NONE}, {"blocker": "All four", "patch": 50, "begin": 0}):
        for course in ("surgical", "natural"):
            blockers.reset(**settings, course=course)
            for key, ax in blockers.live.axes.items():
                low, high = ax.get_ylim()
                for line in (blockers.live.lines[key], blockers.live.ghosts[key]):
                    assert low < min(line.get_ydata()) and max(line.get_ydata()) < high, key
    blockers.reset(begin=3)
    for key, begin in (("trial", 0), ("ctx", 3), ("bmd_lumbar_spine", 3)):
        (area,) = blockers.live.spans[key].get_paths()
        assert area.vertices[:, 0].min() == begin
    blockers.reset(blocker=NONE)
    assert not blockers.live.spans["ctx"].get_paths()


def test_the_loop_is_whole_by_default(fronts):
    fronts.reset()
    assert fronts.settings["loop"] == WHOLE


def test_the_cuts_of_the_loop_are_told_from_the_whole_to_the_least():
    picture = plot_cuts({"Whole": 6.3, "One": 5.4, "Other": 4.6})
    assert [bar.get_width() for bar in picture.axes[0].patches] == [6.3, 5.4, 4.6]
    assert "costs 6.3 %" in picture.sentence and "between 4.6 and 5.4 %" in picture.sentence


def test_where_a_blocker_is_shown_the_caution_is():
    question = QUESTIONS["one-blocker"]
    assert caution("blockers", "short") in question.reveal(question.run()).sentence
