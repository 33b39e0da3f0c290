"""The app of lesson 0: ten years around menopause, seen through every readout."""

from functools import lru_cache

import ipywidgets as widgets

from bonelab import Estradiol, Patient, Progestogen, simulate
from bonelab.explore.base import App
from bonelab.explore.saving import series_columns
from bonelab.figures import Panel
from bonelab.figures.slice_panels import SlicePicture
from bonelab.teaching.cautions import caution

FIRST_YEAR, LAST_YEAR = -2, 8
THERAPY_START = 1
WOMEN = {"No menopause": None, "Natural menopause": "natural", "Ovaries removed": "surgical"}
THERAPIES = {
    "No therapy": (),
    "Estradiol patch and progestogen": (
        Estradiol(patch_ug_per_day=50, start=THERAPY_START),
        Progestogen(start=THERAPY_START),
    ),
}
PANELS = (
    Panel(("estradiol",), "Estradiol in blood"),
    Panel(("osteoclasts", "osteoblasts"), "Cells: remove bone, make bone"),
    Panel(("ctx", "p1np"), "Markers in blood, against the start", change=True),
    Panel(("bmd_lumbar_spine",), "Bone mineral density (BMD) of the lumbar spine"),
)
HEIGHTS = (0.8, 1, 1, 1)


@lru_cache(maxsize=len(WOMEN) * len(THERAPIES))
def _run(woman, therapy):
    """Return the run for one setting, kept: the year slider then only redraws."""
    patient = Patient(menopause=WOMEN[woman])
    return simulate(patient, THERAPIES[therapy], start=FIRST_YEAR, stop=LAST_YEAR)


class Overview(App):
    """Estradiol, cells, markers, BMD and a slice of bone in the year chosen."""

    def __init__(self):
        controls = {
            "woman": widgets.Dropdown(
                options=list(WOMEN),
                value="Natural menopause",
                description="Ovaries",
                tooltip="What happens to the ovaries at year 0",
            ),
            "therapy": widgets.Dropdown(
                options=list(THERAPIES),
                description="Therapy",
                tooltip=f"What she takes from year {THERAPY_START} on",
                layout={"width": "360px"},
            ),
            "year": widgets.FloatSlider(
                value=5,
                min=FIRST_YEAR,
                max=LAST_YEAR,
                step=0.25,
                readout_format=".2f",
                description="Year",
                tooltip="The year at which the slice of bone is shown",
                layout={"width": "480px", "max_width": "98%"},
            ),
        }
        treated = "Estradiol patch and progestogen"
        presets = {
            "Healthy": {"woman": "No menopause"},
            "Natural menopause": {"woman": "Natural menopause"},
            "Surgical menopause": {"woman": "Ovaries removed"},
            "With therapy": {"woman": "Natural menopause", "therapy": treated},
        }
        runs = [_run(woman, therapy) for woman in WOMEN for therapy in THERAPIES]
        healthy = _run("No menopause", "No therapy")
        self.live = SlicePicture(
            PANELS, HEIGHTS, healthy, runs, ghost="no menopause. Shaded: therapy"
        )
        super().__init__("Ten years around menopause", controls, presets, play="year")

    def draw(self, woman, therapy, year):
        """Return the picture and the sentence for one setting."""
        run = _run(woman, therapy)
        now, treated = run.at(year), bool(THERAPIES[therapy])
        change = 100 * (now["bmd_lumbar_spine"] / run["bmd_lumbar_spine"][0] - 1)
        sentence = (
            f"Year {year:g}: estradiol is {now['estradiol']:.0f} pg/mL. There are "
            f"{now['osteoclasts']:.2f} times as many osteoclasts and {now['osteoblasts']:.2f} "
            f"times as many osteoblasts as in health. CTX is {now['ctx']:.2f} ng/mL, P1NP "
            f"{now['p1np']:.0f} µg/L. The BMD of the spine has changed by {change:+.1f} % since "
            f"year {FIRST_YEAR}: a T-score of {now['t_score_lumbar_spine']:+.1f}."
        )
        if treated:
            sentence += " " + caution("short")
        spans = [(THERAPY_START, LAST_YEAR)] if treated else []
        return self.live.update(run, year, spans), sentence

    def numbers(self, woman, therapy, year):
        """Return the series of the panels against time."""
        return series_columns(_run(woman, therapy), PANELS)


def overview():
    """Return the app of lesson 0: ten years around menopause, seen through every readout.

    Choose what happens to the ovaries and whether she takes a therapy, then press play or move
    the year.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return Overview()
