"""How long a drug stays: denosumab under the skin and in serum, alendronate on and in bone.

Tablets, patches and SERMs settle within days and act at their dose; these two do not.
"""

from .arithmetic import DAYS_PER_YEAR

LN_2 = 0.6931471805599453


def _per_year(half_life_days):
    """First-order rate a year from a half-life in days."""
    return DAYS_PER_YEAR * LN_2 / half_life_days


def denosumab_depot_rate(denosumab_depot, *, denosumab_absorption_half_life_days):
    """Denosumab under the skin in mg, absorbed over days."""
    return -denosumab_depot * _per_year(denosumab_absorption_half_life_days)


def denosumab_rate(
    denosumab,
    denosumab_depot,
    *,
    denosumab_absorption_half_life_days,
    denosumab_half_life_days,
    denosumab_ug_per_ml_per_mg,
):
    """Denosumab in serum in ug/mL."""
    absorbed = denosumab_depot * _per_year(denosumab_absorption_half_life_days)
    return denosumab_ug_per_ml_per_mg * absorbed - denosumab * _per_year(denosumab_half_life_days)


def alendronate_rate(
    alendronate,
    alendronate_buried,
    alendronate_weekly,
    *,
    alendronate_weekly_on_alendronate,
    alendronate_buried_on_alendronate,
    alendronate_surface_half_life_days,
    alendronate_release_half_life_years,
):
    """Alendronate on bone surfaces; one is what 70 mg a week alone sustains."""
    uptake = alendronate_weekly_on_alendronate * alendronate_weekly
    released = alendronate_buried_on_alendronate * alendronate_buried
    return (uptake - alendronate) * _per_year(
        alendronate_surface_half_life_days
    ) + released * _per_year(alendronate_release_half_life_years * DAYS_PER_YEAR)


def alendronate_buried_rate(
    alendronate,
    alendronate_buried,
    *,
    alendronate_surface_half_life_days,
    alendronate_buried_fraction,
    alendronate_release_half_life_years,
):
    """Alendronate buried in bone: it comes back to the surface over years, as bone is resorbed."""
    buried = (
        alendronate_buried_fraction * alendronate * _per_year(alendronate_surface_half_life_days)
    )
    return buried - alendronate_buried * _per_year(
        alendronate_release_half_life_years * DAYS_PER_YEAR
    )
