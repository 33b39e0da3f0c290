"""The second app of lesson 7: a receptor knocked out, everywhere or in one kind of cell."""

from functools import lru_cache

import ipywidgets as widgets

from bonelab import Patient, simulate
from bonelab.explore.base import App
from bonelab.figures import style
from bonelab.figures.knock_outs import BONE, RATES, SIGNALS, KnockOutPicture
from bonelab.parameter_table import hold_ranges

# A woman without ageing. Whatever is cut or held begins with her run, at year -5: a knock-out
# and the removal of the ovaries can be compared after the same time.
WOMAN, BEGIN, LONGEST = Patient(menopause=None, age_at_menopause=30, ageing=False), -5, 10
RECEPTORS = {"ER-alpha": ("er_alpha",), "ER-beta": ("er_beta",), "Both": ("er_alpha", "er_beta")}
EVERYWHERE = "Every cell"
TISSUES = {
    EVERYWHERE: "",
    "Osteoclasts": "@osteoclasts",
    "Osteoblasts": "@osteoblasts",
    "Osteocytes": "@osteocytes",
    "T cells": "@t_cells",
    "Progenitors of trabecular bone": "@trabecular",
    "Progenitors of cortical bone": "@cortical",
}
KEPT, REMOVED, RAISED = "Kept", "Removed", "Kept, sex steroids raised"
# Raised to the most that the model lets them be held at: an illustration, not a measurement.
OVARIES = {
    KEPT: {},
    REMOVED: {"ovariectomy": 1.0},
    RAISED: {name: hold_ranges()[name].high for name in ("estradiol", "testosterone")},
}
ROWS = (*BONE, *SIGNALS, *RATES)


@lru_cache(maxsize=128)
def _run(receptor, tissue, ovaries):
    """Return the run for one setting; None as the receptor leaves both in place."""
    cut = [f"{name}{TISSUES[tissue]}" for name in RECEPTORS.get(receptor, ())]
    return simulate(WOMAN, start=BEGIN, stop=BEGIN + LONGEST, cut=cut, hold=OVARIES[ovaries])


@lru_cache(maxsize=512)
def _state(receptor, tissue, ovaries, years):
    now = _run(receptor, tissue, ovaries).at(BEGIN + years)
    return {row: now[row] for row in ROWS}


def _against(now, other, compartment):
    """Return in words how a bone volume differs from another."""
    percent = 100 * (now[compartment] / other[compartment] - 1)
    if abs(percent) < 0.05:
        return "unchanged"
    return f"{abs(percent):.1f} % {'more' if percent > 0 else 'less'}"


class KnockOuts(App):
    """What the loss of a receptor does to both compartments, beside ovariectomy."""

    def __init__(self):
        wide = {"description_width": "initial"}
        controls = {
            "receptor": widgets.Dropdown(
                options=list(RECEPTORS),
                description="Knocked out",
                tooltip="Which receptor is missing",
                layout={"width": "210px"},
                style=wide,
            ),
            "tissue": widgets.Dropdown(
                options=list(TISSUES),
                description="in",
                tooltip="In which cells it is missing",
                layout={"width": "280px"},
                style=wide,
            ),
            "ovaries": widgets.Dropdown(
                options=list(OVARIES),
                description="Ovaries",
                tooltip="Kept, removed at the same moment, or kept with testosterone and estradiol "
                "raised as in global knock-out mice",
                layout={"width": "280px"},
                style=wide,
            ),
            "years": widgets.IntSlider(
                value=2,
                min=1,
                max=LONGEST,
                description="Years since",
                tooltip="Years since the receptor went missing or the ovaries were removed",
                layout={"width": "360px", "max_width": "98%"},
                style=wide,
            ),
        }
        presets = {
            "ER-alpha, osteoclasts": {"tissue": "Osteoclasts"},
            "ER-alpha, cortical progenitors": {"tissue": "Progenitors of cortical bone"},
            "ER-alpha, T cells": {"tissue": "T cells"},
            "No ER-beta, ovaries removed": {"receptor": "ER-beta", "ovaries": REMOVED},
            "Global, steroids raised": {"ovaries": RAISED},
        }
        self.live = KnockOutPicture()
        super().__init__("Receptor knock-outs beside ovariectomy", controls, presets)

    def draw(self, receptor, tissue, ovaries, years):
        """Return the picture and the sentence for one setting."""
        now = _state(receptor, tissue, ovaries, years)
        health = _state(None, EVERYWHERE, KEPT, years)
        removed = _state(None, EVERYWHERE, REMOVED, years)
        where = tissue if tissue == "T cells" else tissue[0].lower() + tissue[1:]
        time = "1 year" if years == 1 else f"{years} years"
        who = "Both receptors are" if receptor == "Both" else f"{receptor} is"
        parts = [
            f"{who} missing in {where} for {time}; ovaries: {ovaries.lower()}. Compared "
            f"with health, trabecular bone is {_against(now, health, 'bone_volume_trabecular')} "
            f"and cortical bone {_against(now, health, 'bone_volume_cortical')}. Removal of the "
            f"ovaries alone: {_against(removed, health, 'bone_volume_trabecular')} and "
            f"{_against(removed, health, 'bone_volume_cortical')}."
        ]
        if ovaries == REMOVED:
            kept = _state(receptor, tissue, KEPT, years)
            parts.append(
                "What the removal adds to this knock-out is "
                f"{_against(now, kept, 'bone_volume_trabecular')} trabecular bone."
            )
        if ovaries == RAISED:
            estradiol, testosterone = OVARIES[RAISED].values()
            parts.append(
                f"An illustration: estradiol is held at {estradiol:.0f} pg/mL and testosterone at "
                f"{testosterone:.0f} times health."
            )
        parts.append(
            f"Osteoclasts die at {now['osteoclast_apoptosis']:.2f} and osteoblasts at "
            f"{now['osteoblast_apoptosis']:.2f} times the healthy rate."
        )
        return self.live.update(now, removed), " ".join(parts)

    def numbers(self, receptor, tissue, ovaries, years):
        """Return every bar: its name, this woman's value, and that after ovariectomy alone."""
        now = _state(receptor, tissue, ovaries, years)
        removed = _state(None, EVERYWHERE, REMOVED, years)
        return {
            "Quantity": [style.name(row) for row in ROWS],
            f"This woman ({style.RELATIVE})": [now[row] for row in ROWS],
            f"Ovaries removed ({style.RELATIVE})": [removed[row] for row in ROWS],
        }


def knock_outs():
    """Return the second app of lesson 7: knock-outs of a receptor beside ovariectomy.

    Choose a receptor, the cells it is missing in, what becomes of the ovaries, and how many
    years later to look: bars show both bone compartments, the signals and the cells.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return KnockOuts()
