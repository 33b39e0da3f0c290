"""The osteoclast line: precursors, differentiation, lifespan, and what each cell resorbs."""

from .arithmetic import DAYS_PER_YEAR, block, brake, restraint, share


def osteoclast_differentiation(
    osteoclast_precursors,
    rank_occupancy,
    signal_osteoclasts,
    tnf,
    il1,
    il6,
    il7,
    *,
    osteoclast_precursors_on_osteoclast_differentiation,
    rank_occupancy_on_osteoclast_differentiation,
    signal_osteoclasts_on_osteoclast_differentiation,
    tnf_on_osteoclast_differentiation,
    tnf_alone_on_osteoclast_differentiation,
    il1_on_osteoclast_differentiation,
    il6_on_osteoclast_differentiation,
    il7_on_osteoclast_differentiation,
    tnf_without_rankl,
    tnf_without_rankl_saturation,
):
    """New osteoclasts a day: RANK drives, TNF works with it and, a little, without it."""
    driven = (
        share(rank_occupancy, rank_occupancy_on_osteoclast_differentiation)
        * restraint(signal_osteoclasts, signal_osteoclasts_on_osteoclast_differentiation)
        * share(tnf, tnf_on_osteoclast_differentiation)
        * share(il1, il1_on_osteoclast_differentiation)
        * share(il6, il6_on_osteoclast_differentiation)
        * brake(il7, il7_on_osteoclast_differentiation)
    )
    tnf_alone = share(tnf, tnf_alone_on_osteoclast_differentiation)
    half = tnf_without_rankl_saturation
    alone = tnf_alone * (1 + half) / (tnf_alone + half)
    precursors = share(osteoclast_precursors, osteoclast_precursors_on_osteoclast_differentiation)
    return precursors * ((1 - tnf_without_rankl) * driven + tnf_without_rankl * alone)


def osteoclast_precursors_rate(
    osteoclast_precursors,
    osteoclast_differentiation,
    *,
    osteoclast_differentiation_on_osteoclast_precursors,
    osteoclast_precursor_turnover_days,
):
    """Precursors arrive steadily; those that differentiate are used up, others wait or leave."""
    used = osteoclast_differentiation_on_osteoclast_precursors
    loss = used * osteoclast_differentiation + (1 - used) * osteoclast_precursors
    return (1 - loss) * DAYS_PER_YEAR / osteoclast_precursor_turnover_days


def osteoclast_apoptosis(
    signal_osteoclasts,
    rank_occupancy,
    *,
    signal_osteoclasts_on_osteoclast_apoptosis,
    rank_occupancy_on_osteoclast_apoptosis,
):
    """Death rate of osteoclasts: estrogen raises it, RANK signalling lowers it."""
    return share(signal_osteoclasts, signal_osteoclasts_on_osteoclast_apoptosis) * brake(
        rank_occupancy, rank_occupancy_on_osteoclast_apoptosis
    )


def osteoclasts_rate(
    osteoclasts,
    osteoclast_differentiation,
    osteoclast_apoptosis,
    *,
    osteoclast_differentiation_on_osteoclasts,
    osteoclast_apoptosis_on_osteoclasts,
    osteoclast_lifespan_days,
):
    """Active osteoclasts: formed by differentiation, lost by apoptosis.

    Cells that live a fixed time follow a change after half of it, on average.
    """
    formed = share(osteoclast_differentiation, osteoclast_differentiation_on_osteoclasts)
    lost = share(osteoclast_apoptosis, osteoclast_apoptosis_on_osteoclasts) * osteoclasts
    return (formed - lost) * DAYS_PER_YEAR / (osteoclast_lifespan_days / 2)


def resorption_per_osteoclast(
    rank_occupancy,
    signal_osteoclasts,
    alendronate,
    calcium_vitamin_d,
    *,
    rank_occupancy_on_resorption_per_osteoclast,
    signal_osteoclasts_on_resorption_per_osteoclast,
    alendronate_on_resorption_per_osteoclast,
    calcium_vitamin_d_on_resorption_per_osteoclast,
):
    """Bone removed by one osteoclast: RANK drives it, estrogen and alendronate curb it."""
    return (
        share(rank_occupancy, rank_occupancy_on_resorption_per_osteoclast)
        * restraint(signal_osteoclasts, signal_osteoclasts_on_resorption_per_osteoclast)
        * block(calcium_vitamin_d, calcium_vitamin_d_on_resorption_per_osteoclast)
        / (1 + alendronate_on_resorption_per_osteoclast * alendronate)
    )


def resorption(
    osteoclasts,
    resorption_per_osteoclast,
    *,
    osteoclasts_on_resorption,
    resorption_per_osteoclast_on_resorption,
):
    """Bone resorbed: how many osteoclasts, and how much each removes."""
    return share(osteoclasts, osteoclasts_on_resorption) * share(
        resorption_per_osteoclast, resorption_per_osteoclast_on_resorption
    )
