"""Exercise set 10: coupling, what is left after a stop, the rebound, and what must follow."""

from functools import lru_cache

import bonelab as bl
from bonelab.exercises.answers import Design, Function, Number, Prose
from bonelab.exercises.courses import spans, unopposed
from bonelab.exercises.sets import ExerciseSet

SPINE = "bmd_lumbar_spine"
YEARS = 4  # of treatment
BETWEEN = 6  # months between two injections of denosumab
LATER = 2  # years after the injection was due, in the design of q5
# The highest doses that the task allows; estradiol is given by patch there.
MOST = {"alendronate_weekly": 70, "patch_estradiol": 50, "oral_estradiol": 0, "raloxifene": 60}
FOLLOW_ON = (bl.Alendronate, bl.Raloxifene, bl.Estradiol, bl.Progestogen, bl.CalciumVitaminD)
COURSES = {
    "Estradiol": lambda **span: (bl.Estradiol(patch_ug_per_day=50, **span), bl.Progestogen(**span)),
    "Alendronate": lambda **span: (bl.Alendronate(**span),),
    "Denosumab": lambda **span: (bl.Denosumab(**span),),
}


def _vary(random):
    return {
        "age_at_menopause": random.randint(46, 56),
        "start": random.randint(4, 8),
        "months": random.choice([2, 3, 6]),
        "years": YEARS,
        "drug": random.choice(list(COURSES)),
        "years_off": random.choice([1, 2]),
        "months_late": random.randint(3, 6),
        "share": random.choice([75, 80, 85]),
    }


@lru_cache(maxsize=128)
def _run(age, *therapies):
    return bl.simulate(bl.Patient(age_at_menopause=age), therapies, start=0)


def _untreated(case):
    return _run(case["age_at_menopause"])


def _due(case):
    """Return when she stops: the next dose would be due."""
    return case["start"] + case["years"]


def _course(case, drug=None):
    given = COURSES[drug or case["drug"]](start=case["start"], stop=_due(case))
    return _run(case["age_at_menopause"], *given)


def _percent(after, before):
    return 100 * (after / before - 1)


def _begun(case, drug="Alendronate", marker="p1np", per_year=12):
    """Return the change of a marker so long after the first dose, in per cent."""
    start = case["start"]
    run = _run(case["age_at_menopause"], *COURSES[drug](start=start))
    return _percent(run.at(start + case["months"] / per_year)[marker], run.at(start)[marker])


def _in_units(case):
    return _begun(case) / 100 * _untreated(case).at(case["start"])["p1np"]


def _ahead(case, run, time):
    """Return how far she is ahead of her untreated twin, in g/cm²."""
    return run.at(time)[SPINE] - _untreated(case).at(time)[SPINE]


def _left(case, drug=None, years=None):
    """Return the share of her benefit that is left so long after the stop, in per cent."""
    run, stop = _course(case, drug), _due(case)
    later = _ahead(case, run, stop + (years or case["years_off"]))
    return 100 * later / _ahead(case, run, stop)


def _other(case, step):
    """Return what another drug leaves: the next in the list, or the one after it."""
    names = list(COURSES)
    return _left(case, names[(names.index(case["drug"]) + step) % len(names)])


def _spine(case, years):
    return _course(case).at(_due(case) + years)[SPINE]


def _gain_left(case):
    """Return the share of her own gain that is left: the twin is forgotten."""
    before = _untreated(case).at(case["start"])[SPINE]
    return 100 * (_spine(case, case["years_off"]) - before) / (_spine(case, 0) - before)


def _share_left(treated_at_stop, twin_at_stop, treated_later, twin_later):
    """Return the share of a benefit that is left, in per cent."""
    return 100 * (treated_later - twin_later) / (treated_at_stop - twin_at_stop)


def _four_values(case):
    twin, stop = _untreated(case), _due(case)
    for drug in COURSES:
        for years in (1, 2):
            run = _course(case, drug)
            yield tuple(r.at(t)[SPINE] for t in (stop, stop + years) for r in (run, twin))


def _missed(case, marker="ctx", due=None):
    """Return how far a marker is above the twin's when the late injection is given."""
    time = (_due(case) if due is None else due) + case["months_late"] / 12
    return _percent(_course(case, "Denosumab").at(time)[marker], _untreated(case).at(time)[marker])


def _above_when_due(case):
    run, due = _course(case, "Denosumab"), _due(case)
    return _percent(run.at(due + case["months_late"] / 12)["ctx"], run.at(due)["ctx"])


