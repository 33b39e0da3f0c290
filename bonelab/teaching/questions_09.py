"""The predictions of lesson 9. Every right answer is computed when it is asked for."""

from functools import cache

import bonelab as bl
from bonelab.figures import plot_bars, plot_trajectory, style
from bonelab.figures.endometrium import plot_arms
from bonelab.teaching.question import UP_SAME_DOWN, Part, Question, direction

START = 5  # when all of them begin, in years from the final menstrual period
SPINE, INDEX = "bmd_lumbar_spine", "endometrial_index"
SIDES = {"up": "higher", "same": "about the same", "down": "lower"}
ALIKE = 0.1  # indices that differ by less than this are called the same
NOTHING, ALL = 0.1, 0.95  # shares of a benefit
PATCH = bl.Estradiol(patch_ug_per_day=50, start=START)
CONJUGATED = bl.ConjugatedEstrogens(start=START)
PROGESTOGEN = bl.Progestogen(start=START)
TESTOSTERONE, INHIBITOR = bl.Testosterone(start=START), bl.AromataseInhibitor(start=START)


@cache
def _run(*therapies):
    return bl.simulate(bl.Patient(), therapies, start=START - 1, stop=START + 5)


def _percent(after, before):
    return 100 * (after / before - 1)


def _changes(runs):
    before = _run().at(START)[SPINE]
    return {arm: _percent(run.at(START + 3)[SPINE], before) for arm, run in runs.items()}


def _begun():
    return _run(PATCH, PROGESTOGEN)


def _young(state):
    """Return the share of trabecular bone that is young."""
    return state["trabecular_young"] / (state["trabecular_young"] + state["trabecular_mature"])


def _a_year_later(read):
    def answer(run):
        return direction(read(_run().at(START)), read(run.at(START + 1)))

    return answer


def _where_from(run):
    figure = plot_trajectory(
        run,
        [
            ("resorption", "formation"),
            SPINE,
            ("bone_volume_trabecular", "mineral_trabecular"),
            "trabecular_young",
        ],
        baseline=_run(),
    )
    before, half, later = _run().at(START), run.at(START + 0.5), run.at(START + 3)
    share = _percent(half[SPINE], before[SPINE]) / _percent(later[SPINE], before[SPINE])
    volume, mineral = (
        _percent(later[f"{kind}_trabecular"], before[f"{kind}_trabecular"])
        for kind in ("bone_volume", "mineral")
    )
    figure.sentence = (
        f"{100 * share:.0f} % of the gain of three years at the spine comes in the first six "
        "months, while formation falls: pits fill and few new ones are dug. In three years "
        f"trabecular volume grows by {volume:.1f} % and its mineral by {mineral:.1f} %, because "
        f"bone is left to mature: {100 * _young(before):.0f} % was young, "
        f"{100 * _young(later):.0f} % is now."
    )
    return figure


def _arms():
    return {
        "Untreated": _run(),
        "Patch alone": _run(PATCH),
        "Patch and progestogen": _run(PATCH, PROGESTOGEN),
    }


def _with_against_without(name):
    def answer(runs):
        alone, both = (
            runs[arm].at(START + 3)[name] for arm in ("Patch alone", "Patch and progestogen")
        )
        return direction(alone, both, 0.01)

    return answer


def _bone_and_endometrium(runs):
    index = {arm: run.at(START + 3)[INDEX] for arm, run in runs.items()}
    gain = _changes(runs)
    sentence = (
        f"After three years the endometrial index is {index['Untreated']:.2f} untreated, "
        f"{index['Patch alone']:.2f} with the patch alone and "
        f"{index['Patch and progestogen']:.2f} with a progestogen as well. The spine has "
        f"{gain['Patch alone']:+.1f} % with the patch alone and "
        f"{gain['Patch and progestogen']:+.1f} % with both, {gain['Untreated']:+.1f} % untreated."
    )
    return plot_arms(runs, (START - 1, START + 5), sentence)


def _natural_and_conjugated():
    return {"Estradiol": _run(PATCH), "Conjugated estrogens": _run(CONJUGATED)}


def _whose_is_driven(runs):
    natural, conjugated = (run.at(START + 3)[INDEX] for run in runs.values())
    way = direction(natural, conjugated, ALIKE)
    return {"up": "conjugated", "same": "same", "down": "natural"}[way]


