"""Exercise set 6: stubs fail, right answers pass, common wrong answers get their hint."""

import itertools

import pytest

import bonelab as bl
from bonelab.decomposition import HORMONAL, IMMUNE
from bonelab.exercises import case
from bonelab.exercises.registry import SETS
from tests.exercises import SEEDS, hints, tells

NAME = "06-two-fronts"
SET = SETS[NAME]
SPINE = "bmd_lumbar_spine"
CALM = dict.fromkeys(IMMUNE, 1.0)
DESIGN = ["t_cells -> tnf", "signal_t_cells -> tnf"]
LOOP = {"tnf -> il7", "il7 -> t_cells", "t_cells -> tnf"}
SERIES = {"resorption", "rankl_opg_ratio", SPINE, "bone_volume_trabecular"}


def said(task, answer, seed=None):
    return bl.check(f"{NAME}.{task}", answer, seed=seed)


def woman(my, menopause="surgical", therapies=(), **more):
    patient = bl.Patient(menopause=menopause, age_at_menopause=my["age_at_menopause"])
    return bl.simulate(patient, therapies, **more)


def loss(my, menopause="surgical", series=SPINE, year=None, **more):
    after, twin = (
        woman(my, course, **more).at(year or my["year"])[series] for course in (menopause, None)
    )
    return 100 * (twin - after) / twin


def interaction(whole, hormonal, immune):
    return whole - (hormonal + immune)


def parts(my):
    look = {"series": my["series"], "year": my["series_year"]}
    return [abs(loss(my, **look, **front)) for front in ({}, {"hold": CALM}, {"cut": HORMONAL})]


def ctx(my, *therapies):
    run = woman(my, therapies=therapies)
    return run.at(-1)["ctx"], run.at(my["months"] / 12)["ctx"]


def drug(my, other=False):
    drugs = [bl.Etanercept(start=0), bl.Anakinra(start=0)]
    return drugs[(my["blocker"] == "anakinra") != other]


def share_blocked(my, *, other=False):
    (before, free), (_, blocked) = ctx(my), ctx(my, drug(my, other))
    return 100 * (free - blocked) / (free - before)


def right(task, seed):
    my = case(NAME, seed)
    if task == "q1":
        return loss(my, cut=HORMONAL)
    if task == "q3":
        return "more" if interaction(*parts(my)) > 0 else "less"
    if task == "q4":
        return share_blocked(my)
    return {
        "q2": interaction,
        "q5": DESIGN,
        "q6": "The operation is sudden, and bone cells miss estrogen all the same. " * 3,
    }[task]


@pytest.mark.parametrize("task", SET.tasks)
def test_a_stub_is_not_answered_yet(task):
    assert said(task, ...).startswith("Not answered yet")


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
@pytest.mark.parametrize("task", SET.tasks)
def test_the_right_answer_is_right(task, seed):
    assert said(task, right(task, seed), seed).startswith("Right")


def opposite(my):
    return "less" if interaction(*parts(my)) > 0 else "more"


def against_herself(my):
    run = woman(my, cut=HORMONAL)
    return 100 * (1 - run.at(my["year"])[SPINE] / run.at(-1)[SPINE])


