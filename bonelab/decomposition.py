"""The two fronts on which bone is lost: how much each costs alone, and both together.

Estrogen protects bone in two ways. It acts on bone cells: the hormonal front. It also holds the
immune system down, whose cytokines act on bone cells: the immune front. Each front is seen alone
by closing the other one.

- Hormonal front alone: T cells and cytokines are held where they are in a woman who keeps her
  hormones.
- Immune front alone: every edge by which estrogen reaches bone other than through the immune arm
  is cut.

What the whole loss has beyond the sum of the two is the interaction, of either sign. Each loss is
counted against the same woman, with the same cuts, who keeps her hormones.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .patient import Patient
from .simulation import simulate

IMMUNE = ("t_cells", "tnf", "il1", "il6", "il7")
HORMONAL = tuple(
    f"signal_{cell} -> {target}"
    for cell, targets in {
        "osteoclasts": "osteoclast_differentiation osteoclast_apoptosis resorption_per_osteoclast",
        "osteoblasts": "rankl_production opg_production osteoblast_apoptosis "
        "formation_per_osteoblast",
        "osteocytes": "rankl_osteocytes osteocyte_apoptosis sclerostin",
        "trabecular": "formation_trabecular",
        "cortical": "formation_cortical",
    }.items()
    for target in targets.split()
)


@dataclass(frozen=True)
class Fronts:
    """How much is lost over time, in per cent: on both fronts, and on each alone.

    Parameters
    ----------
    time : array
        Years from the final menstrual period, or from the operation.
    whole, hormonal, immune : array
        The loss with both fronts open, with the hormonal one alone, with the immune one alone.
    """

    time: np.ndarray
    whole: np.ndarray
    hormonal: np.ndarray
    immune: np.ndarray

    @property
    def interaction(self) -> np.ndarray:
        """What the whole has beyond the sum of the two fronts; below zero where it has less."""
        return self.whole - self.hormonal - self.immune

    def at(self, year: float) -> dict[str, float]:
        """Return the three losses and the interaction at one moment."""
        return {
            name: float(np.interp(year, self.time, getattr(self, name)))
            for name in ("whole", "hormonal", "immune", "interaction")
        }


def decompose(
    menopause: str = "surgical",
    series: str = "bmd_lumbar_spine",
    cut: Iterable[str] = (),
    stop: float = 15.0,
) -> Fronts:
    """Take the loss after menopause apart.

    Parameters
    ----------
    menopause : str
        "natural" or "surgical".
    series : str
        What is lost, for instance "bmd_lumbar_spine" or "bone_volume_trabecular".
    cut : iterable of str
        Edges or nodes that are cut in every run, to see what they carry.
    stop : float
        The last year.

    Returns
    -------
    Fronts
        The losses over time.
    """
    cut = tuple(cut)
    start = -5.0
    keeps = simulate(Patient(menopause=None), start=start, stop=stop, cut=cut).at(start)
    calm = {node: keeps[node] for node in IMMUNE if node not in cut}

    def loss(more=(), hold=None):
        after, before = (
            simulate(Patient(menopause=m), start=start, stop=stop, cut=(*cut, *more), hold=hold)
            for m in (menopause, None)
        )
        return after.time, 100 * (1 - after[series] / before[series])

    time, whole = loss()
    return Fronts(time, whole, loss(hold=calm)[1], loss(more=HORMONAL)[1])
