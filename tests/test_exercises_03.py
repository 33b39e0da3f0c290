"""Exercise set 3: stubs fail, right answers pass, common wrong answers get their hint."""

import itertools

import pytest

import bonelab as bl
from bonelab.exercises import case
from bonelab.exercises.registry import SETS
from tests.exercises import SEEDS, hints, tells

NAME = "03-rankl-opg"
SET = SETS[NAME]
OCCUPANCY, RATIO = "rank_occupancy", "rankl_opg_ratio"
ARROWS = {
    "osteocytes": "signal_osteocytes -> rankl_osteocytes",
    "osteoblasts": "signal_osteoblasts -> rankl_production",
    "opg": "signal_osteoblasts -> opg_production",
}
DESIGN = {"rankl_production": 1.5, "opg_production": 6}


def said(task, answer, seed=None):
    return bl.check(f"{NAME}.{task}", answer, seed=seed)


def ratio(rankl=0, opg=0):
    """The ratio in a young woman after these changes in per cent."""
    young = bl.Patient(menopause=None, age_at_menopause=30, ageing=False)
    held = {"rankl_production": 1 + rankl / 100, "opg_production": 1 + opg / 100}
    return bl.simulate(young, start=-5, stop=0, hold=held).at(-1)[RATIO]


def woman(my, therapies=(), **more):
    return bl.simulate(bl.Patient(age_at_menopause=my["age_at_menopause"]), therapies, **more)


def injection(my):
    """Just before the injection and some weeks after it."""
    run = woman(my, [bl.Denosumab(start=my["year"])], start=my["year"] - 1, stop=my["year"] + 1)
    return run.at(my["year"]), run.at(my["year"] + my["weeks"] * 7 / 365.25)


def change(my, series=OCCUPANCY):
    before, now = injection(my)
    return 100 * (now[series] - before[series]) / before[series]


def after_cut(my, cell):
    return woman(my, cut=[ARROWS[cell]]).at(my["year"])[RATIO]


def on_antibody(total, free, on_rank, on_opg):
    return total - (free + on_rank + on_opg)


def right(task, seed):
    my = case(NAME, seed)
    if task == "q1":
        return ratio(my["rankl_more"], -my["opg_less"])
    if task == "q3":
        return change(my)
    if task == "q4":
        return sorted(ARROWS, key=lambda cell: after_cut(my, cell))[0]
    return {
        "q2": on_antibody,
        "q5": DESIGN,
        "q6": "RANKL was measured, OPG is known from culture, denosumab leaves the ratio. " * 3,
    }[task]


@pytest.mark.parametrize("task", SET.tasks)
def test_a_stub_is_not_answered_yet(task):
    assert said(task, ...).startswith("Not answered yet")


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
@pytest.mark.parametrize("task", SET.tasks)
def test_the_right_answer_is_right(task, seed):
    assert said(task, right(task, seed), seed).startswith("Right")


def held(rankl, opg):
    return {"rankl_production": rankl, "opg_production": opg}


