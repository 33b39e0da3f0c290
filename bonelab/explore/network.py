"""The app of lesson 11: the whole network, by what every arrow is doing, with one arrow cut."""

import math
from functools import lru_cache

import ipywidgets as widgets

from bonelab import Denosumab, Estradiol, Patient, Progestogen, simulate
from bonelab.activity import edge_activity, node_shift
from bonelab.explore.base import App
from bonelab.figures.network import NetworkPicture
from bonelab.figures.network_layout import THERAPIES, blocks, edges, leading_to, nodes
from bonelab.figures.network_legend import LEAST, is_active
from bonelab.teaching.cautions import caution

FIRST_YEAR, LAST_YEAR, THERAPY_YEAR = -5, 15, 1
SPINE = "bmd_lumbar_spine"
NATURAL, SURGICAL = "Natural menopause", "Ovaries removed"
PATCH = f"{NATURAL}, patch and progestogen from year {THERAPY_YEAR}"
ANTIBODY = f"{NATURAL}, denosumab from year {THERAPY_YEAR}"
WOMEN = {
    NATURAL: (),
    SURGICAL: (),
    PATCH: (
        Estradiol(patch_ug_per_day=50, start=THERAPY_YEAR),
        Progestogen(start=THERAPY_YEAR),
    ),
    ANTIBODY: (Denosumab(start=THERAPY_YEAR),),
}
CAUTIONS = {PATCH: ("short", "estrogen_alone"), ANTIBODY: ("short", "denosumab")}
NOTHING = ""
ALL, TEN = "All arrows", "The ten strongest"
STRONGEST, NAMED = 10, 3
T_CELLS_ON_TNF = "t_cells -> tnf"


@lru_cache(maxsize=128)
def _run(woman, cut):
    """Return the run of a woman with one arrow cut, or none."""
    patient = Patient(menopause="surgical" if woman == SURGICAL else "natural")
    cuts = [cut] if cut else []
    return simulate(patient, WOMEN[woman], start=FIRST_YEAR, stop=LAST_YEAR, cut=cuts)


@lru_cache(maxsize=512)
def _now(woman, cut, year):
    """Return what every arrow does, and how far every node has moved."""
    run = _run(woman, cut)
    return edge_activity(run, year), node_shift(run, year)


@lru_cache(maxsize=1024)
def _bmd(woman, cut, year):
    return _run(woman, cut).at(year)[SPINE]


def _menu():
    """Return the arrows to cut by their text, in the order of the blocks they lead into."""
    rows = {}
    for edge in edges():
        ends = [nodes()[edge.source].block, nodes()[edge.target].block]
        rows[edge] = THERAPIES if THERAPIES in ends else ends[1]
    order = list(blocks())
    ranked = sorted(rows, key=lambda edge: order.index(rows[edge]))
    return {"Nothing is cut": NOTHING} | {
        f"{rows[edge]}: {edge.words}": edge.name for edge in ranked
    }


def _ranked(show, activity):
    """Return the acting arrows that are no definition, the strongest first.

    They are those into one block, or else those from which a way leads to the spine.
    """
    on_the_way = leading_to(SPINE)
    found = [
        edge
        for edge in edges()
        if (nodes()[edge.target].block == show if show in blocks() else edge.name in on_the_way)
        and is_active(activity[edge.name])
        and not edge.definition
    ]
    return sorted(found, key=lambda edge: -abs(activity[edge.name]))


def _in_color(show, activity):
    """Return the names of the arrows that are drawn in color."""
    if show == TEN:
        return {edge.name for edge in _ranked(show, activity)[:STRONGEST]}
    return {edge.name for edge in edges() if show in (ALL, nodes()[edge.target].block)}


