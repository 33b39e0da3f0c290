"""The second live picture of lesson 6: a trial of three weeks beside ten years."""

from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from bonelab.figures import style
from bonelab.figures.live import LivePicture
from bonelab.figures.panels import DPI, TREATED

SIZE = (9.2, 5.4)
CTX_LIMITS, BMD_LIMITS = (0.1, 0.75), (0.82, 1.12)
GHOST_LABEL = "Grey: no drug"


class BlockersPicture(LivePicture):
    """CTX over the weeks of a trial, CTX and BMD over years; shaded: blockers given.

    Parameters
    ----------
    weeks, years : tuple of float
        First and last week of the trial, and first and last year of the long run.
    read_at : float
        The week at which the trial was read; marked by a line.
    """

    def __init__(self, weeks, years, read_at):
        figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained", facecolor="white")
        grid = figure.add_gridspec(2, 2, width_ratios=(1, 1.15))
        self.axes = {
            "trial": figure.add_subplot(grid[:, 0]),
            "ctx": figure.add_subplot(grid[0, 1]),
            "bmd_lumbar_spine": figure.add_subplot(grid[1, 1]),
        }
        self.lines, self.ghosts, self.spans = {}, {}, {}
        texts = {
            "trial": ("A trial: estradiol is stopped at week 0", "Weeks"),
            "ctx": ("The long run: CTX", ""),
            "bmd_lumbar_spine": ("The long run: bone of the spine", style.TIME_LABEL),
        }
        for key, ax in self.axes.items():
            series = "ctx" if key == "trial" else key
            title, xlabel = texts[key]
            style.tidy(ax, title, style.axis_label(series), xlabel)
            ax.set_xlim(*(weeks if key == "trial" else years))
            ax.set_ylim(*(BMD_LIMITS if key == "bmd_lumbar_spine" else CTX_LIMITS))
            self.spans[key] = ax.add_collection(PolyCollection([], **TREATED))
            (self.ghosts[key],) = ax.plot([], [], label=GHOST_LABEL, **style.ghost_style(series))
            (self.lines[key],) = ax.plot(
                [], [], label=style.name(series), **style.line_style(series)
            )
        trial = self.axes["trial"]
        trial.axvline(read_at, color=style.QUIET, linewidth=1.0, linestyle=style.DASHES["short"])
        trial.text(read_at + 0.15, CTX_LIMITS[0] + 0.012, "read here", fontsize=style.TICK_SIZE)
        style.legend_above(trial, [self.lines["trial"], self.ghosts["trial"]])
        moving = [*self.spans.values(), *self.ghosts.values(), *self.lines.values()]
        super().__init__(figure, moving)

    def update(self, curves, ghosts, blocked):
        """Show curves and ghosts, each `{key: (time, values)}`; shade from `blocked[key]` on."""
        for key, ax in self.axes.items():
            self.lines[key].set_data(*curves[key])
            self.ghosts[key].set_data(*ghosts[key])
            (low, high), end = ax.get_ylim(), ax.get_xlim()[1]
            begin = blocked.get(key)
            area = [(begin, low), (end, low), (end, high), (begin, high)]
            self.spans[key].set_verts([area] if begin is not None else [])
        return self.png()
