"""Exercise set 2: stubs fail, right answers pass, common wrong answers get their hint."""

import pytest

import bonelab as bl
from bonelab.exercises import case
from bonelab.exercises.registry import SETS
from bonelab.exercises.set_02 import DIRECT, arrows
from tests.exercises import SEEDS, hints, tells

NAME = "02-estrogen"
SET = SETS[NAME]
DEMANDS = (1.65, 1.7, 1.75)
RANKL = "signal_osteocytes -> rankl_osteocytes"
APOPTOSIS, DIFFERENTIATION, DIGGING = (
    f"signal_osteoclasts -> {target}"
    for target in (
        "osteoclast_apoptosis",
        "osteoclast_differentiation",
        "resorption_per_osteoclast",
    )
)


def said(task, answer, seed=None):
    return bl.check(f"{NAME}.{task}", answer, seed=seed)


def days(cell):
    return bl.parameters().set_index("name")["value"][f"{cell}_lifespan_days"]


def held(my):
    woman = bl.Patient(menopause=None, age_at_menopause=30, ageing=False)
    level = {"estradiol": my["estradiol"], "estradiol_swing": 0}
    return bl.simulate(woman, stop=0, hold=level).at(0)


def life(my, cell="osteoclast"):
    return days(cell) / held(my)[f"{cell}_apoptosis"]


def flow(made, die, dig):
    return made * dig / die


def resorption(my, *cuts):
    run = bl.simulate(bl.Patient(ageing=False), cut=cuts)
    return run.at(my["year"])["resorption"]


def prevented(my, arrow=None):
    whole = resorption(my)
    return 100 * (whole - resorption(my, arrow or my["arrow"])) / (whole - 1)


def after(my, menopause, series):
    woman = bl.Patient(menopause=menopause, ageing=False)
    return bl.simulate(woman).at(my["months"] / 12)[series]


def gap(my, menopause):
    return after(my, menopause, "resorption") - after(my, menopause, "formation")


def right(task, seed):
    my = case(NAME, seed)
    if task == "q1":
        return life(my)
    if task == "q3":
        return prevented(my)
    if task == "q4":
        return gap(my, "surgical") / gap(my, "natural")
    return {
        "q2": flow,
        "q5": [APOPTOSIS, RANKL],
        "q6": "Osteoclasts live longer; osteoblasts and osteocytes die sooner. " * 4,
    }[task]


@pytest.mark.parametrize("task", SET.tasks)
def test_a_stub_is_not_answered_yet(task):
    assert said(task, ...).startswith("Not answered yet")


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
@pytest.mark.parametrize("task", SET.tasks)
def test_the_right_answer_is_right(task, seed):
    assert said(task, right(task, seed), seed).startswith("Right")


