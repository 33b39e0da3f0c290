"""The first app of lesson 7: bone over the signals of ER-alpha and ER-beta."""

from functools import cache

import ipywidgets as widgets
import numpy as np

from bonelab import Patient, simulate
from bonelab.explore.base import App
from bonelab.figures import style
from bonelab.figures.receptor_surface import SurfacePicture

# A young woman without ageing, so that only the receptors change; her run begins at year -5.
WOMAN, BEGIN, YEARS = Patient(menopause=None, age_at_menopause=30, ageing=False), -5, 5
LEVELS = tuple(np.linspace(0, 1.5, 7).tolist())
READOUTS = (
    "bone_volume_trabecular",
    "bone_volume_cortical",
    "bmd_lumbar_spine",
    "osteoclast_apoptosis",
    "osteoblast_apoptosis",
    "tnf",
)
MENU = {style.name(readout): readout for readout in READOUTS}


@cache
def _states():
    """Return every readout on the grid: a row for each ER-beta, a column for each ER-alpha."""
    values = {readout: np.empty((len(LEVELS), len(LEVELS))) for readout in READOUTS}
    for row, beta in enumerate(LEVELS):
        for column, alpha in enumerate(LEVELS):
            hold = {"er_alpha": alpha, "er_beta": beta}
            now = simulate(WOMAN, start=BEGIN, stop=BEGIN + YEARS, hold=hold).at(BEGIN + YEARS)
            for readout in READOUTS:
                values[readout][row, column] = now[readout]
    return values


@cache
def _value(readout, er_alpha, er_beta):
    """Return a readout at two of the levels."""
    return _states()[readout][LEVELS.index(er_beta), LEVELS.index(er_alpha)]


def _way(low, high):
    return "raises" if high > low else "lowers"


class TwoReceptors(App):
    """The response of bone over both receptor signals, as a map with two cross-sections."""

    def __init__(self):
        self.pictures = {}
        controls = {
            receptor: widgets.SelectionSlider(
                options=[(f"{level:.2f}", level) for level in LEVELS],
                value=value,
                description=style.name(receptor),
                tooltip=f"The signal of {style.name(receptor)[:-7]} in bone, healthy = 1",
                layout={"width": "360px", "max_width": "98%"},
                style={"description_width": "initial"},
            )
            for receptor, value in (("er_alpha", 0.5), ("er_beta", 1.0))
        }
        controls["readout"] = widgets.Dropdown(
            options=MENU,
            description="What is read",
            tooltip="What the map and the curves show",
            style={"description_width": "initial"},
        )
        presets = {
            "Health": {"er_alpha": 1.0},
            "No ER-alpha": {"er_alpha": 0.0},
            "No ER-beta": {"er_alpha": 1.0, "er_beta": 0.0},
            "Cortical bone, no ER-beta": {
                "er_alpha": 1.0,
                "er_beta": 0.0,
                "readout": "bone_volume_cortical",
            },
            "Neither": {"er_alpha": 0.0, "er_beta": 0.0},
        }
        super().__init__("Two receptors, one response", controls, presets)

    def picture_of(self, readout):
        """Return the picture of a readout; drawn when it is first asked for."""
        if readout not in self.pictures:
            self.pictures[readout] = SurfacePicture(readout, LEVELS, _states()[readout])
        return self.pictures[readout]

    def draw(self, er_alpha, er_beta, readout):
        """Return the picture and the sentence for one setting."""
        ends = LEVELS[0], LEVELS[-1]
        alpha = [_value(readout, level, er_beta) for level in ends]
        beta = [_value(readout, er_alpha, level) for level in ends]
        unit = style.unit(readout).replace(style.RELATIVE, "times health")
        sentence = (
            f"With ER-alpha at {er_alpha:.2f} and ER-beta at {er_beta:.2f} of their healthy signal "
            f"for {YEARS} years: {style.name(readout)} is "
            f"{_value(readout, er_alpha, er_beta):.3f} {unit}. Raising ER-alpha from {ends[0]:g} "
            f"to {ends[1]:g} {_way(*alpha)} it, from {alpha[0]:.3f} to {alpha[1]:.3f}. "
            f"Raising ER-beta over the same range {_way(*beta)} it, from {beta[0]:.3f} to "
            f"{beta[1]:.3f}."
        )
        return self.picture_of(readout).update(er_alpha, er_beta), sentence

    def numbers(self, er_alpha, er_beta, readout):
        """Return the map: both signals and the readout, a row for each run."""
        grid = [(alpha, beta) for beta in LEVELS for alpha in LEVELS]
        return {
            style.axis_label("er_alpha"): [alpha for alpha, _ in grid],
            style.axis_label("er_beta"): [beta for _, beta in grid],
            style.axis_label(readout): [_value(readout, *pair) for pair in grid],
        }


def two_receptors():
    """Return the first app of lesson 7: the response over both receptor signals.

    Choose the signals of ER-alpha and ER-beta and what is read: a map shows the response of a
    young woman's bone after five years, and two curves cut through it.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return TwoReceptors()
