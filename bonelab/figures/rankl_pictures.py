"""Static pictures of lesson 3: two proteins kept, injections, two arms, and the way back."""

from matplotlib.ticker import MaxNLocator

from bonelab.figures import style
from bonelab.figures.bars import plot_bars
from bonelab.figures.picture import Picture
from bonelab.figures.plots import plot_trajectory

MONTH = 1 / 12


def plot_two_proteins(runs, year):
    """Draw resorption in three runs: no menopause, menopause, and menopause with two nodes held.

    Parameters
    ----------
    runs : dict of str to Trajectory
        What stands beside each bar, and the run; in this order.
    year : float
        The year in which they are compared.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    bars = {name: run.at(year)["resorption"] for name, run in runs.items()}
    usual, risen, kept = bars.values()
    sentence = (
        f"In year {year:g} resorption is {usual:.2f} times the healthy rate without menopause and "
        f"{risen:.2f} after menopause. With two proteins kept it is {kept:.2f}: "
        f"{100 * (risen - kept) / (risen - usual):.0f} % of the rise is gone."
    )
    return plot_bars(
        bars, f"Resorption in year {year:g}", style.RELATIVE, sentence=sentence,
        colours=dict.fromkeys(bars, style.colour("resorption")),
    )  # fmt: skip


def plot_injections(injected, untreated, start):
    """Draw the ratio, RANK occupancy and resorption around injections of denosumab.

    Parameters
    ----------
    injected, untreated : Trajectory
        The run with injections from `start` on, and its twin, which is drawn in grey.
    start : float
        The year of the first injection.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = Picture(figsize=(9.6, 2.9))
    series = ("rankl_opg_ratio", "rank_occupancy", "resorption")
    for axes, name in zip(figure.subplots(1, 3, sharey=True), series, strict=True):
        axes.plot(untreated.time - start, untreated[name], **style.ghost_style(name))
        axes.plot(injected.time - start, injected[name], **style.line_style(name))
        unit = style.RELATIVE if name == series[0] else ""
        style.tidy(axes, style.name(name), unit, "Years from the injection")
        axes.set_xlim(untreated.time[0] - start, untreated.time[-1] - start)
        axes.xaxis.set_major_locator(MaxNLocator(4, prune="both"))
    axes.set_ylim(0, None)
    before, month = untreated.at(start), injected.at(start + MONTH)
    figure.sentence = (
        f"The first injection is {start:g} years after the final period, the second half a year "
        f"later. After a month the ratio is {month['rankl_opg_ratio']:.1f}, as before. RANK "
        f"occupancy fell from {before['rank_occupancy']:.2f} to {month['rank_occupancy']:.2f}, "
        f"resorption from {before['resorption']:.2f} to {month['resorption']:.2f}. Grey: no "
        "injection."
    )
    return figure


def plot_arms(ratios, year):
    """Draw the RANKL/OPG ratio with neither, one and both of estrogen's arms at work.

    Parameters
    ----------
    ratios : dict of str to float
        The text and the ratio: neither arm, the OPG arm, the RANKL arm, both; in this order.
    year : float
        The year in which they are compared.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    neither, opg, rankl, both = ratios.values()
    sentence = (
        f"With neither arm the ratio is {neither:.2f}. OPG's arm alone multiplies it by "
        f"{opg / neither:.2f}, RANKL's alone by {rankl / neither:.2f}. Both multiply it by "
        f"{both / neither:.2f}: {opg / neither:.2f} × {rankl / neither:.2f} is "
        f"{opg * rankl / neither**2:.2f}."
    )
    return plot_bars(
        ratios, f"RANKL/OPG ratio in year {year:g}", style.RELATIVE, start=1, log=True,
        sentence=sentence, colours=dict.fromkeys(ratios, style.colour("rankl_opg_ratio")),
    )  # fmt: skip


def plot_way_back(treated, untreated, start, year):
    """Draw RANKL, OPG and their ratio without estradiol and with it.

    Parameters
    ----------
    treated, untreated : Trajectory
        The run with estradiol from `start` on, and its twin, which is drawn in grey.
    start, year : float
        When it begins, and the year in which the ratios are compared.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    panels = [("rankl_production", "opg_production"), "rankl_opg_ratio"]
    figure = plot_trajectory(treated, panels, baseline=untreated)
    lasting, lowered = (run.at(year)["rankl_opg_ratio"] for run in (untreated, treated))
    figure.sentence = (
        f"{year:g} years after the final period the ratio is {lasting:.1f} times that of health "
        f"(grey). With estradiol from year {start:g} on it is {lowered:.1f}: "
        f"{100 * (lasting - lowered) / (lasting - 1):.0f} % of the way back."
    )
    return figure
