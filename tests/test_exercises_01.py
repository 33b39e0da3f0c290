"""Exercise set 1: stubs fail, right answers pass, common wrong answers get their hint."""

import pytest

import bonelab as bl
from bonelab.exercises import case
from bonelab.exercises.registry import SETS
from tests.exercises import SEEDS, hints, tells

NAME = "01-remodeling"
SET = SETS[NAME]


def said(task, answer, seed=None):
    return bl.check(f"{NAME}.{task}", answer, seed=seed)


def woman(my, menopause="natural", **more):
    return bl.simulate(
        bl.Patient(menopause=menopause, age_at_menopause=my["age_at_menopause"]), **more
    )


def change(run, series, my):
    return 100 * (run.at(my["to_year"])[series] / run.at(my["from_year"])[series] - 1)


def percent_change(before, after):
    return 100 * (after - before) / before


def lost(my, kind):
    return -change(woman(my), f"bone_volume_{kind}", my)


def right(task, seed):
    my = case(NAME, seed)
    if task == "q1":
        return change(woman(my, "surgical"), "bmd_lumbar_spine", my)
    if task == "q3":
        return lost(my, "trabecular") / lost(my, "cortical")
    if task == "q4":
        held = woman(my, hold={"formation": 1.0})
        series = "bone_volume_trabecular"
        return "slows" if change(held, series, my) < change(woman(my), series, my) else "causes"
    return {
        "q2": percent_change,
        "q5": {"resorption": 1.6, "formation": 1.6},
        "q6": "Osteoclasts remove more bone than osteoblasts can make. " * 4,
    }[task]


@pytest.mark.parametrize("task", SET.tasks)
def test_a_stub_is_not_answered_yet(task):
    assert said(task, ...).startswith("Not answered yet")


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
@pytest.mark.parametrize("task", SET.tasks)
def test_the_right_answer_is_right(task, seed):
    assert said(task, right(task, seed), seed).startswith("Right")


WRONG = [
    ("q1", lambda my: -change(woman(my, "surgical"), "bmd_lumbar_spine", my), "sign is reversed"),
    ("q1", lambda my: change(woman(my, "surgical"), "bmd_lumbar_spine", my) / 100, "fraction"),
    ("q1", lambda my: change(woman(my), "bmd_lumbar_spine", my), "natural course"),
    ("q1", lambda my: change(woman(my, "surgical"), "bmd_total_hip", my), "Which bone"),
    ("q1", lambda my: "nine", "Give one number, in %"),
    ("q2", lambda my: lambda before, after: 100 * (after - before) / after, "later value"),
    ("q2", lambda my: lambda before, after: after / before - 1, "multiply by 100"),
    ("q2", lambda my: lambda before, after: ..., "replace the dots"),
    ("q2", lambda my: lambda before, after: before / 0, "ZeroDivisionError"),
    ("q3", lambda my: lost(my, "cortical") / lost(my, "trabecular"), "upside down"),
    ("q3", lambda my: lost(my, "trabecular") - lost(my, "cortical"), "difference"),
    ("q4", lambda my: "causes", "in which run is more bone lost"),
    ("q4", lambda my: "nothing", "differ"),
    ("q4", lambda my: "stops", "Write one of"),
    ("q5", lambda my: {"resorption": 1.0, "formation": 1.0}, "not fast enough"),
    ("q5", lambda my: {"resorption": 2.0, "formation": 1.5}, "does not stay"),
    ("q5", lambda my: {"resorption": 1.5, "formation": 1.5, "tnf": 1}, "only resorption"),
    ("q5", lambda my: {"resorption": 99}, "cannot be simulated"),
    ("q6", lambda my: "Bone is lost.", "at least"),
    ("q6", lambda my: "word " * 40, "remove bone"),
]


@pytest.mark.parametrize("seed", [None, *SEEDS[:2]])
@pytest.mark.parametrize(("task", "answer", "hint"), WRONG)
def test_a_common_wrong_answer_gets_its_hint(task, answer, hint, seed):
    told = said(task, answer(case(NAME, seed)), seed)
    assert told.startswith("Not yet.")
    assert hint in told


@pytest.mark.parametrize("seed", SEEDS)
def test_no_mistake_passes_for_right_with_any_seed(seed):
    my = case(NAME, seed)
    assert 46 <= my["age_at_menopause"] <= 56
    assert -3 <= my["from_year"] < my["to_year"] <= 9
    for name, task in SET.tasks.items():
        if hasattr(task, "unit"):
            for hint, mistake in task.mistakes.items():
                assert not said(name, mistake(my), seed).startswith("Right"), hint


@pytest.mark.parametrize("task", SET.tasks)
def test_no_hint_tells_the_answer(task):
    for seed in (None, *SEEDS[:3]):
        answer = right(task, seed)
        assert not any(tells(text, answer) for text in hints(SET.tasks[task]))
