"""The predictions of lesson 4: the scan and the risk; the markers stand in a file of their own.

Every right answer is computed when it is asked for.
"""

import numpy as np

import bonelab as bl
from bonelab.figures.clinic_pictures import plot_hip_risk, plot_two_scales
from bonelab.parameter_table import default_parameters
from bonelab.teaching import questions_04_markers
from bonelab.teaching.question import Part, Question

SPINE = "lumbar_spine"
AGE_OF_ANNA, FINAL_PERIOD = 75, 51
APART = 0.5  # SD: a score further from zero than this is clearly above or below


def _anna():
    return bl.simulate(bl.Patient(), start=0, stop=30).at(AGE_OF_ANNA - FINAL_PERIOD)


def _reference():
    p = default_parameters()
    return p[f"bmd_{SPINE}_young_adult"], p[f"bmd_{SPINE}_sd"]


def _z_score(anna):
    """Return her Z-score; the comparison is the average untreated woman of her age."""
    average = bl.simulate(bl.Patient(), start=0, stop=30).at(AGE_OF_ANNA - FINAL_PERIOD)
    return (anna[f"bmd_{SPINE}"] - average[f"bmd_{SPINE}"]) / _reference()[1]


def _scores(anna):
    below = ["below" if s < -APART else "zero" for s in (anna[f"t_score_{SPINE}"], _z_score(anna))]
    return "-".join(below)


def _class_before_menopause(_anna):
    try:
        return bl.who_class(-2.6, after_menopause=False)
    except ValueError:
        return "none"


def _two_scales(anna):
    mean, sd = _reference()
    bmd = anna[f"bmd_{SPINE}"]
    sentence = (
        f"Her spine has {bmd:.2f} g/cm². Young women have {mean:.2f} on average, so her T-score "
        f"is {anna[f't_score_{SPINE}']:.1f}. She is the average woman of {AGE_OF_ANNA} years, so "
        f"her Z-score is {abs(_z_score(anna)):.1f}. An SD is {sd:.2f} g/cm². Her friend is before "
        "menopause: there is no WHO class for her, whatever her T-score."
    )
    same_age = bmd - sd * _z_score(anna)
    return plot_two_scales(bmd, mean, same_age, sd, AGE_OF_ANNA, sentence=sentence)


AGES, ASKED, SCORES = (50, 60, 70, 80), 70, np.linspace(0, -4, 41)


def _risk():
    return {age: np.array([bl.hip_fracture_risk_10y(age, t) for t in SCORES]) for age in AGES}


def _at(risks, age, t_score):
    return float(risks[age][np.argmin(abs(SCORES - t_score))])


def _how_many_times(risks):
    ratio = _at(risks, ASKED, -3) / _at(risks, ASKED, -1)
    return "same" if ratio < 1.5 else "two" if ratio < 2.5 else "three" if ratio < 4 else "more"


def _younger_and_older(risks):
    ratio = _at(risks, 80, -2) / _at(risks, 50, -2)
    return "same" if 0.7 < ratio < 1.4 else "younger" if ratio < 1 else "older"


def _step_at_limit(risks):
    """Return whether the step across -2.5 differs from the steps on both sides of it."""
    steps = [_at(risks, ASKED, t - 0.2) / _at(risks, ASKED, t) for t in (-2.0, -2.4, -2.8)]
    return "smooth" if abs(steps[1] / np.mean([steps[0], steps[2]]) - 1) < 0.02 else "jump"


def _hip_risk(risks):
    low, high = 100 * _at(risks, ASKED, -1), 100 * _at(risks, ASKED, -3)
    sentence = (
        f"At {ASKED} the risk is {low:.1f} % with a T-score of -1 and {high:.1f} % with -3: "
        f"{high / low:.1f} times as much. With -2 it is {100 * _at(risks, 50, -2):.1f} % at 50 "
        f"and {100 * _at(risks, 80, -2):.1f} % at 80. Nothing happens at the limit. On a "
        "logarithmic axis equal steps are equal factors."
    )
    limit = default_parameters()["who_osteoporosis"]
    return plot_hip_risk(SCORES, risks, limit, sentence=sentence)


QUESTIONS = {
    "one-woman-two-scores": Question(
        f"Anna is {AGE_OF_ANNA} and untreated. Her bone is that of the average woman of her age. "
        f"Her friend is 45, has regular periods and a T-score of -2.6. Predict what their "
        "reports say.",
        (
            Part(
                "Anna's lumbar spine",
                {
                    "zero-zero": "T-score about 0, Z-score about 0",
                    "zero-below": "T-score about 0, Z-score below -0.5",
                    "below-zero": "T-score below -0.5, Z-score about 0",
                    "below-below": "Both scores are below -0.5",
                },
                _scores,
                dict.fromkeys(("zero-zero", "zero-below", "below-zero", "below-below"), "M12"),
            ),
            Part(
                "The WHO class of her friend",
                {
                    "osteoporosis": "osteoporosis",
                    "low bone mass": "low bone mass",
                    "none": "no class",
                },
                _class_before_menopause,
                dict.fromkeys(("osteoporosis", "low bone mass", "none"), "M39"),
            ),
        ),
        _anna,
        _two_scales,
    ),
    "risk-and-t-score": Question(
        "The risk of a hip fracture within ten years is read from age and the T-score of the "
        "femoral neck. Predict how it changes.",
        (
            Part(
                f"Aged {ASKED}: T-score -3 against -1",
                {
                    "same": "about the same",
                    "two": "2 times",
                    "three": "3 times",
                    "more": "more than 4 times",
                },
                _how_many_times,
                dict.fromkeys(("same", "two", "three", "more"), "M16"),
            ),
            Part(
                "T-score -2: aged 50 and aged 80",
                {"same": "equal risk", "younger": "higher at 50", "older": "higher at 80"},
                _younger_and_older,
                dict.fromkeys(("same", "younger", "older"), "M16"),
            ),
            Part(
                "From T-score -2.4 to -2.6",
                {"jump": "the risk jumps", "smooth": "a step like any other"},
                _step_at_limit,
                dict.fromkeys(("jump", "smooth"), "M38"),
            ),
        ),
        _risk,
        _hip_risk,
    ),
} | questions_04_markers.QUESTIONS
