"""Exercise set 13: stubs fail, right answers pass, common wrong answers get their hint."""

from functools import cache

import pandas as pd
import pytest

import bonelab as bl
from bonelab.exercises import case
from bonelab.exercises.registry import SETS
from tests.exercises import SEEDS, hints, tells

NAME = "13-one-patient"
SET = SETS[NAME]
SPINE, CTX = "bmd_lumbar_spine", "ctx"
WOMEN = [(spine, ctx) for spine in (0.88, 0.96) for ctx in (540, 620)]


def said(task, answer, seed=None):
    return bl.check(f"{NAME}.{task}", answer, seed=seed)


@cache
def fitted(spine, ctx):
    """Fit as the notebook asks for."""
    rows = [(1, "estradiol", 80, "pmol/L"), (1, CTX, ctx, "ng/L"), (1, "p1np", 60, "ug/L")]
    rows += [(1, SPINE, spine, "g/cm2")] if spine else []
    table = pd.DataFrame(rows, columns=["time", "quantity", "value", "unit"])
    return bl.fit(table, bl.Patient(), draws=100, progress=False)


@cache
def bands(spine, ctx, time, patch):
    therapy = []
    if patch:
        therapy = [bl.Estradiol(patch_ug_per_day=patch, start=3), bl.Progestogen(start=3)]
    found = fitted(spine, ctx)
    return found.predict(therapy, start=time, stop=time + 1, progress=False)


def band(my, quantity=SPINE, time=8, scan=True, patch=None):
    found = bands(my["spine"] if scan else None, my["ctx_ng_per_l"], time, patch)
    return found[(found["quantity"] == quantity) & (found["time"] == time)].iloc[0]


def width(row, low="low90", high="high90"):
    return 100 * (row[high] - row[low]) / row["median"]


def gap(my, above, below):
    treated, untreated = band(my, patch=my["patch"]), band(my)
    return 100 * (treated[above] - untreated[below]) / untreated["median"]


def in_least_changes(first, second, least):
    return (second - first) / first * 100 / least


def right(task, seed):
    my = case(NAME, seed)
    return {
        "q1": lambda: width(band(my)),
        "q2": lambda: in_least_changes,
        "q3": lambda: gap(my, "low90", "high90"),
        "q4": lambda: [(4.5, SPINE), (5, SPINE)],
        "q5": lambda: "Two scans differ by chance, so the speed of her loss stays open. " * 3,
    }[task]()


@pytest.mark.parametrize("task", SET.tasks)
def test_a_stub_is_not_answered_yet(task):
    assert said(task, ...).startswith("Not answered yet")


# Two women as different as the set allows; each other one costs a fit.
@pytest.mark.parametrize("seed", [None, SEEDS[0]])
@pytest.mark.parametrize("task", SET.tasks)
def test_the_right_answer_is_right(task, seed):
    assert said(task, right(task, seed), seed).startswith("Right")


