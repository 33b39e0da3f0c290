"""The predictions of lesson 6 about evidence: T cells, blockers, an operation beside menopause."""

import numpy as np

import bonelab as bl
from bonelab.decomposition import decompose
from bonelab.figures import plot_bars, style
from bonelab.teaching.cautions import caution
from bonelab.teaching.question import Part, Question, direction

SPINE, TEN_YEARS = "bmd_lumbar_spine", 10
GONE = 0.1  # of a loss or a rise: less than this share left is called gone
HARDLY = 0.05  # points of loss that are called none
WHICH = {"surgery": "ovaries removed", "same": "about the same", "natural": "natural menopause"}
SHARES = {"none": "hardly any of it", "part": "a part of it", "all": "nearly all of it"}


def _spine_bars(losses, title, sentence):
    return plot_bars(
        losses,
        title,
        "Loss, compared with a twin who keeps her hormones (%)",
        number="{:.1f} %",
        colours=dict.fromkeys(losses, style.colour(SPINE)),
        sentence=sentence,
    )


def _t_cells():
    return {
        "All arrows in place": decompose("surgical", SPINE).at(TEN_YEARS)["whole"],
        "T cells removed": decompose("surgical", SPINE, ("t_cells",)).at(TEN_YEARS)["whole"],
    }


def _without_t_cells(losses):
    with_them, without = losses.values()
    left = without / with_them
    return "gone" if left < GONE else "same" if left > 1 - GONE else "smaller"


def _t_cell_bars(losses):
    with_them, without = losses.values()
    return _spine_bars(
        losses,
        "Bone density of the spine lost in ten years",
        f"With T cells {with_them:.1f} % is lost, without them {without:.1f} %. In this "
        f"model T cells carry {100 * (1 - without / with_them):.0f} % of the loss.",
    )


def _trial():
    """Return the rise of CTX in % three weeks after an estradiol patch is stopped, by drugs."""
    begin, stopped = 5.0, 5 + 60 / 365.25
    patch = bl.Estradiol(patch_ug_per_day=100, start=begin, stop=stopped)
    arms = {
        "No drug": (),
        "Etanercept": (bl.Etanercept,),
        "Anakinra": (bl.Anakinra,),
        "Antibody to IL-6": (bl.AntiIL6,),
        "All four": (bl.Etanercept, bl.Anakinra, bl.AntiIL6, bl.AntiIL7),
    }
    rises = {}
    for arm, drugs in arms.items():
        given = [patch, *(drug(start=stopped) for drug in drugs)]
        run = bl.simulate(bl.Patient(), given, start=begin, stop=begin + 1)
        before, after = (run.at(t)["ctx"] for t in (stopped - 1e-6, stopped + 21 / 365.25))
        rises[arm] = 100 * (after / before - 1)
    return rises


def _taken_away(arm):
    def answer(rises):
        left = rises[arm] / rises["No drug"]
        return "none" if left > 1 - GONE else "all" if left < GONE else "part"

    return answer


def _rises(rises):
    taken = {arm: 100 * (1 - rise / rises["No drug"]) for arm, rise in rises.items()}
    return plot_bars(
        rises,
        "Rise of CTX three weeks after estradiol was stopped (model)",
        "Rise (%)",
        number="{:.0f} %",
        colours=dict.fromkeys(rises, style.colour("ctx")),
        sentence=f"Without a drug CTX rises by {rises['No drug']:.0f} %. Etanercept takes away "
        f"{taken['Etanercept']:.0f} % of this rise, anakinra {taken['Anakinra']:.0f} %, the "
        f"antibody to IL-6 {taken['Antibody to IL-6']:.0f} %, all four together "
        f"{taken['All four']:.0f} %. " + caution("blockers", "short"),
    )


def _courses():
    return tuple(decompose(menopause, SPINE) for menopause in ("surgical", "natural"))


def _fastest(fronts):
    """Return the largest loss within a year, in points."""
    later = np.interp(fronts.time + 1, fronts.time, fronts.whole)
    return float((later - fronts.whole).max())


def _faster(courses):
    surgery, natural = (_fastest(fronts) for fronts in courses)
    return {"up": "surgery", "down": "natural", "same": "same"}[direction(natural, surgery, GONE)]


def _earlier(courses):
    lost = [fronts.at(0)["whole"] for fronts in courses]
    return "same" if max(lost) < HARDLY else "surgery" if lost[0] > lost[1] else "natural"


def _two_courses(courses):
    surgery, natural = courses
    losses = {
        "Ovaries removed: fastest year": _fastest(surgery),
        "Natural menopause: fastest year": _fastest(natural),
        "Ovaries removed: before year 0": surgery.at(0)["whole"],
        "Natural menopause: before year 0": natural.at(0)["whole"],
    }
    return _spine_bars(
        losses,
        "Bone density of the spine: two ways to lose estrogen",
        f"In the fastest year the operation costs {_fastest(surgery):.1f} % and natural "
        f"menopause {_fastest(natural):.1f} %. Before year 0 natural menopause has already cost "
        f"{natural.at(0)['whole']:.1f} %, the operation {abs(surgery.at(0)['whole']):.1f} %.",
    )


QUESTIONS = {
    "without-t-cells": Question(
        "In the model T cells are removed, and later both ovaries. How large is the loss at the "
        "spine in ten years, compared with a woman who has T cells?",
        (
            Part(
                "",
                {
                    "same": "The same: bone cells need no T cells",
                    "smaller": "Smaller, but most of the loss is there",
                    "gone": "Gone: without T cells no bone is lost",
                },
                _without_t_cells,
                {"same": "M46", "smaller": "M47", "gone": "M47"},
            ),
        ),
        _t_cells,
        _t_cell_bars,
    ),
    "one-blocker": Question(
        "In the model a woman stops her estradiol patch, and CTX rises. How much of this rise do "
        "blockers take away in three weeks? First etanercept, which blocks TNF-alpha; then four "
        "at once, against TNF-alpha, IL-1, IL-6 and IL-7.",
        tuple(
            Part(label, SHARES, _taken_away(arm), {"none": "M46", "part": "M18", "all": "M18"})
            for label, arm in (("Etanercept", "Etanercept"), ("All four blockers", "All four"))
        ),
        _trial,
        _rises,
    ),
    "operation-or-menopause": Question(
        "Compare two women: in one both ovaries are removed at year 0, the other has a natural "
        "menopause with her final period at year 0. Which loses more bone density of the spine?",
        tuple(
            Part(label, WHICH, answer, dict.fromkeys(WHICH, "M20"))
            for label, answer in (("In the fastest year", _faster), ("Before year 0", _earlier))
        ),
        _courses,
        _two_courses,
    ),
}
