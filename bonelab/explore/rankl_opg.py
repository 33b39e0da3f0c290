"""The app of lesson 3: where RANKL is bound, and what the RANKL/OPG ratio does to the balance."""

from functools import lru_cache

import ipywidgets as widgets
import numpy as np

from bonelab import Patient, simulate
from bonelab.explore.base import App
from bonelab.figures import style
from bonelab.figures.binding import POOLS, BindingPicture, Curve
from bonelab.model.rankl import rankl_rank
from bonelab.parameter_table import default_parameters
from bonelab.teaching.cautions import caution

WEEK = 7 / 365.25
BEGIN, LAST_WEEK = -5, 16
OCTAVES = 1.5  # each amount goes from 1/2.8 to 2.8 times health, so the ratio from 1/8 to 8
AMOUNTS = tuple((2 ** np.arange(-OCTAVES, OCTAVES + 0.125, 0.125)).tolist())
FACTORS = 2 ** np.linspace(-OCTAVES, OCTAVES, 13)
ANTIBODY = (0, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)  # ug/mL in serum
YEARS_AFTER = 5  # the year after the final period whose levels the preset takes
EVEN = 0.02  # flows closer than this are called equal
WITHOUT_LIMIT = 1e9  # free RANKL that leaves no RANK empty


@lru_cache(maxsize=512)
def _run(rankl, opg, antibody):
    """Return the run of a young woman in whom only this is changed, from its beginning on."""
    # At the youngest menopause year -5 is the very beginning, so that the weeks count from there.
    patient = Patient(menopause=None, age_at_menopause=30, ageing=False)
    held = {"rankl_production": rankl, "opg_production": opg, "denosumab": antibody}
    return simulate(patient, start=BEGIN, stop=BEGIN + 0.5, hold=held)


@lru_cache(maxsize=2048)
def _state(rankl, opg, antibody, week):
    """Return the state some weeks after the change."""
    return _run(rankl, opg, antibody).at(BEGIN + week * WEEK)


def _amounts(factor):
    """Return three pairs of RANKL and OPG made that have one ratio: factor squared."""
    most = 2**OCTAVES
    if factor >= 1:
        return (factor, 1 / factor), (factor**2 / most, 1 / most), (most, most / factor**2)
    return (factor, 1 / factor), (1 / most, 1 / most / factor**2), (factor**2 * most, most)


@lru_cache(maxsize=LAST_WEEK)
def _curve(week):
    """Return the net balance against the ratio, some weeks after the change."""
    balances = np.array(
        [[_state(*pair, 0, week)["net_balance"] for pair in _amounts(f)] for f in FACTORS]
    )
    ratio = np.array([_state(f, 1 / f, 0, week)["rankl_opg_ratio"] for f in FACTORS])
    return Curve(ratio, balances[:, 0], balances.min(axis=1), balances.max(axis=1))


def _receptors():
    """Return all RANK: what RANKL without limit would occupy."""
    p = default_parameters()
    names = ("rankl_rank_healthy", "rank_half_binding", "rankl_free_healthy")
    return rankl_rank(WITHOUT_LIMIT, rankl_free_on_rankl_rank=1, **{n: p[n] for n in names})


def _amount_slider(what, *others):
    """Return a slider over eighths of an octave and the other amounts that presets set exactly."""
    amounts = sorted({*AMOUNTS, *others})
    return widgets.SelectionSlider(
        options=[(f"{amount:.2f}", amount) for amount in amounts],
        value=1,
        description=f"{what} made",
        tooltip=f"How much {what} is made, healthy = 1",
        layout={"width": "360px", "max_width": "98%"},
        style={"description_width": "initial"},
    )


def _balance(net):
    if abs(net) < EVEN:
        return "close to zero, so the bone stays as it is"
    return f"{net:+.2f}, so bone is being {'gained' if net > 0 else 'lost'}"


def _change(volume):
    percent = 100 * (volume - 1)
    if abs(percent) < 0.05:
        return "as in health"
    return f"{abs(percent):.1f} % {'more' if percent > 0 else 'less'} than in health"


