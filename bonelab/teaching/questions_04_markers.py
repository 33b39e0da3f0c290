"""The predictions of lesson 4 about markers: what they measure, who moves first, what is noise."""

import numpy as np

import bonelab as bl
from bonelab.figures import plot_bars, style
from bonelab.figures.clinic_pictures import plot_pair
from bonelab.parameter_table import default_parameters
from bonelab.teaching.question import UP_SAME_DOWN, Part, Question, direction

SPINE = "lumbar_spine"
BEGUN = 10  # year in which the treatments of these questions begin
THREE_MONTHS, THREE_YEARS = 0.25, 3.0
NEVER = 12 * THREE_YEARS


def _one_month():
    treated = bl.simulate(bl.Patient(), [bl.Alendronate(start=BEGUN)], start=BEGUN, stop=BEGUN + 1)
    untreated = bl.simulate(bl.Patient(), start=BEGUN, stop=BEGUN + 1)
    month = BEGUN + 1 / 12
    return untreated.at(month), treated.at(month)


def _pair(women):
    without, with_drug = women
    lower = 100 * (1 - with_drug["ctx"] / without["ctx"])
    apart = 100 * abs(with_drug[f"bmd_{SPINE}"] / without[f"bmd_{SPINE}"] - 1)
    sentence = (
        f"Their spines differ by {apart:.1f} %, less than a scan can tell. CTX is "
        f"{without['ctx']:.2f} ng/mL in the first and {with_drug['ctx']:.2f} in the second, "
        f"{lower:.0f} % lower: it tells how fast bone is resorbed, not how much there is."
    )
    names = {"No treatment": without, "One month of alendronate": with_drug}
    return plot_pair(names, (f"bmd_{SPINE}", "ctx"), sentence=sentence)


def noise(name):
    """Return the least significant change of a measurement in %, at best for the markers."""
    return default_parameters()[f"least_significant_change_{name}"]


def _first_outside():
    """Return the month in which each measurement first leaves its least significant change."""
    stop = BEGUN + THREE_YEARS
    run = bl.simulate(bl.Patient(), [bl.Alendronate(start=BEGUN)], start=BEGUN - 1, stop=stop)
    before = bl.simulate(bl.Patient(), start=BEGUN - 1, stop=BEGUN).at(BEGUN)
    months = np.concatenate([np.arange(0.25, 4, 0.25), np.arange(4, NEVER)])
    states = [run.at(BEGUN + month / 12) for month in months]
    left = {}
    for name in ("ctx", "p1np", f"bmd_{SPINE}"):
        change = np.array([100 * abs(state[name] / before[name] - 1) for state in states])
        outside = change > noise(name)
        left[name] = float(months[outside.argmax()]) if outside.any() else NEVER
    return left


def _moment(name):
    def answer(left):
        return "weeks" if left[name] <= 1.5 else "months" if left[name] <= 9 else "years"

    return answer


def _who_is_first(left):
    names = {"ctx": "CTX", "p1np": "P1NP", f"bmd_{SPINE}": "BMD, lumbar spine"}
    values = {names[key]: float(np.ceil(value)) for key, value in left.items()}
    told = "; ".join(f"{name} in month {month:.0f}" for name, month in values.items())
    colours = {names[key]: style.colour(key) for key in left}
    return plot_bars(
        values,
        "When the change is larger than noise",
        "Months of alendronate",
        colours=colours,
        number="{:.0f}",
        sentence=f"More than the least significant change: {told} of {NEVER:.0f} months watched.",
    )


TREATMENTS = {
    "Calcium with vitamin D": bl.CalciumVitaminD(start=BEGUN),
    "Raloxifene": bl.Raloxifene(start=BEGUN),
    "Alendronate": bl.Alendronate(start=BEGUN),
}


def _falls():
    stop = BEGUN + 1
    before = bl.simulate(bl.Patient(), start=BEGUN, stop=stop).at(BEGUN)["ctx"]
    runs = {
        name: bl.simulate(bl.Patient(), [therapy], start=BEGUN, stop=stop)
        for name, therapy in TREATMENTS.items()
    }
    after = {name: run.at(BEGUN + THREE_MONTHS)["ctx"] for name, run in runs.items()}
    return {name: 100 * (1 - ctx / before) for name, ctx in after.items()}


def _visible(name):
    return lambda falls: "real" if falls[name] > noise("ctx") else "noise"


def _bars_of_falls(falls):
    limit = noise("ctx")
    told = ", ".join(f"{name[0].lower()}{name[1:]} {fall:.0f} %" for name, fall in falls.items())
    figure = plot_bars(
        falls,
        "CTX after three months",
        "Fall of CTX (%)",
        colours=dict.fromkeys(falls, style.colour("ctx")),
        number="{:.0f} %",
        sentence=(
            f"CTX falls by: {told}. The least significant change is {limit:g} % at best. In one "
            "woman a smaller fall may be noise, even where the drug works in the average woman."
        ),
    )
    axes = figure.axes[0]
    axes.axvspan(0, limit, color="#F2D9A0", alpha=0.75, zorder=0)
    axes.text(limit + 1, 0, f"least significant change {limit:g} %", va="center")
    return figure


QUESTIONS = {
    "same-bone-other-ctx": Question(
        "Two women of 61 have the same BMD at the spine, as exactly as a scan can tell. One took "
        "alendronate for one month, the other nothing. How is CTX in the treated woman, compared "
        "with the other?",
        (
            Part(
                "",
                UP_SAME_DOWN
                | {"up": "clearly higher: the drug sets it free"}
                | {"same": "about the same: their bone is the same"}
                | {"down": "clearly lower: less bone is dissolved"},
                lambda women: direction(women[0]["ctx"], women[1]["ctx"], least=0.1),
                dict.fromkeys(UP_SAME_DOWN, "M13"),
            ),
        ),
        _one_month,
        _pair,
    ),
    "who-moves-first": Question(
        "A woman begins to take alendronate. When is the change of each measurement first larger "
        "than its least significant change?",
        tuple(
            Part(
                label,
                {
                    "weeks": "within six weeks",
                    "months": "months 2 to 9",
                    "years": "later, or never",
                },
                _moment(name),
                dict.fromkeys(("weeks", "months", "years"), "M14"),
            )
            for label, name in (
                ("CTX", "ctx"),
                ("P1NP", "p1np"),
                ("BMD, lumbar spine", f"bmd_{SPINE}"),
            )
        ),
        _first_outside,
        _who_is_first,
    ),
    "is-it-noise": Question(
        "CTX is measured before a treatment and after three months of it, in a laboratory that "
        "measures as well as any. In which case is the average fall more than noise could be?",
        tuple(
            Part(
                name,
                {"noise": "could be noise", "real": "more than noise"},
                _visible(name),
                {"real": "M15", "noise": "M40"},
            )
            for name in TREATMENTS
        ),
        _falls,
        _bars_of_falls,
    ),
}
