"""Exercise set 8: stubs fail, right answers pass, common wrong answers get their hint."""

import pytest

import bonelab as bl
from bonelab.exercises import case
from bonelab.exercises.registry import SETS
from tests.exercises import SEEDS, hints, tells

NAME = "08-serms"
SET = SETS[NAME]
SPINE, TISSUES = "bmd_lumbar_spine", ("bone", "breast", "uterus")
YOUNG = bl.Patient(menopause=None, age_at_menopause=30, ageing=False)


def said(task, answer, seed=None):
    return bl.check(f"{NAME}.{task}", answer, seed=seed)


def signal(tissue, estradiol, *therapies):
    run = bl.simulate(YOUNG, therapies, start=-5, stop=-4.99, hold={"estradiol": estradiol})
    return run[f"signal_{tissue}"][0]


def changes(my, estradiol=None):
    drug, level = getattr(bl, my["drug"])(start=-5), estradiol or my["estradiol"]
    return {tissue: signal(tissue, level, drug) - signal(tissue, level) for tissue in TISSUES}


def signs(my, plus="+", minus="-", **more):
    return {tissue: plus if c > 0 else minus for tissue, c in changes(my, **more).items()}


def one_off(my, tissue):
    table = signs(my)
    return {**table, tissue: "-" if table[tissue] == "+" else "+"}


def together(estradiol, serm, efficacy):
    everything = 1 + estradiol + serm
    return estradiol / everything + efficacy * serm / everything


def turning(my, drug=None, tissue=None, step=0.5):
    kind, tissue = getattr(bl, drug or my["turning_drug"]), tissue or my["turning_tissue"]
    given = kind(mg_per_day=my["times"] * kind.mg_per_day, start=-5)
    level = 1
    while signal(tissue, level, given) > signal(tissue, level):
        level += step
    return level


def other_tissue(my):
    return "bone" if my["turning_tissue"] == "uterus" else "uterus"


def runs(my):
    """Return the untreated woman, her on raloxifene, and her on hormone therapy."""
    her, start = bl.Patient(age_at_menopause=my["age_at_menopause"]), my["start"]
    patch = bl.Estradiol(patch_ug_per_day=my["patch"], start=start)
    for therapy in ([], [bl.Raloxifene(start=start)], [patch, bl.Progestogen(start=start)]):
        yield bl.simulate(her, therapy)


def ratios(my, site="vertebral"):
    untreated, *treated = runs(my)
    span = {"start": my["start"], "stop": my["start"] + 4}
    return [bl.fracture_ratio(run, untreated, site=site, **span) for run in treated]


def prevented(my, site="vertebral"):
    raloxifene, hormones = ratios(my, site)
    return 100 * (1 - raloxifene) / (1 - hormones)


def gained(my):
    untreated, *treated = (run.at(my["start"] + 4)[SPINE] for run in runs(my))
    raloxifene, hormones = (spine / untreated - 1 for spine in treated)
    return 100 * raloxifene / hormones


def conjugated(my, *others, mg=0.45):
    """Return conjugated estrogens with other therapies, all from the start."""
    start = my["start"]
    return [
        bl.ConjugatedEstrogens(mg_per_day=mg, start=start),
        *(other(start=start) for other in others),
    ]


def right(task, seed):
    my = case(NAME, seed)
    return {
        "q1": lambda: signs(my),
        "q2": lambda: together,
        "q3": lambda: turning(my),
        "q4": lambda: prevented(my),
        "q5": lambda: conjugated(my, bl.Bazedoxifene),
        "q6": lambda: "In the breast it takes away; a SERM competes with her estradiol. " * 3,
    }[task]()


@pytest.mark.parametrize("task", SET.tasks)
def test_a_stub_is_not_answered_yet(task):
    assert said(task, ...).startswith("Not answered yet")


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
@pytest.mark.parametrize("task", SET.tasks)
def test_the_right_answer_is_right(task, seed):
    assert said(task, right(task, seed), seed).startswith("Right")


def alone(my, kind, **more):
    return [kind(start=my["start"], **more)]


def patch(my, *others):
    given = bl.Estradiol(patch_ug_per_day=my["patch"], start=my["start"])
    return [given, *(other(start=my["start"]) for other in others)]


