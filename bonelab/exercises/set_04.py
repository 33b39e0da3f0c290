"""Exercise set 4: reading a scan, telling a change from noise, risk with age, and a plan."""

from functools import lru_cache
from itertools import pairwise
from math import sqrt
from statistics import NormalDist

import bonelab as bl
from bonelab.exercises.answers import Design, Function, Number, Prose
from bonelab.exercises.sets import ExerciseSet
from bonelab.parameter_table import default_parameters

SPINE, NECK = "bmd_lumbar_spine", "t_score_femoral_neck"
LATEST, MONTHS_PER_YEAR = 46, 12
AVERAGE = bl.Patient().age_at_menopause
CLASSES = ("normal", "low bone mass", "osteoporosis", "no class")
LABORATORIES = {"at best": "", "as in TRIO": "_trio"}
# The two-sided 95 % limit of the difference of two measurements, in errors of one: 2.77.
IN_ERRORS = sqrt(2) * NormalDist().inv_cdf(0.975)
THERAPIES = {
    "alendronate": lambda start: [bl.Alendronate(start=start)],
    "estradiol with a progestogen": lambda start: [
        bl.Estradiol(patch_ug_per_day=50, start=start),
        bl.Progestogen(start=start),
    ],
}
# On estradiol no change of a marker is beyond what TRIO found to be noise.
CLINICS = [*(("alendronate", lab) for lab in LABORATORIES), (list(THERAPIES)[1], "at best")]
# What the plan of q5 has to keep to: measurements in all, and months.
MOST, BLOOD_BY, SCAN_BY, BETWEEN_SCANS = 4, 6, 36, 12


def _report(age, after_menopause, spine, neck, hip, z_score):
    scores = {"spine": spine, "femoral neck": neck, "total hip": hip}
    return {"age": age, "after_menopause": after_menopause, "T": scores, "Z": z_score}


USUAL_REPORTS = {
    "Ada": _report(38, False, -2.6, -2.1, -1.9, -2.4),
    "Bea": _report(64, True, -1.4, -2.6, -1.8, -1.5),
    "Cleo": _report(80, True, -1.7, -1.9, -1.5, -0.1),
}


def _vary(random):
    pick = random.choice
    ada = _report(random.randint(31, 44), False, pick([-2.5, -2.7, -2.9]), -2.1, -1.9, -2.3)
    bea = _report(random.randint(60, 69), True, pick([-1.2, -1.5, -1.8]), -2.5, -1.9, -1.4)
    cleo = _report(random.randint(76, 84), True, -1.4, pick([-1.6, -1.9, -2.2]), -1.5, 0.1)
    therapy, laboratory = pick(CLINICS)
    return {
        "age_at_menopause": random.randint(40, 45),
        "age_at_scan": random.randint(51, 52),
        "reports": {"Ada": ada, "Bea": bea, "Cleo": cleo},
        "younger": pick([55, 60, 65]),
        "older": pick([75, 80, 85]),
        "therapy": therapy,
        "start": random.randint(6, 9),
        "laboratory": laboratory,
        "scan_error": pick([1.1, 1.2, 1.5]),
    }


@lru_cache(maxsize=64)
def _untreated(age_at_menopause):
    return bl.simulate(bl.Patient(age_at_menopause=age_at_menopause), stop=LATEST)


@lru_cache(maxsize=64)
def _treated(age_at_menopause, therapy, start):
    patient = bl.Patient(age_at_menopause=age_at_menopause)
    return bl.simulate(patient, THERAPIES[therapy](start), stop=start + SCAN_BY / MONTHS_PER_YEAR)


def _at_age(age, age_at_menopause):
    return _untreated(age_at_menopause).at(age - age_at_menopause)


def _hers(case):
    return _at_age(case["age_at_scan"], case["age_at_menopause"])


def _average(case, same_years=False):
    """Return the average woman at her age; by mistake, as long after menopause as she is."""
    hers = case["age_at_menopause"] if same_years else AVERAGE
    return _untreated(AVERAGE).at(case["age_at_scan"] - hers)


def _z_score(case, site="lumbar_spine", **comparison):
    apart = _hers(case)[f"bmd_{site}"] - _average(case, **comparison)[f"bmd_{site}"]
    return apart / default_parameters()[f"bmd_{site}_sd"]


def _least(case):
    """Return the least significant change of each measurement in her clinic, in per cent."""
    p, laboratory = default_parameters(), LABORATORIES[case["laboratory"]]
    least = {m: p[f"least_significant_change_{m}{laboratory}"] for m in ("ctx", "p1np")}
    return {**least, SPINE: IN_ERRORS * case["scan_error"]}


def _measured(case, name, month):
    """Return what is measured before the first dose and some months after it."""
    start = case["start"]
    treated = _treated(case["age_at_menopause"], case["therapy"], start)
    # Taken from the untreated run: at the start itself the treated one has moved.
    before = _untreated(case["age_at_menopause"]).at(start)[name]
    return before, treated.at(start + month / MONTHS_PER_YEAR)[name]


def _times_least(before, after, least):
    return abs(100 * (after / before - 1)) / least


def _trials(case):
    moments = [("ctx", 3), ("p1np", 6), (SPINE, SCAN_BY)]
    treated = [(*_measured(case, name, month), _least(case)[name]) for name, month in moments]
    early, late = (_untreated(case["age_at_menopause"]).at(year)["ctx"] for year in (-5, 5))
    return [*treated, (early, late, _least(case)["ctx"])]


