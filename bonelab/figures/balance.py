"""The live picture of lesson 1: estradiol, the two flows, what is left, and a slice of bone."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Patch

from bonelab.figures import style
from bonelab.figures.panels import Panel
from bonelab.figures.slice_panels import SlicePicture

FLOWS = ("resorption", "formation_trabecular")
PANELS = (
    Panel(("estradiol",), "Estradiol"),
    Panel(FLOWS, "Two flows on trabecular bone: removed and made"),
    Panel(("bone_volume_trabecular", "bone_volume_cortical"), "What is left", limits=(0, 1.3)),
)
HEIGHTS = (0.6, 1.35, 1.0)
LOSS_COLOUR, GAIN_COLOUR = "#F3C9AB", "#B9D7EA"


class BalancePicture(SlicePicture):
    """The slice picture with the gap between the two flows filled: net loss or net gain.

    Parameters
    ----------
    baseline, courses, ghost
        As for `TimePanels`.
    """

    def __init__(self, baseline, courses, ghost):
        super().__init__(PANELS, HEIGHTS, baseline, courses, ghost)
        flows = self.time_panels.axes[1]
        self.gaps = [
            flows.add_collection(PolyCollection([], facecolor=colour, edgecolor="none"))
            for colour in (LOSS_COLOUR, GAIN_COLOUR)
        ]
        handles = [self.time_panels.lines[flows, name] for name in FLOWS]
        handles.append(Patch(color=LOSS_COLOUR, label="Net loss"))
        handles.append(Patch(color=GAIN_COLOUR, label="Net gain"))
        style.legend_above(flows, handles)
        self.move(self.gaps)

    def update(self, run, year, treated=()):
        """Show a run, the cursor at `year` and the slice there; return the PNG bytes."""
        resorption, formation = (run[name] for name in FLOWS)
        for gap, top in zip(
            self.gaps,
            (np.maximum(resorption, formation), np.minimum(resorption, formation)),
            strict=True,
        ):
            edge = [
                np.concatenate([run.time, run.time[::-1]]),
                np.concatenate([formation, top[::-1]]),
            ]
            gap.set_verts([np.column_stack(edge)])
        return super().update(run, year, treated)
