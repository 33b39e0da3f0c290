"""Exercise set 9: gain against the twin, testosterone, the endometrium, and a schedule."""

from functools import lru_cache, partial
from itertools import pairwise

from bonelab import AromataseInhibitor, Estradiol, Patient, Progestogen, Testosterone, simulate
from bonelab.exercises.answers import Design, Function, Number, Prose
from bonelab.exercises.courses import spans, unopposed
from bonelab.exercises.sets import ExerciseSet

SPINE, INDEX = "bmd_lumbar_spine", "endometrial_index"
MINERAL, VOLUME = "mineral_trabecular", "bone_volume_trabecular"
END, STRONGEST, SPARE = 20, 50, 1  # years, µg a day and years to spare in the schedule of q5


def _vary(random):
    return {
        "age_at_menopause": random.randint(46, 56),
        "start": random.choice([1, 2]),
        "year": random.randint(5, 8),
        "patch": random.choice([25, 50, 100]),
        "testosterone_mg": random.choice([0.3, 0.6]),
        "keep": random.choice([88, 89, 90]),
    }


@lru_cache(maxsize=128)
def _run(age, *therapies):
    return simulate(Patient(age_at_menopause=age), therapies, start=0, stop=END)


def _untreated(case):
    return _run(case["age_at_menopause"])


def _treated(case, share=1, progestogen=True):
    """Return her run on a share of the dose, with a progestogen or without."""
    patch = Estradiol(patch_ug_per_day=share * case["patch"], start=case["start"])
    added = (Progestogen(start=case["start"]),) if progestogen else ()
    return _run(case["age_at_menopause"], patch, *added)


def _percent(after, before):
    return 100 * (after / before - 1)


def _pair(case):
    """Return her and her untreated twin in the year of the task."""
    return _treated(case).at(case["year"]), _untreated(case).at(case["year"])


def _against_twin(case, series):
    treated, twin = _pair(case)
    return _percent(treated[series], twin[series])


def _since_start(case, treated=True):
    now = _pair(case)[0 if treated else 1]
    return _percent(now[SPINE], _untreated(case).at(case["start"])[SPINE])


def _four_arms(case):
    """Return the spine of a woman without and with testosterone, aromatase open and blocked."""
    start, age = case["start"], case["age_at_menopause"]
    given = Testosterone(mg_per_day=case["testosterone_mg"], start=start)
    blocker = AromataseInhibitor(start=start)
    arms = ((), (given,), (blocker,), (given, blocker))
    for year in (case["year"], END):
        yield tuple(_run(age, *arm).at(year)[SPINE] for arm in arms)


def _share_left(neither, testosterone, inhibitor, both):
    """Return the share of testosterone's benefit that is left with aromatase blocked, in %."""
    return 100 * (both - inhibitor) / (testosterone - neither)


def _index(case, *dose):
    return _treated(case, *dose).at(case["year"])[INDEX]


def _rise_left(case, share=0.5, progestogen=False):
    """Return the rise of the index over the twin's, in per cent of that with the whole dose."""
    _, twin = _pair(case)
    rise, whole = (_index(case, *d) - twin[INDEX] for d in ((share, progestogen), (1, False)))
    return 100 * rise / whole


def _per_volume(state):
    return state[MINERAL] / state[VOLUME]


def _denser(case, before=None):
    treated, twin = _pair(case)
    return _percent(_per_volume(treated), _per_volume(before or twin))


def _lowest(run):
    """Return the lowest BMD of the spine in per cent of that at the final menstrual period."""
    return 100 * min(run[SPINE]) / run.at(0)[SPINE]


@lru_cache(maxsize=64)
def _fewest(age, keep):
    """Return the fewest whole years of one course: it begins as late as the demand allows."""
    spine = [_run(age).at(year)[SPINE] for year in range(END + 1)]
    start = max(year for year in range(END) if 100 * spine[year] >= keep * spine[0])
    years = END - start
    course = partial(Estradiol, patch_ug_per_day=STRONGEST, start=start)
    while years > 1 and _lowest(_run(age, course(stop=start + years - 1))) >= keep:
        years -= 1
    return years


