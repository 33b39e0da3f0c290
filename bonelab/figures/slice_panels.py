"""Panels against time at the left, a slice of trabecular bone at one year at the right."""

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from bonelab.figures import style
from bonelab.figures.bone_slice import BONE, LOST, MARROW, bone_fraction, bone_image
from bonelab.figures.live import LivePicture
from bonelab.figures.panels import DPI, TimePanels

SIZE = (9.2, 5.6)


def _rgb(colour):
    return tuple(channel / 255 for channel in colour)


class SlicePicture(LivePicture):
    """Panels against time, a cursor at one year, and the slice of bone at that year.

    Parameters
    ----------
    panels, baseline, courses, ghost
        As for `TimePanels`; the panels stand on top of each other.
    heights : sequence of float
        How high each panel is, compared with the others.
    """

    def __init__(self, panels, heights, baseline, courses, ghost):
        self.healthy = bone_fraction(1.0)
        figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained", facecolor="white")
        rows = len(panels)
        grid = figure.add_gridspec(rows, 2, width_ratios=(1.3, 1), height_ratios=heights)
        axes = [figure.add_subplot(grid[row, 0]) for row in range(rows)]
        self.time_panels = TimePanels(axes, panels, baseline, courses, ghost)
        axes[-1].set_xlabel(style.TIME_LABEL, fontsize=style.LABEL_SIZE, color=style.INK)
        self._slice(figure.add_subplot(grid[:, 1]))
        super().__init__(figure, [*self.time_panels.moving, self.title])

    def _slice(self, axes):
        axes.set_axis_off()
        axes.set_box_aspect(1)
        self.slice_axes = axes
        self.title = axes.text(
            0, 1.02, "", transform=axes.transAxes, fontsize=style.TITLE_SIZE, color=style.INK
        )
        handles = [
            Patch(facecolor=_rgb(colour), edgecolor=style.GHOST, label=label)
            for colour, label in ((BONE, "Bone"), (MARROW, "Marrow"), (LOST, "Lost"))
        ]
        axes.legend(
            handles=handles,
            loc="upper center",
            bbox_to_anchor=(0.5, -0.01),
            ncols=3,
            fontsize=style.LABEL_SIZE,
            frameon=False,
            handlelength=1.0,
            columnspacing=1.4,
        )

    def update(self, run, year, treated=()):
        """Show a run, the cursor at `year` and the slice there; return the PNG bytes."""
        self.time_panels.show(run, year, treated)
        self.fraction = bone_fraction(run.at(year)["bone_volume_trabecular"])
        self.title.set_text(f"Year {year:g}: bone fills {100 * self.fraction:.1f} % of the slice")
        return self.png()

    def paste(self, pixels):
        """Write the slice of bone into its square, one pixel of bone to one of the picture."""
        box = self.slice_axes.bbox
        left, top, side = round(box.x0), len(pixels) - round(box.y1), round(box.width)
        image = bone_image(self.fraction, before=self.healthy, pixels=side)
        pixels[top : top + side, left : left + side] = image