def _demands(follow_on, case):
    yield isinstance(follow_on, list | tuple), "Write a list of therapies in square brackets."
    kinds = all(isinstance(therapy, FOLLOW_ON) for therapy in follow_on)
    yield kinds, "Denosumab has ended: choose from the therapies that the task lists."
    due = _due(case)
    after = all(therapy.start >= due for therapy in follow_on)
    yield after, "Nothing may begin before the injection is due."
    given = [levels for _, levels in spans(follow_on, due, due + LATER)]
    protected = not any(unopposed(levels) for levels in given)
    yield protected, "Part of the time estrogen has no progestogen: compare starts and stops."
    dosed = all(levels[name] <= most for levels in given for name, most in MOST.items())
    yield dosed, "A dose or a way of giving it is not allowed here. Equal therapies add up."
    denosumab = COURSES["Denosumab"](start=case["start"], stop=due)
    woman = bl.Patient(age_at_menopause=case["age_at_menopause"])
    run = bl.simulate(woman, [*denosumab, *follow_on], start=due, stop=due + LATER)
    left = 100 * _ahead(case, run, due + LATER) / _ahead(case, run, due)
    yield left >= case["share"], "Too little is left in the end: is turnover held down all along?"
    calm = max(run["ctx"]) <= _untreated(case).at(due)["ctx"]
    yield calm, "The spine would do, but CTX rebounds: when do the osteoclasts come forward?"


SET = ExerciseSet(
    usual={
        "age_at_menopause": 51,
        "start": 5,
        "months": 3,
        "years": YEARS,
        "drug": "Alendronate",
        "years_off": 1,
        "months_late": 4,
        "share": 80,
    },
    vary=_vary,
    tasks={
        "q1": Number(
            "% (a fall is negative)",
            _begun,
            {
                "Is this P1NP, and so soon? CTX falls faster than P1NP.": lambda case: _begun(
                    case, marker="ctx"
                ),
                "That is denosumab: the task asks for alendronate.": lambda case: _begun(
                    case, drug="Denosumab"
                ),
                "You count years: a month is a twelfth of one.": lambda case: _begun(
                    case, per_year=1
                ),
                "The baseline is the value before the first dose.": lambda case: (
                    100 * (1 - 1 / (1 + _begun(case) / 100))
                ),
                "That is in µg/L: the task asks for per cent of where she began.": _in_units,
            },
            tolerance=0.01,
        ),
        "q2": Function(
            lambda case: list(_four_values(case)),
            _share_left,
            {
                "Her twin goes on losing: take the twin's value of the same moment.": (
                    lambda treated_at_stop, twin_at_stop, treated_later, _: _share_left(
                        treated_at_stop, twin_at_stop, treated_later, twin_at_stop
                    )
                ),
                "That compares densities: a benefit is a difference of two women.": (
                    lambda treated_at_stop, _, treated_later, __: (
                        100 * treated_later / treated_at_stop
                    )
                ),
                "That is the share that is lost: the task asks for the share that is left.": (
                    lambda *spine: 100 - _share_left(*spine)
                ),
                "Is the ratio upside down? The benefit at the stop is the whole.": (
                    lambda *spine: 1e4 / _share_left(*spine)
                ),
                "A fraction, not per cent: multiply by 100.": (
                    lambda *spine: _share_left(*spine) / 100
                ),
            },
        ),
        "q3": Number(
            "% of the benefit at the stop",
            _left,
            {
                "That is her gain since the start: a benefit is against her twin.": _gain_left,
                "That is another moment: how many years after the stop?": lambda case: _left(
                    case, years=3 - case["years_off"]
                ),
                "That is what is lost: the task asks for what is left.": lambda case: (
                    100 - _left(case)
                ),
                "That is another drug: which one is yours?": lambda case: _other(case, 1),
                "That is what another drug leaves: which one is yours?": lambda case: _other(
                    case, 2
                ),
                "That compares densities: a benefit is a difference of two women.": (
                    lambda case: 100 * _spine(case, case["years_off"]) / _spine(case, 0)
                ),
            },
            tolerance=0.01,
        ),
        "q4": Number(
            "% above her twin's",
            _missed,
            {
                "You compare with her own CTX under the drug: her twin is the baseline.": (
                    _above_when_due
                ),
                "That is how many per cent of her twin's it is: how much is it above?": (
                    lambda case: 100 + _missed(case)
                ),
                "That is P1NP: the task asks for the marker of resorption.": lambda case: _missed(
                    case, marker="p1np"
                ),
                "Count from the day the injection was due, not from the last one.": lambda case: (
                    _missed(case, due=_due(case) - BETWEEN / 12)
                ),
            },
        ),
        "q5": Design(_demands),
        "q6": Prose(
            {
                "osteoclast|precursor": "Which cells have waited, and what do they become?",
                "vertebra|spine|fracture|break": "What can it do to her spine?",
            }
        ),
    },
)
