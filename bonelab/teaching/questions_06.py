"""The predictions of lesson 6: the loop and the fronts; the evidence stands in a file of its own.

Every right answer is computed when it is asked for.
"""

import bonelab as bl
from bonelab.decomposition import decompose
from bonelab.figures.after_operation import plot_after_operation
from bonelab.figures.two_fronts import plot_waterfall
from bonelab.teaching import questions_06_evidence
from bonelab.teaching.question import Part, Question, direction

SPINE, TEN_YEARS = "bmd_lumbar_spine", 10
HARDLY = 0.05  # points by which whole and sum may differ and still be called equal


def _tnf_for_ten_years():
    patient = bl.Patient(menopause="surgical")
    return [bl.simulate(patient, start=-1, stop=10, cut=cut) for cut in ((), ["tnf -> il7"])]


def _course_of_tnf(runs):
    healthy, two, ten = (runs[0].at(year)["tnf"] for year in (-1, 2, TEN_YEARS))
    if direction(two, ten) == "up":
        return "grows"
    return "returns" if direction(healthy, ten) == "same" else "settles"


def _settled(runs):
    (three, ten), cut = (runs[0].at(year)["tnf"] for year in (0.25, TEN_YEARS)), runs[1].at(10)
    return plot_after_operation(
        runs[0],
        ["tnf"],
        runs[1],
        f"Three months after the operation TNF-alpha is at {three:.2f} times health, ten years "
        f"after it at {ten:.2f}. Grey: with the arrow from TNF-alpha to IL-7 cut it settles at "
        f"{cut['tnf']:.2f}. The loop makes the rise larger, but not endless.",
    )


def _fronts():
    return decompose("surgical", SPINE)


def _sum_of_fronts(fronts):
    interaction = fronts.at(TEN_YEARS)["interaction"]
    return "equal" if abs(interaction) < HARDLY else "more" if interaction > 0 else "less"


def _waterfall(fronts):
    parts = fronts.at(TEN_YEARS)
    return plot_waterfall(
        fronts,
        TEN_YEARS,
        SPINE,
        "Ten years after the operation: spine",
        f"The hormonal front alone costs {parts['hormonal']:.1f} %, the immune front alone "
        f"{parts['immune']:.1f} %. Their sum is {parts['hormonal'] + parts['immune']:.1f} %, the "
        f"whole loss {parts['whole']:.1f} %: an interaction of {parts['interaction']:+.1f} points.",
    )


def _single(options, answer, beliefs):
    return (Part("", options, answer, beliefs),)


QUESTIONS = {
    "loop-settles": Question(
        "Both ovaries are removed. TNF-alpha raises IL-7, IL-7 raises T cells, T cells make "
        "TNF-alpha. What does TNF-alpha do over ten years?",
        _single(
            {
                "grows": "It grows for years: the loop feeds itself",
                "settles": "It rises within months and then stays there",
                "returns": "It rises at first and returns to normal",
            },
            _course_of_tnf,
            dict.fromkeys(("grows", "settles", "returns"), "M45"),
        ),
        _tnf_for_ten_years,
        _settled,
    ),
    "sum-of-two-fronts": Question(
        "Both ovaries are removed. The loss at the spine in ten years is computed three times: on "
        "the hormonal front alone, on the immune front alone, and on both. How large is the loss "
        "on both?",
        _single(
            {
                "less": "Less than the sum of the two",
                "equal": "Equal to the sum of the two",
                "more": "More than the sum of the two",
            },
            _sum_of_fronts,
            dict.fromkeys(("less", "equal", "more"), "M19"),
        ),
        _fronts,
        _waterfall,
    ),
} | questions_06_evidence.QUESTIONS
