"""Plots of a run over time: panels of series, with a second run ghosted behind."""

from bonelab.figures import style
from bonelab.figures.picture import Picture

DEFAULT_PANELS = (
    ("estradiol",),
    ("resorption", "formation"),
    ("bmd_lumbar_spine",),
    ("ctx", "p1np"),
)


def _panels(series):
    """Return the panels asked for: each a tuple of names."""
    if isinstance(series, str):
        series = (series,)
    return [(panel,) if isinstance(panel, str) else tuple(panel) for panel in series]


def _change(values):
    """Return the change in % from the first value."""
    return 100.0 * (values / values[0] - 1.0)


def _sentence(trajectory, names, baseline):
    """Say in words from where to where each series goes."""
    start, stop = trajectory.time[0], trajectory.time[-1]
    parts = [
        f"{style.name(n)} goes from {trajectory[n][0]:.3g} to {trajectory[n][-1]:.3g} "
        + style.unit(n).replace(style.RELATIVE, "times health")
        for n in names
    ]
    ghost = "" if baseline is None else " The run compared with is drawn in grey."
    return f"From year {start:g} to year {stop:g}: " + "; ".join(parts) + "." + ghost


def plot_trajectory(trajectory, series=DEFAULT_PANELS, baseline=None):
    """Draw series of a run against time.

    Parameters
    ----------
    trajectory : Trajectory
        Anything with `time` (years) and ``trajectory[name]`` (arrays on it).
    series : str or sequence of (str or sequence of str)
        A panel each; names grouped in a tuple share one. Where their units differ, the panel
        shows the change in % since the start of the run.
    baseline : Trajectory, optional
        Drawn in grey behind.

    Returns
    -------
    matplotlib.figure.Figure
        With `sentence`, its description in words.

    Raises
    ------
    KeyError
        If a series is unknown.
    """
    panels = _panels(series)
    names = [n for panel in panels for n in panel]
    columns = 1 if len(panels) == 1 else 2
    rows = -(-len(panels) // columns)
    figure = Picture(figsize=(6.4, 3.2) if columns == 1 else (9.6, 2.7 * rows))
    figure.sentence = _sentence(trajectory, names, baseline)
    grid = figure.subplots(rows, columns, squeeze=False, sharex=True)
    for axes, panel in zip(grid.flat, panels, strict=False):
        mixed = len({style.unit(n) for n in panel}) > 1
        scale = _change if mixed else (lambda values: values)
        for n in panel:
            if baseline is not None:
                axes.plot(baseline.time, scale(baseline[n]), **style.ghost_style(n))
            axes.plot(
                trajectory.time, scale(trajectory[n]), label=style.name(n), **style.line_style(n)
            )
        label = "Change since the start (%)" if mixed else style.unit(panel[0])
        style.tidy(axes, ", ".join(style.name(n) for n in panel), label)
        axes.margins(x=0)
        if len(panel) > 1:
            axes.legend(fontsize=style.TICK_SIZE, frameon=False)
    for axes in grid.flat[len(panels) :]:
        axes.set_visible(False)
    return figure
