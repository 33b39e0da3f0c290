"""Exercise set 10: stubs fail, right answers pass, common wrong answers get their hint."""

import pytest

import bonelab as bl
from bonelab.exercises import case
from bonelab.exercises.registry import SETS
from tests import runs
from tests.exercises import SEEDS, hints, tells

NAME = "10-stopping"
SET = SETS[NAME]
SPINE = "bmd_lumbar_spine"
DRUGS = ("Estradiol", "Alendronate", "Denosumab")


def said(task, answer, seed=None):
    return bl.check(f"{NAME}.{task}", answer, seed=seed)


def woman(my, *therapies, **more):
    return runs.run(*therapies, age=my["age_at_menopause"], **more)


def due(my):
    return my["start"] + my["years"]


def course(my, drug):
    span = {"start": my["start"], "stop": due(my)}
    return {
        "Estradiol": [bl.Estradiol(patch_ug_per_day=50, **span), bl.Progestogen(**span)],
        "Alendronate": [bl.Alendronate(**span)],
        "Denosumab": [bl.Denosumab(**span)],
    }[drug]


def change(my, drug=bl.Alendronate, marker="p1np", later=None):
    run = woman(my, drug(start=my["start"]))
    before = run.at(my["start"])[marker]
    after = run.at(my["start"] + (my["months"] / 12 if later is None else later))[marker]
    return 100 * (after - before) / before


def share_left(treated_at_stop, twin_at_stop, treated_later, twin_later):
    return (treated_later - twin_later) / (treated_at_stop - twin_at_stop) * 100


def left(my, drug=None, years=None):
    run, twin = woman(my, *course(my, drug or my["drug"])), woman(my)
    later = due(my) + (years or my["years_off"])
    return share_left(
        run.at(due(my))[SPINE], twin.at(due(my))[SPINE], run.at(later)[SPINE], twin.at(later)[SPINE]
    )


def gain_left(my):
    run = woman(my, *course(my, my["drug"]))
    before, stop, later = (
        run.at(t)[SPINE] for t in (my["start"], due(my), due(my) + my["years_off"])
    )
    return 100 * (later - before) / (stop - before)


def above(my, marker="ctx", time=None):
    time = due(my) + my["months_late"] / 12 if time is None else time
    missed, twin = woman(my, *course(my, "Denosumab")).at(time), woman(my).at(time)
    return 100 * (missed[marker] / twin[marker] - 1)


def above_her_own(my):
    run = woman(my, *course(my, "Denosumab"))
    return 100 * (run.at(due(my) + my["months_late"] / 12)["ctx"] / run.at(due(my))["ctx"] - 1)


def patch(dose=50, progestogen=True, **span):
    given = [bl.Estradiol(patch_ug_per_day=dose, **span)]
    return [*given, bl.Progestogen(**span)] if progestogen else given


def right(task, seed):
    my = case(NAME, seed)
    return {
        "q1": lambda: change(my),
        "q2": lambda: share_left,
        "q3": lambda: left(my),
        "q4": lambda: above(my),
        "q5": lambda: [bl.Alendronate(start=due(my))],
        "q6": lambda: "Precursors become osteoclasts all at once, and vertebrae may break. " * 3,
    }[task]()


@pytest.mark.parametrize("task", SET.tasks)
def test_a_stub_is_not_answered_yet(task):
    assert said(task, ...).startswith("Not answered yet")


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
@pytest.mark.parametrize("task", SET.tasks)
def test_the_right_answer_is_right(task, seed):
    assert said(task, right(task, seed), seed).startswith("Right")


def test_the_late_injection_may_be_in_the_run():
    my = case(NAME)
    late = bl.Denosumab(start=due(my) + my["months_late"] / 12)
    run = woman(my, *course(my, "Denosumab"), late)
    twin = woman(my).at(late.start)["ctx"]
    assert said("q4", 100 * (run.at(late.start)["ctx"] / twin - 1)).startswith("Right")


