"""Exercise set 9: stubs fail, right answers pass, common wrong answers get their hint."""

import pytest

import bonelab as bl
from bonelab.exercises import case
from bonelab.exercises.registry import SETS
from tests import runs
from tests.exercises import SEEDS, hints, tells

NAME = "09-hormone-therapy"
SET = SETS[NAME]
SPINE, INDEX = "bmd_lumbar_spine", "endometrial_index"
VOLUME, MINERAL = "bone_volume_trabecular", "mineral_trabecular"


def said(task, answer, seed=None):
    return bl.check(f"{NAME}.{task}", answer, seed=seed)


def woman(my, *therapies, **more):
    return runs.run(*therapies, age=my["age_at_menopause"], **more)


def therapy(my, share=1, progestogen=True):
    patch = bl.Estradiol(patch_ug_per_day=share * my["patch"], start=my["start"])
    return [patch, bl.Progestogen(start=my["start"])] if progestogen else [patch]


def against_twin(my, series):
    treated, twin = (run.at(my["year"]) for run in (woman(my, *therapy(my)), woman(my)))
    return 100 * (treated[series] - twin[series]) / twin[series]


def own_change(my, run=None, series=SPINE):
    run = woman(my, *therapy(my)) if run is None else run
    return 100 * (run.at(my["year"])[series] / run.at(my["start"])[series] - 1)


def index(my, share=1, progestogen=False):
    return woman(my, *therapy(my, share, progestogen)).at(my["year"])[INDEX]


def without(my):
    return woman(my).at(my["year"])[INDEX]


def rise_left(my):
    return 100 * (index(my, 0.5) - without(my)) / (index(my) - without(my))


def per_volume(run, year):
    return run.at(year)[MINERAL] / run.at(year)[VOLUME]


def denser(my):
    treated, twin = woman(my, *therapy(my)), woman(my)
    return 100 * (per_volume(treated, my["year"]) / per_volume(twin, my["year"]) - 1)


def share_left(neither, testosterone, inhibitor, both):
    return (both - inhibitor) / (testosterone - neither) * 100


def plan(start, stop, dose=50):
    course = {"start": start, "stop": stop}
    return [bl.Estradiol(patch_ug_per_day=dose, **course), bl.Progestogen(**course)]


def lowest(my, therapies):
    run = woman(my, *therapies, start=0, stop=20)
    return 100 * min(run[SPINE]) / run.at(0)[SPINE]


def designed(my):
    """Begin as late and end as early as the spine allows."""
    spine = [woman(my).at(year)[SPINE] for year in range(21)]
    start = max(year for year in range(21) if 100 * spine[year] / spine[0] >= my["keep"])
    enough = [stop for stop in range(start + 1, 21) if lowest(my, plan(start, stop)) >= my["keep"]]
    return plan(start, min(enough))


def right(task, seed):
    my = case(NAME, seed)
    return {
        "q1": lambda: against_twin(my, SPINE),
        "q2": lambda: share_left,
        "q3": lambda: rise_left(my),
        "q4": lambda: denser(my),
        "q5": lambda: designed(my),
        "q6": lambda: "Fewer osteoclasts remove bone; the progestogen is for the uterus. " * 3,
    }[task]()


@pytest.mark.parametrize("task", SET.tasks)
def test_a_stub_is_not_answered_yet(task):
    assert said(task, ...).startswith("Not answered yet")


@pytest.mark.parametrize("seed", [None, *SEEDS[:5]])
@pytest.mark.parametrize("task", SET.tasks)
def test_the_right_answer_is_right(task, seed):
    assert said(task, right(task, seed), seed).startswith("Right")


def alone(my):
    patches, _ = designed(my)
    return [patches]


def uncovered_at_the_end(my):
    patch, progestogen = designed(my)
    return [patch, bl.Progestogen(start=progestogen.start, stop=progestogen.stop - 1)]


def twice(my):
    return [*designed(my), *designed(my)]


def with_a_gap(my):
    return [*plan(1, 5), *plan(my["start"] + 6, 20)]


