"""The app of lesson 2: turn estradiol down by hand and watch three cells."""

from functools import lru_cache

import ipywidgets as widgets
import numpy as np

from bonelab import Patient, simulate
from bonelab.explore.base import App
from bonelab.figures import axis_label
from bonelab.figures.cell_lives import (
    DAYS_PER_YEAR,
    FLOWS,
    STEPS,
    CellLivesPicture,
    life_text,
)
from bonelab.parameter_table import default_parameters

START, MOST_MONTHS, MONTHS_PER_YEAR = -5, 36, 12
LEVELS = (1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 40, 50, 70, 100, 150, 200)
ARROW = "signal_osteoclasts -> "
TARGETS = ("osteoclast_differentiation", "osteoclast_apoptosis", "resorption_per_osteoclast")
NONE = "No arrow is cut"
CUTS = {
    NONE: (),
    "Cut: onto differentiation": TARGETS[:1],
    "Cut: onto apoptosis": TARGETS[1:2],
    "Cut: onto resorption per osteoclast": TARGETS[2:],
    "Cut: all three": TARGETS,
    "Only onto apoptosis is left": TARGETS[::2],
}
EVEN = 0.005  # flows closer than this, and values closer to health, are called equal


@lru_cache(maxsize=len(LEVELS) * len(CUTS))
def _run(estradiol, arrows):
    """Return the run in which estradiol has been held at a level from the first month on."""
    # The youngest menopause lets what is held begin with the run; ageing is off.
    patient = Patient(menopause=None, age_at_menopause=30, ageing=False)
    return simulate(
        patient,
        start=START,
        stop=START + MOST_MONTHS / MONTHS_PER_YEAR,
        hold={"estradiol": estradiol, "estradiol_swing": 0.0},
        cut=[ARROW + target for target in CUTS[arrows]],
    )


def _state(estradiol, arrows, months):
    """Return what the picture shows of one run after some months; a run has a value a month."""
    run = _run(estradiol, arrows)
    return {name: float(run[name][months]) for name in (*STEPS, *FLOWS)}


def _level_after_menopause(menopause):
    """Return the level of the slider that is nearest to estradiol after a menopause."""
    estradiol = simulate(Patient(menopause=menopause), stop=5).at(5)["estradiol"]
    return min(LEVELS, key=lambda level: abs(np.log(level / estradiol)))


def lives(state=None):
    """Return the shortest and the longest life of each cell in days, in health without a state.

    An osteocyte can stay as long as the bone around it, which is renewed soonest in trabecular
    and latest in cortical bone. A death rate twice as high means a life half as long.
    """
    table = default_parameters()
    days = {
        "osteoclast": (table["osteoclast_lifespan_days"],) * 2,
        "osteoblast": (table["osteoblast_lifespan_days"],) * 2,
        "osteocyte": tuple(
            DAYS_PER_YEAR / table[f"turnover_{kind}"] for kind in ("trabecular", "cortical")
        ),
    }
    if state is None:
        return days
    return {
        cell: tuple(end / state[f"{cell}_apoptosis"] for end in ends) for cell, ends in days.items()
    }


def _ahead(now):
    """Return in words which flow is ahead."""
    resorption, formation = now["resorption"], now["formation"]
    if abs(resorption - formation) < EVEN:
        return "the two are equal"
    return "resorption is ahead" if resorption > formation else "formation is ahead"


class EstradiolByHand(App):
    """Lifespans, deaths and work of three cells at one steady level of estradiol."""

    def __init__(self):
        wide = {"width": "360px", "max_width": "98%"}
        after = _level_after_menopause("natural")
        controls = {
            "estradiol": widgets.SelectionSlider(
                options=[(f"{level:g} pg/mL", level) for level in LEVELS],
                value=after,
                description="Estradiol",
                tooltip="The level at which estradiol is held in serum",
                layout=wide,
            ),
            "months": widgets.IntSlider(
                value=12,
                min=1,
                max=MOST_MONTHS,
                description="Months since",
                tooltip="How many months estradiol has been at this level",
                style={"description_width": "initial"},
                layout=wide,
            ),
            "arrows": widgets.Dropdown(
                options=list(CUTS),
                value=NONE,
                description="Estrogen's arrows onto osteoclasts",
                tooltip="Which of estrogen's direct arrows onto osteoclasts is cut",
                style={"description_width": "initial"},
                layout={"width": "520px", "max_width": "98%"},
            ),
        }
        self.healthy_level = default_parameters()["hold_range_estradiol"]
        healthy = min(LEVELS, key=lambda level: abs(level - self.healthy_level))
        removed = _level_after_menopause("surgical")
        presets = {
            "Before menopause": {"estradiol": healthy},
            "After menopause": {"estradiol": after, "months": MOST_MONTHS},
            "Ovaries removed": {"estradiol": removed, "months": 1},
            "One arrow only": {"arrows": "Only onto apoptosis is left"},
            "Three arrows cut": {"arrows": "Cut: all three"},
        }
        self.live = CellLivesPicture(lives(), LEVELS, self.healthy_level)
        super().__init__("Estradiol by hand and the lives of three cells", controls, presets)

    def _curves(self, arrows, months):
        """Return each series at every level."""
        states = [_state(level, arrows, months) for level in LEVELS]
        return {name: np.array([state[name] for state in states]) for name in (*STEPS, *FLOWS)}

    def draw(self, estradiol, months, arrows):
        """Return the picture and the sentence for one setting."""
        now, uncut = (_state(estradiol, cut, months) for cut in (arrows, NONE))
        lived, healthy = lives(now), lives()
        png = self.live.update(
            estradiol, lived, now, uncut, self._curves(arrows, months), self._curves(NONE, months)
        )
        plural = "s" if months > 1 else ""
        sentence = (
            f"Estradiol has been held at {estradiol:g} pg/mL for {months} month{plural} (health: "
            f"{self.healthy_level:.0f}). Osteoclasts are made "
            f"{now['osteoclast_differentiation']:.2f} times as fast as in health, each lives "
            f"{lived['osteoclast'][0]:.1f} days instead of {healthy['osteoclast'][0]:.0f} and "
            f"digs {now['resorption_per_osteoclast']:.2f} times as much. Osteoblasts live "
            f"{lived['osteoblast'][0]:.0f} days instead of {healthy['osteoblast'][0]:.0f}, "
            f"osteocytes {life_text(lived['osteocyte'])} instead of "
            f"{life_text(healthy['osteocyte'])}. Resorption is {now['resorption']:.2f} and "
            f"formation {now['formation']:.2f} times the healthy rate: {_ahead(now)}."
        )
        if arrows != NONE:
            sentence += f" With no arrow cut resorption would be {uncut['resorption']:.2f}."
        return png, sentence

    def numbers(self, estradiol, months, arrows):
        """Return what the cells do at every level of estradiol, after these months."""
        curves = self._curves(arrows, months)
        columns = {axis_label("estradiol"): LEVELS}
        return columns | {axis_label(name): values for name, values in curves.items()}


def estradiol_by_hand():
    """Return the app of lesson 2: estradiol held at a level, and the lives of three cells.

    Choose a level, how many months it has lasted, and which of estrogen's direct arrows onto
    osteoclasts is cut: lifespans, deaths, work and the two flows follow. Ageing is switched off.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return EstradiolByHand()
