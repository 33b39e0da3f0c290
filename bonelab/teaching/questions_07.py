"""The predictions of lesson 7. Every right answer is computed when it is asked for."""

import numpy as np

from bonelab.figures.receptor_pictures import plot_compartments, plot_rates
from bonelab.teaching.question import UP_SAME_DOWN, Part, Question, direction
from bonelab.teaching.runs_07 import NO_ESTROGEN, RAISED, REMOVED, YEARS, changes, later

LIVES = ("osteoclast_apoptosis", "osteoblast_apoptosis", "osteocyte_apoptosis")
LEVELS = np.linspace(0, 1, 6)
CELLS = {
    "Osteoclasts": "er_alpha@osteoclasts",
    "Progenitors of cortical bone": "er_alpha@cortical",
    "T cells": "er_alpha@t_cells",
}
UNEVEN = 2.0  # losses that differ by less than this factor are called even
AS_USUAL = 0.25  # a loss changed by less than this share is about the same


def _without():
    """Return the changes of bone without either receptor and without estrogen."""
    return {
        "No ER-beta": changes(later("er_beta")),
        "No ER-alpha": changes(later("er_alpha")),
        "No estrogen at all": changes(later(hold=NO_ESTROGEN)),
    }


def _kept(bone):
    """Return which share of estrogen's protection of trabecular bone is left without ER-alpha."""
    return 1 - bone["No ER-alpha"][0] / bone["No estrogen at all"][0]


def _spare(bone):
    kept = _kept(bone)
    if kept > 0.7:
        return "most"
    return "half" if kept > 0.2 else "little"


def _show_spare(bone):
    return plot_compartments(
        bone,
        f"{YEARS} years after a receptor, or estrogen itself, is gone",
        f"Without ER-alpha {abs(bone['No ER-alpha'][0]):.0f} % of trabecular bone is lost, "
        f"without any estrogen {abs(bone['No estrogen at all'][0]):.0f} %, and without ER-beta "
        f"{abs(bone['No ER-beta'][0]):.1f} %. ER-beta alone keeps "
        f"{100 * _kept(bone):.0f} % of the protection.",
    )


def _fates():
    return [later(hold={"er_alpha": level}, years=1) for level in LEVELS]


def _fate(series):
    return lambda states: direction(states[0][series], states[-1][series], least=0.01)


def _show_fates(states):
    rates = {series: [state[series] for state in states] for series in LIVES}
    told = ", ".join(
        f"{series.split('_')[0]}s from {values[0]:.2f} to {values[-1]:.2f}"
        for series, values in rates.items()
    )
    return plot_rates(
        "er_alpha",
        LEVELS,
        rates,
        f"As ER-alpha's signal rises from none to health, death rates go, for {told} times the "
        "healthy rate. The same receptor kills one kind of cell and saves two.",
    )


def _cells():
    return {cell: changes(later(cut, years=2)) for cell, cut in CELLS.items()}


def _harmed(cell):
    def answer(bone):
        trabecular, cortical = (max(0.0, -change) for change in bone[cell])
        if trabecular > UNEVEN * cortical:
            return "trabecular"
        return "cortical" if cortical > UNEVEN * trabecular else "both"

    return answer


def _show_cells(bone):
    told = "; ".join(
        f"{cell.lower() if cell != 'T cells' else cell}, trabecular {pair[0]:.1f} % and cortical "
        f"{pair[1]:.1f} %"
        for cell, pair in bone.items()
    )
    return plot_compartments(
        bone,
        "Two years after ER-alpha is lost in one kind of cell",
        f"What each loss costs: {told}. Which bone suffers depends on the cell.".replace("-", "−"),
    )


def _guard():
    """Return what removal of the ovaries costs with ER-beta and without it."""
    return {
        text: changes(later(*cut, hold=REMOVED), later(*cut))
        for text, cut in (("ER-beta in place", ()), ("No ER-beta", ("er_beta",)))
    }


def _guarded(bone):
    ratio = bone["No ER-beta"][0] / bone["ER-beta in place"][0]
    if abs(ratio - 1) < AS_USUAL:
        return "same"
    return "more" if ratio > 1 else "less"


