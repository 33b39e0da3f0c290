"""Exercise set 5: stubs fail, right answers pass, common wrong answers get their hint."""

import itertools

import pytest

import bonelab as bl
from bonelab.exercises import case
from bonelab.exercises.registry import SETS
from tests.exercises import SEEDS, hints, tells

NAME = "05-cytokines"
SET = SETS[NAME]
BONE = "bone_volume_trabecular"
DIRECT = ["tnf -> osteoblast_differentiation", "tnf -> osteoblast_apoptosis"]
DESIGN = [*DIRECT, "tnf -> il1"]
BY_T_CELLS = "il7 -> t_cells"
WOMAN = bl.Patient(menopause=None, age_at_menopause=30, ageing=False)


def said(task, answer, seed=None):
    return bl.check(f"{NAME}.{task}", answer, seed=seed)


def held(*cut, **hold):
    return bl.simulate(WOMAN, start=-5, stop=-3, cut=cut, hold=hold).at(-3)


def her_cytokine(my, **more):
    return held(**{my["cytokine"]: my["cytokine_level"]}, **more)


def percent(value):
    return 100 * (value - 1)


def synergy(neither, tnf_only, rankl_only, both):
    return (both - neither) / (tnf_only + rankl_only - 2 * neither)


def groups(my, **rankl):
    tnf = my["tnf"]
    four = held(rankl=0), held(rankl=0, tnf=tnf), held(**rankl), held(tnf=tnf, **rankl)
    return [group["osteoclasts"] for group in four]


def share_gone(my, *cut):
    return 100 * (1 - (1 - held(*cut, il7=my["il7"])[BONE]) / (1 - held(il7=my["il7"])[BONE]))


def right(task, seed):
    my = case(NAME, seed)
    if task == "q1":
        return percent(her_cytokine(my, resorption=1)["formation"])
    if task == "q3":
        return synergy(*groups(my, rankl=1))
    if task == "q4":
        return share_gone(my, BY_T_CELLS)
    return {
        "q2": synergy,
        "q5": DESIGN,
        "q6": "Only a block shows that IL-6 is needed, and that was done in mice. " * 3,
    }[task]


@pytest.mark.parametrize("task", SET.tasks)
def test_a_stub_is_not_answered_yet(task):
    assert said(task, ...).startswith("Not answered yet")


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
@pytest.mark.parametrize("task", SET.tasks)
def test_the_right_answer_is_right(task, seed):
    assert said(task, right(task, seed), seed).startswith("Right")


def baseline_forgotten(neither, tnf_only, rankl_only, both):
    return both / (tnf_only + rankl_only)


WRONG = [
    ("q1", lambda my: -percent(her_cytokine(my, resorption=1)["formation"]), "sign is reversed"),
    ("q1", lambda my: her_cytokine(my, resorption=1)["formation"] - 1, "fraction"),
    ("q1", lambda my: percent(her_cytokine(my)["formation"]), "coupling hides"),
    ("q1", lambda my: percent(her_cytokine(my)["osteoclast_differentiation"]), "osteoclast side"),
    ("q1", lambda my: percent(her_cytokine(my, resorption=1)["osteoblasts"]), "number of osteob"),
    (
        "q1",
        lambda my: percent(held(il1=my["cytokine_level"], resorption=1)["formation"]),
        "That is IL-1",
    ),
    ("q1", lambda my: 100 * her_cytokine(my, resorption=1)["formation"], "share of health"),
    ("q1", lambda my: "eight", "Give one number, in %"),
    ("q2", lambda my: lambda *four: 1 / synergy(*four), "upside down"),
    ("q2", lambda my: baseline_forgotten, "Count every effect"),
    ("q2", lambda my: lambda a, b, c, d: (d - a) / (b + c - a), "each of the two"),
    ("q2", lambda my: lambda a, b, c, d: (d - a) - (b - a) - (c - a), "difference"),
    ("q2", lambda my: lambda *four: 100 * synergy(*four), "does not need the hundred"),
    ("q2", lambda my: lambda a, b, c, d: ..., "replace the dots"),
    ("q3", lambda my: synergy(*groups(my)), "RANKL is free"),
    ("q3", lambda my: baseline_forgotten(*groups(my, rankl=1)), "Count every effect"),
    ("q3", lambda my: 1 / synergy(*groups(my, rankl=1)), "upside down"),
    ("q3", lambda my: 100 * synergy(*groups(my, rankl=1)), "factor of 100"),
    ("q4", lambda my: 100 - share_gone(my, BY_T_CELLS), "share that stays"),
    ("q4", lambda my: share_gone(my, "t_cells -> tnf"), "make RANKL"),
    ("q4", lambda my: share_gone(my, "il7 -> osteoclast_differentiation"), "on osteoclasts"),
    ("q4", lambda my: share_gone(my, "t_cells"), "removed the T cells"),
    ("q4", lambda my: share_gone(my, BY_T_CELLS) / 100, "fraction"),
    ("q5", lambda my: DIRECT, "more formation than the task allows"),
    ("q5", lambda my: [*DIRECT, "tnf -> rankl_production"], "more formation than"),
    ("q5", lambda my: [*DESIGN, "tnf -> il7"], "Too many cuts"),
    ("q5", lambda my: ["osteoblast_differentiation -> osteoblasts"], "leave TNF-alpha"),
    ("q5", lambda my: "tnf -> il1", "Write a list"),
    ("q5", lambda my: ["tnf -> bone"], "cannot be simulated"),
    ("q6", lambda my: "IL-6 is not the cause.", "at least"),
    ("q6", lambda my: "word " * 40, "What must be done with IL-6"),
    ("q6", lambda my: "It was blocked and nothing came of it. " * 5, "In whom"),
]