def _indices(runs):
    given = {
        "Untreated": _run(),
        "Estradiol": runs["Estradiol"],
        "Conjugated estrogens": runs["Conjugated estrogens"],
        "Estradiol and progestogen": _run(PATCH, PROGESTOGEN),
        "Conjugated and progestogen": _run(CONJUGATED, PROGESTOGEN),
    }
    index = {arm: run.at(START + 3)[INDEX] for arm, run in given.items()}
    gains = list(_changes(runs).values())
    sentence = (
        f"The spine gains {gains[0]:.1f} % with estradiol and {gains[1]:.1f} % with conjugated "
        f"estrogens. The endometrial index is {index['Estradiol']:.2f} and "
        f"{index['Conjugated estrogens']:.2f}. A progestogen brings both down, to "
        f"{index['Estradiol and progestogen']:.2f} and {index['Conjugated and progestogen']:.2f}."
    )
    return plot_bars(
        index,
        "The endometrium after three years",
        f"{style.name(INDEX)} ({style.unit(INDEX)})",
        colours=dict.fromkeys(set(index) - set(runs), style.COLOURS["grey"]),
        sentence=sentence,
    )


def _four_arms():
    return {
        "Neither": _run(),
        "Testosterone": _run(TESTOSTERONE),
        "Inhibitor": _run(INHIBITOR),
        "Inhibitor and testosterone": _run(INHIBITOR, TESTOSTERONE),
    }


def _benefits(runs):
    """Return what testosterone adds at the spine with aromatase open, and with it blocked."""
    change = _changes(runs)
    blocked = change["Inhibitor and testosterone"] - change["Inhibitor"]
    return change["Testosterone"] - change["Neither"], blocked


def _what_remains(runs):
    benefit, blocked = _benefits(runs)
    share = blocked / benefit
    if share < NOTHING:
        return "none"
    return "all" if share > ALL else "part"


def _aromatase(runs):
    benefit, blocked = _benefits(runs)
    sentence = (
        f"With aromatase open testosterone adds {benefit:.1f} percentage points at the spine, with "
        f"aromatase blocked {blocked:.1f}. {100 * (1 - blocked / benefit):.0f} % of the benefit "
        "went by way of estradiol. The inhibitor alone costs bone: after menopause aromatase "
        "makes nearly all estradiol."
    )
    bars = _changes(runs)
    blue, orange = style.COLOURS["sky blue"], style.COLOURS["orange"]
    return plot_bars(
        bars,
        "Three years with and without testosterone and an aromatase inhibitor",
        "Change of BMD, lumbar spine (%)",
        colours={arm: orange if "Inhibitor" in arm else blue for arm in bars},
        number="{:+.1f}",
        sentence=sentence,
    )


QUESTIONS = {
    "where-the-gain-comes-from": Question(
        "Five years after her final period a woman begins hormone therapy, and the BMD of her "
        "spine rises. Compare a year later with the day before. Which way does each of these go?",
        tuple(
            Part(label, UP_SAME_DOWN, _a_year_later(read), dict.fromkeys(UP_SAME_DOWN, "M25"))
            for label, read in (
                ("Bone removed a day", lambda state: state["resorption"]),
                ("Bone made a day", lambda state: state["formation"]),
                ("Share of young bone, with less mineral", _young),
            )
        ),
        _begun,
        _where_from,
    ),
    "with-a-progestogen": Question(
        "Two women use the same estradiol patch for three years. One of them takes a progestogen "
        "as well. Compare her with the other. Where does she stand?",
        tuple(
            Part(label, SIDES, _with_against_without(name), dict.fromkeys(SIDES, "M26"))
            for label, name in (("Endometrial index", INDEX), ("BMD of the spine", SPINE))
        ),
        _arms,
        _bone_and_endometrium,
    ),
    "natural-or-conjugated": Question(
        "One woman uses estradiol, the hormone of the ovary. Another takes conjugated estrogens. "
        "Their spines gain the same. Neither takes a progestogen. Whose endometrium is driven "
        "harder?",
        (
            Part(
                "",
                {
                    "conjugated": "That of the woman on conjugated estrogens",
                    "natural": "That of the woman on estradiol",
                    "same": "Both alike, within a tenth",
                },
                _whose_is_driven,
                dict.fromkeys(("conjugated", "natural", "same"), "M55"),
            ),
        ),
        _natural_and_conjugated,
        _indices,
    ),
    "aromatase-open-and-blocked": Question(
        "After menopause testosterone through the skin raises the BMD of the spine. Give it again, "
        "with aromatase blocked in both arms. How much of the difference it made is left?",
        (
            Part(
                "",
                {
                    "none": "None: testosterone works as raw material of estradiol",
                    "part": "Part of it: one way is closed, another is open",
                    "all": "All of it: testosterone has a receptor of its own",
                },
                _what_remains,
                {"none": "M56", "part": "M27", "all": "M27"},
            ),
        ),
        _four_arms,
        _aromatase,
    ),
}
