"""Clinical targets as rows: what was measured, the interval that counts as met, the model."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import ScaledTranslation

from bonelab.figures import style
from bonelab.figures.live import LivePicture
from bonelab.figures.picture import Picture

WIDTH, ROW, MARGIN = 10.6, 0.27, 1.25  # inches: the figure, a row, title and axis together
DPI = 102  # so that it is as wide as an app on the page, 1080 pixels
EDGE = 2.6  # how far from the middle a value is drawn, in half widths of the interval
INTERVAL, MET, MISSED = "#D5E6F2", style.COLOURS["blue"], style.COLOURS["vermillion"]
AS_CALIBRATED = Line2D([], [], ls="", marker="o", mfc="none", mec=style.GHOST, label="Calibrated")
NUMBER, GAP = 0.5, 0.08  # inches: what a number needs, and the space after it
LONGEST = 62
RATIO = "ratio"
UNITS = {"RR": RATIO, "HR": RATIO, "RH": RATIO, "x": "times"}
SHORTER = {
    "lumbar spine": "spine",
    "bone marrow": "marrow",
    "BMD difference vs placebo": "BMD against placebo",
    "difference vs control": "against control",
    " vs placebo": " against placebo",
    " difference vs ": " against ",
    "plasma E2 median, ULTRA women 60-80 y, baseline, plasma, baseline": (
        "estradiol in plasma, women of 60 to 80 years"
    ),
    "plasma E2 median": "estradiol",
    "plasma E2 Cavg": "estradiol",
    "plasma E2 average": "estradiol",
    "E2 7-day patch": "patch",
    "E2 patch": "patch",
    "E2 14": "patch 14",
    "E2 25": "patch 25",
    "E2 50": "patch 50",
    "E2 100": "patch 100",
    "ug/d": "µg",
    "SWAN": "menopause",
    "all active arms": "hormone therapy",
    "ratio to premenopause": "to premenopause",
    "blunting of CTX rise (derived), ": "rise of CTX held back, ",
    " block vs control": " blocked",
    "CEE 0.625 + continuous MPA 2.5": "estrogens + progestogen",
    "WHI E+P": "estrogens + progestogen",
    "FMP-5 to FMP+5 yr": "year -5 to 5",
    "FMP-1 to FMP+2 yr": "year -1 to 2",
    ", same women 1 yr after menopause, iliac cancellous, FMP+1 yr": ", iliac bone, year 1",
    "fracture ratio, bazedoxifene 20 mg to placebo, placebo": "fracture, bazedoxifene",
    "fracture RR": "fracture",
    "fracture HR": "fracture",
    "fracture RH": "fracture",
    " (MORE)": "",
    " FREEDOM": "",
    " (Love 1992)": "",
    " (inferred)": "",
    ", fold": "",
    "cross-sectional": "groups",
    "relative to": "of",
    "cumulative BMD loss (transmenopause)": "BMD change",
    "cumulative BMD loss": "BMD change",
    " (digitised)": "",
    "surface RANKL": "RANKL",
    "denosumab 60 mg q6m x4 (last dose mo 18), then off": "denosumab",
    "standard-dose HRT (E2 1-2 mg or CEE 0.625 or patch 50 ug)": "hormone therapy",
    "standard-dose HRT": "hormone therapy",
    "women 1-40 yr postmenopause vs pre": "after menopause",
    "resorption-marker rise at menopause (NTX, CTX)": "resorption marker",
    "formation-marker rise at menopause (OC, B-ALP)": "formation marker",
    "early postmenopausal vs premenopausal (MSC, T, B)": "early after menopause",
    "E2-treated postmenopausal vs premenopausal": "estradiol",
}


def title(target):
    """Return what a target is about, short enough for a row."""
    text = f"{target.quantity}, {target.arm}, {target.site}, {target.time}"
    for long, short in SHORTER.items():
        text = text.replace(long, short)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def unit(target):
    """Return the unit of a target as it is shown."""
    return UNITS.get(target.unit, target.unit)


def place(target, value):
    """Return where a value lies in its interval: -1 and 1 are the ends, as far as is drawn."""
    middle, half = (target.low + target.high) / 2, (target.high - target.low) / 2
    return float(np.clip((value - middle) / half, -EDGE, EDGE))


class TargetPicture(LivePicture):
    """A row for each target; the dots move with what the model computes.

    Parameters
    ----------
    targets : sequence of Target
        The rows, from the top down.
    baseline : dict of str to float
        What the calibrated model answers, by the target's id: ghosted behind.
    """

    def __init__(self, targets, baseline):
        self.targets = list(targets)
        figure = _figure(Figure, self.targets, dpi=DPI)
        axes = figure.subplots()
        _rows(axes, self.targets, [AS_CALIBRATED])
        for row, target in enumerate(self.targets):
            axes.plot(
                place(target, baseline[target.id]), row, "o", ms=8, mfc="none", mec=style.GHOST
            )
        (self.met,) = axes.plot([], [], "o", ms=6.5, color=MET)
        (self.missed,) = axes.plot([], [], "D", ms=6.5, color=MISSED)
        self.texts = _numbers(axes, self.targets)
        super().__init__(figure, [self.met, self.missed, *self.texts])

    def update(self, answers):
        """Show what the model answers, a value by the target's id; return the PNG bytes."""
        _show(self.targets, answers, self.met, self.missed, self.texts)
        return self.png()


