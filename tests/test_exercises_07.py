"""Exercise set 7: stubs fail, right answers pass, common wrong answers get their hint."""

import itertools

import pytest

import bonelab as bl
from bonelab.exercises import case
from bonelab.exercises.registry import SETS
from tests.exercises import SEEDS, hints, tells

NAME = "07-receptors"
SET = SETS[NAME]
TRABECULAR, CORTICAL = "bone_volume_trabecular", "bone_volume_cortical"
DESIGN = ["er_alpha@cortical", "er_alpha@osteoclasts"]
OTHER_DESIGN = ["er_alpha@cortical", "er_alpha@osteocytes"]
CELLS = ("osteoclasts", "osteoblasts", "osteocytes", "t_cells", "trabecular", "cortical")


def said(task, answer, seed=None):
    return bl.check(f"{NAME}.{task}", answer, seed=seed)


def run(my, *cut, menopause=None, **hold):
    her = bl.Patient(menopause=menopause, age_at_menopause=my["age"], ageing=False)
    return bl.simulate(her, start=25 - my["age"], cut=cut, hold=hold)


def after(my, years, *cut, **hold):
    return run(my, *cut, **hold).at(25 - my["age"] + years)


def lost(my, *cut, series=TRABECULAR, **hold):
    return 100 * (1 - after(my, my["years"], *cut, **hold)[series])


def one_cell(my, receptor="er_alpha", cell=None, series=CORTICAL):
    return -lost(my, f"{receptor}@{cell or my['cell']}", series=series)


def on_her_clock(my, year):
    return 100 * (run(my, f"er_alpha@{my['cell']}").at(year)[CORTICAL] - 1)


def surface(series=CORTICAL, percent=100, health=1, **held):
    """Return a function as a student would write it, with one or both receptors held."""

    def height(er_alpha, er_beta):
        hold = {"er_alpha": er_alpha, "er_beta": er_beta}
        hold = {name: hold[held.get(name, name)] for name in hold if held.get(name, name)}
        return percent * (after({"age": 45}, 5, **hold)[series] - health)

    return height


def cost(my, *cut, before=-1):
    operated = run(my, *cut, menopause="surgical")
    had = operated.at(before)[TRABECULAR] if before else 1
    return 100 * (1 - operated.at(my["years"])[TRABECULAR] / had)


def share_of_alpha(my):
    return 100 * lost(my, "er_alpha") / lost(my, "er_alpha", "er_beta")


def share_of_operation(my):
    return 100 * cost(my, "er_beta") / cost(my)


def right(task, seed):
    my = case(NAME, seed)
    return {
        "q1": lambda: one_cell(my),
        "q2": surface,
        "q3": lambda: share_of_alpha(my),
        "q4": lambda: share_of_operation(my),
        "q5": lambda: DESIGN,
        "q6": lambda: "Testosterone was high; only one kind of cell should lose the receptor. " * 3,
    }[task]()


@pytest.mark.parametrize("task", SET.tasks)
def test_a_stub_is_not_answered_yet(task):
    assert said(task, ...).startswith("Not answered yet")


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
@pytest.mark.parametrize("task", SET.tasks)
def test_the_right_answer_is_right(task, seed):
    assert said(task, right(task, seed), seed).startswith("Right")


def what_alpha_adds(my):
    """Another sound way to count the share: what is saved where ER-alpha alone is left."""
    both = lost(my, "er_alpha", "er_beta")
    return 100 * (both - lost(my, "er_beta")) / both


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
def test_other_sound_answers_are_right(seed):
    assert said("q3", what_alpha_adds(case(NAME, seed)), seed).startswith("Right")
    assert said("q5", OTHER_DESIGN, seed).startswith("Right")


