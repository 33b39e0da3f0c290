"""Exercise set 4: stubs fail, right answers pass, common wrong answers get their hint."""

import pytest

import bonelab as bl
from bonelab.exercises import case
from bonelab.exercises.registry import SETS
from tests.exercises import SEEDS, hints, tells

NAME = "04-clinic"
SET = SETS[NAME]
SPINE = "bmd_lumbar_spine"
VALUE = bl.parameters().set_index("name")["value"]
GOOD_PLAN = [("ctx", 0), ("ctx", 3), (SPINE, 0), (SPINE, 36)]


def said(task, answer, seed=None):
    return bl.check(f"{NAME}.{task}", answer, seed=seed)


def woman(my):
    return bl.simulate(bl.Patient(age_at_menopause=my["age_at_menopause"]), stop=45)


def hers(my, series=SPINE):
    return woman(my).at(my["age_at_scan"] - my["age_at_menopause"])[series]


def average(my, menopause=51, series=SPINE):
    return bl.simulate(bl.Patient(), stop=45).at(my["age_at_scan"] - menopause)[series]


def z_score(my):
    return (hers(my) - average(my)) / VALUE["bmd_lumbar_spine_sd"]


def times_noise(before, after, least):
    return 100 * abs(after - before) / before / least


def classes(my, of=min, ada="no class"):
    after = {name: of(my["reports"][name]["T"].values()) for name in ("Bea", "Cleo")}
    return {"Ada": ada, **{name: bl.who_class(score) for name, score in after.items()}}


def neck(my, age, series="t_score_femoral_neck"):
    return woman(my).at(my[age] - my["age_at_menopause"])[series]


def risk(my, age, score):
    return bl.hip_fracture_risk_10y(my[age], score)


def times_as_high(my):
    score = neck(my, "younger")
    return risk(my, "older", score) / risk(my, "younger", score)


def change(my, name, month):
    start = my["start"]
    drugs = {
        "alendronate": [bl.Alendronate(start=start)],
        "estradiol with a progestogen": [
            bl.Estradiol(patch_ug_per_day=50, start=start),
            bl.Progestogen(start=start),
        ],
    }
    patient = bl.Patient(age_at_menopause=my["age_at_menopause"])
    treated = bl.simulate(patient, drugs[my["therapy"]], stop=start + 3)
    before = bl.simulate(patient).at(start)[name]
    return 100 * (treated.at(start + month / 12)[name] / before - 1)


def least(my, name):
    if name == SPINE:
        return 2.77 * my["scan_error"]
    lab = {"at best": "", "as in TRIO": "_trio"}[my["laboratory"]]
    return VALUE[f"least_significant_change_{name}{lab}"]


def right(task, seed):
    my = case(NAME, seed)
    computed = {"q1": z_score, "q3": classes, "q4": times_as_high}
    if task in computed:
        return computed[task](my)
    answer = "The fall is within the least significant change: repeat it in a month, fasting. "
    return {"q2": times_noise, "q5": GOOD_PLAN, "q6": answer * 3}[task]


@pytest.mark.parametrize("task", SET.tasks)
def test_a_stub_is_not_answered_yet(task):
    assert said(task, ...).startswith("Not answered yet")


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
@pytest.mark.parametrize("task", SET.tasks)
def test_the_right_answer_is_right(task, seed):
    assert said(task, right(task, seed), seed).startswith("Right")


def plan(*more):
    return lambda my: [("ctx", 0), (SPINE, 0), *more]


