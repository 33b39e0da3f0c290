"""The predictions of lesson 10. Every right answer is computed when it is asked for."""

from functools import cache

import bonelab as bl
from bonelab.figures import plot_trajectory
from bonelab.figures.stopping import plot_stops
from bonelab.teaching.question import UP_SAME_DOWN, Part, Question, direction

START, STOP = 5, 10  # the years of treatment, from the final menstrual period
WEEK, HALF_A_YEAR = 7 / 365.25, 0.5
DUE, LATE = 7.5, 7.5 + 4 / 12
SPINE = "bmd_lumbar_spine"
ABOUT = 0.1  # CTX within this of the untreated twin's is called the same
KEPT, GONE = 2 / 3, 1 / 3  # shares of a gain
SIDES = {"up": "above", "same": "about the same", "down": "below"}
DRUGS = {
    "Estradiol": lambda **span: [
        bl.Estradiol(patch_ug_per_day=50, **span),
        bl.Progestogen(**span),
    ],
    "Alendronate": lambda **span: [bl.Alendronate(**span)],
    "Denosumab": lambda **span: [bl.Denosumab(**span)],
}
FOLLOWED_BY = {
    "Then nothing": [],
    "Then calcium with vitamin D": [bl.CalciumVitaminD(start=STOP)],
    "Then alendronate": [bl.Alendronate(start=STOP)],
}


@cache
def _untreated():
    return bl.simulate(bl.Patient(), start=0)


def _run(*therapies):
    return bl.simulate(bl.Patient(), therapies, start=0)


def _percent(after, before):
    return 100 * (after / before - 1)


def _begun():
    return _run(bl.Denosumab(start=START))


def _p1np(wait):
    def answer(run):
        return direction(_untreated().at(START)["p1np"], run.at(START + wait)["p1np"], 0.05)

    return answer


def _coupling(run):
    figure = plot_trajectory(
        bl.simulate(bl.Patient(), [bl.Denosumab(start=START)], start=START - 0.5, stop=START + 1),
        [("resorption", "formation"), ("ctx", "p1np")],
    )
    before, week, later = _untreated().at(START), run.at(START + WEEK), run.at(START + HALF_A_YEAR)
    figure.sentence = (
        f"One week after the first injection CTX has changed by "
        f"{_percent(week['ctx'], before['ctx']):.0f} % and P1NP by "
        f"{round(_percent(week['p1np'], before['p1np']))} %. After six months P1NP has changed by "
        f"{_percent(later['p1np'], before['p1np']):.0f} %: formation follows resorption down."
    )
    return figure


def _stopped():
    return {name: _run(*drug(start=START, stop=STOP)) for name, drug in DRUGS.items()}


def _ctx_after(name):
    def answer(runs):
        then = STOP + HALF_A_YEAR
        return direction(_untreated().at(then)["ctx"], runs[name].at(then)["ctx"], ABOUT)

    return answer


def _three_stops(runs):
    then = STOP + HALF_A_YEAR
    other = _untreated().at(then)["ctx"]
    found = [f"{name} {_percent(r.at(then)['ctx'], other):+.0f} %" for name, r in runs.items()]
    sentence = (
        f"CTX six months after the stop, compared with the untreated twin: {', '.join(found)}. "
        "The line at 100 % is the twin."
    )
    return plot_stops(runs, _untreated(), STOP, STOP + 4, sentence=sentence)


def _late():
    late = _run(bl.Denosumab(start=START, stop=DUE), bl.Denosumab(start=LATE))
    return {"Denosumab on time": _begun(), "Denosumab, one injection late": late}


def _gain(run, time):
    return _percent(run.at(time)[SPINE], run.at(START)[SPINE])


def _left(runs):
    late = runs["Denosumab, one injection late"]
    share = _gain(late, LATE) / _gain(late, DUE)
    if share > KEPT:
        return "kept"
    return "half" if share > GONE else "gone"