WRONG = [
    ("q1", lambda my: "+ - +", "Write a dictionary"),
    ("q1", lambda my: {"bone": "+"}, "Write a dictionary"),
    ("q1", changes, 'Each sign is "+" or "-"'),
    ("q1", lambda my: signs(my, plus="-", minus="+"), "All are reversed"),
    ("q1", lambda my: one_off(my, "bone"), "Look at the bone again"),
    ("q1", lambda my: one_off(my, "breast"), "Look at the breast again"),
    ("q1", lambda my: one_off(my, "uterus"), "Look at the uterus again"),
    ("q2", lambda my: lambda e, d, eff: (e + d * eff) / (e + d), "empty receptors"),
    ("q2", lambda my: lambda e, d, eff: (e + d) / (1 + e + d), "full agonist"),
    ("q2", lambda my: lambda e, d, eff: (e + d * eff) / (1 + e), "takes no receptor"),
    ("q2", lambda my: lambda e, d, eff: (e + d * eff) / (1 + e + d * eff), "counts once"),
    ("q2", lambda my: lambda e, d, eff: e / (1 + e) + d * eff / (1 + d), "of its own"),
    ("q2", lambda my: lambda e, d, eff: (e * eff + d) / (1 + e + d), "the wrong one's"),
    ("q2", lambda my: lambda e, d, eff: ..., "replace the dots"),
    ("q2", lambda my: lambda e, d, eff: e / 0, "ZeroDivisionError"),
    ("q3", lambda my: turning(my, tissue=other_tissue(my)), "other tissue"),
    ("q3", lambda my: turning(my, drug="Raloxifene"), "drug of the example"),
    ("q3", lambda my: turning(my) * my["times"], "multiplied the level"),
    ("q3", lambda my: "low", "Give one number, in pg/mL"),
    ("q4", gained, "gain of BMD"),
    ("q4", lambda my: 100 * ratios(my)[0] / ratios(my)[1], "those that are prevented"),
    ("q4", lambda my: prevented(my, "hip"), "Which bone"),
    ("q4", lambda my: 1e4 / prevented(my), "upside down"),
    ("q4", lambda my: 100 * (1 - ratios(my)[0]), "divide by what hormone therapy"),
    ("q4", lambda my: prevented(my) / 100, "fraction"),
    ("q5", lambda my: bl.Bazedoxifene(start=my["start"]), "Write a list"),
    ("q5", lambda my: alone(my, bl.Denosumab), "only what the task lists"),
    ("q5", lambda my: alone(my, bl.Lasofoxifene), "only what the task lists"),
    ("q5", lambda my: [bl.Bazedoxifene(start=0)], "begins in the year"),
    ("q5", lambda my: alone(my, bl.Bazedoxifene, stop=my["start"] + 1), "is not stopped"),
    ("q5", lambda my: alone(my, bl.Raloxifene, mg_per_day=240), "above its usual dose"),
    ("q5", lambda my: conjugated(my, bl.Bazedoxifene, bl.Raloxifene), "one SERM"),
    ("q5", lambda my: conjugated(my), "opposes the estrogen"),
    ("q5", lambda my: conjugated(my, bl.Raloxifene), "opposes the estrogen"),
    ("q5", lambda my: [], "breast index"),
    ("q5", lambda my: patch(my, bl.Progestogen), "breast index"),
    ("q5", lambda my: conjugated(my, bl.Bazedoxifene, mg=1.25), "breast index"),
    ("q5", lambda my: alone(my, bl.Tamoxifen), "endometrial index"),
    ("q5", lambda my: conjugated(my, bl.Bazedoxifene, mg=0.54), "endometrial index"),
    ("q5", lambda my: alone(my, bl.Raloxifene), "gains too little"),
    ("q5", lambda my: alone(my, bl.Bazedoxifene), "gains too little"),
    ("q6", lambda my: "They do not.", "at least"),
    ("q6", lambda my: "word " * 40, "other than bone"),
    ("q6", lambda my: "A SERM says no in breast cells. " * 6, "woman before menopause"),
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
    for name, task in SET.tasks.items():
        for hint, mistake in getattr(task, "mistakes", {}).items():
            value = mistake if name == "q2" else mistake(my)
            assert said(name, value, seed) == f"Not yet. {hint}"
            if hasattr(task, "unit"):
                right_one = task.answer(my)
                away = max(task.tolerance * abs(right_one), task.room)
                assert abs(value - right_one) > 2 * away, hint


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_the_numbers_stay_in_bounds_and_the_design_can_be_met(seed):
    my = case(NAME, seed)
    assert set(my) == set(SET.usual)
    assert 46 <= my["age_at_menopause"] <= 56
    assert 4 <= my["start"] <= 8
    assert my["drug"] in ("Tamoxifen", "Bazedoxifene", "Lasofoxifene")
    assert my["estradiol"] in (5, 10, 18, 50)
    assert my["turning_drug"] in ("Tamoxifen", "Lasofoxifene")
    assert my["turning_tissue"] in ("bone", "uterus")
    assert my["times"] in (2, 4)
    assert my["patch"] in (25, 50)
    assert my["gain"] in (4.2, 4.4, 4.6)
    assert said("q5", conjugated(my, bl.Bazedoxifene), seed).startswith("Right")
    assert "gains too little" in said("q5", alone(my, bl.Bazedoxifene), seed)


@pytest.mark.parametrize("drug", ["Tamoxifen", "Bazedoxifene", "Lasofoxifene"])
@pytest.mark.parametrize("estradiol", [5, 10, 18, 50])
def test_every_sign_of_the_table_can_be_told_from_zero(drug, estradiol):
    change = changes({"drug": drug, "estradiol": estradiol})
    assert all(abs(each) > 0.02 for each in change.values())
    assert change["breast"] < 0


def test_a_dose_does_not_move_the_turning_point():
    my = case(NAME)
    assert turning(my) == pytest.approx(turning({**my, "times": 1}), abs=1)


def test_estrogen_with_a_serm_and_a_progestogen_is_right_as_well():
    my = case(NAME)
    assert said("q5", conjugated(my, bl.Raloxifene, bl.Progestogen)).startswith("Right")


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
def test_raloxifene_comes_nearer_in_vertebral_fractures_than_in_bmd(seed):
    my = case(NAME, seed)
    assert gained(my) + 5 < prevented(my) < 80


@pytest.mark.parametrize("task", SET.tasks)
def test_no_hint_tells_the_answer(task):
    for seed in (None, *SEEDS[:3]):
        answer = right(task, seed)
        assert not any(tells(text, answer) for text in hints(SET.tasks[task]))
