"""Predictions: nothing is shown before the lock, nothing changes after it."""

import io
import json
from pathlib import Path

import pytest
from matplotlib.image import imread

from bonelab.teaching import predict
from bonelab.teaching.predict import QUESTIONS
from bonelab.teaching.question import direction, misconceptions


def choose(prediction, *keys):
    for choice, key in zip(prediction.choices, keys, strict=True):
        choice.value = key


def right_answers(question):
    computed = question.run()
    return [part.answer(computed) for part in question.parts]


@pytest.fixture(scope="module", params=QUESTIONS)
def question(request):
    return request.param, right_answers(QUESTIONS[request.param])


def test_each_answer_is_computed_and_is_one_of_the_options(question):
    name, right = question
    for part, key in zip(QUESTIONS[name].parts, right, strict=True):
        assert key in part.options


def test_each_wrong_choice_points_to_a_misconception(question):
    name, right = question
    for part, key in zip(QUESTIONS[name].parts, right, strict=True):
        for wrong in set(part.options) - {key}:
            assert part.beliefs[wrong] in misconceptions()


def test_the_model_answers_as_the_table_of_misconceptions_says(question):
    name, right = question
    so = {
        "healthy-balance": ["equal"],
        "after-menopause": ["up", "up", "down"],
        "which-bone": ["trabecular"],
        "when-loss-begins": ["before"],
    }
    assert right == so[name]


def test_nothing_is_revealed_before_locking(question):
    name, right = question
    prediction = predict(name)
    assert prediction.lock.disabled
    prediction.lock.click()
    assert prediction.locked is None
    choose(prediction, *right)
    assert prediction.feedback.value == ""
    assert prediction.picture.value == b""
    assert not prediction.lock.disabled


def test_lock_waits_until_every_part_is_chosen():
    prediction = predict("after-menopause")
    for choice in prediction.choices:
        assert prediction.lock.disabled
        choice.value = "up"
    assert not prediction.lock.disabled


def test_the_right_choice_is_confirmed_with_a_picture_and_its_sentence(question):
    name, right = question
    prediction = predict(name)
    choose(prediction, *right)
    prediction.lock.click()
    assert prediction.feedback.value.count("✓") == len(right)
    assert "✗" not in prediction.feedback.value
    assert imread(io.BytesIO(prediction.picture.value)).std() > 0
    assert prediction.picture.layout.display is None
    assert "%" in prediction.feedback.value or "years" in prediction.feedback.value


def test_each_wrong_choice_is_answered_with_its_misconception(question):
    name, right = question
    for index, part in enumerate(QUESTIONS[name].parts):
        for wrong in set(part.options) - {right[index]}:
            prediction = predict(name)
            choose(prediction, *(wrong if i == index else key for i, key in enumerate(right)))
            prediction.lock.click()
            belief = misconceptions()[part.beliefs[wrong]]
            assert prediction.feedback.value.count("✗") == 1
            assert belief.belief in prediction.feedback.value
            assert belief.what_is_so in prediction.feedback.value


def test_a_misconception_behind_two_wrong_choices_is_told_once():
    prediction = predict("after-menopause")
    choose(prediction, "down", "down", "down")
    prediction.lock.click()
    assert prediction.feedback.value.count("✗") == 2
    assert prediction.feedback.value.count(misconceptions()["M03"].belief) == 1


def test_what_is_locked_stays():
    prediction = predict("after-menopause")
    choose(prediction, "same", "down", "down")
    prediction.lock.click()
    said = prediction.feedback.value
    assert prediction.locked == ("same", "down", "down")
    assert all(choice.disabled for choice in prediction.choices)
    choose(prediction, "up", "up", "down")
    prediction.lock.click()
    assert prediction.locked == ("same", "down", "down")
    assert prediction.feedback.value == said


def test_what_goes_wrong_is_told_and_raised(monkeypatch):
    prediction = predict("which-bone")
    choose(prediction, "even")
    part = prediction.question.parts[0]
    monkeypatch.setitem(part.beliefs, "even", "M99")
    with pytest.raises(KeyError, match="M99"):
        prediction.reveal()  # what a button's own callback raises goes to the log of Lab
    assert "could not be computed" in prediction.feedback.value


def test_a_question_that_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(KeyError, match="after-menopause"):
        predict("after-menopose")


def test_the_lesson_answers_the_misconceptions_it_is_there_for():
    named = {
        belief
        for question in QUESTIONS.values()
        for part in question.parts
        for belief in part.beliefs.values()
    }
    assert {"M01", "M02", "M03", "M04", "M05"} <= named


@pytest.mark.parametrize(
    ("before", "after", "way"), [(1, 1.2, "up"), (1, 0.8, "down"), (1, 1.02, "same")]
)
def test_direction(before, after, way):
    assert direction(before, after) == way


LESSON = Path(__file__).parents[1] / "notebooks" / "01-remodeling-balance.ipynb"


def cells():
    return json.loads(LESSON.read_text(encoding="utf-8"))["cells"]


def test_where_no_kernel_runs_the_cell_above_an_app_says_what_to_do():
    sources = ["".join(cell["source"]) for cell in cells()]
    live = [i for i, source in enumerate(sources) if source.startswith(("explore.", "predict("))]
    assert len(live) >= 3
    for i in live:
        above = next(sources[j] for j in range(i - 1, 0, -1) if j not in live)
        assert "▶ Run the" in above


def test_each_question_asked_in_the_lesson_exists_and_is_asked_once():
    asked = [
        "".join(cell["source"]).split('"')[1]
        for cell in cells()
        if "".join(cell["source"]).startswith("predict(")
    ]
    assert sorted(asked) == sorted(QUESTIONS)


def test_the_lesson_names_the_claims_it_teaches():
    claims = {c for cell in cells() for c in cell["metadata"].get("bonelab", {}).get("claims", [])}
    assert claims == {"F1", "F5", "F6", "F7"}


def test_cells_are_short_and_asserting_ones_are_hidden():
    for cell in cells():
        if cell["cell_type"] == "code":
            assert len(cell["source"]) <= 15, cell["id"]
            hidden = cell["metadata"].get("jupyter", {}).get("source_hidden", False)
            assert hidden == ("assert" in cell["metadata"].get("tags", []))
            assert hidden == cell["source"][0].startswith("assert "), cell["id"]