def _show_guard(bone):
    usual, without = (pair[0] for pair in bone.values())
    return plot_compartments(
        bone,
        f"What removal of the ovaries changes in {YEARS} years",
        f"With ER-beta the operation costs {abs(usual):.1f} % of trabecular bone, without it "
        f"{abs(without):.1f} %. ER-beta does not guard the struts.",
    )


def _global():
    return {
        "ER-alpha lost, hormones normal": changes(later("er_alpha")),
        "ER-alpha lost, hormones raised": changes(later("er_alpha", hold=RAISED)),
        "Ovaries removed": changes(later(hold=REMOVED)),
    }


def _confounded(bone):
    normal, raised = (bone[f"ER-alpha lost, hormones {how}"][0] for how in ("normal", "raised"))
    ratio = raised / normal
    if abs(ratio - 1) < AS_USUAL:
        return "same"
    return "larger" if ratio > 1 else "smaller"


def _show_global(bone):
    normal, raised, removed = (pair[0] for pair in bone.values())
    return plot_compartments(
        bone,
        f"Trabecular and cortical bone after {YEARS} years",
        f"Without ER-alpha {abs(normal):.0f} % of trabecular bone is lost, as after removal of "
        f"the ovaries ({abs(removed):.0f} %). With estradiol at {RAISED['estradiol']:.0f} pg/mL "
        f"and {RAISED['testosterone']:.0f} times the testosterone it is {abs(raised):.0f} %: the "
        "hormones hide most of what the receptor does.",
    )


COMPARTMENTS = {
    "trabecular": "mostly trabecular bone",
    "both": "both about equally",
    "cortical": "mostly cortical bone",
}
QUESTIONS = {
    "spare-receptor": Question(
        "ER-alpha is lost in every cell; ER-beta and estradiol are as before. How much of "
        "estrogen's protection of trabecular bone is left after five years?",
        (
            Part(
                "",
                {
                    "most": "Most of it: ER-beta takes over",
                    "half": "About half: the two share the work",
                    "little": "Hardly any: ER-beta is no spare",
                },
                _spare,
                dict.fromkeys(("most", "half", "little"), "M21"),
            ),
        ),
        _without,
        _show_spare,
    ),
    "two-fates": Question(
        "The signal of ER-alpha rises from none to its healthy level. Which way do the death "
        "rates of these cells go?",
        tuple(
            Part(cell, UP_SAME_DOWN, _fate(series), dict.fromkeys(UP_SAME_DOWN, "M50"))
            for cell, series in zip(
                ("Osteoclasts", "Osteoblasts", "Osteocytes"), LIVES, strict=True
            )
        ),
        _fates,
        _show_fates,
    ),
    "cell-by-cell": Question(
        "ER-alpha is lost in one kind of cell only. Two years later, which bone has lost the "
        "larger share of itself?",
        tuple(
            Part(
                f"Lost in: {cell.lower() if cell != 'T cells' else cell}",
                COMPARTMENTS,
                _harmed(cell),
                dict.fromkeys(COMPARTMENTS, "M49"),
            )
            for cell in CELLS
        ),
        _cells,
        _show_cells,
    ),
    "guard-of-struts": Question(
        "A woman has no ER-beta. Her ovaries are removed. How much trabecular bone does the "
        "operation cost her in five years, compared with a woman who has ER-beta?",
        (
            Part(
                "",
                {
                    "more": "Clearly more: the guard is missing",
                    "same": "About as much as anyone else",
                    "less": "Clearly less: a brake is missing",
                },
                _guarded,
                dict.fromkeys(("more", "same", "less"), "M48"),
            ),
        ),
        _guard,
        _show_guard,
    ),
    "raised-hormones": Question(
        "Female mice without ER-alpha in any cell have far more testosterone and estradiol in "
        "their blood. Raise both in the model, too. How does the loss of trabecular bone that "
        "the knock-out causes change?",
        (
            Part(
                "",
                {
                    "same": "Not much: without the receptor they do nothing",
                    "smaller": "It becomes much smaller: they act by other ways",
                    "larger": "It becomes larger: they overload the other receptor",
                },
                _confounded,
                dict.fromkeys(("same", "smaller", "larger"), "M22"),
            ),
        ),
        _global,
        _show_global,
    ),
}
