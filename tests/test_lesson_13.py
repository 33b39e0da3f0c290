"""Lesson 13: its predictions, its cases, and what they teach; its app."""

import html
import re

import pytest

import bonelab as bl
from bonelab.cohort_years import series_at
from bonelab.measurements import read_measurements
from bonelab.teaching.cases import band, case, measured_again, width
from bonelab.teaching.questions_13 import BLOOD, CTX, LATER, MORE, QUESTIONS, SPINE, TRAITS
from tests import lessons

EXPECTED = {"what-data-tell": ["level"], "one-more": ["spine"], "tea": ["unknown"]}


@pytest.fixture(scope="module")
def computed():
    return {name: question.run() for name, question in QUESTIONS.items()}


# --- predictions ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXPECTED)
def test_right_answers(name, computed):
    question = QUESTIONS[name]
    assert [part.answer(computed[name]) for part in question.parts] == EXPECTED[name]
    assert re.search(r"\d", question.reveal(computed[name]).sentence)


def test_every_question_is_expected():
    assert set(EXPECTED) == set(QUESTIONS)


def test_what_is_told_is_told_by_far(computed):
    told = computed["what-data-tell"]
    assert set(told) == set(TRAITS)
    assert told["peak_t_score_lumbar_spine"] > 0.9 > told["ctx_healthy"] - 0.1
    assert max(told["estrogen_sensitivity"], told["estrogen_exposure"]) < 0.45


def test_the_scan_of_the_spine_is_worth_most_by_far(computed):
    widths = computed["one-more"]
    assert widths["spine"] < 0.4 * min(widths[name] for name in ("before", "hip", "marker"))
    assert widths["hip"] < widths["before"]


def test_the_fall_after_the_tea_is_within_the_noise(computed):
    fall = computed["tea"]
    assert -fall["least"] < fall["change"] < -0.75 * fall["least"], "tempting, and noise"


# --- the cases ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["A", "B"])
def test_a_case_can_be_read(name):
    rows = read_measurements(case(name))
    assert len(rows) == {"A": 7, "B": 3}[name]
    assert {row.quantity for row in rows} >= {CTX, SPINE}


def test_an_unknown_case_is_named():
    with pytest.raises(KeyError, match="'C' is not known"):
        case("C")


def test_further_measurements_come_out_as_expected():
    more = ((3.0, SPINE), (4.0, CTX))
    rows = measured_again(BLOOD, more)
    assert rows[: len(BLOOD)] == BLOOD
    assert [(row[0], row[1], row[3]) for row in rows[len(BLOOD) :]] == [
        (3.0, SPINE, "g/cm2"),
        (4.0, CTX, "ng/mL"),
    ]
    for time, quantity, value, _ in rows[len(BLOOD) :]:
        assert value == band(BLOOD, quantity, time)["median"]


def test_a_width_is_in_per_cent_of_the_middle():
    assert width({"low90": 0.9, "median": 1.0, "high90": 1.2}) == pytest.approx(30)


def test_each_woman_has_more_bone_on_the_larger_dose():
    """The lesson: two bands overlap, and yet the doses differ in every woman."""
    found = bl.fit(case("A"), draws=50, progress=False)
    for own in found.women()[:10]:
        spine = [
            series_at(
                bl.Patient(),
                own,
                [bl.Estradiol(patch_ug_per_day=dose, start=3), bl.Progestogen(start=3)],
                [LATER],
            )[0, 0]
            for dose in (25, 50)
        ]
        assert spine[0] < spine[1]


def test_the_tea_is_that_of_the_question():
    """A fifth, three months, two values: the prose and the table agree."""
    values = case("B")
    first, second = values[values["quantity"] == CTX].itertuples()
    assert second.time - first.time == pytest.approx(0.25)
    assert 0.75 < second.value / first.value < 0.85
    assert "a fifth" in QUESTIONS["tea"].prompt
    assert all(row[0] > 1 for row in MORE.values()), "one more comes after the blood"


# --- the lesson -----------------------------------------------------------------------------


def test_the_claim_stands_where_a_dose_change_is_predicted():
    named = [
        cell["id"]
        for cell in lessons.cells("13")
        if "I16" in cell["metadata"].get("bonelab", {}).get("claims", [])
    ]
    assert named == ["fit", "app", "case-a-predict"]
    assert "in (0, 25, 50)" in lessons.cell("13", "case-a-predict")


def test_nobody_is_asked_for_a_real_persons_data():
    text = lessons.prose("13")
    assert text.count("Do not enter a real person") == 2
    assert "made up" in html.unescape(text)
