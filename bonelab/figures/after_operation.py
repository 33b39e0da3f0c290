"""Courses after both ovaries were removed, each line named at its end: lessons 5 and 6."""

from bonelab.figures import style
from bonelab.figures.plots import plot_trajectory

TIME = "Years from the operation"


def plot_after_operation(run, series, baseline, sentence):
    """Draw series of a run in which both ovaries are removed at year 0.

    Parameters
    ----------
    run, baseline : Trajectory
        The run shown, and the one drawn in grey behind.
    series : sequence of (str or sequence of str)
        A panel each; names grouped in a tuple share one.
    sentence : str
        What the picture shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = plot_trajectory(run, series, baseline=baseline)
    figure.sentence = sentence
    for axes in figure.axes:
        axes.set_xlabel(TIME, fontsize=style.LABEL_SIZE, color=style.INK)
        if axes.get_legend():
            axes.get_legend().remove()
            _name_lines(axes)
    return figure


def _name_lines(axes):
    for line in axes.get_lines():
        if not line.get_label().startswith("_"):
            axes.annotate(
                line.get_label(),
                (line.get_xdata()[-1], line.get_ydata()[-1]),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=style.TICK_SIZE,
                color=line.get_color(),
                annotation_clip=False,
            )
