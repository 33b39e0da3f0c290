"""Values that follow from others, so that the healthy state is a steady state exactly."""

from collections.abc import Mapping

SERMS = ("raloxifene", "tamoxifen", "bazedoxifene", "lasofoxifene")
SITES = ("lumbar_spine", "femoral_neck", "total_hip")


def derived(p: Mapping[str, float]) -> dict[str, float]:
    """Return the values that the rows of the parameter table imply."""
    serum = p["estradiol_ovarian"] + p["estradiol_peripheral"]
    maturation = p["mineral_maturation_per_year"]
    values = {
        "estradiol_healthy": serum,
        "estradiol_local_healthy": serum + p["estradiol_skeletal"],
        "rankl_opg_healthy": 1 - p["rankl_free_healthy"] - p["rankl_rank_healthy"],
        "trabecular_young_healthy": p["turnover_trabecular"]
        / (p["turnover_trabecular"] + maturation),
        "cortical_young_healthy": p["turnover_cortical"] / (p["turnover_cortical"] + maturation),
    }
    for site in SITES:
        trabecular = p[f"mineral_trabecular_on_bmd_{site}"]
        values[f"mineral_cortical_on_bmd_{site}"] = 1 - trabecular
    values["denosumab_on_rankl_denosumab"] = p["denosumab_on_rankl_free"]
    for mineral in ("young", "mature"):
        values[f"perforation_on_trabecular_{mineral}"] = p["thin_strut_share"]
        values[f"perforation_on_cortical_{mineral}"] = p["inner_cortex_share"]
    # A ligand binds the same receptor with the same affinity in every tissue.
    for target in ("er_alpha", "er_beta", "er_alpha_breast", "er_alpha_uterus"):
        values[f"conjugated_estrogens_on_{target}"] = p["conjugated_estrogens_gain"]
    # Marker data do not tell these two from raloxifene in bone.
    for serm in ("tamoxifen", "bazedoxifene"):
        values[f"{serm}_efficacy_bone"] = p["raloxifene_efficacy_bone"]
    for serm in SERMS:
        for tissue in ("breast", "uterus"):
            values[f"{serm}_on_er_alpha_{tissue}"] = p[f"{serm}_on_er_alpha"]
    return values


def healthy_states(p: Mapping[str, float]) -> dict[str, float]:
    """Return the premenopausal steady state, from completed parameters."""
    return {
        "t_cells": 1.0,
        "rankl_osteocytes": 1.0,
        "osteoclast_precursors": 1.0,
        "osteoclasts": 1.0,
        "osteoblast_precursors": 1.0,
        "osteoblasts": 1.0,
        "osteocytes": 1.0,
        "microdamage": 1.0,
        "thin_struts": 1.0,
        "trabecular_young": p["trabecular_young_healthy"],
        "trabecular_mature": 1 - p["trabecular_young_healthy"],
        "cortical_young": p["cortical_young_healthy"],
        "cortical_mature": 1 - p["cortical_young_healthy"],
        "p1np": p["p1np_healthy"],
        "denosumab_depot": 0.0,
        "denosumab": 0.0,
        "alendronate": 0.0,
        "alendronate_buried": 0.0,
    }
