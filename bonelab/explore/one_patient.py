"""The app of lesson 13: what is measured of one woman, what she takes, and how sure we can be."""

from functools import cache, lru_cache
from html import escape

import ipywidgets as widgets
import numpy as np

import bonelab as bl
from bonelab.explore import prepared
from bonelab.explore.base import App
from bonelab.explore.fit_bar import FitBar
from bonelab.explore.measurement_table import MeasurementTable
from bonelab.explore.prepared import MEASURED, NONE, NOTHING, PATCH, SPINE, START, STOPS, THERAPIES
from bonelab.figures.bands import LAST, LIMITS, BandsPicture
from bonelab.fitting import fitting
from bonelab.measurements import read_measurements
from bonelab.teaching.cautions import caution

DRAWS = 80  # women that stand for what is possible with a table that was edited
LATER = 8.0  # years: where bands are read
OWN = "the table below"
SHARED = {"description_width": "initial"}


class OnePatient(App):
    """A table of measurements, a therapy on a timeline, and bands that shrink with what is known.

    The bands of the prepared tables are stored. Those of an edited table are of eighty women that
    agree with it; what was computed once is kept.
    """

    def __init__(self):
        self._own = None  # the fit of the table as edited, once there is one
        self._filled = NOTHING
        self._courses = lru_cache(maxsize=32)(prepared.bands)
        self.table = MeasurementTable(MEASURED[NOTHING], self._edited)
        self.work = FitBar(self._search, self._found)
        controls = {
            "measured": widgets.Dropdown(
                options=[OWN, *MEASURED],
                value=NOTHING,
                description="Measured",
                tooltip="How much is known of her: each choice fills the table",
                layout={"width": "250px"},
                style=SHARED,
            ),
            "therapy": widgets.Dropdown(
                options=list(THERAPIES),
                value=PATCH,
                description="From year 3",
                tooltip="What she takes from year 3 on",
                layout={"width": "310px"},
                style=SHARED,
            ),
            "stop": widgets.Dropdown(
                options=STOPS,
                value=float(LAST),
                description="Until",
                tooltip="When she stops it",
                layout={"width": "180px"},
                style=SHARED,
            ),
        }
        self._live = BandsPicture()
        two = "blood, two scans"
        super().__init__(
            "One patient",
            controls,
            {
                "Blood is drawn": {"measured": "blood"},
                "Two scans, then a patch": {"measured": two},
                "Two scans, no therapy": {"measured": two, "therapy": NONE},
                "A patch for five years": {"measured": two, "stop": 8.0},
            },
        )
        warning = widgets.HTML(f"<p>{escape(caution('therapy'))}</p>")
        self.children = (*self.children[:3], warning, self.table, self.work, *self.children[3:])

    def show(self):
        """Fill the table with what is chosen, and draw the picture."""
        measured = self.controls["measured"].value
        super().show()
        if measured in MEASURED and measured != self._filled:
            self._filled = measured
            self.table.fill(MEASURED[measured])

    def draw(self, measured, therapy, stop):
        """Return the picture and its sentence."""
        everyone, hers, untreated = self._bands(measured, therapy, stop)
        rows = self._own_fit().measured if measured == OWN else _measured(measured)
        dots = [(r.quantity, r.time, r.value, r.value * r.relative_sd) for r in rows]
        begin = None if therapy == NONE else START
        png = self._live.update(everyone, hers, untreated, dots, begin)
        return png, _sentence(measured, therapy, everyone[SPINE], hers[SPINE], untreated[SPINE])

    def quick(self, measured, therapy, stop):
        """Whether nothing has to be fitted."""
        return measured != OWN

    def numbers(self, measured, therapy, stop):
        """Return the median and the 90 % band of every panel."""
        _, hers, untreated = self._bands(measured, therapy, stop)
        columns = {"year": hers[SPINE].times}
        for name in LIMITS:
            columns[f"{name}_low90"] = hers[name].low90
            columns[name] = hers[name].median
            columns[f"{name}_high90"] = hers[name].high90
            columns[f"{name}_untreated"] = untreated[name].median
        return columns

    def _bands(self, measured, therapy, stop):
        """Return the bands of everyone, of her, and of her untreated."""
        given, without = (therapy, LAST if therapy == NONE else stop), (NONE, LAST)
        stored = prepared.prepared_bands()
        everyone = stored[NOTHING, *given]
        if measured == OWN:
            found = self._own_fit()
            return everyone, self._courses(found, *given), self._courses(found, *without)
        return everyone, stored[measured, *given], stored[measured, *without]

    def _own_fit(self):
        """Return the women that agree with the table as it was edited."""
        if self._own is None:
            self._own = bl.fit(self.table.frame(), draws=DRAWS, progress=False)
        return self._own

    def _search(self):
        return fitting(self.table.frame(), draws=DRAWS)

    def _found(self, found):
        """Show the women that agree with the table as it was edited."""
        self._own = found
        self.ahead.forget()
        if self.controls["measured"].value == OWN:
            self.show()
        else:
            self.controls["measured"].value = OWN

    def _edited(self):
        self._filled = None
        self.work.say("The table has changed. Press Fit the table.")


@cache
def _measured(measured):
    """Return the values of a prepared table, in the units of the series."""
    return read_measurements(prepared.frame(measured))


def _sentence(measured, therapy, everyone, hers, untreated):
    """Say how wide the band of the spine is five years after the last visit, and the effect."""
    at = int(np.flatnonzero(hers.times == LATER)[0])
    widths = [100 * (b.high90[at] - b.low90[at]) / b.median[at] for b in (hers, everyone)]
    known = "Nothing is known of her" if measured == NOTHING else f"Known of her: {measured}"
    told = (
        f"{known}. At year {LATER:.0f} the BMD of nine of ten women like her lies between "
        f"{hers.low90[at]:.2f} and {hers.high90[at]:.2f} g/cm² at the spine, a band of "
        f"{widths[0]:.0f} % of its middle; among all women it is {widths[1]:.0f} %."
    )
    if therapy == NONE:
        return told
    change = 100 * (hers.median[at] / untreated.median[at] - 1)
    words = ("denosumab", "short") if therapy == "denosumab" else ("short",)
    return (
        f"{told} With {therapy} the middle is {change:+.1f} % from what it is without. "
        f"{caution(*words)}"
    )


def one_patient():
    """Show what measurements tell about one woman, and what a therapy would do."""
    return OnePatient()
