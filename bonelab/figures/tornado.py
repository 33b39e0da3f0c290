"""How far each parameter can move an answer: the widest at the top."""

from bonelab.figures import style
from bonelab.figures.picture import Picture

LOWER, UPPER = style.COLOURS["sky blue"], style.COLOURS["dark blue"]
HEIGHT = 0.62


def plot_tornado(effects, usual, label, kinds, most=12):
    """Draw the parameters that move an answer most.

    Parameters
    ----------
    effects : sequence of Effect
        What the answer becomes at both ends of each parameter's range.
    usual : float
        The answer as calibrated.
    label : str
        What the answer is, with its unit.
    kinds : dict of str to str
        The kind of each parameter: measured, fitted or illustrative.
    most : int
        How many are drawn.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    widest = sorted(effects, key=lambda effect: -effect.reach(usual))[:most]
    figure = Picture(figsize=(9.4, 1.2 + 0.34 * len(widest)))
    axes = figure.subplots()
    ends = (("low", LOWER, "Lower end of its range"), ("high", UPPER, "Upper end of its range"))
    for end, colour, text in ends:
        widths = [getattr(effect, end) - usual for effect in widest]
        axes.barh(range(len(widest)), widths, left=usual, height=HEIGHT, color=colour, label=text)
    style.tidy(axes, "One parameter moved at a time", "", label)
    names = [f"{effect.parameter}  [{kinds[effect.parameter]}]" for effect in widest]
    axes.set_yticks(range(len(widest)), names, fontsize=style.TICK_SIZE, color=style.INK)
    axes.invert_yaxis()
    axes.grid(False, axis="y")
    axes.axvline(usual, color=style.INK, linewidth=1.0)
    figure.legend(
        loc="outside lower center", ncols=len(ends), fontsize=style.TICK_SIZE, frameon=False
    )
    top = widest[0]
    quiet = sum(effect.reach(usual) < 0.1 for effect in effects)
    figure.sentence = (
        f"As calibrated the answer is {usual:.1f}. The parameter at the top, {top.parameter}, "
        f"can move it between {min(top.low, top.high, usual):.1f} and "
        f"{max(top.low, top.high, usual):.1f} within its plausible range. Of {len(effects)} "
        f"parameters {quiet} move it by less than 0.1."
    )
    return figure
