"""The app of lesson 4 that follows a treatment: CTX, P1NP and BMD, and what is only noise."""

from functools import lru_cache

import ipywidgets as widgets
import numpy as np

import bonelab as bl
from bonelab.cohort_years import SERIES as READ
from bonelab.cohort_years import series_at
from bonelab.explore.base import App
from bonelab.figures import style
from bonelab.figures.marker_plot import LAST_MONTH, SERIES, FollowUp, MarkersPicture
from bonelab.parameter_table import default_parameters
from bonelab.teaching.cautions import caution

# Weekly over the first quarter, where markers move, then monthly and a week after an injection.
WEEK, INJECTIONS = 0.25, np.arange(6, LAST_MONTH, 6)
MONTHS = np.sort(
    np.concatenate([np.arange(0, 3, WEEK), np.arange(3, LAST_MONTH + 1), INJECTIONS + WEEK])
)
SHORT = {"ctx": "CTX", "p1np": "P1NP", "bmd_lumbar_spine": "BMD of the spine"}
THERAPIES = {
    "Alendronate": lambda start: [bl.Alendronate(start=start)],
    "Estradiol with progestogen": lambda start: [
        bl.Estradiol(patch_ug_per_day=50, start=start),
        bl.Progestogen(start=start),
    ],
    "Denosumab": lambda start: [bl.Denosumab(start=start)],
    "Raloxifene": lambda start: [bl.Raloxifene(start=start)],
    "Calcium with vitamin D": lambda start: [bl.CalciumVitaminD(start=start)],
}
BEST, TRIAL = "At best", "As in a trial (TRIO)"
LABORATORIES = {
    BEST: {"ctx": "least_significant_change_ctx", "p1np": "least_significant_change_p1np"},
    TRIAL: {
        "ctx": "least_significant_change_ctx_trio",
        "p1np": "least_significant_change_p1np_trio",
    },
}
OF_DXA = {"bmd_lumbar_spine": "least_significant_change_bmd_lumbar_spine"}


@lru_cache(maxsize=128)
def _course(therapy, start):
    """Return CTX, P1NP and BMD of the spine over the months from `start`, in the clinic's units."""
    given = THERAPIES[therapy](start) if therapy else []
    values = series_at(bl.Patient(), {}, given, start + MONTHS / 12)
    if therapy:  # the first sample is taken before the first dose
        values[0] = series_at(bl.Patient(), {}, [], [start])
    return {name: values[:, READ.index(name)] for name in SERIES}


def _percent(values):
    """Return the change since the start in %."""
    return 100 * (values / values[0] - 1)


def _first(leaves, change):
    """Return in words when a change leaves its band."""
    if leaves is None:
        return f"not within {LAST_MONTH} months"
    way = "down" if change < 0 else "up"
    when = "within the first month" if leaves <= 1 else f"from month {np.ceil(leaves):.0f}"
    return f"{when} ({way})"


def _reading(name, value, percent):
    digits = {"ctx": 2, "p1np": 0, "bmd_lumbar_spine": 3}[name]
    return f"{value:.{digits}f} {style.unit(name)}", f"{percent:+.1f} %"


class Markers(App):
    """Three measurements of one woman over three years of a treatment."""

    def __init__(self):
        wide = {"description_width": "initial"}
        controls = {
            "therapy": widgets.Dropdown(
                options=list(THERAPIES),
                description="Treatment",
                tooltip="What she begins to take at month 0",
                layout={"width": "290px"},
                style=wide,
            ),
            "laboratory": widgets.Dropdown(
                options=list(LABORATORIES),
                description="Laboratory",
                tooltip="How large the least significant change of the markers is",
                layout={"width": "270px"},
                style=wide,
            ),
            "start": widgets.IntSlider(
                value=10,
                min=1,
                max=20,
                description="Begun in year",
                tooltip="When the treatment begins, in years from her final menstrual period",
                layout={"width": "360px", "max_width": "98%"},
                style=wide,
            ),
            "month": widgets.IntSlider(
                value=3,
                min=0,
                max=LAST_MONTH,
                description="Month",
                tooltip="The month of treatment at which she is measured",
                layout={"width": "360px", "max_width": "98%"},
            ),
        }
        presets = {
            "Alendronate": {},
            "Hormone therapy": {"therapy": "Estradiol with progestogen"},
            "Denosumab": {"therapy": "Denosumab"},
            "Raloxifene": {"therapy": "Raloxifene"},
            "Supplement, early": {"therapy": "Calcium with vitamin D", "start": 1, "month": 12},
        }
        self.live = MarkersPicture()
        super().__init__("Markers and density after the start of a treatment", controls, presets)

    def follow_ups(self, therapy, laboratory, start, month):
        """Return a `FollowUp` for each series."""
        treated, untreated, p = _course(therapy, start), _course(None, start), default_parameters()
        shown = {}
        for name in SERIES:
            values, change = treated[name], _percent(treated[name])
            now = int(np.argmin(abs(MONTHS - month)))
            value, percent = _reading(name, values[now], change[now])
            noise = p[(LABORATORIES[laboratory] | OF_DXA)[name]]
            text = f"Month {month}:\n{value}\n({percent}; band {noise:g} %)"
            shown[name] = FollowUp(MONTHS, change, _percent(untreated[name]), noise, text)
        return shown

    def draw(self, therapy, laboratory, start, month):
        """Return the picture and the sentence for one setting."""
        shown = self.follow_ups(therapy, laboratory, start, month)
        values = _course(therapy, start)
        now = int(np.argmin(abs(MONTHS - month)))
        readings, moments = [], []
        for name, follow_up in shown.items():
            value, percent = _reading(name, values[name][now], follow_up.change[now])
            readings.append(f"{SHORT[name]} {value} ({percent})")
            leaves = follow_up.leaves()
            change = 0 if leaves is None else follow_up.change[leaves == MONTHS][0]
            moments.append(f"{SHORT[name]} {_first(leaves, change)}")
        sentence = (
            f"{therapy}, begun in year {start} after the final period. Month {month}: "
            f"{'; '.join(readings)}. More than the least significant change: "
            f"{'; '.join(moments)}. "
        )
        keys = ["therapy", *(["denosumab"] if therapy == "Denosumab" else [])]
        return self.live.update(shown, month), sentence + caution(*keys)

    def numbers(self, therapy, laboratory, start, month):
        """Return months, the three measurements, and their change in %."""
        columns = {"Months of treatment": MONTHS}
        for name, values in _course(therapy, start).items():
            columns[style.axis_label(name)] = values
            columns[f"{style.name(name)}, change (%)"] = _percent(values)
            untreated = _percent(_course(None, start)[name])
            columns[f"{style.name(name)}, untreated, change (%)"] = untreated
        return columns


def markers():
    """Return the app of lesson 4 that follows a treatment with markers and with DXA.

    Choose a treatment, the year it begins, how well the laboratory measures, and a month: CTX,
    P1NP and the BMD of the spine are shown with their least significant change shaded.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return Markers()
