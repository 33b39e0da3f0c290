"""Lesson 5: the right answers, the app of cytokines, and the pictures it is made of."""

import re

import numpy as np
import pytest

import bonelab as bl
from bonelab import explore
from bonelab.explore.cytokines import ARROWS, CYTOKINES, FREE, HELD, WHOLE
from bonelab.figures.after_operation import plot_after_operation
from bonelab.figures.cytokines import PANELS, ROWS, plot_effects
from bonelab.teaching.question import misconceptions
from bonelab.teaching.questions_05 import QUESTIONS, _table, _way
from bonelab.teaching.runs_05 import held

ANSWERS = {
    "tnf-without-rankl": ["few"],
    # TNF-alpha, IL-1, IL-6, IL-7: for each first osteoclasts, then osteoblasts.
    "cytokine-table": ["up", "down", "up", "down", "up", "either", "either", "down"],
    "osteoblasts-under-tnf": ["up", "up", "down"],
    "tnf-or-il6": ["smaller", "same"],
}
NO_RANKL, CALM = "RANKL at zero", "Resorption at its healthy rate"
DOSES = (0.5, 1, 2, 4, 8)


@pytest.fixture(scope="module")
def app():
    return explore.cytokines()


def values(app, **settings):
    """Return the bars of the picture by row, as saved."""
    columns = app.numbers(**(app._start | settings))
    (numbers,) = (column for name, column in columns.items() if name.startswith("Value"))
    return dict(zip(ROWS, numbers, strict=True))


def text(app, **settings):
    app.reset(**settings)
    return app.sentence.value.split(">", 1)[1].rsplit("<", 1)[0]


def rising(numbers):
    return all(a < b for a, b in zip(numbers, numbers[1:], strict=False))


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
    assert named == {id for id, row in misconceptions().items() if row.lesson == "05"}


def test_either_way_means_that_cutting_one_arrow_turns_the_sign():
    table = {"il6": [(1.03, 1.02), (1.03, 0.98), (1.0, 1.04)]}
    assert _way("il6", 0)(table) == "up"
    assert _way("il6", 1)(table) == "either"
    assert _way("il6", 1)({"il6": [(1, 0.9), (1, 0.999)]}) == "down"
    assert _way("il6", 0)({"il6": [(1.001, 1)]}) == "same"


def test_the_drawn_table_shows_what_was_computed():
    effects = {"TNF-alpha": (1.27, 0.91), "IL-6": (1.03, 1.02)}
    words = {"TNF-alpha": ("up", "down"), "IL-6": ("same", "either")}
    texts = [t.get_text() for t in plot_effects(effects, words, "").axes[0].texts]
    for expected in ("1.27", "0.91", "▲ up", "▼ down", "= about the same", "▲▼ either way"):
        assert expected in texts
    assert set(_table()) == set(CYTOKINES.values())


@pytest.mark.parametrize("cytokine", CYTOKINES.values())
def test_more_of_a_cytokine_makes_more_osteoclasts_and_holds_the_cytokine_itself(app, cytokine):
    sweep = [values(app, cytokine=cytokine, amount=dose) for dose in DOSES]
    assert rising([now["osteoclast_differentiation"] for now in sweep])
    assert [now[cytokine] for now in sweep] == pytest.approx(DOSES)
    healthy = values(app, cytokine=cytokine, amount=1)
    assert all(value == pytest.approx(1, abs=1e-6) for value in healthy.values())


@pytest.mark.parametrize("cytokine", ["tnf", "il1", "il7"])
def test_three_cytokines_hold_osteoblasts_down_once_coupling_is_out_of_it(app, cytokine):
    sweep = [values(app, cytokine=cytokine, amount=dose, held=CALM) for dose in DOSES]
    assert rising([-now["formation"] for now in sweep])
    assert {now["resorption"] for now in sweep} == {1.0}
    free = [values(app, cytokine=cytokine, amount=dose)["formation"] for dose in DOSES]
    assert rising(free), "coupling turns the sign"


def test_without_rankl_tnf_makes_a_few_osteoclasts(app):
    sweep = [values(app, amount=dose, held=NO_RANKL)["osteoclasts"] for dose in DOSES]
    assert rising(sweep)
    assert 0.001 < sweep[0] < sweep[-1] < 0.1
    assert values(app, held=NO_RANKL)["rankl"] == 0


