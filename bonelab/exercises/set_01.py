"""Exercise set 1: two flows, two compartments, and how much is lost when."""

from functools import lru_cache

from bonelab import Patient, simulate
from bonelab.exercises.answers import Choice, Design, Function, Number, Prose
from bonelab.exercises.sets import ExerciseSet

SPINE = "bmd_lumbar_spine"
EARLIEST, LATEST = -5, 20
FASTER, EVEN, YEARS_HELD = 1.4, 0.02, 10  # what the design of q5 has to achieve


def _vary(random):
    return {
        "age_at_menopause": random.randint(46, 56),
        "from_year": random.choice([-3, -2, -1]),
        "to_year": random.randint(4, 9),
    }


@lru_cache(maxsize=64)
def _run(menopause, age, hold=()):
    patient = Patient(menopause=menopause, age_at_menopause=age)
    return simulate(patient, start=EARLIEST, stop=LATEST, hold=dict(hold))


def _change(run, series, case, relative=True):
    before, after = (run.at(case[end])[series] for end in ("from_year", "to_year"))
    return 100 * (after / before - 1) if relative else after - before


def _surgical(case):
    return _run("surgical", case["age_at_menopause"])


def _natural(case):
    return _run("natural", case["age_at_menopause"])


def _lost(case, kind):
    return -_change(_natural(case), f"bone_volume_{kind}", case)


def _share_kept_back(case):
    """Return the trabecular loss if formation did not rise, over the loss as it is."""
    held = _run("natural", case["age_at_menopause"], (("formation", 1.0),))
    series = "bone_volume_trabecular"
    # Both begin in the year given, and the runs part before it: what counts is the change.
    return _change(held, series, case) / _change(_natural(case), series, case)


def _cause(case):
    ratio = _share_kept_back(case)
    return "slows" if ratio > 1.05 else "causes" if ratio < 0.95 else "nothing"


def _demands(hold, case):
    yield isinstance(hold, dict), 'Write a dictionary, such as {"resorption": 1.0}.'
    yield set(hold) <= {"resorption", "formation"}, "Hold only resorption and formation."
    patient = Patient(menopause=None, age_at_menopause=30, ageing=False)
    run = simulate(patient, start=-5, stop=YEARS_HELD, hold=hold)
    now = run.at(YEARS_HELD)
    yield now["resorption"] >= FASTER, "Turnover is not fast enough yet: look at the demand."
    change = abs(now["bone_volume_trabecular"] - 1)
    yield change < EVEN, "The amount of bone does not stay: one flow is ahead of the other."


SET = ExerciseSet(
    usual={"age_at_menopause": 51, "from_year": -1, "to_year": 5},
    vary=_vary,
    tasks={
        "q1": Number(
            "% (a loss is negative)",
            lambda case: _change(_surgical(case), SPINE, case),
            {
                "That is the natural course: the task asks for removed ovaries.": lambda case: (
                    _change(_natural(case), SPINE, case)
                ),
                "That is in g/cm²: the task asks for per cent of where she began.": lambda case: (
                    _change(_surgical(case), SPINE, case, relative=False)
                ),
                "The baseline is the value in the first year, not the last.": lambda case: (
                    100 * (1 - 1 / (1 + _change(_surgical(case), SPINE, case) / 100))
                ),
                "Which bone? The task asks for the spine.": lambda case: _change(
                    _surgical(case), "bmd_total_hip", case
                ),
            },
        ),
        "q2": Function(
            lambda case: [(1.0, 0.9), (0.8, 1.0), (1.047, 0.93), (2.0, 2.0)],
            lambda before, after: 100 * (after / before - 1),
            {
                "You divide by the later value: a change is relative to where it began.": (
                    lambda before, after: 100 * (after - before) / after
                ),
                "The sign is reversed: a loss should come out negative.": (
                    lambda before, after: 100 * (before - after) / before
                ),
                "A fraction, not per cent: multiply by 100.": (
                    lambda before, after: after / before - 1
                ),
                "That is the difference: divide by where it began.": (
                    lambda before, after: after - before
                ),
            },
        ),
        "q3": Number(
            "times",
            lambda case: _lost(case, "trabecular") / _lost(case, "cortical"),
            {
                "Is the ratio upside down? Trabecular over cortical.": lambda case: (
                    _lost(case, "cortical") / _lost(case, "trabecular")
                ),
                "That is how much is left, not how much is lost.": lambda case: (
                    (100 - _lost(case, "trabecular")) / (100 - _lost(case, "cortical"))
                ),
                "That is the difference: the task asks how many times.": lambda case: (
                    _lost(case, "trabecular") - _lost(case, "cortical")
                ),
            },
            tolerance=0.03,
        ),
        "q4": Choice(
            {
                "causes": "Compare the two losses: in which run is more bone lost?",
                "slows": "Compare the two losses: in which run is more bone lost?",
                "nothing": "The two losses differ: look at the numbers once more.",
            },
            _cause,
        ),
        "q5": Design(_demands),
        "q6": Prose(
            {
                "resor|osteoclast": "Which cells remove bone? Name the flow that is ahead.",
                "formation|osteoblast": "What do the cells that make bone do meanwhile?",
            }
        ),
    },
)
