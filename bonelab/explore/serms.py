"""The app of lesson 8: SERMs in three tissues, and beside estradiol."""

import ipywidgets as widgets
import numpy as np

import bonelab as bl
from bonelab.explore.base import App
from bonelab.figures import style
from bonelab.figures.serms import TISSUES, SermPicture
from bonelab.healthy import healthy_states
from bonelab.model.network import evaluate
from bonelab.parameter_table import completed
from bonelab.schedule import inputs_at
from bonelab.teaching.cautions import caution

LIGANDS = {
    "Raloxifene": bl.Raloxifene,
    "Tamoxifen": bl.Tamoxifen,
    "Bazedoxifene": bl.Bazedoxifene,
    "Lasofoxifene": bl.Lasofoxifene,
    "Conjugated estrogens": bl.ConjugatedEstrogens,
}
ESTROGEN, NO_DRUG = "Conjugated estrogens", None
ESTRADIOL: tuple[float, ...] = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 25.0, 30.0)
ESTRADIOL += (40.0, 50.0, 70.0, 100.0, 150.0, 200.0)  # pg/mL
LEVELS = np.geomspace(1, 200, 31)
# Receptors answer at once, so nothing has to be run: the nodes follow from health, drug and level.
WOMAN, MOMENT = bl.Patient(menopause=None, age_at_menopause=30, ageing=False), -5


def usual(ligand):
    """Return the usual dose of a ligand in mg a day."""
    return LIGANDS[ligand].mg_per_day


def signals(ligand, dose, estradiol):
    """Return the signal in each tissue, before menopause = 1.

    Parameters
    ----------
    ligand : str or None
        One of `LIGANDS`, or none.
    dose : float
        As a multiple of the usual one.
    estradiol : float or array
        In pg/mL.

    Returns
    -------
    dict of str to float or array
    """
    given = []
    if ligand is not NO_DRUG:
        given = [LIGANDS[ligand](mg_per_day=usual(ligand) * dose, start=MOMENT)]
    inputs = inputs_at(MOMENT, WOMAN, given) | {"time": MOMENT}
    parameters = completed()
    states = healthy_states(parameters)
    nodes = evaluate(states, inputs, parameters, {"estradiol": estradiol})
    return {tissue: nodes[tissue] for tissue in TISSUES}


def _curve(ligand, dose):
    """Return the signal in bone over all levels of estradiol."""
    return signals(ligand, dose, LEVELS)["signal_bone"]


def turning_point(ligand, dose=1.0):
    """Return the estradiol in pg/mL from which on a drug takes away from bone.

    Parameters
    ----------
    ligand : str
        One of `LIGANDS`.
    dose : float
        As a multiple of the usual one.

    Returns
    -------
    float
        Infinite where the drug takes away at no level.
    """
    gain = _curve(ligand, dose) - _curve(NO_DRUG, 1.0)
    turns = np.flatnonzero((gain[:-1] > 0) & (gain[1:] <= 0))
    if not len(turns):
        return np.inf
    i = turns[0]
    share = gain[i] / (gain[i] - gain[i + 1])
    return float(LEVELS[i] * (LEVELS[i + 1] / LEVELS[i]) ** share)


class Serms(App):
    """What a SERM changes in three tissues, at any level of estradiol."""

    def __init__(self):
        wide = {"description_width": "initial"}
        controls = {
            "ligand": widgets.Dropdown(
                options=list(LIGANDS),
                description="Drug",
                tooltip="The drug whose curve is drawn",
                layout={"width": "260px"},
            ),
            "dose": widgets.FloatLogSlider(
                value=1.0,
                base=2,
                min=-2,
                max=2,
                step=0.5,
                description="Dose (usual = 1)",
                tooltip="The dose of every drug, as a multiple of its usual one",
                readout_format=".2f",
                layout={"width": "360px", "max_width": "98%"},
                style=wide,
            ),
            "estradiol": widgets.SelectionSlider(
                options=[(f"{level:g}", level) for level in ESTRADIOL],
                value=5.0,
                description="Estradiol (pg/mL)",
                tooltip="Estradiol in serum: about 5 after menopause, about 100 before",
                layout={"width": "480px", "max_width": "98%"},
                style=wide,
            ),
        }
        presets = {
            "After menopause": {},
            "Before menopause": {"estradiol": 100.0},
            "Tamoxifen, after menopause": {"ligand": "Tamoxifen"},
            "Four times the dose": {"dose": 4.0},
            "Lasofoxifene, estradiol 20": {"ligand": "Lasofoxifene", "estradiol": 20.0},
            "An estrogen instead": {"ligand": ESTROGEN},
        }
        self.live = SermPicture(LIGANDS, LEVELS, _curve(NO_DRUG, 1.0))
        super().__init__("A SERM in three tissues and beside estradiol", controls, presets)

    def draw(self, ligand, dose, estradiol):
        """Return the picture and the sentence for one setting."""
        without = signals(NO_DRUG, 1.0, estradiol)
        every = {name: signals(name, dose, estradiol) for name in LIGANDS}
        changes = {
            name: {tissue: signal - without[tissue] for tissue, signal in found.items()}
            for name, found in every.items()
        }
        crossing = turning_point(ligand, dose)
        now = every[ligand]
        told = ", ".join(
            f"in {word.lower()} from {without[tissue]:.2f} to {now[tissue]:.2f}"
            for tissue, word in TISSUES.items()
        )
        way = "adds to" if changes[ligand]["signal_bone"] > 0 else "takes away from"
        if crossing == np.inf:
            turn = "At no level up to 200 pg/mL does it take away."
        else:
            turn = f"It adds below about {crossing:.1f} pg/mL and takes away above."
        sentence = (
            f"{ligand}, {usual(ligand) * dose:.3g} mg a day, beside {estradiol:.0f} pg/mL of "
            f"estradiol. The estrogen signal (before menopause = 1) goes {told}. In bone the drug "
            f"{way} the signal. {turn} "
        )
        keys = ["indices", *(["estrogen_alone"] if ligand == ESTROGEN else []), "short"]
        bone = without["signal_bone"], now["signal_bone"]
        png = self.live.update(changes, ligand, _curve(ligand, dose), crossing, estradiol, bone)
        return png, sentence + caution(*keys)

    def numbers(self, ligand, dose, estradiol):
        """Return the curves: estradiol, and the signal in bone without the drug and with it."""
        signal = "Estrogen signal, bone (before menopause = 1)"
        return {
            style.axis_label("estradiol"): LEVELS,
            f"{signal}, no drug": _curve(NO_DRUG, 1.0),
            f"{signal}, {ligand} {usual(ligand) * dose:.3g} mg/day": _curve(ligand, dose),
        }


def serms():
    """Return the app of lesson 8: SERMs in bone, breast and uterus, at any level of estradiol.

    Choose a drug, its dose and the estradiol in serum: a matrix shows what every drug changes in
    three tissues, and a curve where the chosen one turns from adding to taking away in bone.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return Serms()
