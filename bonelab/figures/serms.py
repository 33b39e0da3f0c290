"""Pictures of lesson 8: the matrix of ligand by tissue, and a SERM beside estradiol."""

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from bonelab.figures import style
from bonelab.figures.live import LivePicture
from bonelab.figures.panels import DPI
from bonelab.figures.picture import Picture

SIZE = (9.2, 4.6)
TISSUES = {"signal_bone": "Bone", "signal_breast": "Breast", "signal_uterus": "Uterus"}
NEUTRAL = 0.1  # a change of the signal under this is marked as about the same
DEEPEST = 0.75  # the change of the signal that has the deepest colour
DARK = 0.5  # on a colour darker than this white letters are read better
STRIP = 0.1  # share of the height of the curves kept free at the foot for the two zones
MORE, LESS = "#D8D0E6", "#FBDDB5"  # purple and orange as in the matrix: where a SERM adds, takes
KEY = "+ adds, − takes away, ≈ changes less than 0.1 (signal before menopause = 1)"


def signed(change):
    """Return a change of the signal as text, with ≈ before one that is next to nothing."""
    text = f"{change:+.2f}".replace("-", "−")
    return f"≈ {text}" if abs(change) < NEUTRAL else text


class Matrix:
    """Coloured cells with signs and numbers: a row for each ligand, a column for each tissue.

    Parameters
    ----------
    axes : matplotlib axes
        Where it is drawn.
    rows : sequence of str
        The ligands.
    size : float
        Of the letters.
    """

    def __init__(self, axes, rows, size=11.0):
        self.rows = list(rows)
        self.colours = matplotlib.colormaps["PuOr"]
        style.tidy(axes, "", "", "")
        axes.set_xlim(0, len(TISSUES))
        axes.set_ylim(len(self.rows), 0)
        axes.grid(False)
        axes.tick_params(length=0)
        axes.xaxis.tick_top()
        columns = [place + 0.5 for place in range(len(TISSUES))]
        axes.set_xticks(columns, TISSUES.values(), fontsize=size, color=style.INK)
        axes.set_yticks(
            [row + 0.5 for row in range(len(self.rows))], self.rows, fontsize=size, color=style.INK
        )
        axes.spines[:].set_visible(False)
        self.cells, self.texts = {}, {}
        for row, ligand in enumerate(self.rows):
            for column, tissue in enumerate(TISSUES):
                place = ligand, tissue
                self.cells[place] = axes.add_patch(
                    Rectangle((column + 0.03, row + 0.05), 0.94, 0.9, linewidth=0)
                )
                self.texts[place] = axes.text(
                    column + 0.5, row + 0.5, "", ha="center", va="center", fontsize=size
                )
        self.frame = axes.add_patch(
            Rectangle((0, 0), len(TISSUES), 1, fill=False, edgecolor=style.INK, linewidth=2.2)
        )
        self.frame.set_clip_on(False)
        self.frame.set_visible(False)

    @property
    def moving(self):
        """The artists that change."""
        return [*self.cells.values(), *self.texts.values(), self.frame]

    def show(self, changes, chosen=None):
        """Show the change of the signal, by ligand and tissue, and frame the ligand chosen."""
        for (ligand, tissue), cell in self.cells.items():
            change = changes[ligand][tissue]
            shade = float(np.clip(0.5 + 0.5 * change / DEEPEST, 0.08, 0.92))
            colour = self.colours(shade)
            cell.set_facecolor(colour)
            text = self.texts[ligand, tissue]
            text.set_text(signed(change))
            brightness = np.dot(colour[:3], (0.3, 0.59, 0.11))
            letters = "white" if brightness < DARK else style.INK
            if text.get_color() != letters:  # else it need not be written anew
                text.set_color(letters)
        self.frame.set_visible(chosen is not None)
        if chosen is not None:
            self.frame.set_y(self.rows.index(chosen))


def plot_ligands(changes, title, sentence):
    """Draw the matrix of ligand by tissue.

    Parameters
    ----------
    changes : dict of str to dict of str to float
        For each ligand and each of `TISSUES` the change of the signal, premenopausal = 1.
    title, sentence : str
        Above the matrix; what it shows, in words.

    Returns
    -------
    Picture
        With its `sentence`.
    """
    figure = Picture(figsize=(7.4, 1.2 + 0.46 * len(changes)), sentence=sentence)
    axes = figure.subplots()
    Matrix(axes, changes).show(changes)
    axes.set_title(title, loc="left", fontsize=style.TITLE_SIZE, color=style.INK)
    axes.set_xlabel(KEY, fontsize=style.LABEL_SIZE, color=style.QUIET)
    return figure


