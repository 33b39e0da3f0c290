"""Lesson 2: the right answers, the app of estradiol by hand, and the pictures it is made of."""

import re

import numpy as np
import pytest

from bonelab import explore, simulate
from bonelab.explore.estradiol_by_hand import CUTS, LEVELS, NONE, lives
from bonelab.figures.cell_lives import FLOW_LIMITS, LIFE_LIMITS, STEP_LIMITS, STEPS, life_text
from bonelab.figures.cell_table import ARROWS, plot_cell_table
from bonelab.teaching.question import misconceptions
from bonelab.teaching.questions_02 import QUESTIONS, TABLE
from bonelab.teaching.runs_02 import RISEN, begins

ANSWERS = {
    "cells-without-estrogen": ["up", "down", "up", "up", "up", "down", "up", "up"],
    "which-arrow": ["apoptosis"],
    "half-the-estradiol": ["little"],
    "two-courses": ["before", "soon"],
}


@pytest.fixture(scope="module")
def app():
    return explore.estradiol_by_hand()


def said(app, **settings):
    """Return the numbers of the sentence by what they tell."""
    app.reset(**settings)
    text = app.sentence.value
    patterns = {
        "level": r"held at ([\d.]+) pg/mL",
        "made": r"made ([\d.]+) times",
        "osteoclast": r"each lives ([\d.]+) days",
        "digs": r"digs ([\d.]+) times",
        "osteoblast": r"Osteoblasts live ([\d.]+) days",
        "osteocyte": r"osteocytes ([\d.]+) to",
        "resorption": r"Resorption is ([\d.]+)",
        "formation": r"formation ([\d.]+) times",
    }
    return {name: float(re.search(pattern, text)[1]) for name, pattern in patterns.items()}


def test_the_questions_are_those_expected():
    assert set(QUESTIONS) == set(ANSWERS)


@pytest.mark.parametrize("name", ANSWERS)
def test_the_right_answer_is_the_one_the_lesson_explains(name):
    question = QUESTIONS[name]
    computed = question.run()
    assert [part.answer(computed) for part in question.parts] == ANSWERS[name]
    picture = question.reveal(computed)
    assert picture.png().startswith(b"\x89PNG")
    assert re.search(r"\d", picture.sentence)


def test_every_option_points_to_a_misconception_of_the_lesson():
    named = set()
    for question in QUESTIONS.values():
        for part in question.parts:
            assert set(part.beliefs) == set(part.options)
            named |= set(part.beliefs.values())
    assert named == {"M05", "M06", "M07", "M31", "M32", "M33", "M34", "M37"}
    assert all(misconceptions()[id].lesson == "02" for id in named)


def test_the_table_has_a_row_for_each_entry_and_opposite_columns():
    question = QUESTIONS["cells-without-estrogen"]
    picture = question.reveal(question.run())
    texts = [text.get_text() for text in picture.axes[0].texts]
    rows = sum(len(series) for series in TABLE.values())
    assert len(question.parts) == rows
    arrows = [text for text in texts if text in ARROWS.values()]
    present, deficient = arrows[::2], arrows[1::2]
    opposite = {"↑": "↓", "↓": "↑", "≈": "≈"}
    assert [opposite[arrow] for arrow in deficient] == present
    assert deficient == [ARROWS[way] for way in ANSWERS["cells-without-estrogen"]]
    numbers = [float(text[2:]) for text in texts if text.startswith("× ")]
    assert np.allclose(np.multiply(numbers[::2], numbers[1::2]), 1, atol=0.02)
    for deficient_number, way in zip(numbers[1::2], ANSWERS["cells-without-estrogen"], strict=True):
        assert (deficient_number > 1) == (way == "up")


def test_the_table_draws_what_it_is_given():
    rows, ways = {"osteocytes": ("microdamage",)}, {"microdamage": ("up", "same")}
    picture = plot_cell_table(rows, {"microdamage": 0.5}, ways, "told")
    texts = [text.get_text() for text in picture.axes[0].texts]
    assert texts[-7:] == ["Microdamage", "↑", "up", "× 2.00", "≈", "about the same", "× 0.50"]
    assert picture.sentence == "told"


def test_begins_is_the_first_day_on_which_the_level_is_reached():
    run = simulate(stop=3)
    begun = begins(run)
    assert run.at(begun)["resorption"] >= RISEN > run.at(begun - 2 / 365.25)["resorption"]


def test_in_health_the_sentence_says_that_nothing_changed(app):
    now = said(app, estradiol=100)
    assert now["made"] == now["digs"] == now["resorption"] == now["formation"] == 1
    assert "the two are equal" in app.sentence.value


@pytest.mark.parametrize("months", [1, 12, 36])
def test_less_estradiol_makes_more_osteoclasts_that_live_longer_and_dig_more(app, months):
    states = [said(app, estradiol=level, months=months) for level in LEVELS]
    assert [state["level"] for state in states] == list(LEVELS)
    for name in ("made", "osteoclast", "digs", "resorption", "formation"):
        values = [state[name] for state in states]
        assert values == sorted(values, reverse=True) and values[0] > values[-1], name
    for name in ("osteoblast", "osteocyte"):
        values = [state[name] for state in states]
        assert values == sorted(values) and values[0] < values[-1], name


def test_months_lower_the_making_of_osteoclasts_and_raise_formation(app):
    first, middle, last = (said(app, months=months) for months in (1, 18, 36))
    assert first["made"] > middle["made"] > 1 and last["made"] > 1
    assert first["formation"] < 1.2 < 1.5 < middle["formation"]
    assert first["resorption"] > middle["resorption"] > 1.5
    assert first["resorption"] - first["formation"] > middle["resorption"] - middle["formation"]
    assert "held at 5 pg/mL for 36 months" in app.sentence.value
    assert first != middle and app.picture.value


