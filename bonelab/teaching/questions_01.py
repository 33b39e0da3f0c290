"""The predictions of lesson 1. Every right answer is computed when it is asked for."""

import numpy as np

from bonelab import Patient, simulate
from bonelab.figures import Picture, plot_trajectory, style
from bonelab.parameter_table import default_parameters
from bonelab.teaching.question import UP_SAME_DOWN, Part, Question, direction

TEN_MONTHS = 10 / 12
STOPPED, EVEN = 0.1, 0.01  # a flow under this, and two flows closer than this, healthy = 1
UNEVEN = 1.5  # losses that differ by less than this factor are called even
ONSET = 0.2  # the loss of BMD, in %, that counts as having begun


def _healthy():
    return simulate(Patient(menopause=None, ageing=False), start=-10, stop=0)


def _flows_in_health(run):
    resorption, formation = run["resorption"], run["formation"]
    if min(resorption.min(), formation.min()) < STOPPED:
        return "stop" if max(resorption.max(), formation.max()) > STOPPED else "rest"
    return "equal" if abs(resorption - formation).max() < EVEN else "unequal"


def _renewal(run):
    """Draw how often the bone has been renewed beside how much there is."""
    parameters, years = default_parameters(), run.time - run.time[0]
    figure = Picture(figsize=(9.4, 3.0))
    left, right = figure.subplots(1, 2)
    renewed = {}
    for kind in ("trabecular", "cortical"):
        series = f"bone_volume_{kind}"
        renewed[kind] = parameters[f"turnover_{kind}"] * run["resorption"] * years
        left.plot(years, renewed[kind], label=style.name(series), **style.line_style(series))
        right.plot(years, run[series], **style.line_style(series))
    style.tidy(left, "Bone renewed so far", "times the whole volume", "Years")
    style.tidy(right, "Bone that is there", style.RELATIVE, "Years")
    left.legend(frameon=False, fontsize=style.TICK_SIZE)
    right.set_ylim(0, 1.5)
    figure.sentence = (
        f"In {years[-1]:.0f} years the trabecular bone is renewed {renewed['trabecular'][-1]:.1f} "
        f"times over and the cortical bone {renewed['cortical'][-1]:.1f} times. The volume "
        f"changes by {100 * abs(run['bone_volume_trabecular'][-1] - 1):.1f} %."
    )
    return figure


def _surgical():
    return simulate(Patient(menopause="surgical"), start=-1, stop=2)


def _after_ten_months(series):
    def answer(run):
        return direction(run.at(-1)[series], run.at(TEN_MONTHS)[series], least=0.01)

    return answer


def _first_years(run):
    figure = plot_trajectory(run, [("resorption", "formation"), "bone_volume_trabecular"])
    then = run.at(TEN_MONTHS)
    figure.sentence = (
        f"Ten months after the operation resorption is {then['resorption']:.2f} and formation "
        f"{then['formation']:.2f} times the healthy rate. Both have risen, resorption more: "
        f"trabecular bone volume is down by {100 * (1 - then['bone_volume_trabecular']):.1f} %."
    )
    return figure


def _natural():
    return simulate(Patient(), start=-8, stop=10), simulate(
        Patient(menopause=None), start=-8, stop=10
    )


def _losses(runs):
    run, _ = runs
    return {
        kind: 100 * (1 - run[f"bone_volume_{kind}"][-1] / run[f"bone_volume_{kind}"][0])
        for kind in ("trabecular", "cortical")
    }


def _which_bone(runs):
    loss = _losses(runs)
    if loss["trabecular"] > UNEVEN * loss["cortical"]:
        return "trabecular"
    return "cortical" if loss["cortical"] > UNEVEN * loss["trabecular"] else "even"


def _compartments(runs):
    figure = plot_trajectory(runs[0], [("bone_volume_trabecular", "bone_volume_cortical")])
    loss = _losses(runs)
    figure.sentence = (
        f"Ten years after the final period {loss['trabecular']:.0f} % of the trabecular and "
        f"{loss['cortical']:.0f} % of the cortical bone is gone."
    )
    return figure


def _onset(runs):
    """Return the time at which menopause has cost ONSET % of the spine's BMD."""
    run, twin = runs
    cost = 100 * (1 - run["bmd_lumbar_spine"] / twin["bmd_lumbar_spine"])
    return float(run.time[(cost > ONSET).argmax()])


def _when(runs):
    onset = _onset(runs)
    if abs(onset) <= 0.25:
        return "with"
    return "before" if onset < 0 else "after"


def _bmd(runs):
    figure = plot_trajectory(runs[0], ["bmd_lumbar_spine"], baseline=runs[1])
    onset, run = _onset(runs), runs[0]
    side = "before" if onset < 0 else "after"
    bmd = run["bmd_lumbar_spine"]
    year_later = np.interp(run.time + 1, run.time, bmd)
    fastest = run.time[(bmd - year_later).argmax()]
    figure.sentence = (
        f"The loss passes {ONSET:g} % {abs(onset):.1f} years {side} the final period. It is "
        f"fastest in the twelve months from year {fastest:.1f}. Grey: no menopause."
    )
    return figure


QUESTIONS = {
    "healthy-balance": Question(
        "In a healthy woman before menopause the amount of bone stays the same for ten years. "
        "What do the cells that remove bone and the cells that make it do meanwhile?",
        (
            Part(
                "",
                {
                    "rest": "Nothing: a grown skeleton is finished",
                    "stop": "They renewed it earlier; in balance both have stopped",
                    "equal": "Both work all the time, equally fast",
                    "unequal": "Both work all the time, one of them faster",
                },
                _flows_in_health,
                {"rest": "M01", "stop": "M02", "unequal": "M02", "equal": "M02"},
            ),
        ),
        _healthy,
        _renewal,
    ),
    "after-menopause": Question(
        "Both ovaries are removed and estradiol falls within days. Compare ten months later "
        "with before the operation. Which way does each of these go?",
        tuple(
            Part(label, UP_SAME_DOWN, _after_ten_months(series), beliefs)
            for label, series, beliefs in (
                ("Resorption", "resorption", dict.fromkeys(UP_SAME_DOWN, "M03")),
                ("Formation", "formation", dict.fromkeys(UP_SAME_DOWN, "M03")),
                (
                    "Trabecular bone volume",
                    "bone_volume_trabecular",
                    {"up": "M68", "same": "M02", "down": "M02"},
                ),
            )
        ),
        _surgical,
        _first_years,
    ),
    "which-bone": Question(
        "Ten years after a natural menopause, which bone has lost the larger share of itself?",
        (
            Part(
                "",
                {
                    "even": "Both the same: bone is lost evenly",
                    "trabecular": "Trabecular bone, the struts inside",
                    "cortical": "Cortical bone, the dense outer shell",
                },
                _which_bone,
                dict.fromkeys(("even", "trabecular", "cortical"), "M04"),
            ),
        ),
        _natural,
        _compartments,
    ),
    "when-loss-begins": Question(
        "The final menstrual period is year 0. When does menopause begin to cost bone density?",
        (
            Part(
                "",
                {
                    "before": "Before the final period",
                    "with": "With the final period, not before",
                    "after": "Some time after the final period",
                },
                _when,
                dict.fromkeys(("before", "with", "after"), "M05"),
            ),
        ),
        _natural,
        _bmd,
    ),
}
