"""Exercise set 3: a fraction of two amounts, where RANKL is bound, and what estrogen does to both.

The right option of q4 is the same with every seed; its runs are each student's own.
"""

from functools import lru_cache

from bonelab import Denosumab, Patient, simulate
from bonelab.exercises.answers import Choice, Design, Function, Number, Prose
from bonelab.exercises.sets import ExerciseSet

WEEKS_PER_YEAR = 52  # as the students' notebook counts them
TWO_PROTEINS = {"rankl_production", "opg_production"}
# By how many per cent RANKL rises and OPG falls in q1: pairs in which adding, cancelling, or
# forgetting one of the two gives a result that cannot be taken for another.
CHANGES = [(30, 60), (50, 40), (70, 20), (80, 20), (90, 30), (90, 40), (120, 30), (130, 40)]
RAISED, CLOSER, RENEWED = 1.5, 1 / 3, 0.7  # what the design of q5 has to achieve
RATIO_HIGH = "The ratio is still above that of health: which term brings it down?"
STILL_LOST = (
    "The ratio is no higher than in health, and bone is still lost: estrogen is missing in other "
    "places, too. OPG has to make up for that."
)
NOT_RENEWED = "The balance is near zero, but bone is hardly renewed any more. Less OPG is enough."
ARROWS = {
    "osteocytes": "signal_osteocytes -> rankl_osteocytes",
    "osteoblasts": "signal_osteoblasts -> rankl_production",
    "opg": "signal_osteoblasts -> opg_production",
}


def _vary(random):
    more, less = random.choice(CHANGES)
    return {
        "rankl_more": more,
        "opg_less": less,
        "age_at_menopause": random.randint(46, 56),
        "year": random.randint(3, 8),
        "weeks": random.randint(21, 25),
    }


@lru_cache(maxsize=64)
def _woman(age, hold=(), cut=(), therapies=()):
    return simulate(Patient(age_at_menopause=age), therapies, hold=dict(hold), cut=cut)


# --- q1: two changes of a fraction ------------------------------------------------------------


@lru_cache(maxsize=64)
def _ratio(rankl, opg):
    young = Patient(menopause=None, age_at_menopause=30, ageing=False)
    held = {"rankl_production": rankl, "opg_production": opg}
    return simulate(young, hold=held).at(0)["rankl_opg_ratio"]


def _factors(case):
    return 1 + case["rankl_more"] / 100, 1 - case["opg_less"] / 100


def _both_changed(case):
    return _ratio(*_factors(case))


# --- q2: what the antibody holds ---------------------------------------------------------------


def _held(total, free, on_rank, on_opg):
    return total - free - on_rank - on_opg


def _trials(case):
    injected, begin = _injected(case), case["year"]
    moments = (begin, *(begin + weeks / WEEKS_PER_YEAR for weeks in (8, 20, case["weeks"])))
    pools = ("rankl", "rankl_free", "rankl_rank", "rankl_opg")
    return [tuple(injected.at(moment)[pool] for pool in pools) for moment in moments]


# --- q3: what an injection does to RANK --------------------------------------------------------


def _injected(case):
    return _woman(case["age_at_menopause"], therapies=(Denosumab(start=case["year"]),))


def _before(case, series="rank_occupancy"):
    return _injected(case).at(case["year"])[series]


def _after(case, series="rank_occupancy"):
    return _injected(case).at(case["year"] + case["weeks"] / WEEKS_PER_YEAR)[series]


def _change(case, series="rank_occupancy"):
    return 100 * (_after(case, series) / _before(case, series) - 1)


# --- q4: the arrows of estrogen, and q5: a balance kept by OPG ---------------------------------


def _through_which(case):
    def ratio(cell):
        cut = _woman(case["age_at_menopause"], cut=(ARROWS[cell],))
        return cut.at(case["year"])["rankl_opg_ratio"]

    return min(ARROWS, key=ratio)


