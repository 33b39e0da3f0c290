"""The first app of lesson 6: the loss taken apart into a hormonal and an immune front."""

from functools import lru_cache

import ipywidgets as widgets

from bonelab.decomposition import decompose
from bonelab.explore.base import App
from bonelab.figures.two_fronts import TwoFrontsPicture

COURSES = {"Ovaries removed": "surgical", "Natural menopause": "natural"}
SINCE = {"surgical": "after the operation", "natural": "after the final period"}
LOOPS = {
    "Whole": (),
    "Cut: TNF-alpha to IL-7": ("tnf -> il7",),
    "Cut: IL-7 to T cells": ("il7 -> t_cells",),
    "Cut: T cells to TNF-alpha": ("t_cells -> tnf",),
    "T cells removed": ("t_cells",),
}
WHOLE = next(iter(LOOPS))
READOUTS = {
    "BMD, lumbar spine": "bmd_lumbar_spine",
    "Trabecular bone volume": "bone_volume_trabecular",
}
FIRST_YEAR, LAST_YEAR = -5, 15
EVEN = 0.05  # percentage points; with a smaller interaction the fronts are said to add up


@lru_cache(maxsize=len(COURSES) * len(LOOPS) * len(READOUTS))
def _fronts(course, loop, readout):
    return decompose(course, readout, LOOPS[loop], stop=LAST_YEAR)


def _together(parts):
    """Say in words what the two fronts make together."""
    interaction = parts["interaction"]
    if abs(interaction) < EVEN:
        than = "as much as their sum"
    else:
        than = (
            f"{abs(interaction):.1f} points {'more' if interaction > 0 else 'less'} than their sum"
        )
    return f"Together they make {than}: the interaction is {interaction:+.1f}."


class TwoFronts(App):
    """A waterfall of the loss at one year, beside the loss over time on each front."""

    def __init__(self):
        wide = {"description_width": "initial"}
        controls = {
            "course": widgets.Dropdown(
                options=COURSES,
                value="surgical",
                description="Course",
                tooltip="Whether estradiol falls within days or over years",
            ),
            "loop": widgets.Dropdown(
                options=list(LOOPS),
                value=WHOLE,
                description="Immune loop",
                tooltip="Leave the loop whole, cut one of its arrows, or remove the T cells",
                style=wide,
            ),
            "readout": widgets.Dropdown(
                options=READOUTS,
                value="bmd_lumbar_spine",
                description="What is lost",
                tooltip="The bone whose loss is taken apart",
                style=wide,
            ),
            "year": widgets.IntSlider(
                value=10,
                min=1,
                max=LAST_YEAR,
                description="Year",
                tooltip="The year at which the loss is taken apart",
                layout={"width": "560px", "max_width": "98%"},
            ),
        }
        presets = {
            "Ovaries removed": {},
            "Natural menopause": {"course": "natural"},
            "Loop cut": {"loop": "Cut: TNF-alpha to IL-7"},
            "No T cells": {"loop": "T cells removed"},
            "Trabecular bone": {"readout": "bone_volume_trabecular"},
        }
        self.live = TwoFrontsPicture((FIRST_YEAR, LAST_YEAR))
        super().__init__("Two fronts of bone loss", controls, presets, play="year")

    def draw(self, course, loop, readout, year):
        """Return the picture and the sentence for one setting."""
        fronts, whole_loop = _fronts(course, loop, readout), _fronts(course, WHOLE, readout)
        parts = fronts.at(year)
        name = next(text for text, series in READOUTS.items() if series == readout)
        years = f"{year} year" + ("s" if year > 1 else "")
        sentence = (
            f"{years} {SINCE[course]} the loss is {parts['whole']:.1f} % ({name}). "
            f"The hormonal front alone costs {parts['hormonal']:.1f} %, the immune front alone "
            f"{parts['immune']:.1f} %. {_together(parts)}"
        )
        if loop != WHOLE:
            spared = whole_loop.at(year)["whole"] - parts["whole"]
            sentence += f" With the loop whole the loss would be {spared:.1f} points larger."
        return self.live.update(fronts, whole_loop, year, readout), sentence

    def numbers(self, course, loop, readout, year):
        """Return the three courses of loss and the interaction against time."""
        fronts = _fronts(course, loop, readout)
        return {
            "Years from the final menstrual period": fronts.time,
            "Whole loss (%)": fronts.whole,
            "Hormonal front alone (%)": fronts.hormonal,
            "Immune front alone (%)": fronts.immune,
            "Interaction (percentage points)": fronts.interaction,
        }


def two_fronts():
    """Return the first app of lesson 6: the hormonal and the immune part of the loss.

    Choose the course, cut the immune loop at one of its arrows or remove the T cells, and move
    the year: the loss is taken apart into two fronts and their interaction.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return TwoFronts()
