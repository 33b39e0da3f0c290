"""Lesson 12: its predictions, its pictures, and its app."""

import html
import re

import pytest

from bonelab import explore
from bonelab.explore.validation import CHECKED, FURTHEST
from bonelab.figures.validation import EDGE, LONGEST, plot_targets, title, unit
from bonelab.global_sensitivity import MISSED, shares
from bonelab.parameter_table import read_table, table
from bonelab.patient import Patient
from bonelab.sensitivity import one_at_a_time
from bonelab.simulation import simulate
from bonelab.targets import Answers, simulated_targets
from bonelab.teaching.cautions import caution
from bonelab.teaching.questions_12 import CANDIDATES, QUESTIONS

RIGHT = {"never-seen": ["nearly"], "well-determined": ["few"], "matters-most": ["formation"]}
SPINE_MINERAL = "mineral_trabecular_on_bmd_lumbar_spine"


@pytest.fixture(scope="module")
def made():
    return explore.validation()


@pytest.fixture
def app(made):
    made.reset()
    return made


def said(app):
    return html.unescape(re.sub("<[^>]+>", "", app.sentence.value))


def inside(app):
    """Return how many values lie inside, of how many, and how many do as calibrated."""
    found = re.search(r"(\d+) of (\d+) values lie inside .*\((\d+) as calibrated\)", said(app))
    return tuple(map(int, found.groups()))


def value(app):
    return float(re.search(r" is ([\d.e+-]+) .*\(calibrated", said(app))[1])


def moved(app):
    """Return by how much each answer has moved, in widths of its interval."""
    columns = app.numbers(**app.settings)
    rows = zip(*(columns[n] for n in ("model", "model as calibrated", "low", "high")), strict=True)
    return [abs(now - before) / (high - low) for now, before, low, high in rows]


# --- predictions ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers(name):
    question = QUESTIONS[name]
    computed = question.run()
    assert [part.answer(computed) for part in question.parts] == RIGHT[name]
    assert re.search(r"\d", question.reveal(computed).sentence)


def test_every_question_is_expected():
    assert set(QUESTIONS) == set(RIGHT)


def test_the_best_known_of_the_three_moves_the_answer_least():
    question = QUESTIONS["matters-most"]
    reach = question.run()
    assert table()[CANDIDATES["lifespan"]].kind == "measured"
    assert reach["lifespan"] < 0.05 < reach["binding"] < reach["formation"]
    assert (
        "life of an osteoclast is measured; it moves the loss by 0.0"
        in question.reveal(reach).sentence
    )


# --- the pictures ---------------------------------------------------------------------------


def test_titles_are_short_say_what_was_given_and_differ():
    titles = [title(target) for target in simulated_targets()]
    assert all(len(text) <= LONGEST and "…" not in text for text in titles)
    assert len(set(titles)) == len(titles)
    for abbreviation in ("E2", "CEE", "MPA", "FMP", "HRT", "ug", "RR", "HR", " vs "):
        assert not [text for text in titles if re.search(rf"(?<!\w){abbreviation}", text)]
    assert {unit(t) for t in simulated_targets() if t.unit in ("RR", "HR", "RH")} == {"ratio"}


def test_the_misses_are_named_by_what_they_are():
    answer = Answers()
    missed = [t for t in simulated_targets() if not t.holds(answer(t))]
    figure = plot_targets(missed, {t.id: answer(t) for t in missed})
    assert f"0 of {len(missed)} values" in figure.sentence
    assert all(title(target) in figure.sentence for target in missed)


# --- the app --------------------------------------------------------------------------------


def test_every_target_is_in_one_group_and_the_checked_ones_together(app):
    seen = []
    for name in app.controls["name"].options:
        app.set(name=name)
        targets = app.numbers(**app.settings)["target"]
        assert inside(app)[1] == len(targets)
        if name == CHECKED:
            assert targets == [target.id for target in simulated_targets("check")]
        else:
            seen += targets
    assert sorted(seen) == sorted(target.id for target in simulated_targets())


def test_the_slider_goes_from_the_calibrated_value_to_both_ends(app):
    row = table()["patch_estradiol_gain"]
    for way, expected in ((-FURTHEST, row.low), (0, row.value), (FURTHEST, row.high)):
        app.set(parameter="patch_estradiol_gain", way=way)
        assert value(app) == pytest.approx(expected, rel=0.005)
        assert (max(moved(app)) > 0.1) == (way != 0)