WRONG = [
    ("q1", lambda my: hers(my, "t_score_lumbar_spine"), "with whom does a Z-score compare"),
    ("q1", lambda my: -z_score(my), "sign is reversed"),
    ("q1", lambda my: hers(my) - average(my), "in g/cm²"),
    (
        "q1",
        lambda my: (hers(my) - average(my, my["age_at_menopause"])) / VALUE["bmd_lumbar_spine_sd"],
        "not the same age",
    ),
    ("q1", lambda my: "low", "Give one number, in SD"),
    ("q2", lambda my: lambda b, a, least: 100 * (a / b - 1) / least, "not be negative"),
    ("q2", lambda my: lambda b, a, least: abs(a / b - 1) / least, "Per cent or fraction"),
    ("q2", lambda my: lambda b, a, least: least / (100 * abs(a / b - 1)), "upside down"),
    ("q2", lambda my: lambda b, a, least: 100 * abs(a / b - 1), "now compare it"),
    ("q2", lambda my: lambda b, a, least: ..., "replace the dots"),
    ("q3", lambda my: "osteoporosis", "Write a dictionary"),
    ("q3", lambda my: {"Bea": "normal"}, "Give each"),
    ("q3", lambda my: {**classes(my), "Bea": "osteopenia"}, "Write one of"),
    ("q3", lambda my: classes(my, ada="osteoporosis"), "Ada: for which women"),
    ("q3", lambda my: classes(my, of=max), "Bea: which of her scores"),
    ("q3", lambda my: {**classes(my), "Cleo": "normal"}, "Cleo: which of her scores"),
    (
        "q4",
        lambda my: risk(my, "older", neck(my, "older")) / risk(my, "younger", neck(my, "younger")),
        "bone has changed",
    ),
    ("q4", lambda my: 1 / times_as_high(my), "upside down"),
    ("q4", lambda my: times_as_high(my) - 1, "by how much"),
    (
        "q4",
        lambda my: (
            risk(my, "older", neck(my, "younger")) - risk(my, "younger", neck(my, "younger"))
        ),
        "difference",
    ),
    ("q5", lambda my: "ctx", "a list of pairs"),
    ("q5", lambda my: ["ctx"], "a list of pairs"),
    ("q5", lambda my: [("bmd", 0)], "Measure only"),
    ("q5", plan(("ctx", 3), (SPINE, 48)), "outside the plan"),
    ("q5", plan(("ctx", 3), (SPINE, "24")), "cannot be simulated"),
    ("q5", plan(("ctx", 3), ("ctx", 6), (SPINE, 36)), "more measurements"),
    ("q5", plan(("p1np", 6), (SPINE, 36)), "p1np: with what"),
    ("q5", lambda my: [("ctx", 0), ("ctx", 3), (SPINE, 36)], f"{SPINE}: with what"),
    ("q5", plan(("ctx", 12), (SPINE, 36)), "tells early"),
    ("q5", plan(("ctx", 3)), "her bone itself"),
    ("q5", plan(("ctx", 3), (SPINE, 3)), "between two scans"),
    ("q5", lambda my: [("p1np", 0), ("p1np", 1), *GOOD_PLAN[2:]], "p1np in month 1"),
    ("q6", lambda my: "Scan her.", "at least"),
    ("q6", lambda my: "certainly " * 40, "so small"),
    ("q6", lambda my: "noise " * 40, "When does each"),
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
    assert 40 <= my["age_at_menopause"] <= 45 and 51 <= my["age_at_scan"] <= 52
    assert 55 <= my["younger"] <= 65 and 75 <= my["older"] <= 85
    assert 6 <= my["start"] <= 9 and 1.1 <= my["scan_error"] <= 1.5
    for name in ("q1", "q2", "q4"):
        task = SET.tasks[name]
        for hint, mistake in task.mistakes.items():
            assert said(name, mistake if name == "q2" else mistake(my), seed) == f"Not yet. {hint}"
            if name != "q2":
                apart = abs(mistake(my) - task.answer(my))
                assert apart > 2 * max(task.tolerance * abs(task.answer(my)), task.room), hint


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_each_report_has_its_trap_with_any_seed(seed):
    reports = case(NAME, seed)["reports"]
    ada, bea, cleo = (reports[name] for name in ("Ada", "Bea", "Cleo"))
    lowest = {name: min(report["T"].values()) for name, report in reports.items()}
    assert not ada["after_menopause"] and ada["age"] < 45
    assert bea["after_menopause"] and cleo["after_menopause"] and cleo["age"] > 75
    with pytest.raises(ValueError, match="Z-score"):
        bl.who_class(lowest["Ada"], after_menopause=ada["after_menopause"])
    assert bl.who_class(lowest["Ada"]) == "osteoporosis"
    mean = sum(bea["T"].values()) / len(bea["T"])
    assert bl.who_class(lowest["Bea"]) not in {bl.who_class(bea["T"]["spine"]), bl.who_class(mean)}
    assert bl.who_class(lowest["Cleo"]) != bl.who_class(cleo["Z"]) == "normal"
    assert all(-3 <= score <= -1 for report in reports.values() for score in report["T"].values())


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_the_plan_is_judged_by_the_least_significant_change(seed):
    my = case(NAME, seed)
    for name, month in [("ctx", 1), ("p1np", 2), ("p1np", 3), ("p1np", 6)]:
        told = said("q5", [(name, 0), (name, month), *GOOD_PLAN[2:]], seed)
        seen = abs(change(my, name, month)) > least(my, name)
        assert told.startswith("Right") if seen else f"{name} in month {month}" in told
    for month in (12, 24, 36):
        told = said("q5", [*GOOD_PLAN[:3], (SPINE, month)], seed)
        seen = abs(change(my, SPINE, month)) > least(my, SPINE)
        assert told.startswith("Right") if seen else f"{SPINE} in month {month}" in told


def test_no_moment_of_the_plan_hangs_on_a_rounding():
    for seed in (None, *SEEDS):
        my = case(NAME, seed)
        for name, month in [("ctx", 1), ("p1np", 3), ("p1np", 6), (SPINE, 12), (SPINE, 36)]:
            assert abs(abs(change(my, name, month)) / least(my, name) - 1) > 0.02, (seed, name)


@pytest.mark.parametrize("task", SET.tasks)
def test_no_hint_tells_the_answer(task):
    for seed in (None, *SEEDS[:3]):
        answer = right(task, seed)
        assert not any(tells(text, answer) for text in hints(SET.tasks[task]))


def test_no_verdict_on_a_design_tells_the_answer():
    my = case(NAME)
    for task, answer, hint in WRONG:
        told = said(task, answer(my))
        if task == "q3" and hint != "Write one of":  # that one lists what may be written
            assert not any(word in told for word in set(classes(my).values()))
        if task == "q5" and hint != "Measure only":
            assert not any(f"{name} in month {month}" in told for name, month in GOOD_PLAN)
