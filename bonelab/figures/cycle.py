"""The remodeling cycle at one site of trabecular bone, drawn to scale in time."""

from bonelab.figures import style
from bonelab.figures.picture import Picture
from bonelab.parameter_table import default_parameters

PHASES = (
    ("resorption", "Resorption\nosteoclasts\nremove bone", "vermillion"),
    ("reversal", "Reversal\nthe pit is\nprepared", "orange"),
    ("formation", "Formation: osteoblasts fill the pit", "blue"),
)
DAYS_PER_YEAR = 365.25


def plot_cycle():
    """Draw the phases of one remodeling cycle on a time axis in days.

    Returns
    -------
    matplotlib.figure.Figure
        With `sentence`, its description in words. The durations are those of the parameter table.
    """
    parameters = default_parameters()
    figure = Picture(figsize=(9.4, 2.0))
    axes = figure.subplots()
    begin, told = 0.0, []
    for phase, text, colour in PHASES:
        days = parameters[f"{phase}_phase_days"]
        axes.barh(0, days, left=begin, color=style.COLOURS[colour], edgecolor="white")
        axes.text(
            begin + days / 2,
            0,
            text,
            ha="center",
            va="center",
            fontsize=style.TICK_SIZE,
            color="white" if colour != "orange" else style.INK,
        )
        told.append(f"{phase} {days:.0f} days")
        begin += days
    rest = 1.0 / parameters["activation_frequency_healthy"] - begin / DAYS_PER_YEAR
    room = 0.25 * begin
    axes.barh(0, room, left=begin, color="#EDEDED")
    axes.text(
        begin + room / 2,
        0,
        f"Rest\nabout {rest:.0f} years →",
        ha="center",
        va="center",
        fontsize=style.TICK_SIZE,
        color=style.INK,
    )
    style.tidy(axes, "One site, one cycle", "", "Days since the site was activated")
    axes.set_xlim(0, begin + room)
    axes.set_yticks([])
    figure.sentence = (
        f"One cycle at one site: {', '.join(told)}, then rest for about {rest:.0f} years "
        "until the site is activated again. Formation lasts longest of the working phases."
    )
    return figure
