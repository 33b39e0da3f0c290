"""`bl.check`: right answers are called right, wrong ones get the hint, no answer is given away."""

import pytest

import bonelab as bl
from bonelab.teaching.question import misconceptions
from bonelab.teaching.questions import QUESTIONS


def right_answers(name):
    computed = QUESTIONS[name].run()
    return [part.answer(computed) for part in QUESTIONS[name].parts]


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_right_answer_is_called_right_and_no_other(name):
    right, parts = right_answers(name), QUESTIONS[name].parts
    # Each choice of each part, the other parts answered rightly.
    for given in (
        [*right[:i], choice, *right[i + 1 :]]
        for i, part in enumerate(parts)
        for choice in part.options
    ):
        lines = bl.check(name, given).split("\n")
        for line, choice, key, part in zip(lines, given, right, QUESTIONS[name].parts, strict=True):
            assert line.endswith("right.") == (choice == key)
            if choice != key:
                assert misconceptions()[part.beliefs[choice]].how_the_model_shows_it in line
                assert part.options[key] not in line.removeprefix(part.label).split("See:")[0]


def test_a_choice_an_order_and_labels_are_taken():
    right = right_answers("after-menopause")
    labels = [part.label for part in QUESTIONS["after-menopause"].parts]
    by_label = dict(zip(reversed(labels), reversed(right), strict=True))
    assert bl.check("after-menopause", by_label) == bl.check("after-menopause", right)
    (one,) = right_answers("which-bone")
    assert bl.check("which-bone", one) == bl.check("which-bone", [one], seed=7) == "right."


@pytest.mark.parametrize(
    ("question", "answer", "error", "said"),
    [
        ("after-menopaus", "up", KeyError, "after-menopause"),
        ("after-menopause", "up", ValueError, "Resorption"),
        ("after-menopause", ["up", "up", "upp"], ValueError, "upp"),
        ("after-menopause", {"Resorptio": "up"}, KeyError, "Resorption"),
        ("which-bone", None, ValueError, "None"),
    ],
)
def test_what_cannot_be_an_answer_is_said(question, answer, error, said):
    with pytest.raises(error, match=said):
        bl.check(question, answer)


@pytest.mark.parametrize("seed", ["one", 1.5, -1])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(ValueError, match="seed"):
        bl.check("which-bone", "even", seed=seed)
