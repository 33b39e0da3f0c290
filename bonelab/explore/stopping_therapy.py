"""The app of lesson 10: four drugs, a pause, the stop, and what is taken afterwards."""

from functools import lru_cache

import ipywidgets as widgets
import numpy as np

import bonelab as bl
from bonelab.explore.base import App
from bonelab.explore.saving import series_columns
from bonelab.figures import Panel
from bonelab.figures.treatment import TreatmentPicture
from bonelab.teaching.cautions import caution

START, STOP = 0, 20
PANELS = (
    Panel(("ctx", "p1np"), f"Turnover markers: change since year {START}", True),
    Panel(("bmd_lumbar_spine",), f"Spine: change since year {START}", True),
    Panel(("resorption", "formation"), "Two flows"),
    Panel(("osteoclast_precursors",), "Osteoclast precursors that wait"),
)
DRUGS = {
    "Denosumab": (bl.Denosumab,),
    "Alendronate": (bl.Alendronate,),
    "Raloxifene": (bl.Raloxifene,),
    "Estradiol with progestogen": (
        lambda **years: bl.Estradiol(patch_ug_per_day=50, **years),
        bl.Progestogen,
    ),
}
AFTER = {
    "Nothing": (),
    "Alendronate": (bl.Alendronate,),
    "Calcium with vitamin D": (bl.CalciumVitaminD,),
}
LOOK_BACK = 2  # years after the stop at which the bone is read


def spans(years, pause):
    """Return the spans in which the drug is given: its years without the pause half-way.

    Half-way is a multiple of six months, so that an injection is due there.
    """
    first, last = years
    middle = (first + last) / 2
    again = middle + pause / 12
    parts = [(first, middle), (again, last)] if pause else [(first, last)]
    return [(a, b) for a, b in parts if a < b]


@lru_cache(maxsize=256)
def _run(drug, years, pause, after):
    """Return the run for one setting."""
    ends = [(a, b if b < STOP else None) for a, b in spans(years, pause)]
    given = [make(start=a, stop=b) for a, b in ends for make in DRUGS[drug]]
    if given and years[1] < STOP:
        given += [make(start=years[1]) for make in AFTER[after]]
    return bl.simulate(bl.Patient(), given, start=START, stop=STOP)


def _untreated():
    return _run("Denosumab", (1, 1), 0, "Nothing")


def _against(run, name):
    """Return a series of a run against the untreated twin's, in %."""
    twin = _untreated()
    return 100 * (run[name] / np.interp(run.time, twin.time, twin[name]) - 1)


def _side(percent):
    """Return in words on which side of another a value lies."""
    return f"{abs(percent):.0f} % {'above' if percent >= 0 else 'below'}"


class StoppingTherapy(App):
    """A drug over some years, and what the bone does when it is stopped."""

    def __init__(self):
        wide = {"description_width": "initial"}
        controls = {
            "drug": widgets.Dropdown(
                options=list(DRUGS),
                description="Drug",
                tooltip="What she takes",
                layout={"width": "300px"},
            ),
            "after": widgets.Dropdown(
                options=list(AFTER),
                description="Afterwards",
                tooltip="What she takes when the drug has been stopped, to the end",
                layout={"width": "290px"},
                style=wide,
            ),
            "years": widgets.IntRangeSlider(
                value=(5, 10),
                min=START + 1,
                max=STOP,
                description="From year to year",
                tooltip="When she takes it; at the second year the next dose is not given",
                layout={"width": "400px", "max_width": "98%"},
                style=wide,
            ),
            "pause": widgets.IntSlider(
                value=0,
                min=0,
                max=8,
                description="Pause half-way (months)",
                tooltip="How late the dose is that is due half-way; later ones follow it",
                layout={"width": "360px", "max_width": "98%"},
                style=wide,
            ),
        }
        presets = {
            "Denosumab": {},
            "One injection late": {"pause": 4},
            "Then alendronate": {"after": "Alendronate"},
            "Alendronate": {"drug": "Alendronate"},
            "Estradiol": {"drug": "Estradiol with progestogen"},
        }
        courses = [_run(drug, (5, 10), 0, "Nothing") for drug in DRUGS]
        courses += [_run("Denosumab", (1, last), 8, "Nothing") for last in (5, STOP)]
        self.live = TreatmentPicture(
            PANELS, _untreated(), courses, "untreated", named=1, follow_on=True
        )
        super().__init__("Stopping a therapy", controls, presets)

    def draw(self, drug, after, years, pause):
        """Return the picture and the sentence for one setting."""
        run, (first, last), given = _run(drug, years, pause, after), years, spans(years, pause)
        keys = ["short", *(["denosumab"] if drug == "Denosumab" else [])]
        if not given:
            return self.live.update(run), "Nothing is taken. " + caution(*keys)
        followed = [(last, STOP)] if AFTER[after] and last < STOP else []
        png = self.live.update(run, treated=given, followed=followed)
        parts = [
            f"{drug} from year {first} to {last}.",
            self._pause(run, given, last) if pause else "",
            self._end(run, first, last, after),
        ]
        return png, " ".join(part for part in parts if part) + " " + caution(*keys)

    def _pause(self, run, given, last):
        """Return in words what the pause does."""
        begin, end = given[0][1], (given[1][0] if len(given) > 1 else last)
        begun, ended, twin = run.at(begin), run.at(end - 0.001), _untreated().at(end)
        ctx = 100 * (ended["ctx"] / twin["ctx"] - 1)
        change = 100 * (ended["bmd_lumbar_spine"] / begun["bmd_lumbar_spine"] - 1)
        return (
            f"By the end of the pause CTX is {_side(ctx)} the untreated twin's, and the spine "
            f"has changed by {change:+.1f} %."
        )

    def _end(self, run, first, last, after):
        """Return in words what the years of treatment brought, and what the stop does."""
        spine = "bmd_lumbar_spine"
        at_start, at_end = run.at(first)[spine], run.at(last)[spine]
        ctx = [at.at(last - 0.01)["ctx"] for at in (run, _untreated())]
        treated = 100 * (ctx[0] / ctx[1] - 1)
        text = (
            f"At the end of it CTX is {_side(treated)} the untreated twin's, and the spine has "
            f"{100 * (at_end / at_start - 1):+.1f} % since the drug was begun."
        )
        if last == STOP:
            return text
        until = min(last + LOOK_BACK, STOP)
        window = (run.time > last) & (run.time <= until)
        highest = _against(run, "ctx")[window].max()
        later = 100 * (run.at(until)[spine] / at_start - 1)
        then = "nothing" if not AFTER[after] else after[0].lower() + after[1:]
        return (
            f"{text} Afterwards she takes {then}: at its highest CTX is {_side(highest)} the "
            f"twin's, and in year {until} the spine has {later:+.1f} % since the drug was begun."
        )

    def numbers(self, drug, after, years, pause):
        """Return the series of the panels against time."""
        return series_columns(_run(drug, years, pause, after), PANELS)


def stopping_therapy():
    """Return the app of lesson 10: what happens when a therapy is stopped.

    Choose a drug, the years in which it is taken, a pause half-way and what is taken afterwards:
    markers, spine, the two flows and the osteoclast precursors are shown, the untreated woman in
    grey behind.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return StoppingTherapy()
