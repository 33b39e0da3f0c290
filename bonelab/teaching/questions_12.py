"""The predictions of lesson 12: what a fit is worth. Every answer is computed when asked for."""

from bonelab import Patient, simulate
from bonelab.figures import plot_bars
from bonelab.figures.validation import plot_targets
from bonelab.parameter_table import read_table, table
from bonelab.sensitivity import one_at_a_time
from bonelab.targets import Answers, simulated_targets
from bonelab.teaching.question import Part, Question

NEARLY_ALL, HALF = 0.85, 0.35  # shares from which a count is called nearly all, or about half
CANDIDATES = {
    "binding": "rank_half_binding",
    "lifespan": "osteoclast_lifespan_days",
    "formation": "signal_osteoblasts_on_formation_per_osteoblast",
}


def _checked():
    answer = Answers()
    return {target: answer(target) for target in simulated_targets("check")}


def _share_word(share):
    if share == 1:
        return "all"
    if share >= NEARLY_ALL:
        return "nearly"
    return "half" if share >= HALF else "few"


def _how_many_checked(answers):
    return _share_word(sum(t.holds(value) for t, value in answers.items()) / len(answers))


def _show_checked(answers):
    return plot_targets(list(answers), {t.id: value for t, value in answers.items()})


def _determined():
    rows = read_table("calibration.csv")
    words = ("well", "partly", "not determined")
    return {word: sum(row["determined"] == word for row in rows) for word in words}


def _how_many_determined(counts):
    return _share_word(counts["well"] / sum(counts.values()))


def _show_determined(counts):
    figure = plot_bars(
        {f"{word}" if "not" in word else f"{word} determined": n for word, n in counts.items()},
        "The fitted parameters",
        "How many",
        number="{:.0f}",
    )
    figure.sentence = (
        f"Of {sum(counts.values())} fitted parameters the data determine {counts['well']} well "
        f"and {counts['partly']} partly. {counts['not determined']} could be quite different and "
        "the fit would be as good, because others make up for it."
    )
    return figure


def _loss(run):
    return 100 * (run.at(5)["bmd_lumbar_spine"] / run.at(-5)["bmd_lumbar_spine"] - 1)


def _reach():
    usual = _loss(simulate(Patient(), start=-5, stop=10))
    rows = [table()[name] for name in CANDIDATES.values()]
    effects = one_at_a_time(_loss, rows)
    return {key: effect.reach(usual) for key, effect in zip(CANDIDATES, effects, strict=True)}


def _furthest(reach):
    return max(reach, key=reach.get)


def _show_reach(reach):
    figure = plot_bars(
        {f"{name} [{table()[name].kind}]": reach[key] for key, name in CANDIDATES.items()},
        "How far each can move the ten-year loss at the spine",
        "Percentage points, within its plausible range",
    )
    name = CANDIDATES[_furthest(reach)]
    figure.sentence = (
        f"The largest is {name}: it can move the loss by {max(reach.values()):.1f} percentage "
        f"points. Its value is {table()[name].kind}. {table()[name].meaning}. The life of an "
        f"osteoclast is {table()[CANDIDATES['lifespan']].kind}; it moves the loss by "
        f"{reach['lifespan']:.1f}."
    )
    return figure


QUESTIONS = {
    "never-seen": Question(
        "The model was fitted to some measured values. Others were set aside and never used. How "
        "many of those set aside does it meet?",
        (
            Part(
                "",
                {
                    "few": "Few: a model knows only what it was fitted to",
                    "half": "About half of them",
                    "nearly": "Nearly all, but not every one",
                    "all": "All of them: it fits, so it is true",
                },
                _how_many_checked,
                {"few": "M75", "half": "M75", "nearly": "M67", "all": "M30"},
            ),
        ),
        _checked,
        _show_checked,
    ),
    "well-determined": Question(
        "The fit had to find values for its fitted parameters. How many of them do the data "
        "determine well?",
        (
            Part(
                "",
                {
                    "all": "All of them: that is what a fit does",
                    "nearly": "Nearly all",
                    "half": "About half",
                    "few": "Few",
                },
                _how_many_determined,
                dict.fromkeys(("all", "nearly", "half", "few"), "M65"),
            ),
        ),
        _determined,
        _show_determined,
    ),
    "matters-most": Question(
        "Three numbers are each moved across their plausible range. Which of them moves the loss "
        "at the spine in the ten years around menopause most?",
        (
            Part(
                "",
                {
                    "binding": "How tightly RANKL binds RANK",
                    "lifespan": "How long an osteoclast lives",
                    "formation": "How much estrogen supports the work of an osteoblast",
                },
                _furthest,
                dict.fromkeys(CANDIDATES, "M66"),
            ),
        ),
        _reach,
        _show_reach,
    ),
}