def _demands(hold, case):
    yield isinstance(hold, dict), 'Write a dictionary, such as {"opg_production": 1.0}.'
    yield set(hold) == TWO_PROTEINS, "Hold rankl_production and opg_production, nothing else."
    age, year = case["age_at_menopause"], case["year"]
    now = _woman(age, hold=tuple(sorted(hold.items()))).at(year)
    yield now["rankl_production"] >= RAISED, "RANKL is not raised enough: look at the demand."
    usual = _woman(age).at(year)["net_balance"]
    near_zero = abs(now["net_balance"]) <= CLOSER * abs(usual)
    yield near_zero or now["rankl_opg_ratio"] <= 1, RATIO_HIGH
    yield near_zero, STILL_LOST
    yield now["resorption"] >= RENEWED, NOT_RENEWED


SET = ExerciseSet(
    usual={"rankl_more": 90, "opg_less": 40, "age_at_menopause": 51, "year": 5, "weeks": 22},
    vary=_vary,
    tasks={
        "q1": Number(
            "times the healthy ratio",
            _both_changed,
            {
                "You added the two changes. What does a fraction do when its top rises and its "
                "bottom falls?": lambda case: 1 + (case["rankl_more"] + case["opg_less"]) / 100,
                "You let the two changes cancel. Do they push the ratio in opposite directions?": (
                    lambda case: 1 + (case["rankl_more"] - case["opg_less"]) / 100
                ),
                "You multiplied by OPG. On which side of the fraction does it stand?": (
                    lambda case: _factors(case)[0] * _factors(case)[1]
                ),
                "That is OPG over RANKL: is the ratio upside down?": (
                    lambda case: 1 / _both_changed(case)
                ),
                "OPG did not change in that run.": lambda case: _ratio(_factors(case)[0], 1),
                "RANKL did not change in that run.": lambda case: _ratio(1, _factors(case)[1]),
                "That is the rise in per cent: the task asks how many times.": (
                    lambda case: 100 * (_both_changed(case) - 1)
                ),
            },
            tolerance=0.01,
        ),
        "q2": Function(
            _trials,
            _held,
            {
                "Some RANKL is bound by nothing. It is part of the total, too.": (
                    lambda total, free, on_rank, on_opg: total - on_rank - on_opg
                ),
                "One decoy is missing: OPG holds RANKL, too.": (
                    lambda total, free, on_rank, on_opg: total - free - on_rank
                ),
                "The receptor is missing: RANK holds RANKL, too.": (
                    lambda total, free, on_rank, on_opg: total - free - on_opg
                ),
                "The sign is reversed: which amount do you subtract from which?": (
                    lambda *pools: -_held(*pools)
                ),
                "That is what the other three pools hold together: what is left of the total?": (
                    lambda total, free, on_rank, on_opg: free + on_rank + on_opg
                ),
                "That is a share of all RANKL: the function returns an amount.": (
                    lambda total, *others: _held(total, *others) / total
                ),
            },
        ),
        "q3": Number(
            "% (a fall is negative)",
            _change,
            {
                "That is what is left, not the change.": lambda case: 100 + _change(case),
                "You compare with health. She is after menopause: where was she just before the "
                "injection?": lambda case: 100 * (_after(case) - 1),
                "That is free RANKL. RANK saturates, so its occupancy changes by another share.": (
                    lambda case: _change(case, "rankl_free")
                ),
                "That is the ratio. Is the antibody one of its two terms?": (
                    lambda case: _change(case, "rankl_opg_ratio")
                ),
                "The baseline is the moment of the injection, not the later one.": (
                    lambda case: 100 * (1 - _before(case) / _after(case))
                ),
                "That is the difference: divide by where she began.": (
                    lambda case: 100 * (_after(case) - _before(case))
                ),
            },
            tolerance=0.015,
        ),
        "q4": Choice(
            {
                "osteocytes": "Compare the ratio after each of the three cuts, in the same year.",
                "osteoblasts": "It carries a part. Compare the ratio after each of the three cuts.",
                "opg": "A cut arrow no longer passes on that estrogen has gone. The nearer the "
                "ratio is to that of health, the more went through this arrow.",
            },
            _through_which,
        ),
        "q5": Design(_demands),
        "q6": Prose(
            {
                "rankl": "Which of the two proteins was measured in women?",
                "opg": "What is known about the other protein, the decoy?",
                "culture|in vitro|dish": "In what kind of experiment did estradiol raise OPG?",
                "denosumab|antibody": "What does the injection do to the ratio, and to RANK?",
            }
        ),
    },
)
