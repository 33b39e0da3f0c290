"""Pictures of lesson 6: the loss taken apart, as a waterfall and over time."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bonelab.figures import style
from bonelab.figures.bars import plot_bars
from bonelab.figures.live import LivePicture
from bonelab.figures.panels import DPI
from bonelab.figures.picture import Picture

PARTS = {
    "hormonal": "Hormonal\nalone",
    "immune": "Immune\nalone",
    "interaction": "Inter-\naction",
    "whole": "Whole\nloss",
}
COLOURS = {
    "hormonal": style.colour("estradiol"),
    "immune": style.colour("t_cells"),
    "interaction": style.COLOURS["light slate"],
}
LINES = {"hormonal": "dashed", "immune": "dotted", "whole": "solid"}
HIGHEST = 27.0  # per cent; room for both fronts on top of each other
LOST = "Lost, compared with a twin\nwho keeps her hormones (%)"
SIZE = (9.2, 4.9)


def steps(parts):
    """Return where each bar of a waterfall begins and ends, by part."""
    both = parts["hormonal"] + parts["immune"]
    return {
        "hormonal": (0.0, parts["hormonal"]),
        "immune": (parts["hormonal"], both),
        "interaction": (both, parts["whole"]),
        "whole": (0.0, parts["whole"]),
    }


def _colour(part, series):
    return COLOURS.get(part) or style.colour(series)


def _frame(ax, title):
    style.tidy(ax, title, LOST, "")
    ax.set_xlim(-0.6, 3.6)
    ax.set_xticks(range(4), PARTS.values(), fontsize=style.LABEL_SIZE, color=style.INK)
    ax.grid(False, axis="x")
    ax.axhline(0, color=style.INK, linewidth=1.0)


def plot_waterfall(fronts, year, series, title, sentence):
    """Draw the loss at one year as a waterfall: two fronts, their interaction, the whole.

    Parameters
    ----------
    fronts : Fronts
        What `bonelab.decomposition.decompose` returned.
    year : float
        The moment that is shown.
    series : str
        What is lost; gives the colour of the whole.
    title, sentence : str
        Above the picture; what it shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = Picture(figsize=(6.4, 3.9), sentence=sentence)
    ax = figure.subplots()
    _frame(ax, title)
    parts = fronts.at(year)
    for place, (part, (low, high)) in enumerate(steps(parts).items()):
        ax.bar(place, high - low, bottom=low, width=0.66, color=_colour(part, series))
        ax.text(
            place,
            max(low, high) + 0.3,
            f"{parts[part]:+.1f}",
            ha="center",
            fontsize=10,
            va="bottom",
        )
    ax.set_ylim(0, 1.1 * max(max(step) for step in steps(parts).values()))
    return figure


def plot_cuts(losses):
    """Draw what the immune front costs with its loop whole and with each arrow of it cut.

    Parameters
    ----------
    losses : dict of str to float
        The loss at the spine in ten years in %, by what is cut; the whole loop comes first.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    whole, *cut = losses.values()
    return plot_bars(
        losses,
        "Immune front alone: bone density of the spine lost in ten years",
        LOST.replace("\n", " "),
        colours=dict.fromkeys(losses, COLOURS["immune"]),
        number="{:.1f} %",
        sentence=f"Whole, the immune front costs {whole:.1f} %. With one arrow cut it costs "
        f"between {min(cut):.1f} and {max(cut):.1f} %.",
    )


class TwoFrontsPicture(LivePicture):
    """The waterfall at one year, and the three courses of loss; grey: with the loop whole.

    Parameters
    ----------
    years : tuple of int
        First and last year of the courses.
    """

    def __init__(self, years):
        figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained", facecolor="white")
        self.left, self.right = figure.subplots(1, 2, width_ratios=(1, 1.25))
        _frame(self.left, "One year taken apart")
        style.tidy(
            self.right,
            "Each front alone, and both",
            "",
            "Years from the final period or the operation",
        )
        for ax in (self.left, self.right):
            ax.set_ylim(-1.0, HIGHEST)
        self.right.set_xlim(*years)
        self.right.set_xticks(range(years[0], years[1] + 1, 5))
        self.ghost_bars, self.bars, self.texts = {}, {}, {}
        for place, part in enumerate(PARTS):
            box = {"xy": (place - 0.33, 0), "width": 0.66, "height": 0}
            self.bars[part] = self.left.add_patch(Rectangle(**box))
            outline = Rectangle(**box, fill=False, edgecolor=style.GHOST, linestyle=(0, (2, 1.5)))
            self.ghost_bars[part] = self.left.add_patch(outline)
            self.texts[part] = self.left.text(
                place,
                0,
                "",
                ha="center",
                va="bottom",
                fontsize=style.LABEL_SIZE,
                color=style.INK,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
            )
        self.ghosts, self.lines = {}, {}
        for part, dash in LINES.items():
            look = {"linestyle": style.DASHES[dash]}
            (self.ghosts[part],) = self.right.plot([], [], color=style.GHOST, lw=1.3, **look)
            label = PARTS[part].replace("\n", " ")
            (self.lines[part],) = self.right.plot(
                [], [], lw=2.4, label=label, color=_colour(part, "bmd_lumbar_spine"), **look
            )
        handles = [*self.lines.values(), self.ghosts["whole"]]
        self.ghosts["whole"].set_label("Grey: loop whole")
        self.right.legend(
            handles=handles, loc="upper left", ncols=2, fontsize=style.TICK_SIZE, frameon=False
        )
        self.cursor = self.right.axvline(0, color=style.INK, linewidth=1.0)
        super().__init__(
            figure,
            [
                *self.ghosts.values(),
                *self.lines.values(),
                self.cursor,
                *self.bars.values(),
                *self.ghost_bars.values(),
                *self.texts.values(),
            ],
        )

    def update(self, fronts, whole_loop, year, series):
        """Show the fronts at a year, with those of the whole loop behind; return the PNG bytes."""
        parts = fronts.at(year)
        for bars, shown in ((self.bars, parts), (self.ghost_bars, whole_loop.at(year))):
            for part, (low, high) in steps(shown).items():
                bars[part].set_y(min(low, high))
                bars[part].set_height(abs(high - low))
                if bars is self.bars:
                    bars[part].set_facecolor(_colour(part, series))
                    self.texts[part].set_text(f"{parts[part]:+.1f}")
                    self.texts[part].set_y(max(low, high) + 0.3)
        for lines, shown in ((self.lines, fronts), (self.ghosts, whole_loop)):
            for part, line in lines.items():
                line.set_data(shown.time, getattr(shown, part))
        self.lines["whole"].set_color(style.colour(series))
        self.cursor.set_xdata([year, year])
        return self.png()