WRONG = [
    ("q1", lambda my: days("osteoclast") * held(my)["osteoclast_apoptosis"], "longer or shorter"),
    ("q1", lambda my: life(my, "osteoblast"), "which cell"),
    ("q1", lambda my: days("osteoclast"), "life in health"),
    ("q1", lambda my: life(my) - days("osteoclast"), "the whole life"),
    ("q1", lambda my: 1 / held(my)["osteoclast_apoptosis"], "relative to health"),
    ("q1", lambda my: "long", "Give one number, in days"),
    ("q2", lambda my: lambda made, die, dig: made * die * dig, "die doubled"),
    ("q2", lambda my: lambda made, die, dig: 1 + (made - 1) + (1 / die - 1) + (dig - 1), "You add"),
    ("q2", lambda my: lambda made, die, dig: made / die, "each of them remove"),
    ("q2", lambda my: lambda made, die, dig: made * dig, "does not enter"),
    ("q2", lambda my: lambda made, die, dig: 1 / (made / die * dig), "upside down"),
    ("q2", lambda my: lambda made, die, dig: ..., "replace the dots"),
    ("q3", lambda my: 100 - prevented(my), "is left"),
    ("q3", lambda my: 100 * (1 - resorption(my, my["arrow"]) / resorption(my)), "is no rise"),
    ("q3", lambda my: 100 * (resorption(my) - resorption(my, my["arrow"])), "had risen"),
    ("q3", lambda my: prevented(my) / 100, "fraction"),
    ("q3", lambda my: -prevented(my), "sign is reversed"),
    ("q3", lambda my: prevented(my, next(a for a in DIRECT if a != my["arrow"])), "arrow"),
    ("q4", lambda my: gap(my, "natural") / gap(my, "surgical"), "upside down"),
    ("q4", lambda my: gap(my, "surgical") - gap(my, "natural"), "difference"),
    (
        "q4",
        lambda my: after(my, "surgical", "resorption") / after(my, "natural", "resorption"),
        "resorption alone",
    ),
    ("q5", lambda my: APOPTOSIS, "a list of arrows"),
    ("q5", lambda my: ["resorption"], "arrows of the table"),
    ("q5", lambda my: [APOPTOSIS, RANKL, DIGGING], "more arrows"),
    ("q5", lambda my: [DIFFERENTIATION, DIGGING], "above the demand"),
    ("q5", lambda my: [APOPTOSIS], "above the demand"),
    ("q6", lambda my: "They all die.", "at least"),
    ("q6", lambda my: "word " * 40, "Which cells remove bone"),
    ("q6", lambda my: "osteoclast " * 40, "other cells"),
]


@pytest.mark.parametrize("seed", [None, *SEEDS[:2]])
@pytest.mark.parametrize(("task", "answer", "hint"), WRONG)
def test_a_common_wrong_answer_gets_its_hint(task, answer, hint, seed):
    told = said(task, answer(case(NAME, seed)), seed)
    assert told.startswith("Not yet.")
    assert hint in told


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_each_mistake_gets_its_own_hint_with_any_seed(seed):
    my = case(NAME, seed)
    assert set(my) == set(SET.usual)
    assert 2 <= my["estradiol"] <= 20
    assert my["arrow"] in DIRECT
    assert 3 <= my["year"] <= 8
    assert 2 <= my["months"] <= 4
    assert my["at_most"] in DEMANDS
    for name in ("q1", "q2", "q3", "q4"):
        for hint, mistake in SET.tasks[name].mistakes.items():
            answer = mistake if name == "q2" else mistake(my)
            assert said(name, answer, seed) == f"Not yet. {hint}"


def test_the_numbers_of_a_mistake_are_well_apart_from_the_right_one():
    for seed in (None, *SEEDS):
        my = case(NAME, seed)
        for name in ("q1", "q3", "q4"):
            task = SET.tasks[name]
            answer = task.answer(my)
            for hint, mistake in task.mistakes.items():
                assert abs(mistake(my) / answer - 1) > 2 * task.tolerance, hint


def test_two_arrows_are_needed_and_enough_for_every_demand():
    def reached(cuts):
        return bl.simulate(bl.Patient(ageing=False), cut=cuts).at(5)["resorption"]

    assert len(arrows()) > 6
    assert min(reached([arrow]) for arrow in arrows()) > max(DEMANDS)
    assert reached([APOPTOSIS, RANKL]) < min(DEMANDS)


def test_the_arrows_are_those_that_the_task_prints():
    table = bl.edges()
    cells = ["signal_osteoclasts", "signal_osteoblasts", "signal_osteocytes"]
    table = table[table["from"].isin(cells) & (table["to"] != "signal_bone")]
    assert list(table["name"]) == arrows()


@pytest.mark.parametrize("task", SET.tasks)
def test_no_hint_tells_the_answer(task):
    for seed in (None, *SEEDS[:3]):
        answer = right(task, seed)
        assert not any(tells(text, answer) for text in hints(SET.tasks[task]))


def test_no_verdict_on_a_design_names_an_arrow():
    for _, answer, _ in [wrong for wrong in WRONG if wrong[0] == "q5"]:
        told = said("q5", answer(case(NAME)))
        assert not any(arrow in told for arrow in arrows())
