"""RANKL, RANK and OPG: who makes them, and who binds whom.

RANKL comes from osteocytes (the main source in adult trabecular bone), the osteoblast line and
activated T cells. Free RANKL binds RANK on osteoclasts and their precursors; OPG and denosumab
bind RANKL and keep it from RANK. Totals are conserved: what is not free is bound. The pools are
in units of the healthy total of RANKL.
"""

from .arithmetic import DAYS_PER_YEAR, restraint, share


def rankl_osteocytes_rate(
    rankl_osteocytes,
    signal_osteocytes,
    microdamage,
    *,
    signal_osteocytes_on_rankl_osteocytes,
    microdamage_on_rankl_osteocytes,
    rankl_adaptation_days,
):
    """RANKL made by osteocytes: estrogen holds it down, microdamage and dying cells raise it.

    It follows over months, as resorption markers do when estrogen is given or withdrawn.
    """
    expressed = restraint(signal_osteocytes, signal_osteocytes_on_rankl_osteocytes) * share(
        microdamage, microdamage_on_rankl_osteocytes
    )
    return (expressed - rankl_osteocytes) * DAYS_PER_YEAR / rankl_adaptation_days


def rankl_production(
    rankl_osteocytes,
    signal_osteoblasts,
    t_cells,
    tnf,
    il1,
    *,
    rankl_osteocytes_on_rankl_production,
    signal_osteoblasts_on_rankl_production,
    t_cells_on_rankl_production,
    tnf_on_rankl_production,
    il1_on_rankl_production,
):
    """RANKL made by all sources; TNF and IL-1 raise it."""
    sources = (
        share(rankl_osteocytes, rankl_osteocytes_on_rankl_production)
        + t_cells_on_rankl_production * (t_cells - 1)
    ) * restraint(signal_osteoblasts, signal_osteoblasts_on_rankl_production)
    return sources * share(tnf, tnf_on_rankl_production) * share(il1, il1_on_rankl_production)


def opg_production(signal_osteoblasts, *, signal_osteoblasts_on_opg_production):
    """OPG made by the osteoblast line, supported by estrogen."""
    return share(signal_osteoblasts, signal_osteoblasts_on_opg_production)


def rankl(rankl_production, *, rankl_production_on_rankl):
    """Total RANKL: production against a constant clearance of hours."""
    return share(rankl_production, rankl_production_on_rankl)


def opg(opg_production, *, opg_production_on_opg):
    """Total OPG: production against a constant clearance."""
    return share(opg_production, opg_production_on_opg)


def rankl_opg_ratio(rankl, opg, *, rankl_on_rankl_opg_ratio, opg_on_rankl_opg_ratio):
    """Total RANKL over total OPG, relative to the healthy ratio."""
    return share(rankl, rankl_on_rankl_opg_ratio) / share(opg, opg_on_rankl_opg_ratio)


def rankl_free(
    rankl,
    opg,
    denosumab,
    *,
    rankl_on_rankl_free,
    opg_on_rankl_free,
    denosumab_on_rankl_free,
    rankl_free_healthy,
    rankl_rank_healthy,
    rankl_opg_healthy,
    rank_half_binding,
):
    """Free RANKL: what is left when RANK, OPG and denosumab have bound theirs.

    The total is free + free x decoys + rank_total x free / (free + half_binding), solved for
    free. OPG and denosumab far outnumber RANKL, so they bind in proportion; RANK saturates.
    """
    total = share(rankl, rankl_on_rankl_free)
    decoys = (
        1
        + rankl_opg_healthy / rankl_free_healthy * share(opg, opg_on_rankl_free)
        + denosumab_on_rankl_free * denosumab
    )
    rank_total = rankl_rank_healthy * (rankl_free_healthy + rank_half_binding) / rankl_free_healthy
    half = decoys * rank_half_binding + rank_total - total
    return (
        2
        * total
        * rank_half_binding
        / (half + (half * half + 4 * decoys * total * rank_half_binding) ** 0.5)
    )


def rankl_rank(
    rankl_free,
    *,
    rankl_free_on_rankl_rank,
    rankl_rank_healthy,
    rank_half_binding,
    rankl_free_healthy,
):
    """RANKL bound to its receptor RANK."""
    free = rankl_free_healthy * share(rankl_free / rankl_free_healthy, rankl_free_on_rankl_rank)
    rank_total = rankl_rank_healthy * (rankl_free_healthy + rank_half_binding) / rankl_free_healthy
    return rank_total * free / (free + rank_half_binding)


def rankl_opg(
    rankl_free,
    opg,
    *,
    rankl_free_on_rankl_opg,
    opg_on_rankl_opg,
    rankl_opg_healthy,
    rankl_free_healthy,
):
    """RANKL bound to its decoy OPG."""
    free = share(rankl_free / rankl_free_healthy, rankl_free_on_rankl_opg)
    return rankl_opg_healthy * share(opg, opg_on_rankl_opg) * free


def rankl_denosumab(
    rankl_free,
    denosumab,
    *,
    rankl_free_on_rankl_denosumab,
    denosumab_on_rankl_denosumab,
    rankl_free_healthy,
):
    """RANKL bound to the antibody denosumab."""
    free = rankl_free_healthy * share(
        rankl_free / rankl_free_healthy, rankl_free_on_rankl_denosumab
    )
    return denosumab_on_rankl_denosumab * denosumab * free


def rank_occupancy(rankl_rank, *, rankl_rank_on_rank_occupancy, rankl_rank_healthy):
    """Share of RANK that carries RANKL, relative to health."""
    return share(rankl_rank / rankl_rank_healthy, rankl_rank_on_rank_occupancy)
