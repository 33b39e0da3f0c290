"""The app of lesson 4 that prints a DXA report: BMD, T-score, Z-score and the WHO class."""

from functools import lru_cache

import ipywidgets as widgets
import numpy as np

import bonelab as bl
from bonelab.explore.base import App
from bonelab.figures.dxa import AGES, DxaPicture
from bonelab.parameter_table import default_parameters
from bonelab.teaching.cautions import caution

SITES = {
    "Lumbar spine": "lumbar_spine",
    "Femoral neck": "femoral_neck",
    "Total hip": "total_hip",
}
# What happened to her: how and when menopause came, and her peak in SD from the young mean.
AVERAGE = "Menopause at 51, average peak"
HISTORIES = {
    AVERAGE: ("natural", 51, 0.0),
    "Menopause at 42": ("natural", 42, 0.0),
    "Menopause at 57": ("natural", 57, 0.0),
    "Ovaries removed at 40": ("surgical", 40, 0.0),
    "Menopause at 51, low peak": ("natural", 51, -1.5),
}
TREATMENTS = {
    "None": (),
    "Estradiol patch 50 µg with progestogen": (
        bl.Estradiol(patch_ug_per_day=50),
        bl.Progestogen(),
    ),
    "Alendronate 70 mg a week": (bl.Alendronate(),),
}
IN_TITLE = dict(zip(TREATMENTS, ("", "estradiol with progestogen", "alendronate"), strict=True))
AS_EXPECTED = 0.05  # a Z-score closer to zero than this is printed as zero


def reference(site):
    """Return mean and SD of young women at a site, in g/cm²."""
    p = default_parameters()
    return p[f"bmd_{site}_young_adult"], p[f"bmd_{site}_sd"]


@lru_cache(maxsize=len(HISTORIES) * len(TREATMENTS))
def _run(history, treatment):
    """Return the run of one woman over all ages of the picture."""
    menopause, age, peak = HISTORIES[history]
    own_peak = {
        f"bmd_{site}_young_adult": reference(site)[0] + peak * reference(site)[1]
        for site in SITES.values()
    }
    return bl.simulate(
        bl.Patient(menopause=menopause, age_at_menopause=age),
        TREATMENTS[treatment],
        start=AGES[0] - age,
        stop=AGES[1] - age,
        parameters=own_peak,
    )


def _t_score(bmd, site):
    """Return how many SD a BMD lies from the mean of young women: the definition."""
    mean, sd = reference(site)
    return (bmd - mean) / sd


def _course(history, treatment, site):
    """Return age and T-score over the whole picture."""
    run = _run(history, treatment)
    return run.time + HISTORIES[history][1], _t_score(run[f"bmd_{site}"], site)


def scores(history, treatment, age):
    """Return BMD, T-score and Z-score at every site, by the name of the site."""
    hers = _run(history, treatment).at(age - HISTORIES[history][1])
    average = _run(AVERAGE, "None").at(age - HISTORIES[AVERAGE][1])
    rows = {}
    for name, site in SITES.items():
        bmd, same_age = hers[f"bmd_{site}"], average[f"bmd_{site}"]
        z_score = (bmd - same_age) / reference(site)[1]
        rows[name] = (bmd, _t_score(bmd, site), z_score)
    return {name: (bmd, round(t, 1) + 0.0, round(z, 1) + 0.0) for name, (bmd, t, z) in rows.items()}


def _apart(score, whom):
    """Return in words how far a score lies from a mean."""
    if abs(score) < AS_EXPECTED:
        return f"at the mean of {whom}"
    return f"{abs(score):.1f} SD {'above' if score > 0 else 'below'} the mean of {whom}"