def _demands(schedule, case):
    yield isinstance(schedule, list | tuple), "Write a list of therapies in square brackets."
    patches = [t for t in schedule if getattr(t, "patch_ug_per_day", None) is not None]
    kinds = all(t in patches or isinstance(t, Progestogen) for t in schedule)
    yield kinds, "Use patches of estradiol and a progestogen, and nothing else."
    after = all(t.start >= 0 for t in schedule)
    yield after, "Nothing may begin before the final menstrual period."
    parts = list(spans(schedule, 0, END))
    alone = any(unopposed(given) for _, given in parts)
    yield not alone, "Part of the time estrogen has no progestogen: compare starts and stops."
    doses = [given["patch_estradiol"] for _, given in parts]
    yield max(doses) <= STRONGEST, "At one moment the patches add up to more than is allowed."
    switched_on = sum(dose > 0 and not last for last, dose in pairwise([0, *doses]))
    yield switched_on <= 1, "This is more than one course: there is a gap without estrogen."
    lowest = _lowest(_run(case["age_at_menopause"], *schedule))
    yield lowest >= case["keep"], "The spine falls too low: look when, before or after the course."
    years = sum(length for (length, _), dose in zip(parts, doses, strict=True) if dose > 0)
    enough = years <= _fewest(case["age_at_menopause"], case["keep"]) + SPARE
    yield enough, "It can be done with fewer years: how far do you stay above what is demanded?"


SET = ExerciseSet(
    usual={
        "age_at_menopause": 51,
        "start": 1,
        "year": 5,
        "patch": 25,
        "testosterone_mg": 0.3,
        "keep": 88,
    },
    vary=_vary,
    tasks={
        "q1": Number(
            "% of her twin's",
            lambda case: _against_twin(case, SPINE),
            {
                "That is her own change. Where would she stand without therapy?": _since_start,
                "Over what do you divide? Her twin's BMD of the same year.": lambda case: (
                    _since_start(case) - _since_start(case, treated=False)
                ),
                "Her twin is the baseline: the ratio is upside down.": lambda case: (
                    100 * (1 / (1 + _against_twin(case, SPINE) / 100) - 1)
                ),
                "Which bone? The task asks for the spine.": lambda case: _against_twin(
                    case, "bmd_total_hip"
                ),
            },
            tolerance=0.01,
        ),
        "q2": Function(
            lambda case: list(_four_arms(case)),
            _share_left,
            {
                "With aromatase blocked the baseline is the woman on the inhibitor alone.": (
                    lambda neither, testosterone, _, both: _share_left(
                        neither, testosterone, neither, both
                    )
                ),
                "That is the share that is lost: the task asks for the share that is left.": (
                    lambda *spine: 100 - _share_left(*spine)
                ),
                "Is the ratio upside down? The benefit with aromatase open is the whole.": (
                    lambda *spine: 1e4 / _share_left(*spine)
                ),
                "A fraction, not per cent: multiply by 100.": (
                    lambda *spine: _share_left(*spine) / 100
                ),
                "That compares densities: a benefit is a difference of two women.": (
                    lambda neither, testosterone, inhibitor, both: 100 * both / testosterone
                ),
            },
        ),
        "q3": Number(
            "% of the rise with the whole dose",
            _rise_left,
            {
                "The untreated twin has an index, too: how far is each dose above hers?": (
                    lambda case: 100 * _index(case, 0.5, False) / _index(case, 1, False)
                ),
                "That compares with her twin: the task asks for a share of a rise.": (
                    lambda case: 100 * _index(case, 0.5, False) / _pair(case)[1][INDEX]
                ),
                "That is the share that is saved: the task asks for the share that is left.": (
                    lambda case: 100 - _rise_left(case)
                ),
                "There is a progestogen in your run with half the dose: leave it out.": (
                    lambda case: _rise_left(case, progestogen=True)
                ),
            },
            tolerance=0.01,
        ),
        "q4": Number(
            "% of her twin's",
            _denser,
            {
                "That is mineral alone: divide by the volume it is in.": lambda case: _against_twin(
                    case, MINERAL
                ),
                "That is volume alone: the task asks for mineral in a volume.": lambda case: (
                    _against_twin(case, VOLUME)
                ),
                "You subtract two gains: mineral in a volume is a ratio.": lambda case: (
                    _against_twin(case, MINERAL) - _against_twin(case, VOLUME)
                ),
                "That is her own change. What has happened to her twin meanwhile?": (
                    lambda case: _denser(case, _untreated(case).at(case["start"]))
                ),
                "Is the ratio upside down? Mineral over volume.": lambda case: (
                    100 * (1 / (1 + _denser(case) / 100) - 1)
                ),
            },
        ),
        "q5": Design(_demands),
        "q6": Prose(
            {
                "resor|osteoclast|remov|turnover": "What does estrogen do to the removal of bone?",
                "endometri|uterus|womb": "Which organ is the progestogen for?",
            }
        ),
    },
)
