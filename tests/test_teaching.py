"""Predictions: nothing is shown before the lock, nothing changes after it."""

import io
import json
from html import escape

import pytest
from matplotlib.image import imread

from bonelab.generated_equations import EQUATIONS
from bonelab.teaching import cite, equation, my_progress, predict, progress, say, table
from bonelab.teaching.cautions import caution
from bonelab.teaching.equation import broken
from bonelab.teaching.question import direction, misconceptions
from bonelab.teaching.questions import LESSONS, QUESTIONS
from bonelab.teaching.waiting import waiting


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    """The progress file, in a folder of its own."""
    monkeypatch.setattr(progress, "FILE", tmp_path / "progress.json")
    return progress.FILE


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


def test_the_model_answers_lesson_1_as_the_table_of_misconceptions_says():
    so = {
        "healthy-balance": ["equal"],
        "after-menopause": ["up", "up", "down"],
        "which-bone": ["trabecular"],
        "when-loss-begins": ["before"],
    }
    assert {name: right_answers(asked) for name, asked in LESSONS["01"].items()} == so


def test_the_model_answers_lesson_12():
    so = {"never-seen": ["nearly"], "well-determined": ["few"], "matters-most": ["formation"]}
    assert {name: right_answers(asked) for name, asked in LESSONS["12"].items()} == so


def test_nothing_is_revealed_before_locking(question):
    name, right = question
    prediction = predict(name)
    assert prediction.lock.disabled
    prediction.lock.click()
    assert prediction.locked is None
    choose(prediction, *right)
    assert "<p" not in prediction.feedback.value
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
    assert not prediction.picture.layout.display
    assert any(c.isdigit() for c in prediction.feedback.value.split("✓")[-1])


def test_while_the_answer_is_computed_it_says_so():
    prediction = predict("after-menopause")
    choose(prediction, "up", "up", "down")
    said = []
    prediction.feedback.observe(lambda change: said.append(change["new"]), "value")
    prediction.lock.click()
    assert len(said) == 2 and "Computing" in said[0] and "Computing" not in said[1]


def test_each_wrong_choice_is_answered_with_its_misconception(question):
    name, right = question
    for index, part in enumerate(QUESTIONS[name].parts):
        for wrong in set(part.options) - {right[index]}:
            progress.delete()
            prediction = predict(name)
            choose(prediction, *(wrong if i == index else key for i, key in enumerate(right)))
            prediction.lock.click()
            belief = misconceptions()[part.beliefs[wrong]]
            assert prediction.feedback.value.count("✗") == 1
            assert escape(belief.belief) in prediction.feedback.value
            assert escape(belief.what_is_so) in prediction.feedback.value


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


@pytest.mark.parametrize(
    ("before", "after", "way"), [(1, 1.2, "up"), (1, 0.8, "down"), (1, 1.02, "same")]
)
def test_direction(before, after, way):
    assert direction(before, after) == way


# --- what is kept ---------------------------------------------------------------------------


def lock(name, *keys):
    prediction = predict(name)
    choose(prediction, *keys)
    prediction.lock.click()
    return prediction


def test_names_are_unique_across_the_lessons():
    assert sum(len(asked) for asked in LESSONS.values()) == len(QUESTIONS)


def test_what_was_locked_stands_there_again_after_a_restart(kept):
    before = lock("after-menopause", "up", "down", "down")
    again = predict("after-menopause")
    assert again.locked == before.locked == ("up", "down", "down")
    assert again.lock.disabled
    assert again.feedback.value == before.feedback.value
    assert again.picture.value == before.picture.value


def test_the_file_holds_the_choices_and_nothing_of_the_student(kept):
    lock("after-menopause", "up", "down", "down")
    lock("which-bone", "even")
    data = json.loads(kept.read_text())
    assert set(data) == {"format", "predictions"}
    assert set(data["predictions"]) == {"after-menopause", "which-bone"}
    assert data["predictions"]["which-bone"] == {"choices": {"": "even"}, "right": 0}
    assert data["predictions"]["after-menopause"]["right"] == 2


@pytest.mark.parametrize(
    "choices", [{"": "both"}, {"Left": "even"}, {}], ids=["option", "part", "none"]
)
def test_a_later_edition_asks_anew_and_keeps_what_it_no_longer_knows(kept, choices):
    old = {"which-bone": {"choices": choices, "right": 0}}
    gone = {"gone-question": {"choices": {"": "x"}, "right": 1}}
    progress.write({**old, **gone})
    assert predict("which-bone").locked is None
    lock("when-loss-begins", "before")
    assert set(progress.read()) == {"which-bone", "gone-question", "when-loss-begins"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        '{"format": 1}',
        '{"format": 2, "predictions": {}}',
        '{"format": 1, "predictions": {"a": {"choices": 3, "right": 1}}}',
        '{"format": 1, "predictions": {"a": {"choices": {"": 3}, "right": 1}}}',
        '{"format": 1, "predictions": {"a": {"choices": {"": "x"}}}}',
        '{"format": 1, "predictions": {"a": 7}}',
    ],
)
def test_a_file_that_is_not_ours_is_left_alone_and_said(kept, text):
    kept.write_text(text)
    with pytest.raises(ValueError, match="progress"):
        progress.read()
    prediction = lock("which-bone", "even")
    assert "could not be kept" in prediction.feedback.value
    assert prediction.picture.value
    panel = my_progress()
    assert "bonelab-error" in panel.message.value
    panel.offer()
    assert kept.read_text() == text


