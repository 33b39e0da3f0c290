"""The osteoblast line: recruited by resorption, supported by estrogen, held by sclerostin.

Formation follows resorption: matrix being resorbed recruits precursors, which become
osteoblasts after the reversal phase. This is coupling, and why formation rises after menopause.
"""

from .arithmetic import DAYS_PER_YEAR, brake, restraint, share


def osteoblast_precursors_rate(
    osteoblast_precursors,
    resorption,
    *,
    resorption_on_osteoblast_precursors,
    resorption_phase_days,
    reversal_phase_days,
):
    """Recruitment by resorption, later by the rest of the resorption phase and by reversal."""
    recruited = share(resorption, resorption_on_osteoblast_precursors)
    # Where bone is being resorbed, half of that phase still lies ahead on average.
    delay = resorption_phase_days / 2 + reversal_phase_days
    return (recruited - osteoblast_precursors) * DAYS_PER_YEAR / delay


def osteoblast_differentiation(
    osteoblast_precursors,
    sclerostin,
    tnf,
    il6,
    il7,
    ageing,
    *,
    osteoblast_precursors_on_osteoblast_differentiation,
    sclerostin_on_osteoblast_differentiation,
    tnf_on_osteoblast_differentiation,
    il6_on_osteoblast_differentiation,
    il7_on_osteoblast_differentiation,
    ageing_on_osteoblast_differentiation,
):
    """New osteoblasts a day; sclerostin, TNF, IL-7 and age hold it down."""
    return (
        share(osteoblast_precursors, osteoblast_precursors_on_osteoblast_differentiation)
        * brake(sclerostin, sclerostin_on_osteoblast_differentiation)
        * brake(tnf, tnf_on_osteoblast_differentiation)
        * share(il6, il6_on_osteoblast_differentiation)
        * brake(il7, il7_on_osteoblast_differentiation)
        / (1 + ageing_on_osteoblast_differentiation * ageing)
    )


def osteoblast_apoptosis(
    signal_osteoblasts,
    tnf,
    il6,
    testosterone,
    *,
    signal_osteoblasts_on_osteoblast_apoptosis,
    tnf_on_osteoblast_apoptosis,
    il6_on_osteoblast_apoptosis,
    testosterone_on_osteoblast_apoptosis,
):
    """Death rate of osteoblasts: estrogen and testosterone lower it, TNF raises it."""
    return (
        restraint(signal_osteoblasts, signal_osteoblasts_on_osteoblast_apoptosis)
        * share(tnf, tnf_on_osteoblast_apoptosis)
        * share(il6, il6_on_osteoblast_apoptosis)
        * brake(testosterone, testosterone_on_osteoblast_apoptosis)
    )


def osteoblasts_rate(
    osteoblasts,
    osteoblast_differentiation,
    osteoblast_apoptosis,
    *,
    osteoblast_differentiation_on_osteoblasts,
    osteoblast_apoptosis_on_osteoblasts,
    osteoblast_lifespan_days,
):
    """Active osteoblasts: formed by differentiation, lost by apoptosis.

    Cells that live a fixed time follow a change after half of it, on average.
    """
    formed = share(osteoblast_differentiation, osteoblast_differentiation_on_osteoblasts)
    lost = share(osteoblast_apoptosis, osteoblast_apoptosis_on_osteoblasts) * osteoblasts
    return (formed - lost) * DAYS_PER_YEAR / (osteoblast_lifespan_days / 2)


def formation_per_osteoblast(
    signal_osteoblasts,
    il1,
    il7,
    *,
    signal_osteoblasts_on_formation_per_osteoblast,
    il1_on_formation_per_osteoblast,
    il7_on_formation_per_osteoblast,
):
    """Matrix made by one osteoblast: estrogen supports it, IL-1 and IL-7 hold it down."""
    return (
        share(signal_osteoblasts, signal_osteoblasts_on_formation_per_osteoblast)
        * brake(il1, il1_on_formation_per_osteoblast)
        * brake(il7, il7_on_formation_per_osteoblast)
    )


def formation(
    osteoblasts,
    formation_per_osteoblast,
    *,
    osteoblasts_on_formation,
    formation_per_osteoblast_on_formation,
):
    """Bone formed: how many osteoblasts, and how much each makes."""
    return share(osteoblasts, osteoblasts_on_formation) * share(
        formation_per_osteoblast, formation_per_osteoblast_on_formation
    )


def net_balance(formation, resorption, *, formation_on_net_balance, resorption_on_net_balance):
    """Formation minus resorption, both relative to health."""
    return share(formation, formation_on_net_balance) - share(resorption, resorption_on_net_balance)
