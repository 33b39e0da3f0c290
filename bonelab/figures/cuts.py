"""What becomes of the bone when an arrow of the network is cut: a bar for each arrow."""

from bonelab.figures.bars import plot_bars
from bonelab.figures.network_layout import edges

MOST = 4  # how many the sentence lists


def plot_cuts(values, title, label):
    """Draw a bar for each cut, with the arrow in words.

    Parameters
    ----------
    values : dict of str to float
        A value in % by the name of the arrow; any other text is shown as it is.
    title, label : str
        Above the axes; under the axis.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    words = {edge.name: edge.words for edge in edges()}
    bars = {words.get(name, name): value for name, value in values.items()}
    told = [f"{name} {value:.1f} %" for name, value in list(bars.items())[:MOST]]
    if len(bars) > MOST:
        told.append(f"{len(bars) - MOST} more, the last {list(bars.values())[-1]:.1f} %")
    sentence = f"{title}, {label}: {'; '.join(told)}."
    return plot_bars(bars, title, f"{label} (%)", number="{:.1f}", sentence=sentence)