class Network(App):
    """The network at one moment; cut one arrow and see where that is felt."""

    NARROWEST = 900  # its words are smaller than those of other pictures

    def __init__(self):
        start = _run(NATURAL, NOTHING).at(FIRST_YEAR)
        self._ratios = {name for name, value in start.items() if value > 0}  # of health
        long = {"style": {"description_width": "initial"}}
        controls = {
            "woman": widgets.Dropdown(
                options=list(WOMEN),
                value=NATURAL,
                description="Woman",
                tooltip="Who she is, and what she takes",
                layout={"width": "520px", "max_width": "98%"},
            ),
            "year": widgets.IntSlider(
                value=5,
                min=FIRST_YEAR,
                max=LAST_YEAR,
                description="Year",
                tooltip="The year at which the network is shown; year 0 is menopause",
                layout={"width": "360px", "max_width": "98%"},
            ),
            "cut": widgets.Dropdown(
                options=_menu(),
                value=NOTHING,
                description="Cut",
                tooltip="The arrow that is cut, listed by the block it leads into",
                layout={"width": "560px", "max_width": "98%"},
            ),
            "show": widgets.Dropdown(
                options=[ALL, TEN, *(block for block in blocks() if block != THERAPIES)],
                value=ALL,
                description="Arrows in color",
                tooltip="All arrows, the ten strongest, or those that lead into one block",
                **long,
            ),
        }
        presets = {
            "Before menopause": {"year": FIRST_YEAR},
            "Two years after": {"year": 2},
            "Ten years after": {"year": 10},
            "Without T cells → TNF-alpha": {"year": 2, "cut": T_CELLS_ON_TNF},
            "The ten strongest": {"year": 2, "show": TEN},
        }
        self.live = NetworkPicture()
        super().__init__("The whole network", controls, presets, play="year")

    def draw(self, woman, year, cut, show):
        """Return the picture and the sentence for one setting."""
        activity, shift = _now(woman, cut, year)
        png = self.live.update(
            activity,
            shift,
            f"{woman}. Year {year}",
            cut=cut,
            before=_now(woman, NOTHING, year)[0] if cut else None,
            shown=_in_color(show, activity),
        )
        sentences = [
            self._strongest(show, activity, year),
            self._bone(woman, cut, year),
            caution(*CAUTIONS.get(woman, ())),
        ]
        return png, " ".join(filter(None, sentences))

    def _strongest(self, show, activity, year):
        """Say how many arrows act, and which do most."""
        acting = sum(map(is_active, activity.values()))
        text = (
            f"Year {year}: {acting} of {len(activity)} arrows move their target by "
            f"{100 * LEAST:g} % or more."
        )
        ranked = _ranked(show, activity)[:NAMED]
        if not ranked:
            return text
        where = f"into the block {show}" if show in blocks() else "on the way to the spine"
        listed = "; ".join(self._effect(edge, activity[edge.name]) for edge in ranked)
        return f"{text} The strongest {where}, definitions apart: {listed}."

    def _effect(self, edge, effect):
        """Say what an arrow does to its target; by what factor, where health is not zero."""
        factor = f", × {math.exp(effect):.2f}" if edge.target in self._ratios else ""
        return f"{edge.words} ({'raises' if effect > 0 else 'lowers'} it{factor})"

    def _bone(self, woman, cut, year):
        """Say how much bone is left, and what the cut changes in it."""
        start, bmd = _bmd(woman, cut, FIRST_YEAR), _bmd(woman, cut, year)
        text = f"BMD of the lumbar spine is {bmd:.3f} g/cm²"
        if year > FIRST_YEAR:
            change = 100 * (bmd / start - 1)
            text += f", {abs(change):.1f} % {'less' if change < 0 else 'more'} than at year -5"
        if not cut:
            return f"{text}. Nothing is cut."
        name = next(edge.words for edge in edges() if edge.name == cut)
        saved = bmd - _bmd(woman, NOTHING, year)
        if abs(saved) < 0.0005:
            return f"{text}. Cut is {name}: so far that changes nothing in the spine."
        return (
            f"{text}. Cut is {name}: that has {'saved' if saved > 0 else 'cost'} "
            f"{abs(saved):.3f} g/cm², {100 * abs(saved) / start:.1f} % of her bone at year -5."
        )

    def numbers(self, woman, year, cut, show):
        """Return what every arrow does, with the cut and without it."""
        activity, before = (_now(woman, kind, year)[0] for kind in (cut, NOTHING))
        return {
            "Arrow": [edge.name for edge in edges()],
            "Sign": ["+" if edge.raises else "-" for edge in edges()],
            "Effect on the target (natural logarithm)": [activity[e.name] for e in edges()],
            "Without the cut (natural logarithm)": [before[e.name] for e in edges()],
        }


def network():
    """Return the app of lesson 11: every node and every arrow of the network.

    Choose a woman and a year: the width and the color of each arrow say what it does to its
    target then. Cut any arrow, and see where that is felt and what it costs or saves in bone.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return Network()