def _risk(case, age, score_at, score=NECK):
    """Return her risk at one age with the T-score that she has at another."""
    hers = _at_age(case[score_at], case["age_at_menopause"])
    return bl.hip_fracture_risk_10y(case[age], hers[score])


def _by_age_alone(case, score=NECK):
    return _risk(case, "older", "younger", score) / _risk(case, "younger", "younger", score)


def _classes(given, case):
    yield isinstance(given, dict), 'Write a dictionary, such as {"Ada": "normal", ...}.'
    yield set(given) == set(case["reports"]), "Give each of the three women one entry."
    yield set(given.values()) <= set(CLASSES), f"Write one of {', '.join(CLASSES)}."
    for name, report in case["reports"].items():
        lowest = min(report["T"].values())
        try:
            right = bl.who_class(lowest, after_menopause=report["after_menopause"])
            asks = "which of her scores decides, and which do not?"
        except ValueError:
            right, asks = "no class", "for which women did the WHO define its classes?"
        yield given[name] == right, f"{name}: {asks}"


def _plan(given, case):
    paired = all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in given)
    yield paired and len(given) > 0, "Write a list of pairs: what is measured, and in which month."
    least = _least(case)
    yield {name for name, _ in given} <= set(least), f"Measure only {', '.join(least)}."
    yield all(0 <= month <= SCAN_BY for _, month in given), "A month lies outside the plan."
    yield len(given) <= MOST, "These are more measurements than the task allows."
    for name in sorted({name for name, _ in given}):
        yield (name, 0) in [tuple(pair) for pair in given], f"{name}: with what is it compared?"
    later = sorted((month, name) for name, month in given if month > 0)
    blood = any(name != SPINE and month <= BLOOD_BY for month, name in later)
    yield blood, "Which measurement tells early whether she responds?"
    scans = [0, *(month for month, name in later if name == SPINE)]
    yield len(scans) > 1, "When is her bone itself looked at again?"
    gap = min(after - before for before, after in pairwise(scans))
    yield gap >= BETWEEN_SCANS, "How long does the lesson wait between two scans?"
    for month, name in later:
        times = _times_least(*_measured(case, name, month), least[name])
        yield times > 1, f"{name} in month {month}: is the change there more than noise?"


SET = ExerciseSet(
    usual={
        "age_at_menopause": 42,
        "age_at_scan": 52,
        "reports": USUAL_REPORTS,
        "younger": 60,
        "older": 80,
        "therapy": "estradiol with a progestogen",
        "start": 6,
        "laboratory": "at best",
        "scan_error": 1.5,
    },
    vary=_vary,
    tasks={
        "q1": Number(
            "SD (below the mean is negative)",
            _z_score,
            {
                "That compares her with young women: with whom does a Z-score compare?": (
                    lambda case: _hers(case)["t_score_lumbar_spine"]
                ),
                "The same time since menopause is not the same age.": (
                    lambda case: _z_score(case, same_years=True)
                ),
                "That is a difference in g/cm²: a score counts standard deviations.": (
                    lambda case: _hers(case)[SPINE] - _average(case)[SPINE]
                ),
                "Which bone? The task asks for the spine.": (
                    lambda case: _z_score(case, site="total_hip")
                ),
            },
            room=0.01,
        ),
        "q2": Function(
            _trials,
            _times_least,
            {
                "A fall is as real as a rise: the result should not be negative.": (
                    lambda before, after, least: 100 * (after / before - 1) / least
                ),
                "Is the ratio upside down? A larger change should give a larger result.": (
                    lambda before, after, least: 1 / _times_least(before, after, least)
                ),
                "Per cent or fraction? The least significant change is in per cent.": (
                    lambda before, after, least: abs(after / before - 1) / least
                ),
                "That is the change in per cent: now compare it with the least one.": (
                    lambda before, after, least: 100 * abs(after / before - 1)
                ),
            },
        ),
        "q3": Design(_classes),
        "q4": Number(
            "times",
            _by_age_alone,
            {
                "Her bone has changed as well: keep the T-score that she had when younger.": (
                    lambda case: _risk(case, "older", "older") / _risk(case, "younger", "younger")
                ),
                "You changed the bone and kept the age: the task asks for the reverse.": (
                    lambda case: _risk(case, "younger", "older") / _risk(case, "younger", "younger")
                ),
                "Is the ratio upside down? Older over younger.": (
                    lambda case: 1 / _by_age_alone(case)
                ),
                "That is a difference of two risks: the task asks how many times.": lambda case: (
                    _risk(case, "older", "younger") - _risk(case, "younger", "younger")
                ),
                "That is by how much it is higher: the task asks how many times as high.": (
                    lambda case: _by_age_alone(case) - 1
                ),
                "Which site? A hip fracture is foreseen from the femoral neck.": (
                    lambda case: _by_age_alone(case, "t_score_lumbar_spine")
                ),
            },
        ),
        "q5": Design(_plan),
        "q6": Prose(
            {
                "least significant|noise|variation|error": "Is a change so small certain at all?",
                "month|year|week|time": "When does each of the two measurements answer?",
            }
        ),
    },
)