WRONG = [
    ("q1", lambda my: change(my, marker="ctx"), "Is this P1NP"),
    ("q1", lambda my: change(my, drug=bl.Denosumab), "denosumab"),
    ("q1", lambda my: 100 - 10_000 / (100 + change(my)), "value before the first dose"),
    ("q1", lambda my: -change(my), "sign is reversed"),
    ("q1", lambda my: change(my) / 100, "fraction"),
    ("q1", lambda my: change(my) / 100 * woman(my).at(my["start"])["p1np"], "in µg/L"),
    ("q1", lambda my: "less", "Give one number, in %"),
    ("q2", lambda my: lambda t, u, later, twin: 100 * (later - u) / (t - u), "goes on losing"),
    ("q2", lambda my: lambda t, u, later, twin: 100 * later / t, "compares densities"),
    ("q2", lambda my: lambda t, u, later, twin: 100 * (t - u) / (later - twin), "upside down"),
    ("q2", lambda my: lambda t, u, later, twin: (later - twin) / (t - u), "multiply by 100"),
    ("q2", lambda my: lambda *four: 100 - share_left(*four), "share that is lost"),
    ("q2", lambda my: lambda *four: ..., "replace the dots"),
    ("q2", lambda my: lambda t, u: t - u, "TypeError"),
    ("q3", lambda my: 100 - left(my), "what is lost"),
    ("q3", lambda my: left(my, years=3 - my["years_off"]), "another moment"),
    ("q3", lambda my: left(my, DRUGS[DRUGS.index(my["drug"]) - 1]), "another drug"),
    ("q3", lambda my: left(my, DRUGS[DRUGS.index(my["drug"]) - 2]), "another drug"),
    ("q3", gain_left, "her gain since the start"),
    ("q3", lambda my: left(my) / 100, "fraction"),
    ("q4", above_her_own, "her twin is the baseline"),
    ("q4", lambda my: 100 + above(my), "how much is it above"),
    ("q4", lambda my: above(my, "p1np"), "P1NP"),
    ("q4", lambda my: above(my, time=due(my) + my["months_late"] / 12 - 0.5), "the last one"),
    ("q4", lambda my: above(my) / 100, "fraction"),
    ("q5", lambda my: bl.Alendronate(start=due(my)), "list of therapies"),
    ("q5", lambda my: [bl.Denosumab(start=due(my))], "Denosumab has ended"),
    ("q5", lambda my: [bl.Etanercept(start=due(my))], "that the task lists"),
    ("q5", lambda my: ["alendronate"], "that the task lists"),
    ("q5", lambda my: [bl.Alendronate(start=due(my) - 0.5)], "before the injection is due"),
    ("q5", lambda my: patch(progestogen=False, start=due(my)), "no progestogen"),
    ("q5", lambda my: patch(dose=100, start=due(my)), "not allowed"),
    ("q5", lambda my: [bl.Alendronate(start=due(my), mg_per_week=140)], "not allowed"),
    ("q5", lambda my: [bl.Alendronate(start=due(my))] * 2, "not allowed"),
    ("q5", lambda my: [bl.Estradiol(oral_mg_per_day=1, start=due(my))], "not allowed"),
    ("q5", lambda my: [], "Too little is left"),
    ("q5", lambda my: [bl.CalciumVitaminD(start=due(my))], "Too little is left"),
    ("q5", lambda my: [bl.Raloxifene(start=due(my))], "Too little is left"),
    ("q5", lambda my: [bl.Alendronate(start=due(my), stop=due(my) + 1)], "Too little is left"),
    ("q5", lambda my: [bl.Alendronate(start=due(my) + 0.25)], "CTX rebounds"),
    ("q6", lambda my: "No, do not wait.", "at least"),
    ("q6", lambda my: "Your spine may break. " * 10, "Which cells"),
    ("q6", lambda my: "Many osteoclasts come forward. " * 10, "to her spine"),
]


@pytest.mark.parametrize("seed", [None, *SEEDS[:2]])
@pytest.mark.parametrize(("task", "answer", "hint"), WRONG)
def test_a_common_wrong_answer_gets_its_hint(task, answer, hint, seed):
    told = said(task, answer(case(NAME, seed)), seed)
    assert told.startswith("Not yet.")
    assert hint in told
    assert not tells(told, right(task, seed))


def test_years_for_months_get_their_hint():
    my = case(NAME)
    assert "You count years" in said("q1", change(my, later=my["months"]))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_mistake_passes_for_right_with_any_seed(seed):
    my = case(NAME, seed)
    for name, task in SET.tasks.items():
        if hasattr(task, "unit"):
            away = 3 * task.tolerance * abs(task.answer(my))
            for hint, mistake in task.mistakes.items():
                assert not said(name, mistake(my), seed).startswith("Right"), hint
                assert abs(mistake(my) - task.answer(my)) > away, hint
    for hint, mistake in SET.tasks["q2"].mistakes.items():
        assert not said("q2", mistake, seed).startswith("Right"), hint


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_the_numbers_stay_in_bounds_and_the_design_can_be_met(seed):
    my = case(NAME, seed)
    assert set(my) == set(SET.usual)
    assert 46 <= my["age_at_menopause"] <= 56
    assert 4 <= my["start"] <= 8
    assert my["months"] in (2, 3, 6)
    assert my["years"] == 4
    assert my["drug"] in DRUGS
    assert my["years_off"] in (1, 2)
    assert 3 <= my["months_late"] <= 6
    assert my["share"] in (75, 80, 85)
    assert said("q5", [bl.Alendronate(start=due(my))], seed).startswith("Right")
    assert "CTX rebounds" in said("q5", [bl.Alendronate(start=due(my) + 0.25)], seed)
    assert "Too little" in said("q5", [], seed)


def test_more_than_one_design_is_right():
    my = case(NAME) | {"share": 75}
    assert SET.tasks["q5"].judge(patch(start=due(my)), my).right


@pytest.mark.parametrize("task", SET.tasks)
def test_no_hint_tells_the_answer(task):
    for seed in (None, *SEEDS[:3]):
        answer = right(task, seed)
        assert not any(tells(text, answer) for text in hints(SET.tasks[task]))


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
def test_the_order_of_the_three_drugs_is_the_lessons(seed):
    my = case(NAME, seed)
    for years in (1, 2):
        denosumab, estradiol, alendronate = (
            left(my, drug, years) for drug in ("Denosumab", "Estradiol", "Alendronate")
        )
        assert denosumab < estradiol < alendronate < 100