def test_with_rankl_held_part_of_what_tnf_does_is_gone(app):
    held, free = (values(app, held=held) for held in ("RANKL at its healthy level", FREE))
    assert 1 < held["osteoclast_differentiation"] < free["osteoclast_differentiation"]
    assert held["rankl"] == 1


def test_contested_arrows_turn_the_signs_they_are_said_to_turn(app):
    formation = {
        arrows: values(app, cytokine="il6", held=CALM, arrows=arrows)["formation"]
        for arrows in ARROWS
    }
    assert formation["IL-6 only kills osteoblasts"] < 1
    assert formation["IL-6 only supports osteoblasts"] > formation[WHOLE] > 1
    formed = {
        arrows: values(app, cytokine="il7", arrows=arrows)["osteoclast_differentiation"]
        for arrows in ARROWS
    }
    assert formed["IL-7 does not reach T cells"] < 1 < formed[WHOLE]
    assert formed["IL-7 does not restrain osteoclasts"] > formed[WHOLE]


def test_the_sentence_tells_the_numbers_of_the_picture(app):
    now, told = values(app), text(app)
    assert "TNF-alpha has been at 3.00 times" in told
    assert f"form {now['osteoclast_differentiation']:.2f} times" in told
    assert f"resorption is {now['resorption']:.2f}" in told
    assert f"Yet formation is {now['formation']:.2f}" in told
    assert f"{100 * (1 - now['bone_volume_trabecular']):.1f} % less" in told
    assert "more than in health" in text(app, held=NO_RANKL)
    assert "Also held: RANKL at zero" in text(app, held=NO_RANKL)
    assert "Contested arrow: IL-6 only kills" in text(app, arrows="IL-6 only kills osteoblasts")
    assert "Yet" not in text(app, cytokine="il6"), "nothing to explain: IL-6 supports both"


def test_each_bar_goes_from_one_to_its_value_and_what_is_beyond_is_marked(app):
    app.reset()
    now = values(app)
    for row, bar in app.live.bars.items():
        assert bar.get_x() == pytest.approx(min(1, now[row])), row
        assert bar.get_width() == pytest.approx(abs(now[row] - 1)), row
    assert app.live.texts["tnf"].get_text() == "3.00 held"
    app.reset(held=NO_RANKL)
    assert app.live.texts["osteoclasts"].get_text().startswith("◂ 0.0")
    assert app.live.bars["osteoclasts"].get_x() == app.live.limits["osteoclasts"][0]
    for text_of_hold in HELD:
        for cytokine in CYTOKINES.values():
            shown = values(app, cytokine=cytokine, amount=8, held=text_of_hold)
            assert all(shown[row] <= app.live.limits[row][1] for row in ROWS), "within the axes"


def test_saved_numbers_name_every_bar(app):
    columns = app.numbers(**app._start)
    assert {len(column) for column in columns.values()} == {len(ROWS)}
    assert set(columns["Panel"]) == set(PANELS)
    assert "Formed per precursor" in columns["Quantity"]


def test_three_times_is_a_step_of_the_slider(app):
    slider = app.controls["amount"]
    steps = np.log([1.0, 3.0]) / np.log(slider.base) - slider.min
    assert np.allclose(steps / slider.step, np.round(steps / slider.step))
    lowest, highest = slider.base**slider.min, slider.base**slider.max
    assert 0.4 < lowest < 0.6 and 7 < highest <= 8


def test_what_is_held_is_held_for_two_years():
    now = held("il6 -> osteoblast_apoptosis", il6=3.0)
    assert now["il6"] == 3.0 and now["osteoblast_apoptosis"] < held(il6=3.0)["osteoblast_apoptosis"]
    assert held()["bone_volume_trabecular"] == pytest.approx(1, abs=1e-6)


def test_lines_after_the_operation_are_named_at_their_ends():
    run, control = (bl.simulate(bl.Patient(menopause=m), stop=2) for m in ("surgical", None))
    picture = plot_after_operation(run, [("t_cells", "tnf"), "il7"], control, "told")
    both, single = picture.axes
    assert picture.sentence == "told"
    assert both.get_xlabel() == "Years from the operation"
    ends = {text.get_text(): text.xy for text in both.texts}
    assert ends["TNF-alpha"] == (run.time[-1], run["tnf"][-1])
    assert set(ends) == {"TNF-alpha", "Activated T cells"}
    assert both.get_legend() is None and not single.texts
