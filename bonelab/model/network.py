"""The network: every node in order, its function, and how one state of the body is evaluated.

A function's positional arguments are nodes, states or inputs; its keyword-only arguments are
parameters. That signature is all the wiring there is: the derivative that runs, its Jacobian
and the displayed equations are generated from it (`scripts/generate.py`).
"""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from . import (
    bone,
    drugs,
    hormones,
    immune,
    osteoblasts,
    osteoclasts,
    osteocytes,
    rankl,
    readouts,
    receptors,
    reproductive,
    tissue_signals,
)

# What the patient and the therapies set from outside, and its value when nothing is given.
INPUTS: dict[str, float] = {
    "time": 0.0,
    "age_at_menopause": 0.0,
    "ageing_on": 0.0,
    "natural_menopause": 0.0,
    "surgical_menopause": 0.0,
    "patch_estradiol": 0.0,
    "oral_estradiol": 0.0,
    "conjugated_estrogens": 0.0,
    "progestogen": 0.0,
    "testosterone_patch": 0.0,
    "aromatase_inhibitor": 0.0,
    "gnrh_agonist": 0.0,
    "raloxifene": 0.0,
    "tamoxifen": 0.0,
    "bazedoxifene": 0.0,
    "lasofoxifene": 0.0,
    "alendronate_weekly": 0.0,
    "calcium_vitamin_d": 0.0,
    "anakinra": 0.0,
    "etanercept": 0.0,
    "anti_il6": 0.0,
    "anti_il7": 0.0,
}

# States and the functions that give their rate of change a year.
RATES: dict[str, Callable[..., Any]] = {
    "t_cells": immune.t_cells_rate,
    "rankl_osteocytes": rankl.rankl_osteocytes_rate,
    "osteoclast_precursors": osteoclasts.osteoclast_precursors_rate,
    "osteoclasts": osteoclasts.osteoclasts_rate,
    "osteoblast_precursors": osteoblasts.osteoblast_precursors_rate,
    "osteoblasts": osteoblasts.osteoblasts_rate,
    "osteocytes": osteocytes.osteocytes_rate,
    "microdamage": osteocytes.microdamage_rate,
    "thin_struts": bone.thin_struts_rate,
    "trabecular_young": bone.trabecular_young_rate,
    "trabecular_mature": bone.trabecular_mature_rate,
    "cortical_young": bone.cortical_young_rate,
    "cortical_mature": bone.cortical_mature_rate,
    "p1np": readouts.p1np_rate,
    "denosumab_depot": drugs.denosumab_depot_rate,
    "denosumab": drugs.denosumab_rate,
    "alendronate": drugs.alendronate_rate,
    "alendronate_buried": drugs.alendronate_buried_rate,
}

# Nodes in balance at every moment, each after what it reads.
ALGEBRAIC: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        hormones.age,
        hormones.ageing,
        hormones.ovariectomy,
        hormones.natural_decline,
        hormones.ovarian_function,
        hormones.estradiol_swing,
        hormones.testosterone,
        hormones.aromatase,
        hormones.estradiol,
        hormones.estradiol_local,
        receptors.er_alpha,
        receptors.er_beta,
        tissue_signals.signal_osteoclasts,
        tissue_signals.signal_osteoblasts,
        tissue_signals.signal_osteocytes,
        tissue_signals.signal_t_cells,
        tissue_signals.signal_trabecular,
        tissue_signals.signal_cortical,
        tissue_signals.signal_bone,
        reproductive.er_alpha_breast,
        reproductive.er_alpha_uterus,
        reproductive.signal_breast,
        reproductive.signal_uterus,
        reproductive.endometrial_index,
        reproductive.breast_index,
        immune.tnf,
        immune.il1,
        immune.il6,
        immune.il7,
        rankl.rankl_production,
        rankl.opg_production,
        rankl.rankl,
        rankl.opg,
        rankl.rankl_opg_ratio,
        rankl.rankl_free,
        rankl.rankl_rank,
        rankl.rankl_opg,
        rankl.rankl_denosumab,
        rankl.rank_occupancy,
        osteoclasts.osteoclast_differentiation,
        osteoclasts.osteoclast_apoptosis,
        osteoclasts.resorption_per_osteoclast,
        osteoclasts.resorption,
        bone.perforation,
        bone.bone_volume_trabecular,
        bone.bone_volume_cortical,
        bone.strain,
        osteocytes.osteocyte_apoptosis,
        osteocytes.sclerostin,
        osteoblasts.osteoblast_differentiation,
        osteoblasts.osteoblast_apoptosis,
        osteoblasts.formation_per_osteoblast,
        osteoblasts.formation,
        osteoblasts.net_balance,
        bone.formation_trabecular,
        bone.formation_cortical,
        readouts.mineral_trabecular,
        readouts.mineral_cortical,
        readouts.bmd_lumbar_spine,
        readouts.bmd_femoral_neck,
        readouts.bmd_total_hip,
        readouts.t_score_lumbar_spine,
        readouts.t_score_femoral_neck,
        readouts.t_score_total_hip,
        readouts.activation_frequency,
        readouts.ctx,
        readouts.hip_fracture_risk_10y,
    )
}


@cache
def signature(function: Callable[..., Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the nodes a function reads and the parameters it takes."""
    arguments = inspect.signature(function).parameters.values()
    nodes = tuple(a.name for a in arguments if a.kind is not a.KEYWORD_ONLY)
    parameters = tuple(a.name for a in arguments if a.kind is a.KEYWORD_ONLY)
    return nodes, parameters


def call(function: Callable[..., Any], nodes: Mapping[str, Any], parameters: Mapping[str, Any]):
    """Call a node's function with the nodes and parameters its signature names."""
    reads, takes = signature(function)
    return function(*(nodes[n] for n in reads), **{p: parameters[p] for p in takes})


def evaluate(
    states: Mapping[str, Any],
    inputs: Mapping[str, Any],
    parameters: Mapping[str, float],
    hold: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """Evaluate every node from the states and inputs.

    Parameters
    ----------
    states, inputs : mapping of str to float or array
        One value, or an array with one value a moment, for each state and input.
    parameters : mapping of str to float
        The completed parameters, see `bonelab.parameter_table.completed`.
    hold : mapping of str to float, optional
        Nodes that stay at a value whatever drives them.

    Returns
    -------
    dict of str to float or array
        Every input, state and algebraic node.
    """
    held = hold or {}
    nodes = {**inputs, **states}
    nodes.update({name: nodes[name] * 0 + value for name, value in held.items() if name in nodes})
    for name, function in ALGEBRAIC.items():
        nodes[name] = held[name] if name in held else call(function, nodes, parameters)
    return nodes


def rates(nodes: Mapping[str, Any], parameters: Mapping[str, float]) -> dict[str, Any]:
    """Rate of change a year of every state, from evaluated nodes."""
    return {name: call(function, nodes, parameters) for name, function in RATES.items()}