WRONG = [
    ("q1", lambda my: one_cell(my, series=TRABECULAR), "is it cortical bone"),
    ("q1", lambda my: on_her_clock(my, my["years"]), "year on her clock"),
    ("q1", lambda my: on_her_clock(my, my["years"] - 5), "from year -5"),
    ("q1", lambda my: one_cell(my, cell="osteoclasts"), "cell of the example"),
    ("q1", lambda my: one_cell(my, "er_beta"), "other receptor"),
    ("q1", lambda my: -one_cell(my), "sign is reversed"),
    ("q1", lambda my: one_cell(my) / 100, "fraction"),
    ("q1", lambda my: "two", "Give one number, in %"),
    ("q2", lambda my: surface(er_alpha="er_beta", er_beta="er_alpha"), "changed places"),
    ("q2", lambda my: surface(er_beta=None), "ER-beta is not held"),
    ("q2", lambda my: surface(er_alpha=None), "ER-alpha is not held"),
    ("q2", lambda my: surface(health=0), "what is left"),
    ("q2", lambda my: surface(percent=1), "multiply by 100"),
    ("q2", lambda my: surface(percent=-100), "sign is reversed"),
    ("q2", lambda my: surface(TRABECULAR), "trabecular bone"),
    ("q2", lambda my: lambda er_alpha, er_beta: ..., "replace the dots"),
    ("q2", lambda my: lambda er_alpha: 0.0, "TypeError"),
    ("q3", lambda my: 100 * lost(my, "er_beta") / lost(my, "er_alpha", "er_beta"), "ER-beta's"),
    (
        "q3",
        lambda my: 100 * lost(my, "er_alpha") / lost(my, ovariectomy=1),
        "some estrogen is left",
    ),
    ("q3", lambda my: lost(my, "er_alpha"), "per cent of health"),
    ("q3", lambda my: share_of_alpha(my) / 100, "fraction"),
    (
        "q3",
        lambda my: (
            100
            * after(my, my["years"], "er_alpha")[TRABECULAR]
            / after(my, my["years"], "er_alpha", "er_beta")[TRABECULAR]
        ),
        "what is lost",
    ),
    ("q4", lambda my: 100 * cost(my, "er_beta", before=None) / cost(my), "not in health before"),
    ("q4", lambda my: 100 - share_of_operation(my), "share that is gone"),
    ("q4", lambda my: 1e4 / share_of_operation(my), "upside down"),
    ("q4", lambda my: cost(my, "er_beta"), "divide by that of the other"),
    ("q5", lambda my: "er_alpha@cortical", "Write a list"),
    ("q5", lambda my: ["er_alpha"], "receptor@cell"),
    ("q5", lambda my: ["er_alpha@skin"], "cannot be simulated"),
    ("q5", lambda my: [], "loses too little"),
    ("q5", lambda my: ["er_alpha@cortical"], "loses too little"),
    ("q5", lambda my: ["er_alpha@osteoblasts"], "larger share"),
    ("q5", lambda my: ["er_alpha@cortical", "er_alpha@t_cells"], "larger share"),
    ("q5", lambda my: [*DESIGN, "er_alpha@osteocytes"], "fewer"),
    ("q6", lambda my: "That is wrong.", "at least"),
    ("q6", lambda my: "word " * 40, "What else changes"),
    ("q6", lambda my: "Testosterone is high in these mice. " * 6, "leaves the rest"),
]


@pytest.mark.parametrize("seed", [None, *SEEDS[:2]])
@pytest.mark.parametrize(("task", "answer", "hint"), WRONG)
def test_a_common_wrong_answer_gets_its_hint(task, answer, hint, seed):
    told = said(task, answer(case(NAME, seed)), seed)
    assert told.startswith("Not yet.")
    assert hint in told
    assert not tells(told, right(task, seed))


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_no_mistake_passes_for_right_with_any_seed(seed):
    my = case(NAME, seed)
    assert set(my) == set(SET.usual)
    assert 42 <= my["age"] <= 54
    assert my["cell"] in ("osteoblasts", "t_cells")
    assert 3 <= my["years"] <= 8
    for name, task in SET.tasks.items():
        for hint, mistake in getattr(task, "mistakes", {}).items():
            value = mistake if name == "q2" else mistake(my)
            told = said(name, value, seed)
            # One hint stands for two mistakes whose losses are alike.
            assert told == f"Not yet. {hint}" or "one cell only" in told, hint
            if hasattr(task, "unit"):
                right_one = task.answer(my)
                assert abs(value - right_one) > 2 * task.tolerance * abs(right_one), hint


def test_one_knock_out_is_too_few_for_the_design_and_two_pairs_are_right():
    cuts = [f"{receptor}@{cell}" for receptor in ("er_alpha", "er_beta") for cell in CELLS]
    few = [*itertools.combinations(cuts, 1), *itertools.combinations(cuts, 2)]
    met = [set(pair) for pair in few if said("q5", list(pair)).startswith("Right")]
    assert met == [{"er_alpha@osteoclasts", "er_alpha@cortical"}, set(OTHER_DESIGN)]


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
def test_the_biology_that_the_tasks_and_the_key_tell(seed):
    my = case(NAME, seed)
    assert 96 < share_of_alpha(my) < 99
    assert 94 < share_of_operation(my) < 97
    assert 10 < 100 * cost(my, "er_alpha") / cost(my) < 25
    height = surface()
    assert height(1.0, 0.0) > 0 > height(1.0, 1.5), "ER-beta opposes ER-alpha in the cortex"
    assert height(0.0, 0.0) < height(0.0, 1.5) < -10, "with no ER-alpha there is nothing to oppose"


@pytest.mark.parametrize("task", SET.tasks)
def test_no_hint_tells_the_answer(task):
    told = hints(SET.tasks[task])
    told += [said(name, answer(case(NAME))) for name, answer, _ in WRONG if name == task]
    for seed in (None, *SEEDS[:3]):
        answer = right(task, seed)
        assert not any(tells(text, answer) for text in hints(SET.tasks[task]))
    assert not any(cut in text for text in told for cut in ("@cortical", "@osteocytes"))
