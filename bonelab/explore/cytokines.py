"""The app of lesson 5: one cytokine, how much of it, and both kinds of bone cell."""

from functools import lru_cache

import ipywidgets as widgets

from bonelab import Patient, simulate
from bonelab.explore.base import App
from bonelab.figures import style
from bonelab.figures.cytokines import PANELS, PER_PRECURSOR, ROWS, CytokinePicture

CYTOKINES = {"TNF-alpha": "tnf", "IL-1": "il1", "IL-6": "il6", "IL-7": "il7"}
HELD = {
    "Nothing": {},
    "RANKL at its healthy level": {"rankl": 1.0},
    "RANKL at zero": {"rankl": 0.0},
    "Resorption at its healthy rate": {"resorption": 1.0},
}
ARROWS = {
    "All in place": (),
    "IL-6 only supports osteoblasts": ("il6 -> osteoblast_apoptosis",),
    "IL-6 only kills osteoblasts": ("il6 -> osteoblast_differentiation",),
    "IL-7 does not restrain osteoclasts": ("il7 -> osteoclast_differentiation",),
    "IL-7 does not reach T cells": ("il7 -> t_cells",),
}
FREE, WHOLE = next(iter(HELD)), next(iter(ARROWS))
# A young woman with all her estradiol and without ageing; the run begins, changed, at year -5.
WOMAN = Patient(menopause=None, age_at_menopause=30, ageing=False)
BEGIN, YEARS = -5, 2
EVEN = 0.005  # closer to 1 than this is called "as in health"


@lru_cache(maxsize=256)
def _values(cytokine, amount, held, arrows):
    """Return every row of the picture after two years, healthy = 1."""
    hold = {cytokine: amount, **HELD[held]}
    run = simulate(WOMAN, start=BEGIN, stop=BEGIN + YEARS, cut=ARROWS[arrows], hold=hold)
    now = run.at(BEGIN + YEARS)
    # Coupling brings precursors; what becomes of each of them is the cytokine's doing.
    now[PER_PRECURSOR] = now["osteoblast_differentiation"] / now["osteoblast_precursors"]
    return {row: now[row] for row in ROWS}


def _osteoblasts(now):
    """Return in words what becomes of formation, and whether coupling carries it."""
    work = now[PER_PRECURSOR] / now["osteoblast_apoptosis"] * now["formation_per_osteoblast"]
    told = (
        f"Each precursor gives {now[PER_PRECURSOR]:.2f} times as many osteoblasts, they die "
        f"{now['osteoblast_apoptosis']:.2f} times as fast, and each makes "
        f"{now['formation_per_osteoblast']:.2f} times as much bone. "
    )
    formation = now["formation"]
    if formation > 1 + EVEN and work < 1 - EVEN:
        return told + f"Yet formation is {formation:.2f}: more resorption calls more osteoblasts."
    return told + f"Formation is {formation:.2f}."


class Cytokines(App):
    """Four cytokines one by one: signals, both cell lines, and what comes of it."""

    def __init__(self):
        wide = {"description_width": "initial"}
        controls = {
            "cytokine": widgets.Dropdown(
                options=CYTOKINES,
                value="tnf",
                description="Cytokine",
                tooltip="The cytokine whose level you set",
            ),
            "amount": widgets.FloatLogSlider(
                value=3.0,
                base=3,  # so that three times is a step of the slider
                min=-0.6,
                max=1.8,
                step=0.1,
                description="Level (healthy = 1)",
                tooltip="At how many times its healthy level the cytokine is held",
                readout_format=".2f",
                style=wide,
                layout={"width": "420px", "max_width": "98%"},
            ),
            "held": widgets.Dropdown(
                options=list(HELD),
                value=FREE,
                description="Also held",
                tooltip="What else is held, to see which effects pass through it",
                style=wide,
            ),
            "arrows": widgets.Dropdown(
                options=list(ARROWS),
                value=WHOLE,
                description="Contested arrows",
                tooltip="Which of the contested arrows of IL-6 and IL-7 is cut",
                style=wide,
                layout={"width": "380px", "max_width": "98%"},
            ),
        }
        presets = {f"{name} three times": {"cytokine": node} for name, node in CYTOKINES.items()}
        presets["TNF-alpha without RANKL"] = {"held": "RANKL at zero"}
        self.live = CytokinePicture()
        super().__init__("What a cytokine does to bone cells", controls, presets)

    def draw(self, cytokine, amount, held, arrows):
        """Return the picture and the sentence for one setting."""
        now = _values(cytokine, amount, held, arrows)
        png = self.live.update(now, held={cytokine, *HELD[held]})
        name = next(text for text, node in CYTOKINES.items() if node == cytokine)
        also = "" if held == FREE else f" Also held: {held}."
        cut = "" if arrows == WHOLE else f" Contested arrow: {arrows}."
        bone = now["bone_volume_trabecular"] - 1
        sentence = (
            f"{name} has been at {amount:.2f} times its healthy level for {YEARS} years; "
            f"estradiol is normal.{also}{cut} Osteoclasts form "
            f"{now['osteoclast_differentiation']:.2f} times as fast as in health, and resorption "
            f"is {now['resorption']:.2f}. {_osteoblasts(now)} Trabecular bone is "
            f"{100 * abs(bone):.1f} % {'less' if bone < 0 else 'more'} than in health."
        )
        return png, sentence

    def numbers(self, cytokine, amount, held, arrows):
        """Return every bar of the picture: its panel, its name and its value."""
        now = _values(cytokine, amount, held, arrows)
        return {
            "Panel": [title for title, rows in PANELS.items() for _ in rows],
            "Quantity": [text for rows in PANELS.values() for text in rows.values()],
            f"Value ({style.RELATIVE})": [now[row] for row in ROWS],
        }


def cytokines():
    """Return the app of lesson 5: what each cytokine does to osteoclasts and osteoblasts.

    Choose a cytokine and its level, hold RANKL or resorption to see which effects pass through
    them, and cut the contested arrows. The bars show a young woman two years later.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return Cytokines()