class SermPicture(LivePicture):
    """The matrix for one dose and one level of estradiol, and the signal over all levels.

    Parameters
    ----------
    ligands : sequence of str
        The rows of the matrix.
    estradiol, without : array
        Levels in pg/mL, and the signal in bone there without any drug.
    """

    def __init__(self, ligands, estradiol, without):
        self.estradiol = np.asarray(estradiol)
        figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained", facecolor="white")
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.05))
        self.matrix = Matrix(left, ligands, size=9.5)
        left.set_title(
            "What each drug changes, at this estradiol",
            loc="left",
            fontsize=style.TITLE_SIZE,
            color=style.INK,
        )
        left.set_xlabel(
            KEY.replace("≈", "\n≈"), fontsize=style.TICK_SIZE, color=style.QUIET, labelpad=8
        )
        self._curves(right, without)
        moving = [*self.zones, self.turn, self.line, *self.points, *self.labels]
        super().__init__(figure, [*moving, *self.matrix.moving])

    def _curves(self, ax, without):
        style.tidy(
            ax, "Estrogen signal in bone", "before menopause = 1", style.axis_label("estradiol")
        )
        ax.set_xscale("log")
        low, high = self.estradiol[0], self.estradiol[-1]
        ax.set_xlim(low, high)
        ax.set_ylim(-STRIP * 1.34, 1.34 * (1 - STRIP))
        ax.set_yticks((0, 0.2, 0.4, 0.6, 0.8, 1.0))
        ax.set_xticks((1, 2, 5, 10, 20, 50, 100, 200), "1 2 5 10 20 50 100 200".split())
        ax.minorticks_off()
        across = ax.get_xaxis_transform()
        self.zones = [
            ax.add_patch(Rectangle((low, 0), 0, STRIP, transform=across, color=colour, linewidth=0))
            for colour in (MORE, LESS)
        ]
        ax.plot(self.estradiol, without, color=style.GHOST, linewidth=2.4)
        self.turn = ax.axvline(low, 0, 0.9, color=style.INK, linewidth=1.0, linestyle=":")
        (self.line,) = ax.plot([], [], color=style.colour("signal_bone"), linewidth=2.6)
        handles = [
            Line2D([], [], color=style.colour("signal_bone"), linewidth=2.6, label="With the drug"),
            Line2D([], [], color=style.GHOST, linewidth=2.4, label="Grey: without it"),
        ]
        style.legend_above(ax, handles)
        self.points = [
            *ax.plot([], [], "o", color=style.GHOST, markersize=9, markeredgecolor="white"),
            *ax.plot(
                [],
                [],
                "o",
                color=style.colour("signal_bone"),
                markersize=9,
                markeredgecolor="white",
            ),
        ]
        for point in self.points:
            point.set_clip_on(False)
        self.labels = [
            ax.text(low, STRIP / 2, text, transform=across, fontsize=9.5, ha="center", va="center")
            for text in ("adds", "takes away")
        ]

    def update(self, changes, chosen, curve, crossing, estradiol, signals):
        """Show one setting; return the PNG bytes.

        Parameters
        ----------
        changes : dict of str to dict of str to float
            As for `Matrix.show`.
        chosen : str
            The ligand whose curve is drawn.
        curve : array
            The signal in bone with it, over the levels of estradiol.
        crossing : float
            The level at which it turns from adding to taking away; infinite if it never does.
        estradiol : float
            The present level.
        signals : tuple of float
            The signal in bone there without the drug and with it.
        """
        self.matrix.show(changes, chosen)
        low, high = self.estradiol[0], self.estradiol[-1]
        turn = min(crossing, high)
        for zone, label, (a, b) in zip(
            self.zones, self.labels, ((low, turn), (turn, high)), strict=True
        ):
            zone.set_x(a)
            zone.set_width(b - a)
            label.set_x((a * b) ** 0.5)
            label.set_visible(b > a)
        self.turn.set_xdata([turn, turn])
        self.turn.set_visible(crossing < high)
        self.line.set_data(self.estradiol, curve)
        for point, signal in zip(self.points, signals, strict=True):
            point.set_data([estradiol], [signal])
        return self.png()