WRONG = [
    ("q1", lambda my: width(band(my), "low50", "high50"), "band of half of the women"),
    ("q1", lambda my: width(band(my)) / 2, "from end to end"),
    ("q1", lambda my: band(my)["high90"] - band(my)["low90"], "divide by the middle"),
    ("q1", lambda my: width(band(my, scan=False)), "missing in your table"),
    ("q1", lambda my: width(band(my, CTX)), "asks for the spine"),
    ("q1", lambda my: width(band(my, time=1)), "on the day of the scan"),
    ("q1", lambda my: width(band(my)) / 100, "fraction"),
    ("q1", lambda my: "wide", "Give one number, in %"),
    ("q2", lambda my: lambda *v: abs(in_least_changes(*v)), "sign is lost"),
    ("q2", lambda my: lambda a, b, least: 100 * (b - a) / b / least, "counted from the first"),
    ("q2", lambda my: lambda a, b, least: 100 * (b - a) / least, "in the unit of the test"),
    ("q2", lambda my: lambda a, b, least: (b / a - 1) / least, "fraction"),
    ("q2", lambda my: lambda a, b, least: 100 * (b / a - 1), "how many least"),
    ("q2", lambda my: lambda a, b, least: least / (100 * (b / a - 1)), "upside down"),
    ("q2", lambda my: lambda a, b, least: ..., "replace the dots"),
    ("q2", lambda my: in_least_changes(1, 2, 10), "the function itself"),
    ("q3", lambda my: gap(my, "median", "median"), "Where do the bands end"),
    ("q3", lambda my: gap(my, "low50", "high50"), "half of the women"),
    ("q3", lambda my: gap(my, "high90", "low90"), "Which ends face"),
    ("q3", lambda my: gap(my, "low90", "low90"), "same side"),
    ("q3", lambda my: -gap(my, "low90", "high90"), "sign is reversed"),
    ("q4", lambda my: (4, SPINE), "list of pairs"),
    ("q4", lambda my: [(4, SPINE, 0.8)], "list of pairs"),
    ("q4", lambda my: [(3, SPINE), (4, SPINE), (5, SPINE)], "more measurements than"),
    ("q4", lambda my: [(4, "bmd_spine")], "bmd_lumbar_spine"),
    ("q4", lambda my: [("late", SPINE)], "cannot be simulated"),
    ("q4", lambda my: [(1, SPINE)], "times is not allowed"),
    ("q4", lambda my: [(8, SPINE)], "times is not allowed"),
    ("q4", lambda my: [(5, SPINE), (5, SPINE)], "Keep one of them"),
    ("q4", lambda my: [], "Does any of these tell how much bone"),
    ("q4", lambda my: [(4, CTX), (5, CTX)], "Does any of these tell how much bone"),
    ("q4", lambda my: [(1.5, SPINE)], "comes later"),
    ("q5", lambda my: "Nobody can know.", "at least"),
    ("q5", lambda my: "The loss is uncertain, the future is open. " * 5, "differ by chance"),
    ("q5", lambda my: "Each scan has an error, so it is hard to say. " * 5, "not tell"),
]


@pytest.mark.parametrize(("task", "answer", "hint"), WRONG)
def test_a_common_wrong_answer_gets_its_hint(task, answer, hint):
    told = said(task, answer(case(NAME)))
    assert told.startswith("Not yet.")
    assert hint in told
    assert not tells(told, right(task, None))


@pytest.mark.parametrize(("spine", "ctx"), WOMEN)
def test_no_mistake_passes_for_right_in_any_woman(spine, ctx):
    for patch in (25, 50):
        my = {**SET.usual, "spine": spine, "ctx_ng_per_l": ctx, "patch": patch}
        for name in ("q1", "q3"):
            task = SET.tasks[name]
            room = max(task.tolerance * abs(task.answer(my)), task.room)
            for hint, mistake in task.mistakes.items():
                assert abs(mistake(my) - task.answer(my)) > 3 * room, hint
                assert hint in task.judge(mistake(my), my).text, hint


@pytest.mark.parametrize(("spine", "ctx"), WOMEN)
def test_the_design_can_be_met_and_two_markers_do_not_meet_it(spine, ctx):
    my = {**SET.usual, "spine": spine, "ctx_ng_per_l": ctx}
    assert SET.tasks["q4"].judge([(4.5, SPINE), (5, SPINE)], my).right
    assert not SET.tasks["q4"].judge([(5, CTX)], my).right


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_the_numbers_are_those_of_few_women(seed):
    my = case(NAME, seed)
    assert set(my) == set(SET.usual)
    assert (my["spine"], my["ctx_ng_per_l"]) in WOMEN
    assert my["patch"] in (25, 50)
    assert my["narrower"] == 6
    first, second = my["samples"]
    assert 0.3 < first < 0.7 and first != second


def test_samples_hold_noise_and_change():
    least = bl.parameters().set_index("name").loc["least_significant_change_ctx", "value"]
    sizes = {
        abs(in_least_changes(*case(NAME, seed)["samples"], least)) > 1 for seed in [None, *SEEDS]
    }
    assert sizes == {True, False}


def test_every_hint_is_a_sentence():
    for task in SET.tasks.values():
        for hint in hints(task):
            assert hint[0].isupper() and hint[-1] in ".?!"