def _four_months(runs):
    late = runs["Denosumab, one injection late"]
    ctx = _percent(late.at(LATE - 0.001)["ctx"], _untreated().at(LATE)["ctx"])
    sentence = (
        f"On the day the injection was due the spine had gained {_gain(late, DUE):.1f} %. Four "
        f"months later {_gain(late, LATE):.1f} % is left, and CTX is {ctx:.0f} % above the "
        "untreated twin's. The injection then brings much of it back."
    )
    return plot_stops(runs, _untreated(), DUE, DUE + 2, event="Due", sentence=sentence)


def _followed():
    denosumab = bl.Denosumab(start=START, stop=STOP)
    return {name: _run(denosumab, *then) for name, then in FOLLOWED_BY.items()}


def _kept(runs):
    """Return for each follow-on which share of the gain is there two years after the stop."""
    return {name: _gain(run, STOP + 2) / _gain(run, STOP) for name, run in runs.items()}


def _which_keep(runs):
    keeps = {name for name, share in _kept(runs).items() if share > 0.5}
    if "Then nothing" in keeps:
        return "all"
    if "Then calcium with vitamin D" in keeps:
        return "both"
    return "alendronate" if keeps else "none"


def _sequences(runs):
    gained = _gain(runs["Then nothing"], STOP)
    left = [
        f"{name[0].lower()}{name[1:]} {_gain(run, STOP + 2):+.1f} %" for name, run in runs.items()
    ]
    sentence = (
        f"Five years of denosumab gained {gained:.1f} % at the spine. Two years later, compared "
        f"with the beginning: {', '.join(left)}."
    )
    return plot_stops(runs, _untreated(), STOP, STOP + 4, sentence=sentence)


QUESTIONS = {
    "formation-under-denosumab": Question(
        "A woman gets her first injection of denosumab. Resorption almost stops within days. "
        "What does P1NP, the marker of formation, do? Compare with the day before.",
        tuple(
            Part(label, UP_SAME_DOWN, _p1np(wait), dict.fromkeys(UP_SAME_DOWN, belief))
            for label, wait, belief in (
                ("P1NP after a week", WEEK, "M58"),
                ("P1NP after six months", HALF_A_YEAR, "M29"),
            )
        ),
        _begun,
        _coupling,
    ),
    "three-drugs-stopped": Question(
        "Three women take three drugs for five years, and stop. Six months after the next dose "
        "was due, compare CTX of each with that of her twin, who never took anything.",
        tuple(
            Part(name, SIDES, _ctx_after(name), beliefs)
            for name, beliefs in (
                ("Estradiol", dict.fromkeys(SIDES, "M28")),
                ("Alendronate", dict.fromkeys(SIDES, "M28")),
                ("Denosumab", {"down": "M28", "same": "M59", "up": "M28"}),
            )
        ),
        _stopped,
        _three_stops,
    ),
    "four-months-late": Question(
        "She has had denosumab for two and a half years. The next injection comes four months "
        "late. How much of the gain at the spine is left on the day she gets it?",
        (
            Part(
                "",
                {
                    "kept": "Most of it: bone changes slowly",
                    "half": "About half of it",
                    "gone": "Little of it: less than a third",
                },
                _left,
                dict.fromkeys(("kept", "half", "gone"), "M60"),
            ),
        ),
        _late,
        _four_months,
    ),
    "after-denosumab": Question(
        "Denosumab is stopped after five years. Which of these, taken from the day the next "
        "injection was due, keeps more than half of the gain at the spine for two years?",
        (
            Part(
                "",
                {
                    "all": "Any, even nothing: what was gained stays",
                    "both": "Calcium with vitamin D, and alendronate as well",
                    "alendronate": "Alendronate, but not calcium with vitamin D",
                    "none": "Neither of the two: the gain is lost anyhow",
                },
                _which_keep,
                {"all": "M28", "both": "M61", "alendronate": "M61", "none": "M78"},
            ),
        ),
        _followed,
        _sequences,
    ),
}