@pytest.mark.parametrize("seed", [None, *SEEDS[:2]])
@pytest.mark.parametrize(("task", "answer", "hint"), WRONG)
def test_a_common_wrong_answer_gets_its_hint(task, answer, hint, seed):
    told = said(task, answer(case(NAME, seed)), seed)
    assert told.startswith("Not yet.")
    assert hint in told


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_no_mistake_passes_for_right_and_each_has_its_own_hint(seed):
    my = case(NAME, seed)
    assert my["cytokine"] in ("tnf", "il7")
    assert all(2 <= my[level] <= 4 for level in ("cytokine_level", "tnf", "il7"))
    for name, task in SET.tasks.items():
        for hint, mistake in getattr(task, "mistakes", {}).items():
            value = mistake if name == "q2" else mistake(my)
            assert said(name, value, seed) == f"Not yet. {hint}"
        if hasattr(task, "unit"):
            answer = task.answer(my)
            for mistake in task.mistakes.values():
                off = abs(mistake(my) / answer - 1)
                assert off > 2 * task.tolerance


@pytest.mark.parametrize("tnf", [2.5, 3, 3.5, 4])
def test_two_cuts_are_too_few_for_the_design_and_more_than_one_list_of_three_is_right(tnf):
    arrows = [arrow for arrow in bl.edges()["name"] if arrow.startswith("tnf -> ")]

    def formation(cut):
        return held(*cut, tnf=tnf, resorption=1)["formation"]

    fewer = [*itertools.combinations(arrows, 1), *itertools.combinations(arrows, 2)]
    assert all(abs(formation(cut) - 1) > 0.01 for cut in fewer)
    three = [cut for cut in itertools.combinations(arrows, 3) if abs(formation(cut) - 1) < 0.01]
    assert {frozenset(cut) for cut in three} == {
        frozenset([*DIRECT, "tnf -> il1"]),
        frozenset([*DIRECT, "tnf -> il7"]),
    }
    assert held(*three[0], tnf=tnf)["resorption"] > 1.2, "osteoclasts hear it still"


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
def test_the_biology_that_the_tasks_and_the_key_tell(seed):
    my = case(NAME, seed)
    assert her_cytokine(my)["formation"] > 1 > her_cytokine(my, resorption=1)["formation"]
    neither, tnf_only, rankl_only, both = groups(my, rankl=1)
    assert neither < tnf_only < 0.06 * rankl_only < 0.06 * both
    assert 1.1 < synergy(neither, tnf_only, rankl_only, both) < 1.25
    assert 55 < share_gone(my, BY_T_CELLS) < 70
    support, death = (
        held(f"il6 -> osteoblast_{cut}", il6=3)[BONE] for cut in ("apoptosis", "differentiation")
    )
    assert death < 1 < support


@pytest.mark.parametrize("task", SET.tasks)
def test_no_hint_tells_the_answer(task):
    told = hints(SET.tasks[task])
    told += [said(name, answer(case(NAME))) for name, answer, _ in WRONG if name == task]
    for seed in (None, *SEEDS[:3]):
        answer = right(task, seed)
        assert not any(tells(text, answer) for text in hints(SET.tasks[task]))
    assert not any(arrow in text for text in told for arrow in [*DESIGN, "il7 -> ", BY_T_CELLS])
