"""Exercise set 6: the loss on two fronts, their interaction, and a loop that is opened."""

from functools import lru_cache

from bonelab import Anakinra, Etanercept, Patient, simulate
from bonelab.decomposition import HORMONAL, IMMUNE
from bonelab.exercises.answers import Choice, Design, Function, Number, Prose
from bonelab.exercises.sets import ExerciseSet

SPINE = "bmd_lumbar_spine"
EARLIEST, BEFORE, LATEST, MONTHS = -5, -1, 15, 12
CALM = tuple((node, 1.0) for node in IMMUNE)
BLOCKERS = {"etanercept": Etanercept, "anakinra": Anakinra}
# Where fast and slow quantities are looked at, so that the interaction has had time to show.
LOOKS = [("resorption", 1), ("rankl_opg_ratio", 2), (SPINE, 10), ("bone_volume_trabecular", 10)]
NEARLY_A_SUM = 0.02  # of the whole
LOOP = {"tnf -> il7", "il7 -> t_cells", "t_cells -> tnf"}
MOST_CUTS, SAVED = 2, 0.75  # what the design of q5 has to achieve


def _vary(random):
    series, series_year = random.choice(LOOKS)
    return {
        "age_at_menopause": random.randint(48, 56),
        "year": random.randint(8, 14),
        "series": series,
        "series_year": series_year,
        "blocker": random.choice(sorted(BLOCKERS)),
        "months": random.choice([6, 8, 10, 12]),
    }


@lru_cache(maxsize=256)
def _run(menopause, age, cut=(), hold=(), drug=None):
    patient = Patient(menopause=menopause, age_at_menopause=age)
    therapies = [BLOCKERS[drug](start=0)] if drug else []
    return simulate(patient, therapies, start=EARLIEST, stop=LATEST, cut=cut, hold=dict(hold))


def _loss(case, menopause="surgical", series=SPINE, year=None, **changes):
    """Return the loss in per cent, against the twin who keeps her hormones."""
    after, twin = (
        _run(course, case["age_at_menopause"], **changes).at(year or case["year"])[series]
        for course in (menopause, None)
    )
    return 100 * (1 - after / twin)


def _own_loss(case):
    """Return the immune front's loss against the woman herself, before the operation."""
    run = _run("surgical", case["age_at_menopause"], HORMONAL)
    return 100 * (1 - run.at(case["year"])[SPINE] / run.at(BEFORE)[SPINE])


def _interaction(whole, hormonal, immune):
    return whole - hormonal - immune


def _sign(case):
    """Return whether both fronts do more than the sum of each alone, on what her case names."""
    at = {"series": case["series"], "year": case["series_year"]}
    sizes = [abs(_loss(case, **at, **more)) for more in ({}, {"hold": CALM}, {"cut": HORMONAL})]
    beyond = _interaction(*sizes)
    if abs(beyond) < NEARLY_A_SUM * sizes[0]:
        return "sum"
    return "more" if beyond > 0 else "less"


def _ctx(case, drug=None):
    """Return CTX before the operation, and some months after it."""
    run = _run("surgical", case["age_at_menopause"], drug=drug)
    return run.at(BEFORE)["ctx"], run.at(case["months"] / MONTHS)["ctx"]


def _share_blocked(case, drug=None):
    (before, free), (_, blocked) = _ctx(case), _ctx(case, drug or case["blocker"])
    return 100 * (1 - (blocked - before) / (free - before))


def _lower(case, of):
    """Return how far the drug lowers CTX, in per cent of one of its values."""
    (before, free), (_, blocked) = _ctx(case), _ctx(case, case["blocker"])
    return 100 * (free - blocked) / {"before": before, "free": free}[of]


def _other(case):
    return next(drug for drug in BLOCKERS if drug != case["blocker"])


def _demands(cuts, case):
    listed = isinstance(cuts, list | tuple) and all(isinstance(cut, str) for cut in cuts)
    yield listed, "Write a list of arrows, each between quotation marks."
    within = all(cut.split(" -> ")[1:] and cut.split(" -> ")[-1] in IMMUNE for cut in cuts)
    yield within, "Cut only arrows that end at T cells or at a cytokine."
    whole = _loss(case)
    saved = whole - _loss(case, cut=tuple(cuts))
    yield LOOP & set(cuts), "The loop is still closed: cut one of its three arrows."
    yield len(set(cuts)) <= MOST_CUTS, "Too many cuts: try each of them alone first."
    yield (
        saved >= SAVED * (whole - _loss(case, hold=CALM)),
        "Not enough is saved yet. How many ways lead from estrogen to each cytokine, and which "
        "cytokine does most of the harm?",
    )


SET = ExerciseSet(
    usual={
        "age_at_menopause": 50,
        "year": 8,
        "series": SPINE,
        "series_year": 10,
        "blocker": "etanercept",
        "months": 6,
    },
    vary=_vary,
    tasks={
        "q1": Number(
            "% of the twin's bone density",
            lambda case: _loss(case, cut=HORMONAL),
            {
                "That is the hormonal front, as in the example: open the other one.": (
                    lambda case: _loss(case, hold=CALM)
                ),
                "That is the whole loss: both fronts are open.": _loss,
                "That is the whole loss less the hormonal part, so the interaction is in it: close "
                "one front and run.": lambda case: _loss(case) - _loss(case, hold=CALM),
                "That is natural menopause, as in the example: the ovaries of your woman are "
                "removed.": lambda case: _loss(case, "natural", cut=HORMONAL),
                "You compare her with herself years before, so aging is in it: compare her with "
                "the twin.": _own_loss,
            },
        ),
        "q2": Function(
            lambda case: [(10.0, 7.0, 4.0), (12.0, 6.0, 3.0), (5.0, 3.5, 1.5)],
            _interaction,
            {
                "The sign is reversed: below zero should mean that the whole is less.": (
                    lambda *parts: -_interaction(*parts)
                ),
                "Subtract both fronts from the whole: one is still in it.": (
                    lambda whole, hormonal, immune: whole - hormonal
                ),
                "One front is subtracted and the other added.": (
                    lambda whole, hormonal, immune: whole - hormonal + immune
                ),
                "That is a share of the whole: the task asks for points.": (
                    lambda whole, hormonal, immune: _interaction(whole, hormonal, immune) / whole
                ),
            },
        ),
        "q3": Choice(
            {
                "more": "Compare the whole with the two fronts added up: which is larger?",
                "less": "Compare the whole with the two fronts added up. Is a rise counted as "
                "a positive number?",
                "sum": "Look at the interaction beside the whole: it is not that small.",
            },
            _sign,
        ),
        "q4": Number(
            "% of the rise",
            _share_blocked,
            {
                "That is the share of the rise that stays: the task asks for what is gone.": (
                    lambda case: 100 - _share_blocked(case)
                ),
                "The baseline is forgotten: the task asks about the rise of CTX, not about all "
                "of it.": lambda case: _lower(case, "free"),
                "You divide by CTX before the operation: divide by its rise.": lambda case: _lower(
                    case, "before"
                ),
                "That is the other drug: look at the blocker in your numbers.": lambda case: (
                    _share_blocked(case, _other(case))
                ),
            },
        ),
        "q5": Design(_demands),
        "q6": Prose(
            {
                "sudden|abrupt|days|year|gradual|slow|natural": "How does an ovariectomy differ "
                "from the menopause of these women?",
                "hormonal|estrogen|estradiol": "Which front stays open when a cytokine is blocked?",
            }
        ),
    },
)