def test_the_panel_counts_lesson_by_lesson(kept):
    assert "0 of 4" in my_progress().table.value
    lock("which-bone", *right_answers(QUESTIONS["which-bone"]))
    lock("when-loss-begins", "after")
    row = next(r for r in my_progress().table.value.split("<tr>") if r.startswith("<td>01<"))
    assert "2 of 4" in row
    assert row.endswith("<td>1</td></tr>")


def test_what_is_kept_can_be_taken_along(kept):
    lock("which-bone", "even")
    lock("when-loss-begins", "after")
    panel = my_progress()
    panel.download.click()
    assert 'download="progress.json"' in panel.message.value
    copy = kept.read_text()
    panel.delete.click()
    assert not kept.exists()
    assert predict("which-bone").locked is None
    lock("which-bone", "cortical")
    panel.take(copy, "copy.json")
    assert predict("which-bone").locked == ("even",)
    assert predict("when-loss-begins").locked == ("after",)


def test_loading_something_else_changes_nothing(kept):
    lock("which-bone", "even")
    before, panel = kept.read_text(), my_progress()
    panel.take("hello", "letter.txt")
    assert "letter.txt is not a progress file" in panel.message.value
    assert "Nothing was changed" in panel.message.value
    assert kept.read_text() == before


def test_an_upload_is_loaded(kept):
    panel = my_progress()
    content = progress.as_text({"which-bone": {"choices": {"": "even"}, "right": 0}}).encode()
    file = {"name": "p.json", "type": "", "size": 1, "content": content, "last_modified": 0}
    panel._loaded({"new": (file,)})
    assert predict("which-bone").locked == ("even",)


# --- text -----------------------------------------------------------------------------------


def test_say_shows_markdown():
    assert say("a **b**", "c")._repr_markdown_() == "a **b**\n\nc"


def test_cite_shows_the_bibliography_with_dois():
    text = cite("riggs2002", "khosla2012")._repr_markdown_()
    assert text.count("\n- ") == 1
    assert "https://doi.org/10.1210/edrv.23.3.0465" in text
    with pytest.raises(KeyError, match="khosla2012"):
        cite("khosla2021")


def test_cautions_are_those_of_the_table():
    assert caution("denosumab").startswith("Stopping or delaying denosumab")
    with pytest.raises(KeyError, match="denosumab"):
        caution("denosumap")


def test_waiting_gives_every_item_and_closes_its_bar(capsys):
    assert list(waiting(iter("abc"), 3, "Letters")) == ["a", "b", "c"]


def test_a_table_has_a_row_for_each_row_and_writes_numbers_as_asked():
    shown = table(
        [["hip", 0.6612, "few"], ("spine", 2, "a | b")], ["site", "ratio", "how"], "{:.2f}"
    )
    assert shown._repr_markdown_().splitlines() == [
        "| site | ratio | how |",
        "| --- | --- | --- |",
        "| hip | 0.66 | few |",
        "| spine | 2.00 | a \\| b |",
    ]
    assert repr(table({"a": 1}.items(), ["name", "n"])).endswith("| a | 1 |")


def test_a_row_of_a_table_that_does_not_fit_its_header_is_refused():
    with pytest.raises(ValueError, match="3 cells in .*header has 2"):
        table([["a", "b", "c"]], ["one", "two"])


def test_factors_of_an_equation_stand_apart():
    shown = equation("endometrial_index")._repr_markdown_()
    assert "\\mathrm{progestogen} \\, s_" in shown
    assert "aligned" not in shown, "one fraction is as wide as its longer half"


@pytest.mark.parametrize("node", sorted(EQUATIONS))
def test_a_long_equation_is_broken_into_lines_and_stays_the_same(node):
    shown = broken(EQUATIONS[node])
    if "\\times \\big[" not in shown:  # but for a long fraction, only breaks are added
        for mark in ("\\begin{aligned}\n", "\n\\end{aligned}", " \\\\\n&\\quad", "&"):
            shown = shown.replace(mark, "")
        assert shown.replace(" ", "") == EQUATIONS[node].replace(" ", "")
    for line in broken(EQUATIONS[node]).split("\\\\\n"):
        assert line.count("\\left") == line.count("\\right")
        assert line.count("{") == line.count("}")


def test_an_equation_that_fits_stays_in_one_line():
    assert equation("net_balance")._repr_markdown_() == f"$$\n{EQUATIONS['net_balance']}\n$$"
    assert equation("resorption", "formation")._repr_markdown_().count("\\begin{aligned}") == 2
    with pytest.raises(KeyError, match="resorption"):
        equation("resorbtion")
