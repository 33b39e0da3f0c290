"""What is left of a drug after the stop: turnover and spine against the untreated twin."""

import numpy as np

from bonelab.figures import style
from bonelab.figures.picture import Picture
from bonelab.figures.plots import plot_trajectory

LINES = {
    "Estradiol": ("purple", "solid"),
    "Raloxifene": ("green", "dash-dot"),
    "Alendronate": ("black", "dashed"),
    "Denosumab": ("blue", "solid"),
    "Denosumab on time": ("blue", "solid"),
    "Denosumab, one injection late": ("vermillion", "dashed"),
    "Then nothing": ("blue", "solid"),
    "Then calcium with vitamin D": ("orange", "dash-dot"),
    "Then alendronate": ("black", "dashed"),
}
CROWD = ("rankl_free", "osteoclast_precursors", "osteoclasts", "resorption")
BEFORE, TWIN = 1.0, "untreated twin = 100 %"


def _draw(axes, runs, values, span):
    """Draw one line for each run over a span of years."""
    for text, run in runs.items():
        colour, dash = LINES[text]
        shown = (run.time >= span[0]) & (run.time <= span[1])
        axes.plot(
            run.time[shown],
            values(run)[shown],
            label=text,
            color=style.COLOURS[colour],
            linestyle=style.DASHES[dash],
            linewidth=2.0,
        )
    axes.axhline(values(None), color=style.GHOST, linewidth=1.3)
    axes.set_xlim(span)


def plot_stops(runs, twin, moment, until, event="Stopped", sentence=""):
    """Draw CTX and the BMD of the spine against an untreated twin, before and after a moment.

    Parameters
    ----------
    runs : dict of str to Trajectory
        A run for each line, by its name in the legend.
    twin : Trajectory
        The same woman, untreated.
    moment, until : float
        When it is stopped, and how far the picture goes, in years.
    event : str
        What happens at the moment.
    sentence : str
        What the picture shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    span = (moment - BEFORE, until)

    def against(name, base):
        def values(run):
            if run is None:
                return base
            share = run[name] / np.interp(run.time, twin.time, twin[name])
            return 100 * share - (100 - base)

        return values

    figure = Picture(figsize=(9.6, 3.9), sentence=sentence)
    left, right = figure.subplots(1, 2)
    _draw(left, runs, against("ctx", 100), span)
    _draw(right, runs, against("bmd_lumbar_spine", 0), span)
    style.tidy(left, "CTX", TWIN)
    style.tidy(right, "BMD, lumbar spine", "% above the untreated twin")
    left.set_ylim(bottom=0)
    for axes in (left, right):
        axes.axvline(moment, color=style.INK, linewidth=1.0)
    right.annotate(
        event,
        (moment, 1),
        xycoords=("data", "axes fraction"),
        xytext=(4, -2),
        textcoords="offset points",
        va="top",
        fontsize=style.LABEL_SIZE,
        color=style.INK,
    )
    figure.legend(
        *left.get_legend_handles_labels(),
        loc="outside lower center",
        ncols=len(runs),
        frameon=False,
        fontsize=style.LABEL_SIZE,
    )
    return figure


def plot_crowd(run, twin, start, stop):
    """Draw free RANKL, precursors, osteoclasts and resorption under a drug and after the stop.

    Parameters
    ----------
    run, twin : Trajectory
        The treated woman, and the same woman untreated.
    start, stop : float
        When the drug is taken, in years.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = plot_trajectory(run, list(CROWD), baseline=twin)
    before, end, after = run.at(start), run.at(stop), run.time > stop
    free = run["rankl_free"][(run.time > start) & (run.time < stop)].min()
    osteoclasts, resorption = (run[name][after].max() for name in ("osteoclasts", "resorption"))
    figure.sentence = (
        f"Under the drug free RANKL falls from {before['rankl_free']:.2f} to {free:.2f} of total "
        f"RANKL, and precursors rise from {before['osteoclast_precursors']:.1f} to "
        f"{end['osteoclast_precursors']:.1f} times health. After the stop osteoclasts reach "
        f"{osteoclasts:.1f} times health ({before['osteoclasts']:.1f} before the drug) and "
        f"resorption {resorption:.1f} ({before['resorption']:.1f} before). Grey: untreated."
    )
    return figure
