"""Two pictures of lesson 2: resorption against estradiol, and two ways to lose estrogen."""

from bonelab.figures import style
from bonelab.figures.picture import Picture

COURSES = {"natural": ("Natural", "-"), "surgical": ("Ovaries removed", "--")}


def plot_dose(dose, marks, sentence=""):
    """Draw resorption against the level at which estradiol is held.

    Parameters
    ----------
    dose : dict of float to float
        Estradiol in pg/mL, rising, and resorption relative to health.
    marks : dict of str to float
        The text of a mark and its level, one of those in `dose`.
    sentence : str
        What the picture shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = Picture(figsize=(7.0, 3.3), sentence=sentence)
    axes = figure.subplots()
    axes.plot(list(dose), list(dose.values()), **style.line_style("resorption"))
    for text, level in marks.items():
        axes.plot(level, dose[level], "o", ms=8, color=style.colour("resorption"))
        axes.annotate(
            f"{text}: {dose[level]:.2f}",
            (level, dose[level]),
            xytext=(6, 6),
            textcoords="offset points",
            fontsize=style.LABEL_SIZE,
        )
    style.tidy(axes, "Resorption, three years on", style.RELATIVE, "Estradiol held (pg/mL)")
    axes.set_xlim(0, 1.2 * max(dose))
    axes.set_ylim(0.9, 1.12 * max(dose.values()))
    return figure


def plot_courses(runs, sentence=""):
    """Draw estradiol and resorption after natural menopause and after removal of the ovaries.

    Parameters
    ----------
    runs : dict of str to Trajectory
        "natural" and "surgical".
    sentence : str
        What the picture shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = Picture(figsize=(9.2, 3.4), sentence=sentence)
    for axes, series in zip(figure.subplots(1, 2), ("estradiol", "resorption"), strict=True):
        for menopause, run in runs.items():
            label, dash = COURSES[menopause]
            looks = style.line_style(series) | {"linestyle": dash}
            axes.plot(run.time, run[series], label=label, **looks)
        years = "Years from final period or surgery"
        style.tidy(axes, style.name(series), style.unit(series), years)
        axes.margins(x=0)
        if series == "estradiol":
            axes.legend(fontsize=style.TICK_SIZE, frameon=False)
    return figure
