"""The app of lesson 1: two flows, their difference, and the bone that is left."""

from functools import lru_cache

import ipywidgets as widgets

from bonelab import Patient, simulate
from bonelab.explore.base import App
from bonelab.explore.saving import series_columns
from bonelab.figures import BalancePicture, bone_fraction

FIRST_YEAR, LAST_YEAR = -5, 20
COURSES = {"No menopause": "none", "Natural menopause": "natural", "Ovaries removed": "surgical"}
SINCE = {
    "none": ", no menopause",
    "natural": " from the final period",
    "surgical": " from the operation",
}
FLOWS = {
    "As the cells decide": {},
    "Both held at half speed": {"resorption": 0.5, "formation": 0.5},
    "Both held at double speed": {"resorption": 2.0, "formation": 2.0},
    "Formation held at 1": {"formation": 1.0},
    "Resorption held at 1": {"resorption": 1.0},
}
FREE = next(iter(FLOWS))
STRAIN = (
    " Held at 1 is what the osteoblasts are called for. What is made beyond it comes from strain: "
    "a thin strut bends more, and that calls for bone."
)
EVEN = 0.01  # flows closer than this are called equal


@lru_cache(maxsize=len(COURSES) * len(FLOWS))
def _run(menopause, flows):
    """Return the run for one setting, kept: the year slider then only redraws."""
    # Ageing is off, so that whatever moves is moved by estradiol or by the student. Her age then
    # means nothing, and the youngest menopause lets a held flow begin with the picture.
    patient = Patient(
        menopause=None if menopause == "none" else menopause, age_at_menopause=30, ageing=False
    )
    return simulate(patient, start=FIRST_YEAR, stop=LAST_YEAR, hold=FLOWS[flows])


def _balance(net):
    """Return in words which flow is ahead."""
    if abs(net) < EVEN:
        return "The two flows are equal, so the amount of trabecular bone stays as it is."
    if net < 0:
        return "Resorption is ahead, so trabecular bone is being lost."
    return "Formation is ahead, so trabecular bone is being gained."


def _change(volume):
    """Return in words how a volume differs from health."""
    percent = 100 * (volume - 1)
    if abs(percent) < 0.5:
        return "as in health"
    return f"{abs(percent):.0f} % {'more' if percent > 0 else 'less'} than in health"


class RemodelingBalance(App):
    """Resorption against formation, and a slice of the bone at the year chosen."""

    def __init__(self):
        controls = {
            "menopause": widgets.Dropdown(
                options=COURSES,
                value="natural",
                description="Ovaries",
                tooltip="What happens to the ovaries at year 0",
            ),
            "flows": widgets.Dropdown(
                options=list(FLOWS),
                value=FREE,
                description="The two flows",
                tooltip="Whether resorption and formation are free, or held at one rate",
                style={"description_width": "initial"},
            ),
            "year": widgets.IntSlider(
                value=10,
                min=FIRST_YEAR,
                max=LAST_YEAR,
                description="Year",
                tooltip="The year at which the slice of bone is shown",
                layout={"width": "560px", "max_width": "98%"},
            ),
        }
        presets = {
            "Healthy balance": {"menopause": "none"},
            "Natural menopause": {"menopause": "natural"},
            "Ovaries removed": {"menopause": "surgical"},
            "Faster, balanced": {"menopause": "none", "flows": "Both held at double speed"},
            "Formation held back": {"menopause": "natural", "flows": "Formation held at 1"},
        }
        courses = [_run(menopause, FREE) for menopause in COURSES.values()]
        self.live = BalancePicture(_run("natural", FREE), courses, ghost="natural menopause")
        super().__init__("Remodeling balance and a slice of bone", controls, presets)

    def draw(self, menopause, flows, year):
        """Return the picture and the sentence for one setting."""
        run = _run(menopause, flows)
        now = run.at(year)
        fraction = bone_fraction(now["bone_volume_trabecular"])
        resorption, formation = now["resorption"], now["formation_trabecular"]
        sentence = (
            f"Year {year}{SINCE[menopause]}: estradiol is {now['estradiol']:.0f} pg/mL. "
            f"Resorption is {resorption:.2f} and formation {formation:.2f} times "
            f"the healthy rate. {_balance(formation - resorption)} "
            f"Bone fills {100 * fraction:.1f} % of the slice: "
            f"trabecular bone is {_change(now['bone_volume_trabecular'])}, "
            f"cortical bone {_change(now['bone_volume_cortical'])}."
        )
        if FLOWS[flows].keys() == {"formation"} and formation - FLOWS[flows]["formation"] > EVEN:
            sentence += STRAIN
        return self.live.update(run, year), sentence

    def numbers(self, menopause, flows, year):
        """Return the series of the panels against time."""
        return series_columns(_run(menopause, flows), self.live.time_panels.panels)


def remodeling_balance():
    """Return the app of lesson 1: the balance of resorption and formation over the years.

    Choose what happens to the ovaries, let the two flows run or hold them, and move the year:
    the flows, the bone volume and a slice of trabecular bone follow. Ageing is switched off.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return RemodelingBalance()
