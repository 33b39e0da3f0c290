"""The second app of lesson 6: drugs that block cytokines, after estrogen has gone."""

from functools import lru_cache

import ipywidgets as widgets
import numpy as np

from bonelab import Anakinra, AntiIL6, AntiIL7, Estradiol, Etanercept, Patient, simulate
from bonelab.explore.base import App
from bonelab.figures import style
from bonelab.figures.blockers import BlockersPicture
from bonelab.teaching.cautions import caution

DRUGS = {
    "No blocker": (),
    "Etanercept (TNF-alpha)": (Etanercept,),
    "Anakinra (IL-1)": (Anakinra,),
    "Antibody to IL-6": (AntiIL6,),
    "Antibody to IL-7": (AntiIL7,),
    "Etanercept and anakinra": (Etanercept, Anakinra),
    "All four": (Etanercept, Anakinra, AntiIL6, AntiIL7),
}
NONE = next(iter(DRUGS))
PATCHES = {"None": 0, "25 µg a day": 25, "50 µg a day": 50}
COURSES = {"Ovaries removed": "surgical", "Natural menopause": "natural"}
# The trial of Charatcharoenwitthaya and others (2007): women after menopause got an estradiol
# patch for 60 days; it was stopped, and a blocker was given for three weeks.
WEEK = 7 / 365.25
TRIAL_PATCH, TRIAL_BEGINS, READ_AT = 100, 5.0, 3
STOPPED = TRIAL_BEGINS + 60 / 365.25
# What a drug changes at once is seen from the moment before it is given.
WEEKS = np.sort(np.append(np.arange(-9, 6.01, 0.5), -0.001))
FIRST_YEAR, LAST_YEAR = -1, 10


def _given(blocker, patch, start):
    drugs = [drug(start=start) for drug in DRUGS[blocker]]
    return drugs + ([Estradiol(patch_ug_per_day=patch, start=start)] if patch else [])


@lru_cache(maxsize=len(DRUGS) * len(PATCHES))
def _trial(blocker, patch):
    """Return CTX in every week of the trial."""
    before = Estradiol(patch_ug_per_day=TRIAL_PATCH, start=TRIAL_BEGINS, stop=STOPPED)
    therapies = [before, *_given(blocker, patch, STOPPED)]
    run = simulate(Patient(), therapies, start=TRIAL_BEGINS - 0.5, stop=TRIAL_BEGINS + 0.5)
    return np.array([run.at(STOPPED + week * WEEK)["ctx"] for week in WEEKS])


@lru_cache(maxsize=256)
def _long_run(course, blocker, patch, begin):
    patient = Patient(menopause=course)
    return simulate(patient, _given(blocker, patch, begin), start=FIRST_YEAR, stop=LAST_YEAR)


def _rise(ctx):
    """Return the rise of CTX in %, from before estradiol is stopped to when it is read."""
    stopped, read = ctx[WEEKS < 0][-1], ctx[WEEKS == READ_AT][0]
    return 100 * (read / stopped - 1)


def _spared(rise, plain):
    """Say in words how much of the rise of CTX a drug has taken away."""
    if rise < 0:
        return "With the drugs chosen it has not risen at all."
    taken = 100 * (1 - rise / plain)
    return f"With the drugs chosen it has risen by {rise:.0f} %: {taken:.0f} % of the rise is gone."


def _curves(trial, run):
    curves = {key: (run.time, run[key]) for key in ("ctx", "bmd_lumbar_spine")}
    return curves | {"trial": (WEEKS, trial)}


class Blockers(App):
    """Cytokine blockers in a trial of three weeks, and in the long run."""

    def __init__(self):
        wide = {"description_width": "initial"}
        controls = {
            "blocker": widgets.Dropdown(
                options=list(DRUGS),
                value="Etanercept (TNF-alpha)",
                description="Blocker",
                tooltip="Which cytokine is blocked",
            ),
            "patch": widgets.Dropdown(
                options=PATCHES,
                value=0,
                description="Estradiol patch with it",
                tooltip="An estradiol patch from the same day as the blocker",
                style=wide,
            ),
            "course": widgets.Dropdown(
                options=COURSES,
                value="surgical",
                description="Long run after",
                tooltip="How estradiol went in the long run",
                style=wide,
            ),
            "begin": widgets.IntSlider(
                value=1,
                min=0,
                max=8,
                description="Long run: begin in year",
                tooltip="The year in which the drugs begin in the long run",
                style=wide,
                layout={"width": "420px", "max_width": "98%"},
            ),
        }
        presets = {
            "No drug": {"blocker": NONE},
            "Etanercept": {},
            "Anakinra": {"blocker": "Anakinra (IL-1)"},
            "All four blockers": {"blocker": "All four"},
            "Etanercept and estradiol": {"patch": 25},
        }
        self.live = BlockersPicture((WEEKS[0], WEEKS[-1]), (FIRST_YEAR, LAST_YEAR), READ_AT)
        super().__init__("Blocking cytokines after estrogen has gone", controls, presets)

    def draw(self, blocker, patch, course, begin):
        """Return the picture and the sentence for one setting."""
        trial, plain = _trial(blocker, patch), _trial(NONE, 0)
        run, without = _long_run(course, blocker, patch, begin), _long_run(course, NONE, 0, begin)
        shaded = {} if (blocker, patch) == (NONE, 0) else {"trial": 0, **dict.fromkeys(run, begin)}
        png = self.live.update(_curves(trial, run), _curves(plain, without), shaded)
        spine = "bmd_lumbar_spine"
        now, then = run[spine][-1], without[spine][-1]
        sentence = f"Three weeks after estradiol is stopped CTX has risen by {_rise(plain):.0f} %"
        if shaded:
            sentence += (
                f" without a drug. {_spared(_rise(trial), _rise(plain))} In the long run the "
                f"drugs begin in year {begin}: in year {LAST_YEAR} the spine has {now:.2f} g/cm², "
                f"without them {then:.2f}, and CTX is {run['ctx'][-1]:.2f}, without them "
                f"{without['ctx'][-1]:.2f} ng/mL."
            )
        else:
            sentence += f". In year {LAST_YEAR} of the long run the spine has {then:.2f} g/cm²."
        keys = ["blockers", *(["estrogen_alone"] if patch else []), "short"]
        return png, f"{sentence} {caution(*keys)}"

    def numbers(self, blocker, patch, course, begin):
        """Return the long run against time, and the same without a drug."""
        run, without = _long_run(course, blocker, patch, begin), _long_run(course, NONE, 0, begin)
        columns = {style.TIME_LABEL: without.time}
        for series in ("ctx", "bmd_lumbar_spine"):
            shown = np.interp(without.time, run.time, run[series])
            columns[style.axis_label(series)] = shown
            columns[f"{style.axis_label(series)}, no drug"] = without[series]
        return columns


def blockers():
    """Return the second app of lesson 6: cytokine blockers after estrogen has gone.

    Choose a blocker, add an estradiol patch, and set when the drugs begin: CTX over the weeks of
    a trial, and CTX and bone density over years. Blockers are not approved for osteoporosis.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return Blockers()
