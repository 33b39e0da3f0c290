"""The app of lesson 12: every clinical target, and what becomes of it when a parameter moves."""

from functools import cache, lru_cache

import ipywidgets as widgets

from bonelab.explore.base import App
from bonelab.figures.validation import TargetPicture, title
from bonelab.parameter_table import read_table, table
from bonelab.targets import Answers, group, simulated_targets
from bonelab.teaching.cautions import caution

CHECKED = "All that were only checked"
CAUTIONS = {
    "Hormone therapy": ("short", "estrogen_alone"),
    "Alendronate and denosumab": ("short", "denosumab"),
    "Cytokine blockers": ("short", "blockers"),
    "Without treatment": (),
}
FURTHEST = 100  # per cent of the way from the calibrated value to an end of its range


@cache
def _targets(name):
    """Return the targets of a group, or those of every group that were never used to fit."""
    if name == CHECKED:
        return simulated_targets("check")
    return [target for target in simulated_targets() if group(target) == name]


@lru_cache(maxsize=256)
def _answers(parameter, way, name):
    """Return what the model answers to a group with one parameter moved, by the target's id."""
    changes = {parameter: _value(parameter, way)} if way else None
    answer = Answers(changes)
    return {target.id: answer(target) for target in _targets(name)}


def _value(parameter, way):
    """Return the value `way` per cent of the way to the lower (below 0) or the upper end."""
    row = table()[parameter]
    end = row.high if way > 0 else row.low
    return row.value + abs(way) / FURTHEST * (end - row.value)


@cache
def _fitted():
    """Return the fitted parameters with how well the data determine each."""
    return {row["name"]: row["determined"] for row in read_table("calibration.csv")}


def _groups():
    """Return the names of the groups, in the order of the table, and the one that cuts across."""
    return [*dict.fromkeys(group(target) for target in simulated_targets()), CHECKED]


class Validation(App):
    """Targets with their intervals, and the model's answers as one fitted parameter moves."""

    def __init__(self):
        names = sorted(_fitted())
        self._pictures = {}
        wide = {"layout": {"width": "420px"}, "style": {"description_width": "initial"}}
        controls = {
            "name": widgets.Dropdown(
                options=_groups(),
                value="Hormone therapy",
                description="Values",
                tooltip="Which clinical values are shown",
            ),
            "parameter": widgets.Dropdown(
                options=names,
                value="er_alpha_half_occupancy",
                description="Parameter",
                tooltip="The fitted parameter that the slider moves",
                **wide,
            ),
            "way": widgets.IntSlider(
                min=-FURTHEST,
                max=FURTHEST,
                step=10,
                description="To its end (%)",
                tooltip="From its calibrated value (0) to the ends of its plausible range",
                continuous_update=False,
                **wide,
            ),
        }
        presets = {
            "Hormone therapy": {},
            "Only checked": {"name": CHECKED},
            "A parameter that matters": {"parameter": "er_alpha_half_occupancy", "way": 20},
            "One that hardly does": {"parameter": "inner_cortex_share", "way": 100},
        }
        super().__init__("Clinical targets", controls, presets)

    def draw(self, name, parameter, way):
        """Return the picture and the sentence for one setting."""
        targets = _targets(name)
        answers, calibrated = (_answers(parameter, w, name) for w in (way, 0))
        if name not in self._pictures:
            self._pictures[name] = TargetPicture(targets, calibrated)
        inside, before = (
            sum(target.holds(each[target.id]) for target in targets)
            for each in (answers, calibrated)
        )
        row = table()[parameter]
        known = {"well": "well determined", "partly": "partly determined"}
        certainty = known.get(_fitted()[parameter], "not determined")
        sentence = (
            f"{name}: {inside} of {len(targets)} values lie inside their interval "
            f"({before} as calibrated). {parameter} is {_value(parameter, way):.3g} {row.unit} "
            f"(calibrated {row.value:.3g}, plausible {row.low:.3g} to {row.high:.3g}); the data "
            f"leave it {certainty}. {row.meaning}. {caution(*CAUTIONS.get(name, ('short',)))}"
        )
        return self._pictures[name].update(answers), sentence.strip()

    def numbers(self, name, parameter, way):
        """Return a row for each target: its interval, the measurement and the answers."""
        targets = _targets(name)
        answers, calibrated = (_answers(parameter, w, name) for w in (way, 0))
        return {
            "target": [target.id for target in targets],
            "what": [title(target) for target in targets],
            "role": [target.role for target in targets],
            "unit": [target.unit for target in targets],
            "measured": [target.value for target in targets],
            "low": [target.low for target in targets],
            "high": [target.high for target in targets],
            "model": [answers[target.id] for target in targets],
            "model as calibrated": [calibrated[target.id] for target in targets],
        }


def validation():
    """Return the app of lesson 12: the clinical targets and the model's answers.

    Choose a group of values, then move one fitted parameter within its plausible range: the dots
    follow, and the grey circles stay where the calibrated model puts them.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return Validation()
