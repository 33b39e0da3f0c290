"""Exercise set 5: cytokines with RANKL and without it, and two kinds of bone cell.

In every task the woman is young and keeps her hormones, so a cytokine is all that changes.
"""

from functools import lru_cache

from bonelab import Patient, simulate
from bonelab.exercises.answers import Design, Function, Number, Prose
from bonelab.exercises.sets import ExerciseSet

WOMAN = Patient(menopause=None, age_at_menopause=30, ageing=False)
BEGIN, READ = -5, -3  # two years with the cytokine, before anything else could change her
BONE, FORMED = "bone_volume_trabecular", "osteoclast_differentiation"
BY_T_CELLS = "il7 -> t_cells"
MOST_CUTS, HARMLESS = 3, 0.01  # what the design of q5 has to achieve


def _vary(random):
    return {
        "cytokine": random.choice(["tnf", "il7"]),
        "cytokine_level": random.choice([2, 2.5, 3.5, 4]),
        "tnf": random.choice([2.5, 3, 3.5, 4]),
        "il7": random.choice([2, 2.5, 3, 3.5, 4]),
    }


@lru_cache(maxsize=256)
def _held(hold, cut=()):
    return simulate(WOMAN, start=BEGIN, stop=READ, cut=cut, hold=dict(hold)).at(READ)


def held(*cut, **hold):
    """Return a woman's values after two years with nodes held and edges cut."""
    return _held(tuple(hold.items()), cut)


def _effect(case, series="formation", cytokine=None, **more):
    """Return what her cytokine changes, in per cent of health."""
    level = {cytokine or case["cytokine"]: case["cytokine_level"]}
    return 100 * (held(**level, **more)[series] - 1)


def _synergy(neither, tnf_only, rankl_only, both):
    return (both - neither) / ((tnf_only - neither) + (rankl_only - neither))


def _baseline_forgotten(neither, tnf_only, rankl_only, both):
    return both / (tnf_only + rankl_only)


def _difference(neither, tnf_only, rankl_only, both):
    return both + neither - tnf_only - rankl_only


def _four(case, healthy_rankl=True):
    """Return the four groups: neither, TNF-alpha raised, RANKL present, both."""
    rankl = {"rankl": 1} if healthy_rankl else {}
    groups = ({"rankl": 0}, {"tnf": case["tnf"], "rankl": 0}, rankl, {"tnf": case["tnf"]} | rankl)
    return [held(**group)["osteoclasts"] for group in groups]


def _cost(case, *cut):
    """Return the share of trabecular bone that IL-7 costs in two years."""
    return 1 - held(*cut, il7=case["il7"])[BONE]


def _share_gone(case, *cut):
    """Return how much of that cost is gone with a cut, in per cent."""
    return 100 * (1 - _cost(case, *cut) / _cost(case))


def _demands(cuts, case):
    listed = isinstance(cuts, list | tuple) and all(isinstance(cut, str) for cut in cuts)
    yield listed, "Write a list of arrows, each between quotation marks."
    yield all(cut.startswith("tnf -> ") for cut in cuts), "Cut only arrows that leave TNF-alpha."
    now = held(*cuts, tnf=case["tnf"], resorption=1)
    yield len(set(cuts)) <= MOST_CUTS, "Too many cuts. Which of them changes nothing here?"
    yield (
        now["formation"] > 1 - HARMLESS,
        "TNF-alpha still costs more formation than the task allows. Some ways to the osteoblast "
        "are direct, others pass through another cytokine: try the cuts one at a time.",
    )
    yield now["formation"] < 1 + HARMLESS, "Formation is now above health: you cut a support."


SET = ExerciseSet(
    usual={"cytokine": "il7", "cytokine_level": 4, "tnf": 4, "il7": 2.5},
    vary=_vary,
    tasks={
        "q1": Number(
            "% (a fall is negative)",
            lambda case: _effect(case, resorption=1),
            {
                "Resorption is free, so coupling hides the effect: hold it at its healthy "
                "rate.": _effect,
                "That is the osteoclast side: the task asks for bone formation.": lambda case: (
                    _effect(case, FORMED, resorption=1)
                ),
                "That is the number of osteoblasts: the task asks for what they form.": (
                    lambda case: _effect(case, "osteoblasts", resorption=1)
                ),
                "That is IL-1, as in the example: which cytokine is yours?": lambda case: _effect(
                    case, cytokine="il1", resorption=1
                ),
                "That is formation as a share of health: the task asks for the change.": (
                    lambda case: 100 + _effect(case, resorption=1)
                ),
            },
        ),
        "q2": Function(
            lambda case: [(0.0, 1.0, 2.0, 6.0), (1.0, 1.5, 2.0, 4.0), (0.5, 0.75, 2.0, 2.25)],
            _synergy,
            {
                "Is the ratio upside down? What both add stands above the line.": lambda *groups: (
                    1 / _synergy(*groups)
                ),
                "Count every effect from the group with neither: subtract it.": _baseline_forgotten,
                "Subtract the group with neither from each of the two below the line.": (
                    lambda neither, tnf_only, rankl_only, both: (
                        (both - neither) / (tnf_only + rankl_only - neither)
                    )
                ),
                "That is a difference: the task asks how many times.": _difference,
                "That is per cent: a factor does not need the hundred.": lambda *groups: (
                    100 * _synergy(*groups)
                ),
            },
        ),
        "q3": Number(
            "times",
            lambda case: _synergy(*_four(case)),
            {
                "RANKL is free to rise with TNF-alpha: hold it at its healthy level.": (
                    lambda case: _synergy(*_four(case, healthy_rankl=False))
                ),
                "Count every effect from the group with neither, in which TNF-alpha is at its "
                "healthy level.": lambda case: _baseline_forgotten(*_four(case)),
                "That is a difference: the task asks how many times.": lambda case: _difference(
                    *_four(case)
                ),
            },
            tolerance=0.005,
        ),
        "q4": Number(
            "%",
            lambda case: _share_gone(case, BY_T_CELLS),
            {
                "That is the share that stays: the task asks for what goes by T cells.": (
                    lambda case: 100 - _share_gone(case, BY_T_CELLS)
                ),
                "T cells still respond to IL-7 and make RANKL: cut the arrow that reaches "
                "them.": lambda case: _share_gone(case, "t_cells -> tnf"),
                "That is the arrow of IL-7 on osteoclasts: look for the one to T cells.": (
                    lambda case: _share_gone(case, f"il7 -> {FORMED}")
                ),
                "You removed the T cells. Cut one arrow instead, so that healthy T cells "
                "stay.": lambda case: _share_gone(case, "t_cells"),
                "That is the bone spared: divide by what IL-7 costs with all arrows.": (
                    lambda case: 100 * (_cost(case) - _cost(case, BY_T_CELLS))
                ),
            },
        ),
        "q5": Design(_demands),
        "q6": Prose(
            {
                "block|antibod|need|remov|without": "What must be done with IL-6 to see whether "
                "the loss needs it?",
                "mice|mouse|culture|animal": "In whom, or in what, has this been seen?",
            }
        ),
    },
)
