"""The predictions of lesson 2. Every right answer is computed when it is asked for."""

from bonelab.figures import plot_bars, style
from bonelab.figures.cell_table import plot_cell_table
from bonelab.figures.estradiol_plots import plot_courses, plot_dose
from bonelab.teaching.question import UP_SAME_DOWN, Part, Question, direction
from bonelab.teaching.runs_02 import (
    ARROWS,
    BEFORE,
    LATER,
    RISEN,
    begins,
    courses,
    cuts,
    doses,
    natural,
)

LEAST = 0.02  # a smaller relative change is called about the same
TABLE = {
    "osteoclasts": (
        "osteoclast_differentiation",
        "osteoclast_apoptosis",
        "resorption_per_osteoclast",
    ),
    "osteoblasts": ("osteoblast_apoptosis", "rankl_production", "opg_production"),
    "osteocytes": ("osteocyte_apoptosis", "microdamage"),
}
# What an option that turns out to be wrong points to.
BELIEFS = {
    "osteoclast_differentiation": ("M06", "M06", "M06"),
    "osteoclast_apoptosis": ("M31", "M33", "M31"),
    "resorption_per_osteoclast": ("M32", "M32", "M32"),
    "osteoblast_apoptosis": ("M06", "M06", "M06"),
    "rankl_production": ("M37", "M37", "M37"),
    "opg_production": ("M37", "M37", "M37"),
    "osteocyte_apoptosis": ("M07", "M07", "M07"),
    "microdamage": ("M07", "M07", "M07"),
}
SOON = 0.25  # years
DAYS_PER_YEAR = 365.25


def _one(options, answer, beliefs):
    """Return the single part of a question, without a label."""
    return (Part("", options, answer, beliefs),)


def _entry(series):
    def answer(run):
        return direction(run.at(BEFORE)[series], run.at(LATER)[series], least=LEAST)

    return answer


def _inside(series):
    """Return the name of a series as it stands inside a sentence."""
    name = style.name(series)
    return name if name[1].isupper() else name[0].lower() + name[1:]


def _table(run):
    before, after = run.at(BEFORE), run.at(LATER)
    names = [name for series in TABLE.values() for name in series]
    ways = {
        name: tuple(
            direction(*pair, least=LEAST)
            for pair in ((after[name], before[name]), (before[name], after[name]))
        )
        for name in names
    }
    ratios = {name: after[name] / before[name] for name in names}
    rises, falls = ([_inside(n) for n in names if ways[n][1] == way] for way in ("up", "down"))
    sentence = (
        f"Estradiol fell from {before['estradiol']:.0f} to {after['estradiol']:.1f} pg/mL. "
        f"Five years after the final period these are higher than before: {', '.join(rises)}. "
        f"These are lower: {', '.join(falls)}. The two columns are one comparison, read in both "
        "directions."
    )
    return plot_cell_table(TABLE, ratios, ways, sentence)


def _strongest(kept):
    return min(ARROWS, key=kept.get)


def _bars(kept):
    texts = {
        "none": "Nothing cut",
        "osteoblasts": "Osteoblasts' death and work cut",
        "differentiation": "Making of osteoclasts cut",
        "apoptosis": "Death of osteoclasts cut",
        "digging": "Digging per osteoclast cut",
    }
    best = _strongest(kept)
    share = (kept["none"] - kept[best]) / (kept["none"] - 1)
    least = (kept["none"] - kept["osteoblasts"]) / (kept["none"] - 1)
    return plot_bars(
        {texts[name]: value for name, value in kept.items()},
        "Resorption five years after menopause",
        f"Resorption ({style.RELATIVE})",
        colours={texts[name]: style.colour("resorption") for name in kept if name != "osteoblasts"},
        start=1.0,
        log=True,
        sentence=(
            f"With nothing cut resorption is {kept['none']:.2f} times the healthy rate. The cut "
            f"that takes most off its rise is “{texts[best]}”: {100 * share:.0f} % of the rise. "
            f"The cut at osteoblasts takes off {100 * abs(least):.0f} %."
        ),
    )


def _half_share(computed):
    dose, marks = computed
    return (dose[marks["half"]] - 1) / (dose[marks["after menopause"]] - 1)


def _how_much(computed):
    share = _half_share(computed)
    if share < 0.25:
        return "little"
    return "half" if share < 0.75 else "most"


def _dose_picture(computed):
    dose, marks = computed
    half, after = marks["half"], marks["after menopause"]
    sentence = (
        f"At half of the healthy level, {half:.0f} pg/mL, resorption is {dose[half]:.2f} times "
        f"the healthy rate. At {after:.1f} pg/mL, the level after menopause, it is "
        f"{dose[after]:.2f}. So half of the hormone gone brings "
        f"{100 * _half_share(computed):.0f} % of the rise."
    )
    return plot_dose(dose, marks, sentence)


def _when(menopause):
    def answer(runs):
        begun = begins(runs[menopause])
        if begun < 0:
            return "before"
        return "soon" if begun <= SOON else "later"

    return answer


def _courses_picture(runs):
    gradual, sudden = begins(runs["natural"]), begins(runs["surgical"])
    sentence = (
        f"In the natural course resorption passes {RISEN:g} times the healthy rate "
        f"{12 * abs(gradual):.0f} months {'before' if gradual < 0 else 'after'} the final period. "
        f"After the operation it does so on day {DAYS_PER_YEAR * sudden:.0f}."
    )
    return plot_courses(runs, sentence)


QUESTIONS = {
    "cells-without-estrogen": Question(
        "Estrogen is there before menopause and nearly gone five years after it. Fill in the "
        "table: which way does each of these go when estrogen goes? A change under "
        f"{100 * LEAST:.0f} % counts as about the same.",
        tuple(
            Part(
                style.name(name),
                UP_SAME_DOWN,
                _entry(name),
                dict(zip(UP_SAME_DOWN, beliefs, strict=True)),
            )
            for name, beliefs in BELIEFS.items()
        ),
        natural,
        _table,
    ),
    "which-arrow": Question(
        "Cut one of estrogen's arrows: its target then behaves as if estrogen were still there. "
        "Which cut takes most off the rise of resorption after menopause?",
        _one(
            {
                "osteoblasts": "Onto the death and the work of osteoblasts",
                "differentiation": "Onto the making of osteoclasts",
                "apoptosis": "Onto the death of osteoclasts",
                "digging": "Onto what each osteoclast digs",
            },
            _strongest,
            dict.fromkeys(ARROWS, "M33") | {"osteoblasts": "M06"},
        ),
        cuts,
        _bars,
    ),
    "half-the-estradiol": Question(
        "Estradiol is lowered to half of its healthy level and kept there for three years. "
        "How much of the rise of resorption that menopause brings will you see?",
        _one(
            {
                "half": "About half: half the hormone, half the effect",
                "little": "Less than a quarter of the rise",
                "most": "More than three quarters of the rise",
            },
            _how_much,
            dict.fromkeys(("half", "little", "most"), "M34"),
        ),
        doses,
        _dose_picture,
    ),
    "two-courses": Question(
        "Year 0 is the final menstrual period of one woman and the day on which another has both "
        "ovaries removed. When has resorption risen by a tenth?",
        tuple(
            Part(
                label,
                {
                    "before": "before year 0",
                    "soon": "within three months after",
                    "later": "later than that",
                },
                _when(menopause),
                dict.fromkeys(("before", "soon", "later"), "M05"),
            )
            for label, menopause in (
                ("Natural menopause", "natural"),
                ("Ovaries removed", "surgical"),
            )
        ),
        courses,
        _courses_picture,
    ),
}