WRONG = [
    ("q1", lambda my: loss(my, hold=CALM), "hormonal front, as in the example"),
    ("q1", lambda my: loss(my), "both fronts are open"),
    ("q1", lambda my: loss(my) - loss(my, hold=CALM), "interaction is in it"),
    ("q1", lambda my: loss(my, "natural", cut=HORMONAL), "natural menopause"),
    ("q1", against_herself, "compare her with the twin"),
    ("q1", lambda my: -loss(my, cut=HORMONAL), "sign is reversed"),
    ("q1", lambda my: loss(my, cut=HORMONAL) / 100, "fraction"),
    ("q1", lambda my: "six", "Give one number, in %"),
    ("q2", lambda my: lambda w, h, i: h + i - w, "sign is reversed"),
    ("q2", lambda my: lambda w, h, i: w - h, "one is still in it"),
    ("q2", lambda my: lambda w, h, i: w - h + i, "the other added"),
    ("q2", lambda my: lambda w, h, i: (w - h - i) / w, "share of the whole"),
    ("q2", lambda my: lambda w, h, i: ..., "replace the dots"),
    ("q3", opposite, "Compare the whole with the two fronts added up"),
    ("q3", lambda my: "sum", "not that small"),
    ("q3", lambda my: "both", "Write one of"),
    ("q4", lambda my: 100 - share_blocked(my), "share of the rise that stays"),
    ("q4", lambda my: 100 * (1 - ctx(my, drug(my))[1] / ctx(my)[1]), "baseline is forgotten"),
    (
        "q4",
        lambda my: 100 * (ctx(my)[1] - ctx(my, drug(my))[1]) / ctx(my)[0],
        "divide by its rise",
    ),
    ("q4", lambda my: share_blocked(my, other=True), "the other drug"),
    ("q4", lambda my: share_blocked(my) / 100, "fraction"),
    ("q5", lambda my: ["signal_osteoblasts -> il7", "signal_t_cells -> tnf"], "still closed"),
    ("q5", lambda my: ["t_cells -> tnf"], "Not enough is saved"),
    ("q5", lambda my: ["il7 -> t_cells", "signal_t_cells -> tnf"], "Not enough is saved"),
    ("q5", lambda my: [*DESIGN, "signal_t_cells -> il1"], "Too many cuts"),
    ("q5", lambda my: ["tnf -> osteoblast_apoptosis"], "end at T cells or at a cytokine"),
    ("q5", lambda my: ["t_cells"], "end at T cells or at a cytokine"),
    ("q5", lambda my: "t_cells -> tnf", "Write a list"),
    ("q5", lambda my: ["bone -> tnf"], "cannot be simulated"),
    ("q6", lambda my: "A mouse is no woman.", "at least"),
    ("q6", lambda my: "word " * 40, "How does an ovariectomy differ"),
    ("q6", lambda my: "In a mouse it is a sudden thing. " * 5, "Which front stays open"),
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
    assert 48 <= my["age_at_menopause"] <= 56
    assert 8 <= my["year"] <= 14 and 6 <= my["months"] <= 12
    assert my["series"] in SERIES and my["series_year"] in (1, 2, 10)
    assert my["blocker"] in ("etanercept", "anakinra")
    for name, task in SET.tasks.items():
        for hint, mistake in getattr(task, "mistakes", {}).items():
            value = mistake if name == "q2" else mistake(my)
            assert said(name, value, seed) == f"Not yet. {hint}"
        if hasattr(task, "unit"):
            answer = task.answer(my)
            for mistake in task.mistakes.values():
                off = abs(mistake(my) / answer - 1)
                assert off > 2 * task.tolerance


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_the_interaction_is_far_from_the_limit_between_its_options(seed):
    sizes = parts(case(NAME, seed))
    assert abs(interaction(*sizes)) > 2 * 0.02 * sizes[0]
    assert said("q3", "sum", seed).startswith("Not yet.")


def test_the_sign_of_the_interaction_depends_on_the_numbers_of_a_student():
    assert {right("q3", seed) for seed in SEEDS[:10]} == {"more", "less"}


@pytest.mark.parametrize(("age", "year"), [(48, 14), (50, 8), (56, 8)])
def test_one_pair_of_cuts_opens_the_loop_and_saves_enough(age, year):
    my = {"age_at_menopause": age, "year": year}
    whole = loss(my)
    possible = whole - loss(my, hold=CALM)
    edges = bl.edges()
    drugs = ["etanercept", "anakinra", "anti_il6", "anti_il7"]
    arrows = edges[edges["to"].isin(IMMUNE) & ~edges["from"].isin(drugs)]["name"]
    saved = {
        cut: (whole - loss(my, cut=cut)) / possible
        for n in (1, 2)
        for cut in itertools.combinations(arrows, n)
        if LOOP & set(cut)
    }
    enough = [cut for cut, share in saved.items() if share >= 0.75]
    assert [set(cut) for cut in enough] == [set(DESIGN)]
    assert sorted(saved.values())[-2] < 0.74 and saved[enough[0]] > 0.78


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
def test_the_biology_that_the_tasks_and_the_key_tell(seed):
    my = case(NAME, seed)
    whole, hormonal, immune = loss(my), loss(my, hold=CALM), loss(my, cut=HORMONAL)
    assert 0.3 < immune / whole < 0.5 and hormonal > immune
    assert loss(my, "natural") < whole
    assert 33 < share_blocked({**my, "blocker": "etanercept"}) < 45
    assert 14 < share_blocked({**my, "blocker": "anakinra"}) < 21


@pytest.mark.parametrize("task", SET.tasks)
def test_no_hint_tells_the_answer(task):
    told = hints(SET.tasks[task])
    told += [said(name, answer(case(NAME))) for name, answer, _ in WRONG if name == task]
    for seed in (None, *SEEDS[:3]):
        answer = right(task, seed)
        assert not any(tells(text, answer) for text in hints(SET.tasks[task]))
    assert not any(arrow in text for text in told for arrow in DESIGN)
