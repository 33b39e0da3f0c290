"""The live picture of a treatment: panels against time, with the years of treatment shaded."""

from matplotlib.collections import PolyCollection
from matplotlib.patches import Patch
from matplotlib.ticker import MultipleLocator

from bonelab.figures import style
from bonelab.figures.panels import TREATED, TimePicture

FOLLOWED = {"facecolor": style.COLOURS["sky blue"], "alpha": 0.22, "edgecolor": "none"}


class TreatmentPicture(TimePicture):
    """Panels against time, with what is taken, and what follows it, shaded and named.

    Parameters
    ----------
    panels, baseline, courses, ghost
        As for `TimePicture`.
    named : int
        The panel, of a single series, whose legend names the shades.
    follow_on : bool
        Whether something may be taken afterwards.
    """

    def __init__(self, panels, baseline, courses, ghost, named, follow_on=False):
        super().__init__(panels, baseline, courses, ghost, size=(9.2, 5.4))
        axes = self.time_panels.axes
        for ax in axes:
            ax.xaxis.set_major_locator(MultipleLocator(5))
        handles = [Patch(label="Treated", **TREATED)]
        self.followed = []
        if follow_on:
            handles.append(Patch(label="Taken afterwards", **FOLLOWED))
            self.followed = [ax.add_collection(PolyCollection([], **FOLLOWED)) for ax in axes]
            self.move(self.followed)
        style.legend_above(axes[named], handles)

    def update(self, run, year=None, treated=(), followed=()):
        """Show a run, the spans treated and the spans of what follows; return the PNG bytes."""
        for shade in self.followed:
            low, high = shade.axes.get_ylim()
            shade.set_verts([[(a, low), (b, low), (b, high), (a, high)] for a, b in followed])
        return super().update(run, year, treated)