def test_each_cut_changes_its_own_target_most(app):
    whole = said(app)
    cut = {arrows: said(app, arrows=arrows) for arrows in CUTS}
    assert cut["Cut: onto differentiation"]["made"] < whole["made"]
    assert cut["Cut: onto differentiation"]["osteoclast"] == whole["osteoclast"]
    assert cut["Cut: onto apoptosis"]["osteoclast"] < whole["osteoclast"] - 1
    assert cut["Cut: onto apoptosis"]["digs"] == whole["digs"]
    assert cut["Cut: onto resorption per osteoclast"]["digs"] < whole["digs"] - 0.03
    only = cut["Only onto apoptosis is left"]
    assert only["osteoclast"] == whole["osteoclast"] and only["digs"] < whole["digs"]
    resorption = {arrows: state["resorption"] for arrows, state in cut.items()}
    assert min(resorption, key=resorption.get) == "Cut: all three"
    assert max(resorption, key=resorption.get) == NONE
    # More than half is left without the direct arrows: it comes by way of RANKL.
    assert 0.5 < (resorption["Cut: all three"] - 1) / (resorption[NONE] - 1) < 0.9
    assert len(set(resorption.values())) == len(CUTS)


def test_a_cut_is_compared_with_the_run_without_it(app):
    app.reset()
    assert "With no arrow cut" not in app.sentence.value
    whole = said(app)["resorption"]
    app.reset(arrows="Cut: onto apoptosis")
    assert f"With no arrow cut resorption would be {whole:.2f}" in app.sentence.value
    hollow = app.live.uncut["osteoclast_apoptosis"]
    assert hollow.get_visible()
    assert hollow.get_xdata()[0] < app.live.marks["osteoclast_apoptosis"].get_xdata()[0] < 1
    assert not app.live.uncut["osteocyte_apoptosis"].get_visible()


def test_tasks_of_the_lesson(app):
    app.buttons["After menopause"].click()
    assert app.settings["estradiol"] == 5
    fewer = {}
    for arrows in ("Cut: onto apoptosis", "Cut: onto differentiation"):
        app.reset(arrows=arrows)
        fewer[arrows] = app.live.marks["osteoclasts"].get_xdata()[0]
    assert fewer["Cut: onto apoptosis"] < fewer["Cut: onto differentiation"]
    at = {level: said(app, estradiol=level)["resorption"] for level in (100, 50, 10, 5)}
    assert at[5] - at[10] > at[50] - at[100] > 0
    app.buttons["Ovaries removed"].click()
    assert app.settings["months"] == 1


def test_presets_look_different(app):
    seen = set()
    for text in app.presets:
        app.buttons[text].click()
        seen.add((app.picture.value, app.sentence.value))
    assert len(seen) == len(app.presets) == 5


def test_the_picture_shows_the_numbers_of_the_sentence(app):
    now = said(app, estradiol=20, months=24, arrows="Cut: onto differentiation")
    live = app.live
    for name, key in (
        ("osteoclast_differentiation", "made"),
        ("resorption_per_osteoclast", "digs"),
    ):
        assert live.marks[name].get_xdata()[0] == pytest.approx(now[key], abs=0.006)
        assert live.step_texts[name].get_text() == f"{now[key]:.2f}"
    for flow in ("resorption", "formation"):
        assert live.points[flow].get_xdata()[0] == 20
        assert live.points[flow].get_ydata()[0] == pytest.approx(now[flow], abs=0.006)
        curve = dict(zip(LEVELS, live.curves[flow].get_ydata(), strict=True))
        assert curve[20] == live.points[flow].get_ydata()[0]
    bar = live.bars["osteoclast", 0]
    assert bar.get_x() + bar.get_width() == pytest.approx(now["osteoclast"], abs=0.06)


def test_numbers_are_what_the_curves_show(app):
    settings = {"estradiol": 5, "months": 12, "arrows": NONE}
    table = app.numbers(**settings)
    assert len({len(values) for values in table.values()}) == 1
    assert list(table["Estradiol (pg/mL)"]) == list(LEVELS)
    row = LEVELS.index(5)
    now = said(app, **settings)
    assert table["Resorption (healthy = 1)"][row] == pytest.approx(now["resorption"], abs=0.006)
    assert "Osteocyte apoptosis (healthy = 1)" in table
    assert len(table) == 1 + len(STEPS) + 2


def test_everything_fits_on_the_fixed_axes(app):
    for arrows in CUTS:
        for months in (1, 2, 3, 12, 36):
            table = app.numbers(estradiol=1, months=months, arrows=arrows)
            for label, values in table.items():
                if label.startswith(("Resorption (", "Formation (")):
                    assert FLOW_LIMITS[0] < min(values) and max(values) < FLOW_LIMITS[1]
                elif not label.startswith("Estradiol"):
                    assert STEP_LIMITS[0] < min(values) and max(values) < STEP_LIMITS[1], label
    for days in lives().values():
        assert LIFE_LIMITS[0] < min(days) and 2 * max(days) < LIFE_LIMITS[1]


def test_a_death_rate_twice_as_high_is_a_life_half_as_long():
    healthy = lives()
    twice = lives({f"{cell}_apoptosis": 2.0 for cell in healthy})
    for cell, days in healthy.items():
        assert twice[cell] == tuple(end / 2 for end in days)
    assert healthy["osteoclast"][0] < healthy["osteoblast"][0] < healthy["osteocyte"][0]
    assert healthy["osteocyte"][0] < healthy["osteocyte"][1]


@pytest.mark.parametrize(
    ("days", "text"), [((14, 14), "14 days"), ((1461, 12175), "4.0 to 33 years")]
)
def test_life_text(days, text):
    assert life_text(days) == text
