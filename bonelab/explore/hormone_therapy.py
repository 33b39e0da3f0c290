"""The app of lesson 9: hormone therapy on a timeline, with and without what is added to it."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import ipywidgets as widgets

import bonelab as bl
from bonelab.explore.base import App
from bonelab.explore.saving import series_columns
from bonelab.figures import Panel
from bonelab.figures.treatment import TreatmentPicture
from bonelab.teaching.cautions import caution

START, STOP = -5, 20
PANELS = (
    Panel(("estradiol",), "Estradiol in serum"),
    Panel(("bmd_lumbar_spine", "bmd_femoral_neck"), f"Bone: change since year {START}", True),
    Panel(("ctx", "p1np"), f"Turnover markers: change since year {START}", True),
    Panel(("endometrial_index",), "Endometrium: a receptor signal", limits=(0, 1.35)),
)
NO_ESTROGEN = "No estrogen"


class Regimen(NamedTuple):
    """An estrogen as it is prescribed: its usual dose, how it is written, how it is given."""

    usual: float
    unit: str
    give: Callable


REGIMENS = {
    "Estradiol patch": Regimen(
        50, "µg a day", lambda dose, **years: [bl.Estradiol(patch_ug_per_day=dose, **years)]
    ),
    "Estradiol tablet": Regimen(
        1, "mg a day", lambda dose, **years: [bl.Estradiol(oral_mg_per_day=dose, **years)]
    ),
    "Conjugated estrogens": Regimen(
        0.625, "mg a day", lambda dose, **years: [bl.ConjugatedEstrogens(mg_per_day=dose, **years)]
    ),
    NO_ESTROGEN: Regimen(0, "", lambda dose, **years: []),
}
ADDED = {
    "Progestogen": (bl.Progestogen,),
    "Nothing": (),
    "Progestogen and testosterone": (bl.Progestogen, bl.Testosterone),
    "Testosterone": (bl.Testosterone,),
    "Testosterone, aromatase inhibitor": (bl.Testosterone, bl.AromataseInhibitor),
}


@lru_cache(maxsize=256)
def _run(regimen, dose, years, added):
    """Return the run for one setting."""
    first, last = years
    given = []
    if first < last:
        span = {"start": first, "stop": last if last < STOP else None}
        given = REGIMENS[regimen].give(REGIMENS[regimen].usual * dose, **span)
        given += [therapy(**span) for therapy in ADDED[added]]
    return bl.simulate(bl.Patient(), given, start=START, stop=STOP)


def _untreated():
    return _run(NO_ESTROGEN, 1.0, (0, 0), "Nothing")


def _taken(regimen, dose, added):
    """Return in words what is taken."""
    extra = "nothing else" if not ADDED[added] else added[0].lower() + added[1:]
    if regimen == NO_ESTROGEN:
        return f"{regimen}; {extra}"
    made = REGIMENS[regimen]
    return f"{regimen}, {made.usual * dose:.3g} {made.unit}; with it {extra}"


def _higher(value, other):
    """Return in words how much higher or lower than another a value is."""
    percent = 100 * (value / other - 1)
    if abs(percent) < 0.05:
        return "the same"
    return f"{abs(percent):.1f} % {'higher' if percent > 0 else 'lower'}"


class HormoneTherapy(App):
    """One woman's years of hormone therapy: estradiol, bone, turnover and endometrium."""

    def __init__(self):
        wide = {"description_width": "initial"}
        controls = {
            "regimen": widgets.Dropdown(
                options=list(REGIMENS),
                description="Estrogen",
                tooltip="Which estrogen she takes, and by which route",
                layout={"width": "280px"},
            ),
            "added": widgets.Dropdown(
                options=list(ADDED),
                description="Added",
                tooltip="What she takes beside the estrogen, over the same years",
                layout={"width": "330px"},
            ),
            "dose": widgets.FloatLogSlider(
                value=1,
                base=2,
                min=-2,
                max=1,
                step=0.25,
                description="Dose (usual = 1)",
                tooltip="The dose of the estrogen, as a multiple of the usual one",
                readout_format=".2f",
                layout={"width": "360px", "max_width": "98%"},
                style=wide,
            ),
            "years": widgets.IntRangeSlider(
                value=(0, 10),
                min=0,
                max=STOP,
                description="From year to year",
                tooltip="When she takes it, in years from her final menstrual period",
                layout={"width": "400px", "max_width": "98%"},
                style=wide,
            ),
        }
        presets = {
            "Starts at menopause": {"years": (0, STOP)},
            "Starts ten years late": {"years": (10, STOP)},
            "Low dose": {"years": (0, STOP), "dose": 0.25},
            "Stopped after five years": {"years": (0, 5)},
            "Without progestogen": {"years": (0, STOP), "added": "Nothing"},
        }
        courses = [
            _run("Estradiol tablet", 2.0, (0, 10), "Nothing"),
            _run("Estradiol patch", 2.0, (5, 10), "Progestogen and testosterone"),
            _run("Estradiol patch", 2.0, (0, STOP), "Progestogen and testosterone"),
            _run(NO_ESTROGEN, 1.0, (0, STOP), "Testosterone, aromatase inhibitor"),
            _run(NO_ESTROGEN, 1.0, (5, STOP), "Testosterone, aromatase inhibitor"),
        ]
        self.live = TreatmentPicture(PANELS, _untreated(), courses, "untreated", named=3)
        super().__init__("Hormone therapy over the years", controls, presets)

    def draw(self, regimen, added, dose, years):
        """Return the picture and the sentence for one setting."""
        run, twin = _run(regimen, dose, years, added), _untreated()
        first, last = years
        if first == last:
            return self.live.update(run), "Nothing is taken. " + caution("short", "indices")
        end, other = run.at(last - 0.01), twin.at(last - 0.01)
        ratio = {
            site: bl.fracture_ratio(run, twin, site=site, start=first, stop=last)
            for site in ("hip", "vertebral")
        }
        spine, neck = (
            _higher(end[name], other[name]) for name in ("bmd_lumbar_spine", "bmd_femoral_neck")
        )
        sentence = (
            f"{_taken(regimen, dose, added)}; from year {first} to {last}. At the end of it "
            f"estradiol is {end['estradiol']:.0f} pg/mL. Compared with untreated, bone density is "
            f"{spine} at the spine and {neck} at the femoral neck, and for one fracture untreated "
            f"there are {ratio['hip']:.2f} at the hip and {ratio['vertebral']:.2f} at the spine. "
            f"The endometrial index is {end['endometrial_index']:.2f}, untreated "
            f"{other['endometrial_index']:.2f}, before menopause 1. "
        )
        if last < STOP:
            spine = (at.at(STOP)["bmd_lumbar_spine"] for at in (run, twin))
            sentence += f"At year {STOP} the spine density is {_higher(*spine)}. "
        alone = regimen != NO_ESTROGEN and bl.Progestogen not in ADDED[added]
        keys = ["short", *(["estrogen_alone"] if alone else []), "indices"]
        return self.live.update(run, treated=[years]), sentence + caution(*keys)

    def numbers(self, regimen, added, dose, years):
        """Return the series of the panels against time."""
        return series_columns(_run(regimen, dose, years, added), PANELS)


def hormone_therapy():
    """Return the app of lesson 9: hormone therapy over the years.

    Choose an estrogen, its dose, the years in which it is taken and what is added: estradiol,
    bone density, turnover markers and the endometrial index are shown with the untreated woman
    in grey behind.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return HormoneTherapy()