def plot_targets(targets, answers):
    """Draw targets with what the model answers to each.

    Parameters
    ----------
    targets : sequence of Target
        The rows, from the top down.
    answers : dict of str to float
        What the model answers, by the target's id.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = _figure(Picture, targets)
    axes = figure.subplots()
    _rows(axes, targets)
    (met,) = axes.plot([], [], "o", ms=6.5, color=MET)
    (missed,) = axes.plot([], [], "D", ms=6.5, color=MISSED)
    _show(targets, answers, met, missed, _numbers(axes, targets))
    inside = sum(target.holds(answers[target.id]) for target in targets)
    misses = [title(target) for target in targets if not target.holds(answers[target.id])]
    told = f" Outside: {'; '.join(misses)}." if misses else ""
    figure.sentence = f"{inside} of {len(targets)} values lie inside their interval.{told}"
    return figure


def _figure(kind, targets, **more):
    size = (WIDTH, MARGIN + ROW * len(targets))
    return kind(figsize=size, layout="constrained", facecolor="white", **more)


def _rows(axes, targets, more_handles=()):
    """Draw what does not move: intervals, measured values, names, legend."""
    for row, target in enumerate(targets):
        axes.barh(row, 2, left=-1, height=0.62, color=INTERVAL)
        axes.plot([place(target, target.value)] * 2, [row - 0.31, row + 0.31], color=style.QUIET)
    style.tidy(axes, "", "", "Place in the interval: -1 and 1 are its ends")
    names = [f"{title(target)} [{target.role}]" for target in targets]
    axes.set_yticks(range(len(targets)), names, fontsize=style.TICK_SIZE, color=style.INK)
    axes.set_xticks([-2, -1, 0, 1, 2])
    axes.set_ylim(len(targets) - 0.4, -0.6)
    axes.set_xlim(-EDGE - 0.2, EDGE + 0.2)
    axes.grid(False, axis="y")
    handles = [
        Patch(color=INTERVAL, label="Interval"),
        Line2D([], [], color=style.QUIET, label="Measured"),
        Line2D([], [], ls="", marker="o", color=MET, label="Model, inside"),
        Line2D([], [], ls="", marker="D", color=MISSED, label="Model, outside"),
        *more_handles,
    ]
    axes.legend(
        handles=handles,
        loc="lower center",
        bbox_to_anchor=(0.5, 1.0),
        ncols=len(handles),
        fontsize=style.TICK_SIZE,
        frameon=False,
        handlelength=1.4,
        columnspacing=1.2,
    )


def _numbers(axes, targets):
    """Write the interval of each target at the right; return the texts before it, still empty."""
    look = {"va": "center", "fontsize": style.TICK_SIZE, "color": style.INK}
    number, interval = (_beside(axes, inches) for inches in (NUMBER, NUMBER + GAP))
    for row, target in enumerate(targets):
        text = f"({target.low:.3g} to {target.high:.3g}) {unit(target)}"
        axes.text(1, row, text, transform=interval, **look)
    return [
        axes.text(1, row, "", ha="right", transform=number, **look) for row in range(len(targets))
    ]


def _beside(axes, inches):
    """Return the place so far to the right of x in shares of the axes, y in data."""
    return axes.get_yaxis_transform() + ScaledTranslation(inches, 0, axes.figure.dpi_scale_trans)


def _show(targets, answers, met, missed, texts):
    """Move the dots and the numbers to what the model answers."""
    inside = [target.holds(answers[target.id]) for target in targets]
    for dots, wanted in ((met, True), (missed, False)):
        rows = [row for row, is_in in enumerate(inside) if is_in == wanted]
        dots.set_data([place(targets[row], answers[targets[row].id]) for row in rows], rows)
    for target, text in zip(targets, texts, strict=True):
        text.set_text(f"{answers[target.id]:.3g}")