def test_more_estradiol_from_a_patch_means_more_bone(app):
    spine = []
    for way in (-50, 0, 50):
        app.set(parameter="patch_estradiol_gain", way=way)
        columns = app.numbers(**app.settings)
        spine.append(columns["model"][columns["target"].index("T178")])
    assert spine == sorted(set(spine))


def test_a_parameter_that_matters_and_one_that_hardly_does(app):
    app.buttons["A parameter that matters"].click()
    now, _, before = inside(app)
    assert now < before and max(moved(app)) > 0.2
    app.buttons["One that hardly does"].click()
    now, _, before = inside(app)
    name = app.settings["parameter"]
    assert now == before and max(moved(app)) < 0.1
    assert table()[name].high > 3 * table()[name].value
    assert "leave it not determined" in said(app)


def test_how_well_a_parameter_is_determined_is_that_of_the_calibration(app):
    for row in read_table("calibration.csv"):
        app.set(parameter=row["name"])
        word = row["determined"] if "not" in row["determined"] else f"{row['determined']} d"
        assert f"leave it {word}" in said(app), row["name"]
        assert table()[row["name"]].meaning in said(app)


def test_the_check_can_be_fitted_and_then_another_value_is_missed(app):
    app.set(name=CHECKED, parameter=SPINE_MINERAL, way=-20)
    now, every, before = inside(app)
    assert now == every > before
    app.set(name="Hormone therapy", parameter=SPINE_MINERAL, way=-20)
    now, _, before = inside(app)
    assert now == before - 1


def test_the_dots_of_the_picture_follow_the_answers(app):
    picture = app._pictures["Hormone therapy"]
    now, every, _ = inside(app)
    assert len(picture.met.get_xdata()) == now
    assert len(picture.missed.get_xdata()) == every - now
    app.set(way=100)
    now, every, _ = inside(app)
    assert len(picture.missed.get_xdata()) == every - now > 2
    assert all(abs(x) <= EDGE for x in (*picture.met.get_xdata(), *picture.missed.get_xdata()))


def test_presets_look_different(app):
    pictures = set()
    for text in app.presets:
        app.buttons[text].click()
        pictures.add(app.picture.value)
    assert len(pictures) == len(app.presets)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Without treatment", ()),
        ("Hormone therapy", ("short", "estrogen_alone")),
        ("SERMs", ("short",)),
        ("Alendronate and denosumab", ("short", "denosumab")),
        ("Cytokine blockers", ("short", "blockers")),
        (CHECKED, ("short",)),
    ],
)
def test_where_a_therapy_is_shown_its_caution_is(app, name, keys):
    app.set(name=name)
    assert said(app).endswith(caution(*keys))
    assert (caution("short") in said(app)) == bool(keys)


def test_numbers_are_rows_of_the_picture(app):
    app.set(name="Fractures")
    columns = app.numbers(**app.settings)
    assert len({len(column) for column in columns.values()}) == 1
    assert columns["model"] == columns["model as calibrated"]
    held = zip(columns["low"], columns["model"], columns["high"], strict=True)
    assert sum(low <= model <= high for low, model, high in held) == inside(app)[0]


def test_the_largest_shares_are_those_that_the_lesson_names():
    largest = {}
    for share in sorted(shares(), key=lambda share: share.total):
        largest[share.answer] = [share.parameter, *largest.get(share.answer, [])]
    assert max(share.total for share in shares()) < 0.5, "no dot fills a column"
    assert {largest[name][0] for name in MISSED[:2]} == {"estradiol_skeletal"}
    assert largest[MISSED[2]][:2] == ["er_alpha_half_occupancy", "raloxifene_efficacy_bone"]


def test_with_a_parameter_that_matters_the_values_of_therapy_suffer():
    usual, moved = Answers(), Answers({"er_alpha_half_occupancy": 20.0})
    therapy = [t for t in simulated_targets() if "Estradiol(" in t.setup and t.unit == "%"]
    assert sum(t.holds(moved(t)) for t in therapy) < sum(t.holds(usual(t)) for t in therapy)


def test_the_life_of_an_osteoclast_moves_nothing():
    def loss(run):
        return 100 * (run.at(5)["bmd_lumbar_spine"] / run.at(-5)["bmd_lumbar_spine"] - 1)

    (effect,) = one_at_a_time(loss, [table()["osteoclast_lifespan_days"]])
    assert effect.reach(loss(simulate(Patient(), start=-5, stop=10))) < 0.05
