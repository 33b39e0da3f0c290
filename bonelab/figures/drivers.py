"""Which parameters drive which answers: a dot for each, as large as its share of the spread."""

from bonelab.figures import style
from bonelab.figures.picture import Picture
from bonelab.figures.validation import title
from bonelab.global_sensitivity import MISSED, shares
from bonelab.parameter_table import table
from bonelab.targets import simulated_targets

ANSWER, MISS = style.COLOURS["dark blue"], style.COLOURS["vermillion"]
NAMES = {
    "bmd_lumbar_spine": "Spine BMD,\nchange",
    "ctx": "CTX,\nchange",
    "rankl_opg_ratio": "RANKL/OPG\nratio",
}
LARGEST = 900  # points squared: a dot that carries everything
SAID_FROM = 0.095  # a share as large as this is written beside its dot
ROW, MARGIN = 0.33, 1.5  # inches
LINE = 13  # letters of a label
COMMON = "BMD against placebo, "  # what all misses are about


def plot_drivers(most=16):
    """Draw the stored global analysis: parameters down, answers across, misses at the right.

    Parameters
    ----------
    most : int
        How many parameters are drawn, those with the largest share of any answer first.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    rows = shares()
    answers = list(dict.fromkeys(row.answer for row in rows))
    total = {(row.answer, row.parameter): max(row.total, 0.0) for row in rows}
    largest = {row.parameter: 0.0 for row in rows}
    for (_, parameter), share in total.items():
        largest[parameter] = max(largest[parameter], share)
    shown = sorted(largest, key=lambda name: -largest[name])[:most]

    figure = Picture(figsize=(9.8, MARGIN + ROW * len(shown)))
    axes = figure.subplots()
    style.tidy(axes, "Share of the spread of each answer, all parameters moved together", "", "")
    for across, answer in enumerate(answers):
        colour = MISS if answer in MISSED else ANSWER
        for down, parameter in enumerate(shown):
            share = total[answer, parameter]
            axes.scatter(across, down, s=LARGEST * share, color=colour, linewidths=0)
            if share >= SAID_FROM:
                axes.text(
                    across + 0.2,
                    down,
                    f"{100 * share:.0f} %",
                    va="center",
                    fontsize=style.TICK_SIZE,
                    color=style.INK,
                )
    axes.axvline(len(answers) - len(MISSED) - 0.45, color=style.GHOST, linewidth=1.0)
    kinds = [f"{name}  [{table()[name].kind}]" for name in shown]
    axes.set_yticks(range(len(shown)), kinds, fontsize=style.TICK_SIZE, color=style.INK)
    axes.set_xticks(range(len(answers)), [_name(answer) for answer in answers])
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", labelsize=style.TICK_SIZE, colors=style.INK)
    axes.set_ylim(len(shown) - 0.4, -0.7)
    axes.set_xlim(-0.5, len(answers) - 0.4)
    for answer, label in zip(answers, axes.get_xticklabels(), strict=True):
        label.set_color(MISS if answer in MISSED else ANSWER)
    figure.sentence = _sentence(total, answers, shown)
    return figure


def _name(answer):
    """Return an answer's name over its column, in short lines."""
    if answer in NAMES:
        return NAMES[answer]
    (target,) = (target for target in simulated_targets() if target.id == answer)
    lines = [""]
    for word in f"Miss: {title(target).removeprefix(COMMON)}".split():
        if lines[-1] and len(lines[-1]) + len(word) > LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _sentence(total, answers, shown):
    parts = []
    for answer in answers:
        first, second = sorted(shown, key=lambda name: -total[answer, name])[:2]
        name = " ".join(_name(answer).split())
        parts.append(
            f"{name}: {first} ({100 * total[answer, first]:.0f} %), then {second} "
            f"({100 * total[answer, second]:.0f} %)."
        )
    return "The largest shares. " + " ".join(parts)
