"""Bone and endometrium side by side, for the arms of a trial in the model."""

from bonelab.figures import style
from bonelab.figures.picture import Picture

COLOURS = ("grey", "vermillion", "blue")
DASHES = ("solid", "solid", "dashed")


def plot_arms(runs, years, sentence=""):
    """Draw the BMD of the spine and the endometrial index of up to three runs.

    Parameters
    ----------
    runs : dict of str to Trajectory
        A run for each line, by its name in the legend.
    years : tuple of float
        The span that is shown.
    sentence : str
        What the picture shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = Picture(figsize=(9.4, 3.5), sentence=sentence)
    left, right = figure.subplots(1, 2)
    for axes, name in ((left, "bmd_lumbar_spine"), (right, "endometrial_index")):
        for text, colour, dash, width in zip(runs, COLOURS, DASHES, (2.0, 3.4, 2.0), strict=False):
            axes.plot(
                runs[text].time,
                runs[text][name],
                label=text,
                color=style.COLOURS[colour],
                linestyle=style.DASHES[dash],
                linewidth=width,
            )
        style.tidy(axes, style.name(name), style.unit(name))
        axes.set_xlim(years)
    right.set_ylim(0, 1.1)
    figure.legend(
        *left.get_legend_handles_labels(),
        loc="outside lower center",
        ncols=len(runs),
        frameon=False,
        fontsize=style.LABEL_SIZE,
    )
    return figure
