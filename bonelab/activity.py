"""What each edge of the network is doing at one moment, and what it costs to cut one.

An edge's strength says what it *can* do. What it does depends on how far its source has moved
from health as well: a strong edge from a source at rest does nothing.
"""

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from .healthy import healthy_states
from .interventions import receptor_sites
from .model import network
from .patient import Patient
from .simulation import simulate
from .tables import edge_name, edge_rows
from .therapy import Therapy
from .trajectory import Trajectory

FUNCTIONS = {**network.ALGEBRAIC, **network.RATES}
SPINE = "bmd_lumbar_spine"
NOTHING = 1e-9  # a difference below this comes from rounding
AT_HER_AGE = "hip_fracture_risk_10y"
LARGEST = math.log(100)  # an effect beyond a hundredfold is put as a hundredfold


def edge_activity(trajectory: Trajectory, t: float) -> dict[str, float]:
    """Return what every edge does to its target at one moment.

    The target is computed twice: with its source as it is, and with that source at its healthy
    value, everything else as it is. The activity is the natural logarithm of the ratio, within
    that of a hundredfold change. A state is replaced by the level at which it would stand still.
    Where the target is zero in health (a balance, a T-score, a drug), the difference d is put as
    d / (1 + |d|).

    Parameters
    ----------
    trajectory : Trajectory
        The run.
    t : float
        The moment, in years from the final menstrual period.

    Returns
    -------
    dict of str to float
        By the edge's name: above zero where it now raises its target, below where it lowers it,
        zero where it does nothing, as all edges in health, and as one that is cut.
    """
    nodes, health = _now_and_in_health(trajectory, t)
    activity = {}
    for row in edge_rows():
        source, target = row["from"], row["to"]
        if target in trajectory.hold or nodes[source] == health[source]:
            activity[edge_name(row)] = 0.0
            continue
        without = {**nodes, source: health[source]}
        levels = _levels(target, nodes, without, trajectory.parameters)
        activity[edge_name(row)] = _shift(*levels, health[target])
    return activity


def node_shift(trajectory: Trajectory, t: float) -> dict[str, float]:
    """Return how far every node of the network has moved from health, on the scale of edges.

    Parameters
    ----------
    trajectory, t
        As for `edge_activity`.
    """
    nodes, health = _now_and_in_health(trajectory, t)
    names = dict.fromkeys(name for row in edge_rows() for name in (row["from"], row["to"]))
    return {name: _shift(nodes[name], health[name], health[name]) for name in names}


def cut_effects(
    patient: Patient | None = None,
    therapies: Iterable[Therapy] = (),
    *,
    year: float = 10,
    edges: Iterable[str] | None = None,
) -> dict[str, float]:
    """Cut every edge once and return what that does to the BMD of the spine, in % of health.

    Parameters
    ----------
    patient, therapies
        As for `simulate`.
    year : float
        When the two runs are compared.
    edges : list of str, optional
        Only these edges.

    Returns
    -------
    dict of str to float
        By the edge's name: above zero where the cut saves bone.
    """
    patient, given = patient or Patient(), list(therapies)
    whole = simulate(patient, given, start=patient.origin, stop=year)
    _, health = _now_and_in_health(whole, patient.origin)
    effects = {}
    for name in edges if edges is not None else map(edge_name, edge_rows()):
        source = name.split(" -> ")[0]
        effects[name] = 0.0
        # An edge from a source that never leaves health carries nothing that could be cut.
        if np.abs(whole[source] - health[source]).max() > NOTHING:
            run = simulate(patient, given, start=year - 1, stop=year, cut=[name])
            change = run[SPINE][-1] - whole[SPINE][-1]
            effects[name] = float(100 * change / health[SPINE])
    return effects


@lru_cache(maxsize=2)  # a picture asks for edges and for nodes
def _now_and_in_health(trajectory: Trajectory, t: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return every node at a moment, and in health at her age, with every receptor in place."""
    nodes = {**trajectory._segments[0].inputs, **trajectory.at(t), "time": t}
    present = dict.fromkeys(receptor_sites().values(), 1.0)
    parameters = {**trajectory.parameters, **present}
    health = network.evaluate(healthy_states(parameters), network.INPUTS, parameters)
    nodes["age"] = health["age"] = network.call(FUNCTIONS["age"], nodes, parameters)
    # A healthy bone breaks more often at a higher age.
    health[AT_HER_AGE] = network.call(FUNCTIONS[AT_HER_AGE], health, parameters)
    return nodes, health


def _levels(
    target: str,
    nodes: Mapping[str, Any],
    without: Mapping[str, Any],
    parameters: Mapping[str, float],
) -> tuple[float, float]:
    """Return the target as it is, and with its source in health."""
    here, there = (network.call(FUNCTIONS[target], state, parameters) for state in (nodes, without))
    if target in network.ALGEBRAIC:
        return here, there
    # A rate is linear in its own state, so a step of one gives the slope exactly.
    slopes = [
        rate - network.call(FUNCTIONS[target], {**state, target: state[target] + 1}, parameters)
        for rate, state in ((here, nodes), (there, without))
    ]
    if min(slopes) < NOTHING:  # it would not stand still anywhere: what happens to it in a year
        return nodes[target] + here, nodes[target] + there
    return nodes[target] + here / slopes[0], nodes[target] + there / slopes[1]


def _shift(here: float, there: float, healthy: float) -> float:
    """Return how far `here` lies from `there`: a log ratio, or a bounded difference."""
    if here == there:
        return 0.0
    if abs(healthy) <= NOTHING:
        difference = here - there
        return difference / (1 + abs(difference))
    here, there = max(here, NOTHING), max(there, NOTHING)
    return min(max(math.log(here / there), -LARGEST), LARGEST)