class DxaReport(App):
    """One woman's DXA report at a chosen age, beside the average woman's course."""

    def __init__(self):
        wide = {"description_width": "initial"}
        controls = {
            "site": widgets.Dropdown(
                options=list(SITES),
                description="Site",
                tooltip="The site that the graph shows; the table shows all three",
                layout={"width": "200px"},
                style=wide,
            ),
            "history": widgets.Dropdown(
                options=list(HISTORIES),
                description="The woman",
                tooltip="When menopause came, and how much bone she had as a young adult",
                layout={"width": "350px"},
                style=wide,
            ),
            "treatment": widgets.Dropdown(
                options=list(TREATMENTS),
                description="Treatment",
                tooltip="What she takes, from her menopause on",
                layout={"width": "360px"},
                style=wide,
            ),
            "age": widgets.IntSlider(
                value=65,
                min=AGES[0],
                max=AGES[1],
                description="Age at the scan",
                tooltip="How old she is when she is scanned, in years",
                layout={"width": "560px", "max_width": "98%"},
                style=wide,
            ),
        }
        presets = {
            "Average at 75": {"age": 75},
            "Before menopause": {"history": "Menopause at 51, low peak", "age": 45},
            "Low peak at 65": {"history": "Menopause at 51, low peak"},
            "Early menopause, at 50": {"history": "Menopause at 42", "age": 50},
            "Alendronate at 65": {"treatment": "Alendronate 70 mg a week"},
        }
        p = default_parameters()
        self.live = DxaPicture((p["who_osteoporosis"], p["who_low_bone_mass"]), SITES)
        super().__init__("A DXA report", controls, presets, play="age")

    def draw(self, site, history, treatment, age):
        """Return the picture and the sentence for one setting."""
        rows = scores(history, treatment, age)
        bmd, t_score, z_score = rows[site]
        lowest = min(rows, key=lambda name: rows[name][1])
        at_menopause = HISTORIES[history][1]
        risk = bl.hip_fracture_risk_10y(age, rows["Femoral neck"][1])
        sentence = (
            f"{history}; treatment: {treatment.lower()}. At {age} her BMD, {site.lower()}, is "
            f"{bmd:.3f} g/cm². "
            f"T-score {t_score:.1f}: {_apart(t_score, 'young women')}. "
            f"Z-score {z_score:.1f}: {_apart(z_score, 'her age')}. "
        )
        if age >= at_menopause:
            kind = bl.who_class(rows[lowest][1])
            verdict = f"Lowest T-score: {lowest.lower()}\nWHO class: {kind}"
            sentence += f"The lowest T-score, {lowest.lower()}, makes it {kind}. "
        else:
            verdict = "Before menopause: no WHO class,\nread the Z-score"
            sentence += "She is before menopause, so there is no WHO class: read the Z-score. "
        verdict += (
            f"\nHip fracture within 10 years: {100 * risk:.2g} %\n(from age and femoral neck only)"
        )
        sentence += (
            "Age and the T-score of her femoral neck, and nothing else, give a risk of hip "
            f"fracture within ten years of {100 * risk:.2g} %. "
        )
        taken = f", {IN_TITLE[treatment]} from menopause" if TREATMENTS[treatment] else ""
        report = {
            "age": age,
            "menopause": at_menopause,
            "title": f"{site}{taken}",
            "verdict": verdict,
            "sites": rows,
        }
        course = _course(history, treatment, SITES[site])
        average = _course(AVERAGE, "None", SITES[site])
        png = self.live.update(course, average, report, site, reference(SITES[site]))
        return png, sentence + caution("t_score", *(["therapy"] if taken else []))

    def numbers(self, site, history, treatment, age):
        """Return BMD, T-score and Z-score at the site against age."""
        where = SITES[site]
        ages, t_score = _course(history, treatment, where)
        average = np.interp(ages, *_course(AVERAGE, "None", where))
        return {
            "Age (years)": ages,
            f"BMD, {site.lower()} (g/cm²)": _run(history, treatment)[f"bmd_{where}"],
            f"T-score, {site.lower()} (SD)": t_score,
            f"Z-score, {site.lower()} (SD)": t_score - average,
        }


def dxa_report():
    """Return the app of lesson 4 that prints a DXA report.

    Choose a site, a woman, a treatment and her age: the graph, the table of all three sites and
    the WHO class follow. Grey is the average untreated woman, one standard deviation each way.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return DxaReport()
