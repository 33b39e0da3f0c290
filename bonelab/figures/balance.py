"""The live picture of lesson 1: estradiol, the two flows, what is left, and a slice of bone."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from bonelab.figures import style
from bonelab.figures.bone_slice import BONE, LOST, MARROW, bone_fraction, bone_image
from bonelab.figures.live import LivePicture

SIZE, DPI = (9.2, 5.6), 140
PANELS = {
    ("estradiol",): "Estradiol",
    ("resorption", "formation_trabecular"): "Two flows on trabecular bone: removed and made",
    ("bone_volume_trabecular", "bone_volume_cortical"): "What is left",
}
LEGEND_ROOM = 1.25  # the top of an axis over its largest value
LOSS_COLOUR, GAIN_COLOUR = "#F3C9AB", "#B9D7EA"


def _rgb(colour):
    return tuple(channel / 255 for channel in colour)


class BalancePicture(LivePicture):
    """Three panels against time, a cursor at one year, and the slice of bone at that year.

    Parameters
    ----------
    baseline : Trajectory
        Ghosted behind every panel.
    courses : sequence of Trajectory
        Runs for which the fixed axes have room.
    """

    def __init__(self, baseline, courses):
        self.healthy = bone_fraction(1.0)
        figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained", facecolor="white")
        grid = figure.add_gridspec(3, 2, width_ratios=(1.3, 1), height_ratios=(0.6, 1.35, 1.0))
        self.lines, self.cursors = {}, []
        axes = None
        for row, (names, title) in enumerate(PANELS.items()):
            axes = figure.add_subplot(grid[row, 0], sharex=axes)
            top = max(run[name].max() for run in courses for name in names)
            self._panel(axes, names, title, LEGEND_ROOM * top, baseline)
            if names[0] == "resorption":
                self.gaps = [
                    axes.add_collection(PolyCollection([], facecolor=colour, edgecolor="none"))
                    for colour in (LOSS_COLOUR, GAIN_COLOUR)
                ]
        axes.set_xlabel(style.TIME_LABEL, fontsize=style.LABEL_SIZE)
        axes.set_xlim(baseline.time[0], baseline.time[-1])
        self._slice(figure.add_subplot(grid[:, 1]))
        super().__init__(figure, [*self.gaps, *self.lines.values(), *self.cursors, self.title])

    def _panel(self, axes, names, title, top, baseline):
        style.tidy(axes, title, style.unit(names[0]), xlabel="")
        axes.set_ylim(0, top)
        for name, width in zip(names, (3.2, 1.8), strict=False):  # equal lines: both are seen
            axes.plot(baseline.time, baseline[name], **style.ghost_style(name))
            line = style.line_style(name) | {"linewidth": width}
            (self.lines[name],) = axes.plot([], [], label=style.name(name), **line)
        handles = axes.get_legend_handles_labels()[0] if len(names) > 1 else []
        if names[0] == "resorption":
            handles.append(Patch(color=LOSS_COLOUR, label="Net loss"))
            handles.append(Patch(color=GAIN_COLOUR, label="Net gain"))
        if names[0] == "estradiol":
            handles.append(Line2D([], [], color=style.GHOST, label="Grey: natural menopause"))
        axes.legend(
            handles=handles,
            loc="upper right" if names[0] == "estradiol" else "upper left",
            ncols=len(handles),
            fontsize=style.TICK_SIZE,
            frameon=False,
            borderaxespad=0.1,
            columnspacing=1.2,
            handlelength=1.8,
        )
        self.cursors.append(axes.axvline(0, color=style.INK, linewidth=1.0))

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

    def update(self, run, year, fraction):
        """Show a run, the cursor at `year` and the slice there; return the PNG bytes."""
        for name, line in self.lines.items():
            line.set_data(run.time, run[name])
        resorption, formation = run["resorption"], run["formation_trabecular"]
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
        for cursor in self.cursors:
            cursor.set_xdata([year, year])
        self.fraction = fraction
        self.title.set_text(f"Year {year:g}: bone fills {100 * fraction:.1f} % of the slice")
        return self.png()

    def paste(self, pixels):
        """Write the slice of bone into its square, one pixel of bone to one of the picture."""
        box = self.slice_axes.bbox
        left, top, side = round(box.x0), len(pixels) - round(box.y1), round(box.width)
        image = bone_image(self.fraction, before=self.healthy, pixels=side)
        pixels[top : top + side, left : left + side] = image
