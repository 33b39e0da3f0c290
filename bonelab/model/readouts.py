"""What a clinic measures: mineral, BMD, T-score, CTX, P1NP and the risk of hip fracture."""

from .arithmetic import DAYS_PER_YEAR, share


def mineral_trabecular(
    trabecular_young,
    trabecular_mature,
    *,
    trabecular_young_on_mineral_trabecular,
    trabecular_mature_on_mineral_trabecular,
    trabecular_young_healthy,
    young_mineral_density,
):
    """Mineral of trabecular bone relative to health; young bone carries less."""
    young, mature = young_mineral_density * trabecular_young_healthy, 1 - trabecular_young_healthy
    return (
        young
        * share(trabecular_young / trabecular_young_healthy, trabecular_young_on_mineral_trabecular)
        + mature * share(trabecular_mature / mature, trabecular_mature_on_mineral_trabecular)
    ) / (young + mature)


def mineral_cortical(
    cortical_young,
    cortical_mature,
    *,
    cortical_young_on_mineral_cortical,
    cortical_mature_on_mineral_cortical,
    cortical_young_healthy,
    young_mineral_density,
):
    """Mineral of cortical bone relative to health; young bone carries less."""
    young, mature = young_mineral_density * cortical_young_healthy, 1 - cortical_young_healthy
    return (
        young * share(cortical_young / cortical_young_healthy, cortical_young_on_mineral_cortical)
        + mature * share(cortical_mature / mature, cortical_mature_on_mineral_cortical)
    ) / (young + mature)


def _bmd(mineral_trabecular, mineral_cortical, peak, trabecular_share, cortical_share):
    """Areal density from the mineral of both compartments and her peak, in g/cm2."""
    return peak * (
        share(mineral_trabecular, trabecular_share) + cortical_share * (mineral_cortical - 1)
    )


def bmd_lumbar_spine(
    mineral_trabecular,
    mineral_cortical,
    *,
    bmd_lumbar_spine_young_adult,
    bmd_lumbar_spine_sd,
    peak_t_score_lumbar_spine,
    mineral_trabecular_on_bmd_lumbar_spine,
    mineral_cortical_on_bmd_lumbar_spine,
):
    """BMD of the lumbar spine in g/cm2."""
    return _bmd(
        mineral_trabecular,
        mineral_cortical,
        bmd_lumbar_spine_young_adult + peak_t_score_lumbar_spine * bmd_lumbar_spine_sd,
        mineral_trabecular_on_bmd_lumbar_spine,
        mineral_cortical_on_bmd_lumbar_spine,
    )


def bmd_femoral_neck(
    mineral_trabecular,
    mineral_cortical,
    *,
    bmd_femoral_neck_young_adult,
    bmd_femoral_neck_sd,
    peak_t_score_femoral_neck,
    mineral_trabecular_on_bmd_femoral_neck,
    mineral_cortical_on_bmd_femoral_neck,
):
    """BMD of the femoral neck in g/cm2."""
    return _bmd(
        mineral_trabecular,
        mineral_cortical,
        bmd_femoral_neck_young_adult + peak_t_score_femoral_neck * bmd_femoral_neck_sd,
        mineral_trabecular_on_bmd_femoral_neck,
        mineral_cortical_on_bmd_femoral_neck,
    )


def bmd_total_hip(
    mineral_trabecular,
    mineral_cortical,
    *,
    bmd_total_hip_young_adult,
    bmd_total_hip_sd,
    peak_t_score_total_hip,
    mineral_trabecular_on_bmd_total_hip,
    mineral_cortical_on_bmd_total_hip,
):
    """BMD of the total hip in g/cm2."""
    return _bmd(
        mineral_trabecular,
        mineral_cortical,
        bmd_total_hip_young_adult + peak_t_score_total_hip * bmd_total_hip_sd,
        mineral_trabecular_on_bmd_total_hip,
        mineral_cortical_on_bmd_total_hip,
    )


def t_score_lumbar_spine(
    bmd_lumbar_spine,
    *,
    bmd_lumbar_spine_young_adult,
    bmd_lumbar_spine_sd,
    bmd_lumbar_spine_on_t_score_lumbar_spine,
):
    """Standard deviations from the young adult mean, lumbar spine."""
    difference = bmd_lumbar_spine - bmd_lumbar_spine_young_adult
    return bmd_lumbar_spine_on_t_score_lumbar_spine * difference / bmd_lumbar_spine_sd


def t_score_femoral_neck(
    bmd_femoral_neck,
    *,
    bmd_femoral_neck_young_adult,
    bmd_femoral_neck_sd,
    bmd_femoral_neck_on_t_score_femoral_neck,
):
    """Standard deviations from the young adult mean, femoral neck."""
    difference = bmd_femoral_neck - bmd_femoral_neck_young_adult
    return bmd_femoral_neck_on_t_score_femoral_neck * difference / bmd_femoral_neck_sd


def t_score_total_hip(
    bmd_total_hip,
    *,
    bmd_total_hip_young_adult,
    bmd_total_hip_sd,
    bmd_total_hip_on_t_score_total_hip,
):
    """Standard deviations from the young adult mean, total hip."""
    difference = bmd_total_hip - bmd_total_hip_young_adult
    return bmd_total_hip_on_t_score_total_hip * difference / bmd_total_hip_sd


def ctx(resorption, *, resorption_on_ctx, ctx_healthy, ctx_clearance):
    """CTX in ng/mL: released by resorption, and cleared from serum within hours."""
    return ctx_healthy * share(resorption, resorption_on_ctx) / ctx_clearance


def p1np_rate(p1np, formation, *, formation_on_p1np, p1np_healthy, p1np_half_life_days):
    """P1NP in ug/L: released by formation, in part by other tissue, cleared within days."""
    release = p1np_healthy * share(formation, formation_on_p1np)
    return (release - p1np) * DAYS_PER_YEAR / p1np_half_life_days


def activation_frequency(
    formation_trabecular,
    *,
    formation_trabecular_on_activation_frequency,
    activation_frequency_healthy,
):
    """New remodeling sites a year on a given surface, as a labelled biopsy gives them.

    The biopsy measures the rate of formation on cancellous bone over the thickness of one site.
    """
    return activation_frequency_healthy * share(
        formation_trabecular, formation_trabecular_on_activation_frequency
    )


def hip_fracture_risk_10y(
    age,
    t_score_femoral_neck,
    *,
    hip_risk_age_50,
    hip_risk_per_decade,
    hip_risk_gradient_age_50,
    hip_risk_gradient_per_decade,
    t_score_femoral_neck_on_hip_fracture_risk_10y,
):
    """Probability of a hip fracture within ten years: it multiplies with age and with each SD."""
    decades = (age - 50) / 10
    gradient = hip_risk_gradient_age_50 * hip_risk_gradient_per_decade**decades
    t_score = t_score_femoral_neck_on_hip_fracture_risk_10y * t_score_femoral_neck
    odds = hip_risk_age_50 * hip_risk_per_decade**decades * gradient ** (-t_score)
    return odds / (1 + odds)
