"""Bone: trabecular and cortical volume, each part young and part mature mineral.

A compartment gains young bone by formation, loses young and mature alike by resorption, and
young bone matures over a year or two. When resorption rises before formation does, volume falls
by the pits that are open: the remodeling space. When it falls, the pits fill and mineral
matures, without any new bone beyond what was there. Thin struts are cut through while resorption
is high, and a strut that is gone has no surface to form on: that loss stays (Parfitt 1983). In the
same way the inner cortex turns into struts (Keshawarz 1984).
"""

from .arithmetic import brake, positive_part, share


def bone_volume_trabecular(
    trabecular_young,
    trabecular_mature,
    *,
    trabecular_young_on_bone_volume_trabecular,
    trabecular_mature_on_bone_volume_trabecular,
    trabecular_young_healthy,
):
    """Trabecular bone volume relative to health."""
    young, mature = trabecular_young_healthy, 1 - trabecular_young_healthy
    return young * share(
        trabecular_young / young, trabecular_young_on_bone_volume_trabecular
    ) + mature * share(trabecular_mature / mature, trabecular_mature_on_bone_volume_trabecular)


def bone_volume_cortical(
    cortical_young,
    cortical_mature,
    *,
    cortical_young_on_bone_volume_cortical,
    cortical_mature_on_bone_volume_cortical,
    cortical_young_healthy,
):
    """Cortical bone volume relative to health."""
    young, mature = cortical_young_healthy, 1 - cortical_young_healthy
    return young * share(
        cortical_young / young, cortical_young_on_bone_volume_cortical
    ) + mature * share(cortical_mature / mature, cortical_mature_on_bone_volume_cortical)


def strain(
    bone_volume_trabecular,
    bone_volume_cortical,
    *,
    bone_volume_trabecular_on_strain,
    bone_volume_cortical_on_strain,
):
    """Mechanical strain under the same load: the less bone, the more strain."""
    return 1 / (
        share(bone_volume_trabecular, bone_volume_trabecular_on_strain)
        + bone_volume_cortical_on_strain * (bone_volume_cortical - 1)
    )


def formation_trabecular(
    formation,
    signal_trabecular,
    bone_volume_trabecular,
    *,
    formation_on_formation_trabecular,
    signal_trabecular_on_formation_trabecular,
    bone_volume_trabecular_on_formation_trabecular,
):
    """Formation per trabecular bone; thinner struts are strained more and form more."""
    return (
        share(formation, formation_on_formation_trabecular)
        * share(signal_trabecular, signal_trabecular_on_formation_trabecular)
        * brake(bone_volume_trabecular, bone_volume_trabecular_on_formation_trabecular)
    )


def formation_cortical(
    formation,
    signal_cortical,
    bone_volume_cortical,
    *,
    formation_on_formation_cortical,
    signal_cortical_on_formation_cortical,
    bone_volume_cortical_on_formation_cortical,
):
    """Formation per cortical bone; ER-alpha in its progenitors supports it."""
    return (
        share(formation, formation_on_formation_cortical)
        * share(signal_cortical, signal_cortical_on_formation_cortical)
        * brake(bone_volume_cortical, bone_volume_cortical_on_formation_cortical)
    )


def perforation(resorption, *, resorption_on_perforation):
    """Share of the remaining thin struts cut through a year: none at the healthy rate or below."""
    return resorption_on_perforation * positive_part(resorption - 1)


def thin_struts_rate(thin_struts, perforation, *, perforation_on_thin_struts):
    """Thin struts that are left, relative to health: lost to perforation, and never made again."""
    return -perforation_on_thin_struts * perforation * thin_struts


def trabecular_young_rate(
    trabecular_young,
    bone_volume_trabecular,
    formation_trabecular,
    resorption,
    perforation,
    thin_struts,
    *,
    bone_volume_trabecular_on_trabecular_young,
    formation_trabecular_on_trabecular_young,
    resorption_on_trabecular_young,
    perforation_on_trabecular_young,
    thin_struts_on_trabecular_young,
    turnover_trabecular,
    mineral_maturation_per_year,
):
    """Young trabecular bone: formed, resorbed, matured, or lost with a thin strut."""
    formed = share(formation_trabecular, formation_trabecular_on_trabecular_young) * share(
        bone_volume_trabecular, bone_volume_trabecular_on_trabecular_young
    )
    resorbed = share(resorption, resorption_on_trabecular_young)
    perforated = perforation_on_trabecular_young * perforation
    return (
        turnover_trabecular * (formed - resorbed * trabecular_young)
        - mineral_maturation_per_year * trabecular_young
        - perforated * share(thin_struts, thin_struts_on_trabecular_young) * trabecular_young
    )


def trabecular_mature_rate(
    trabecular_mature,
    trabecular_young,
    resorption,
    perforation,
    thin_struts,
    *,
    trabecular_young_on_trabecular_mature,
    resorption_on_trabecular_mature,
    perforation_on_trabecular_mature,
    thin_struts_on_trabecular_mature,
    trabecular_young_healthy,
    turnover_trabecular,
    mineral_maturation_per_year,
):
    """Mature trabecular bone: matured from young, resorbed, or lost with a thin strut."""
    young = trabecular_young_healthy * share(
        trabecular_young / trabecular_young_healthy, trabecular_young_on_trabecular_mature
    )
    resorbed = share(resorption, resorption_on_trabecular_mature)
    perforated = perforation_on_trabecular_mature * perforation
    return (
        mineral_maturation_per_year * young
        - turnover_trabecular * resorbed * trabecular_mature
        - perforated * share(thin_struts, thin_struts_on_trabecular_mature) * trabecular_mature
    )


def cortical_young_rate(
    cortical_young,
    bone_volume_cortical,
    formation_cortical,
    resorption,
    perforation,
    thin_struts,
    *,
    bone_volume_cortical_on_cortical_young,
    formation_cortical_on_cortical_young,
    resorption_on_cortical_young,
    perforation_on_cortical_young,
    thin_struts_on_cortical_young,
    turnover_cortical,
    mineral_maturation_per_year,
):
    """Young cortical bone: formed, resorbed, matured, or lost to the marrow."""
    formed = share(formation_cortical, formation_cortical_on_cortical_young) * share(
        bone_volume_cortical, bone_volume_cortical_on_cortical_young
    )
    resorbed = share(resorption, resorption_on_cortical_young)
    perforated = perforation_on_cortical_young * perforation
    return (
        turnover_cortical * (formed - resorbed * cortical_young)
        - mineral_maturation_per_year * cortical_young
        - perforated * share(thin_struts, thin_struts_on_cortical_young) * cortical_young
    )


def cortical_mature_rate(
    cortical_mature,
    cortical_young,
    resorption,
    perforation,
    thin_struts,
    *,
    cortical_young_on_cortical_mature,
    resorption_on_cortical_mature,
    perforation_on_cortical_mature,
    thin_struts_on_cortical_mature,
    cortical_young_healthy,
    turnover_cortical,
    mineral_maturation_per_year,
):
    """Mature cortical bone: matured from young, resorbed, or lost to the marrow."""
    young = cortical_young_healthy * share(
        cortical_young / cortical_young_healthy, cortical_young_on_cortical_mature
    )
    resorbed = share(resorption, resorption_on_cortical_mature)
    perforated = perforation_on_cortical_mature * perforation
    return (
        mineral_maturation_per_year * young
        - turnover_cortical * resorbed * cortical_mature
        - perforated * share(thin_struts, thin_struts_on_cortical_mature) * cortical_mature
    )