WRONG = [
    ("q1", own_change, "her own change"),
    ("q1", lambda my: own_change(my) - own_change(my, woman(my)), "Over what do you divide"),
    ("q1", lambda my: against_twin(my, "bmd_total_hip"), "Which bone"),
    ("q1", lambda my: -against_twin(my, SPINE), "sign is reversed"),
    ("q1", lambda my: against_twin(my, SPINE) / 100, "fraction"),
    (
        "q1",
        lambda my: (
            100
            * (woman(my).at(my["year"])[SPINE] / woman(my, *therapy(my)).at(my["year"])[SPINE] - 1)
        ),
        "upside down",
    ),
    ("q1", lambda my: "six", "Give one number, in %"),
    ("q2", lambda my: lambda n, t, i, b: 100 * (b - n) / (t - n), "on the inhibitor alone"),
    ("q2", lambda my: lambda n, t, i, b: 100 - share_left(n, t, i, b), "share that is lost"),
    ("q2", lambda my: lambda n, t, i, b: 100 * (t - n) / (b - i), "upside down"),
    ("q2", lambda my: lambda n, t, i, b: (b - i) / (t - n), "multiply by 100"),
    ("q2", lambda my: lambda n, t, i, b: 100 * b / t, "compares densities"),
    ("q2", lambda my: lambda n, t, i, b: ..., "replace the dots"),
    ("q2", lambda my: share_left(1.0, 1.1, 0.9, 0.95), "the function itself"),
    ("q3", lambda my: 100 * index(my, 0.5) / index(my), "how far is each dose above"),
    ("q3", lambda my: 100 * index(my, 0.5) / without(my), "compares with her twin"),
    ("q3", lambda my: 100 - rise_left(my), "share that is saved"),
    (
        "q3",
        lambda my: 100 * (index(my, 0.5, True) - without(my)) / (index(my) - without(my)),
        "leave it out",
    ),
    ("q4", lambda my: against_twin(my, MINERAL), "mineral alone"),
    ("q4", lambda my: against_twin(my, VOLUME), "volume alone"),
    ("q4", lambda my: against_twin(my, MINERAL) - against_twin(my, VOLUME), "subtract two gains"),
    ("q4", lambda my: 100 * (1 / (1 + denser(my) / 100) - 1), "upside down"),
    (
        "q4",
        lambda my: (
            100
            * (
                per_volume(woman(my, *therapy(my)), my["year"]) / per_volume(woman(my), my["start"])
                - 1
            )
        ),
        "her twin meanwhile",
    ),
    ("q5", lambda my: bl.Estradiol(patch_ug_per_day=50), "list of therapies"),
    ("q5", lambda my: [bl.Estradiol(oral_mg_per_day=1), bl.Progestogen()], "and nothing else"),
    ("q5", lambda my: [*designed(my), bl.Denosumab(start=5)], "and nothing else"),
    ("q5", lambda my: plan(-1, 12), "before the final menstrual period"),
    ("q5", alone, "no progestogen"),
    ("q5", uncovered_at_the_end, "no progestogen"),
    ("q5", lambda my: plan(4, 20, dose=100), "more than is allowed"),
    ("q5", twice, "more than is allowed"),
    ("q5", with_a_gap, "a gap"),
    ("q5", lambda my: [], "falls too low"),
    ("q5", lambda my: plan(0, 10), "falls too low"),
    ("q5", lambda my: plan(0, 20), "fewer years"),
    ("q6", lambda my: "It slows the loss.", "at least"),
    ("q6", lambda my: "The uterus. " * 20, "removal of bone"),
    ("q6", lambda my: "Osteoclasts remove less bone. " * 8, "Which organ"),
]


@pytest.mark.parametrize("seed", [None, *SEEDS[:2]])
@pytest.mark.parametrize(("task", "answer", "hint"), WRONG)
def test_a_common_wrong_answer_gets_its_hint(task, answer, hint, seed):
    told = said(task, answer(case(NAME, seed)), seed)
    assert told.startswith("Not yet.")
    assert hint in told
    assert not tells(told, right(task, seed))


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
    assert 1 <= my["start"] <= 2 < 5 <= my["year"] <= 8
    assert my["patch"] in (25, 50, 100)
    assert my["testosterone_mg"] in (0.3, 0.6)
    assert my["keep"] in (88, 89, 90)
    best = designed(my)
    assert said("q5", best, seed).startswith("Right")
    start, stop = best[0].start, best[0].stop
    assert said("q5", plan(start - 0.5, stop), seed).startswith("Right"), "half a year to spare"
    assert "fewer years" in said("q5", plan(start - 2, stop), seed)
    assert "falls too low" in said("q5", plan(start + 1, 20), seed)


@pytest.mark.parametrize("task", SET.tasks)
def test_no_hint_tells_the_answer(task):
    for seed in (None, *SEEDS[:3]):
        answer = right(task, seed)
        assert not any(tells(text, answer) for text in hints(SET.tasks[task]))


def test_half_the_dose_spares_less_than_half_of_the_rise():
    for seed in (None, *SEEDS[:5]):
        my = case(NAME, seed)
        assert rise_left(my) > 50
        assert index(my, progestogen=True) < without(my)
