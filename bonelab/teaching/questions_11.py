"""The predictions of lesson 11. Every right answer is computed when it is asked for."""

from bonelab import Patient, simulate
from bonelab.activity import cut_effects, edge_activity
from bonelab.figures import plot_bars, plot_trajectory, style
from bonelab.figures.network_legend import is_active
from bonelab.parameter_table import completed
from bonelab.tables import edge_name, edge_rows
from bonelab.teaching.question import Part, Question

SPINE, BEFORE, LATER = "bmd_lumbar_spine", -5, 10
BEGUN = 2  # the year of the second part of the question on silent arrows
T_CELLS_ON_TNF = "t_cells -> tnf"
SMALL, LARGE, WHOLE = 0.03, 0.33, 0.8  # shares of the loss from which a cut saves that much
NUMBER = len(edge_rows())
ROWS = {edge_name(row): row for row in edge_rows()}
RIVALS = {
    "drug": "conjugated_estrogens -> er_alpha",
    "stretch": "bone_volume_trabecular -> formation_trabecular",
    "immune": T_CELLS_ON_TNF,
    "osteoblast": "signal_osteoblasts -> formation_per_osteoblast",
}


def _words(edge):
    return " → ".join(style.name(ROWS[edge][end]) for end in ("from", "to"))


def _acting(run, year):
    return sum(map(is_active, edge_activity(run, year).values()))


def _how_many(year):
    def answer(run):
        count = _acting(run, year)
        if count in (0, NUMBER):
            return "all" if count else "none"
        return "many" if 2 * count > NUMBER else "few"

    return answer


def _counts(run):
    counts = {f"Year {year}": _acting(run, year) for year in (BEFORE, -1, 0, BEGUN, LATER)}
    return plot_bars(
        counts,
        f"How many of the {NUMBER} arrows change something",
        "arrows that move their target by 1 % or more",
        number="{:.0f}",
        sentence=f"Five years before the final period {counts[f'Year {BEFORE}']} of {NUMBER} "
        f"arrows change something, two years after it {counts[f'Year {BEGUN}']}. Most of the "
        "rest belong to therapies that she does not take.",
    )


def _with_and_without():
    woman = Patient()
    return simulate(woman), simulate(woman, cut=[T_CELLS_ON_TNF])


def _losses(runs):
    """Return the loss of the spine's BMD by year 10, in %, without and with the cut."""
    return [100 * (1 - run.at(LATER)[SPINE] / run.at(BEFORE)[SPINE]) for run in runs]


def _saved(runs):
    whole, cut = _losses(runs)
    share = (whole - cut) / whole
    if share < SMALL:
        return "none"
    return "small" if share < LARGE else "large" if share < WHOLE else "all"


def _spine(runs):
    whole, cut = _losses(runs)
    figure = plot_trajectory(runs[1], [SPINE], baseline=runs[0])
    figure.sentence = (
        f"With the arrow the spine has lost {whole:.1f} % by year {LATER} (grey), without it "
        f"{cut:.1f} %. The cut saves {100 * (whole - cut) / whole:.0f} % of the loss."
    )
    return figure


def _rivals():
    return cut_effects(year=LATER, edges=RIVALS.values())


def _best(effects):
    return max(RIVALS, key=lambda key: effects[RIVALS[key]])


def _strength(edge):
    return completed()[ROWS[edge]["parameter"]]


def _ranking(effects):
    best = RIVALS[_best(effects)]
    return plot_bars(
        {f"{_words(e)}\n(strength {_strength(e):.2g})": effects[e] for e in RIVALS.values()},
        f"What each cut does to the spine by year {LATER}",
        "BMD saved by the cut (% of healthy BMD)",
        number="{:+.1f}",
        sentence=f"Cutting {_words(best)} saves most, {effects[best]:.1f} % of healthy BMD, with "
        f"a strength of {_strength(best):.2g}. Bars to the left: the cut costs bone.",
    )


QUESTIONS = {
    "silent-arrows": Question(
        f"The model has {NUMBER} arrows. Say that an arrow changes something if it moves its "
        "target by 1 % or more from where a healthy source would put it. How many do?",
        tuple(
            Part(
                label,
                {
                    "none": "none",
                    "few": "some, fewer than half",
                    "many": "more than half",
                    "all": "every one",
                },
                _how_many(year),
                dict.fromkeys(("none", "few", "many", "all"), "M63") | beliefs,
            )
            for label, year, beliefs in (
                ("Five years before the final period", BEFORE, {}),
                ("Two years after it", BEGUN, {"none": "M76", "few": "M76"}),
            )
        ),
        simulate,
        _counts,
    ),
    "one-arrow-cut": Question(
        "Activated T cells make TNF-alpha. Cut this one arrow for life: TNF-alpha no longer "
        f"follows T cells. How much of the spine's loss by year {LATER} does that save?",
        (
            Part(
                "",
                {
                    "all": "Nearly all of it: T cells start the loss",
                    "none": "Nothing at all: other sources fill the gap",
                    "small": "A part, but less than a third of the loss",
                    "large": "A large part, a third of the loss or more",
                },
                _saved,
                {"all": "M64", "none": "M77", "small": "M64", "large": "M64"},
            ),
        ),
        _with_and_without,
        _spine,
    ),
    "strongest-arrow": Question(
        "Four arrows with their strengths from the table of the model. She takes no drug. The cut "
        f"of which one saves most bone in the spine by year {LATER}?",
        (
            Part(
                "",
                {
                    key: f"{_words(edge)}: strength {_strength(edge):.2g}"
                    for key, edge in RIVALS.items()
                },
                _best,
                {key: "M63" if key == "drug" else "M62" for key in RIVALS},
            ),
        ),
        _rivals,
        _ranking,
    ),
}