class RanklOpg(App):
    """Pools of RANKL, occupied RANK, and the net balance against the RANKL/OPG ratio."""

    def __init__(self):
        wide = {"description_width": "initial"}
        layout = {"width": "360px", "max_width": "98%"}
        later = simulate(Patient(), start=0, stop=YEARS_AFTER).at(YEARS_AFTER)
        controls = {
            "rankl": _amount_slider("RANKL", 1.5, later["rankl_production"]),
            "opg": _amount_slider("OPG", later["opg_production"]),
            "antibody": widgets.SelectionSlider(
                options=[(f"{dose:g}", dose) for dose in ANTIBODY],
                description="Antibody (µg/mL)",
                tooltip="Denosumab in serum, µg/mL",
                layout=layout,
                style=wide,
            ),
            "week": widgets.IntSlider(
                value=8,
                min=1,
                max=LAST_WEEK,
                description="Week",
                tooltip="Weeks since RANKL, OPG or the antibody was changed",
                layout=layout,
            ),
        }
        presets = {
            "Health": {},
            "After menopause": {"rankl": later["rankl_production"], "opg": later["opg_production"]},
            "Double both": {"rankl": 2, "opg": 2},
            "RANKL × 1.5, OPG halved": {"rankl": 1.5, "opg": 0.5},
            "Antibody": {
                "rankl": later["rankl_production"],
                "opg": later["opg_production"],
                "antibody": 0.1,
            },
        }
        self.health = _state(1, 1, 0, 1)
        self.live = BindingPicture(self.health, _receptors(), (FACTORS[0] ** 2, FACTORS[-1] ** 2))
        super().__init__("RANKL, OPG and the balance", controls, presets)

    def draw(self, rankl, opg, antibody, week):
        """Return the picture and the sentence for one setting."""
        now = _state(rankl, opg, antibody, week)
        without = _state(rankl, opg, 0, week) if antibody else None
        share = {pool: 100 * now[pool] / now["rankl"] for pool in POOLS}
        carrying, usual = (
            100 * state["rankl_rank"] / self.live.receptors for state in (now, self.health)
        )
        sentence = (
            f"Week {week}: RANKL is {rankl:.2f} and OPG {opg:.2f} times health, "
            f"so the ratio is {now['rankl_opg_ratio']:.2f}. Of all RANKL "
            f"{share['rankl_free']:.0f} % is free, {share['rankl_rank']:.0f} % on RANK and "
            f"{share['rankl_opg']:.0f} % on OPG; {carrying:.0f} % of the RANK receptors carry "
            f"RANKL (in health {usual:.0f} %). The net balance is "
            f"{_balance(now['net_balance'])}; trabecular bone is "
            f"{_change(now['bone_volume_trabecular'])}."
        )
        if antibody:
            sentence += (
                f" The antibody ({antibody:g} µg/mL) holds {share['rankl_denosumab']:.0f} % of all "
                f"RANKL. It does not change the ratio, so the point leaves the curve: without it "
                f"the balance would be {round(without['net_balance'], 2) or 0:+.2f}. "
                + caution("therapy", "denosumab")
            )
        return self.live.update(now, _curve(week), without), sentence

    def numbers(self, rankl, opg, antibody, week):
        """Return now, health and the points of the curve, with the pools of each."""
        states = {
            "now": _state(rankl, opg, antibody, week),
            "health": self.health,
            **{f"curve {i}": _state(f, 1 / f, 0, week) for i, f in enumerate(FACTORS, 1)},
        }
        series = ("rankl_opg_ratio", "net_balance", "rankl", "opg", *POOLS, "rank_occupancy")
        return {
            "Point": list(states),
            "Week": [week] * len(states),
            **{style.axis_label(n): [state[n] for state in states.values()] for n in series},
        }


def rankl_opg():
    """Return the app of lesson 3: RANKL, its receptor, its decoys, and the balance.

    Set how much RANKL and OPG are made, add an antibody that binds RANKL, and choose how many
    weeks later to look. The stack shows who holds RANKL; the curve shows what the ratio does to
    the balance. Nothing else is changed: estradiol stays as in health.

    Returns
    -------
    App
        A widget; the last line of a notebook's cell shows it.
    """
    return RanklOpg()
