"""Pictures: colours and names, plots of a run, the live picture and the bone slice.

Matplotlib is imported here and nowhere below; no widget is. What one app alone draws is imported
from its own file.
"""

from bonelab.figures.balance import BalancePicture
from bonelab.figures.bars import plot_bars
from bonelab.figures.bone_slice import bone_fraction, bone_image, bone_mask, plot_slices
from bonelab.figures.cycle import plot_cycle
from bonelab.figures.live import LivePicture
from bonelab.figures.panels import Panel, TimePanels, TimePicture
from bonelab.figures.picture import Picture
from bonelab.figures.plots import plot_trajectory
from bonelab.figures.style import axis_label, colour, line_style, name, unit

__all__ = [
    "BalancePicture",
    "LivePicture",
    "Panel",
    "Picture",
    "TimePanels",
    "TimePicture",
    "axis_label",
    "bone_fraction",
    "bone_image",
    "bone_mask",
    "colour",
    "line_style",
    "name",
    "plot_bars",
    "plot_cycle",
    "plot_slices",
    "plot_trajectory",
    "unit",
]