WRONG = [
    ("q1", lambda my: 1 + my["rankl_more"] / 100 + my["opg_less"] / 100, "added"),
    ("q1", lambda my: 1 + my["rankl_more"] / 100 - my["opg_less"] / 100, "cancel"),
    ("q1", lambda my: 1 / ratio(my["rankl_more"], -my["opg_less"]), "upside down"),
    ("q1", lambda my: (1 + my["rankl_more"] / 100) * (1 - my["opg_less"] / 100), "which side"),
    ("q1", lambda my: ratio(my["rankl_more"]), "OPG did not change"),
    ("q1", lambda my: ratio(opg=-my["opg_less"]), "RANKL did not change"),
    ("q1", lambda my: 100 * ratio(my["rankl_more"], -my["opg_less"]) - 100, "how many times"),
    ("q1", lambda my: "three", "Give one number, in times"),
    ("q2", lambda my: lambda total, free, on_rank, on_opg: total - on_rank - on_opg, "nothing"),
    ("q2", lambda my: lambda total, free, on_rank, on_opg: total - free - on_rank, "OPG holds"),
    ("q2", lambda my: lambda total, free, on_rank, on_opg: total - free - on_opg, "RANK holds"),
    ("q2", lambda my: lambda *pools: -on_antibody(*pools), "sign is reversed"),
    ("q2", lambda my: lambda total, *others: sum(others), "what is left of the total"),
    ("q2", lambda my: lambda total, *others: 1 - sum(others) / total, "returns an amount"),
    ("q2", lambda my: lambda *pools: ..., "replace the dots"),
    ("q2", lambda my: lambda state: state["rankl"], "TypeError"),
    ("q3", lambda my: 100 + change(my), "what is left"),
    ("q3", lambda my: -change(my), "sign is reversed"),
    ("q3", lambda my: change(my) / 100, "fraction"),
    ("q3", lambda my: 100 * (injection(my)[1][OCCUPANCY] - 1), "compare with health"),
    ("q3", lambda my: change(my, "rankl_free"), "free RANKL"),
    ("q3", lambda my: change(my, RATIO), "one of its two terms"),
    ("q3", lambda my: 100 * (1 - 1 / (1 + change(my) / 100)), "moment of the injection"),
    ("q4", lambda my: "osteoblasts", "carries a part"),
    ("q4", lambda my: "opg", "no longer passes on"),
    ("q4", lambda my: "rankl", "Write one of"),
    ("q5", lambda my: held(1, 6), "not raised enough"),
    ("q5", lambda my: held(2, 1), "still above that of health"),
    ("q5", lambda my: held(1.5, 1.5), "no higher than in health"),
    ("q5", lambda my: held(1.5, 10), "hardly renewed"),
    ("q5", lambda my: held(1.5, 99), "cannot be simulated"),
    ("q5", lambda my: held("more", 6), "cannot be simulated"),
    ("q5", lambda my: DESIGN | {"denosumab": 1}, "nothing else"),
    ("q5", lambda my: {"rankl_production": 1.5}, "nothing else"),
    ("q5", lambda my: [1.5, 6], "Write a dictionary"),
    ("q6", lambda my: "RANKL rises.", "at least"),
    ("q6", lambda my: "RANKL and OPG " * 20, "kind of experiment"),
    ("q6", lambda my: "RANKL and OPG in culture " * 20, "injection"),
]


@pytest.mark.parametrize("seed", [None, *SEEDS[:2]])
@pytest.mark.parametrize(("task", "answer", "hint"), WRONG)
def test_a_common_wrong_answer_gets_its_hint(task, answer, hint, seed):
    told = said(task, answer(case(NAME, seed)), seed)
    assert told.startswith("Not yet.")
    assert hint in told


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_no_mistake_passes_for_right_or_for_another_with_any_seed(seed):
    my = case(NAME, seed)
    for name in ("q1", "q3"):
        task = SET.tasks[name]
        values = [task.answer(my), *(mistake(my) for mistake in task.mistakes.values())]
        for one, other in itertools.permutations(values, 2):
            assert abs(one - other) > 2.5 * task.tolerance * abs(other)
        for hint, mistake in task.mistakes.items():
            assert said(name, mistake(my), seed) == f"Not yet. {hint}"
    for hint, mistake in SET.tasks["q2"].mistakes.items():
        assert said("q2", mistake, seed) == f"Not yet. {hint}"


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers_stay_in_bounds_and_the_tasks_can_be_done(seed):
    my = case(NAME, seed)
    assert my.keys() == SET.usual.keys()
    assert 30 <= my["rankl_more"] <= 130 and 20 <= my["opg_less"] <= 60
    assert my["rankl_more"] != 50 or my["opg_less"] != 50, "that is the lesson's own example"
    assert 46 <= my["age_at_menopause"] <= 56 and 3 <= my["year"] <= 8
    assert 21 <= my["weeks"] <= 25, "before the second injection"
    assert said("q5", DESIGN, seed).startswith("Right"), "the demands can be met"
    first, second, _ = sorted(after_cut(my, cell) for cell in ARROWS)
    assert first < 0.97 * second, "the three cuts can be told apart"


@pytest.mark.parametrize("seed", [None, *SEEDS[:3]])
def test_the_function_is_tried_on_what_the_model_does(seed):
    trials = SET.tasks["q2"].inputs(case(NAME, seed))
    _, now = injection(case(NAME, seed))
    assert on_antibody(*trials[0]) == pytest.approx(0, abs=1e-9), "before the injection"
    assert on_antibody(*trials[-1]) == pytest.approx(now["rankl_denosumab"], rel=0.01)


@pytest.mark.parametrize("task", SET.tasks)
def test_no_hint_tells_the_answer(task):
    for seed in (None, *SEEDS[:3]):
        answer, my = right(task, seed), case(NAME, seed)
        told = {said(task, wrong(my), seed) for name, wrong, _ in WRONG if name == task}
        for text in (*hints(SET.tasks[task]), *(t for t in told if "Write one of" not in t)):
            assert not tells(text, answer)
            assert str(DESIGN["opg_production"]) not in text
