"""Hormones over time: the ovary, testosterone, aromatase and estradiol.

Natural menopause follows the anchors of the SWAN cohort (Randolph 2011): estradiol begins to
fall two years before the final menstrual period and is stable and low two years after it.
Removal of the ovaries ends their estradiol within days. What remains afterwards comes from
aromatase, in fat and in bone itself.
"""

from .arithmetic import DAYS_PER_YEAR, block, positive_part, share, unit_interval


def age(time, age_at_menopause, ageing_on):
    """Age in years; without ageing she stays as old as at menopause."""
    return age_at_menopause + ageing_on * time


def ageing(age, ageing_on, *, ageing_start_age):
    """Decades lived beyond the age at which ageing of bone begins; nothing before it."""
    return ageing_on * positive_part(age - ageing_start_age) / 10


def ovariectomy(time, surgical_menopause, *, estradiol_half_life_days):
    """Share of the ovaries' hormones lost to surgery at time zero."""
    days = DAYS_PER_YEAR * positive_part(time)
    return surgical_menopause * (1 - 0.5 ** (days / estradiol_half_life_days))


def natural_decline(time, natural_menopause, *, estradiol_decline_begins, estradiol_stable_low):
    """Share of the ovaries' estradiol lost in natural menopause; steepest half-way down."""
    span = estradiol_stable_low - estradiol_decline_begins
    x = unit_interval((time - estradiol_decline_begins) / span)
    return natural_menopause * x * x * (3 - 2 * x)


def ovarian_function(
    natural_decline,
    ovariectomy,
    gnrh_agonist,
    *,
    natural_decline_on_ovarian_function,
    ovariectomy_on_ovarian_function,
    gnrh_agonist_on_ovarian_function,
):
    """Estradiol made by the ovaries, relative to the premenopausal cycle average."""
    return (
        block(natural_decline, natural_decline_on_ovarian_function)
        * block(ovariectomy, ovariectomy_on_ovarian_function)
        * block(gnrh_agonist, gnrh_agonist_on_ovarian_function)
    )


def estradiol_swing(
    ovariectomy,
    gnrh_agonist,
    *,
    estradiol_ovarian,
    ovariectomy_on_estradiol_swing,
    gnrh_agonist_on_estradiol_swing,
):
    """Estradiol in pg/mL between months with and months without a cycle."""
    return (
        estradiol_ovarian
        * block(ovariectomy, ovariectomy_on_estradiol_swing)
        * block(gnrh_agonist, gnrh_agonist_on_estradiol_swing)
    )


def testosterone(
    ovariectomy, testosterone_patch, *, ovariectomy_on_testosterone, testosterone_patch_gain
):
    """Testosterone relative to before menopause; the ovary still makes it afterwards."""
    return block(ovariectomy, ovariectomy_on_testosterone) + (
        testosterone_patch_gain * testosterone_patch
    )


def aromatase(aromatase_inhibitor, *, aromatase_inhibitor_on_aromatase):
    """Activity of the enzyme that turns androgens into estrogens."""
    return block(aromatase_inhibitor, aromatase_inhibitor_on_aromatase)


def estradiol(
    ovarian_function,
    testosterone,
    aromatase,
    patch_estradiol,
    oral_estradiol,
    *,
    estradiol_ovarian,
    estradiol_peripheral,
    ovarian_function_on_estradiol,
    testosterone_on_estradiol,
    aromatase_on_estradiol,
    patch_estradiol_gain,
    oral_estradiol_gain,
):
    """Serum estradiol in pg/mL: ovary, aromatase outside the ovary, patch and tablet."""
    return (
        estradiol_ovarian * share(ovarian_function, ovarian_function_on_estradiol)
        + estradiol_peripheral
        * share(testosterone, testosterone_on_estradiol)
        * share(aromatase, aromatase_on_estradiol)
        + patch_estradiol_gain * patch_estradiol
        + oral_estradiol_gain * oral_estradiol
    )


def estradiol_local(
    estradiol,
    testosterone,
    aromatase,
    *,
    estradiol_healthy,
    estradiol_skeletal,
    estradiol_on_estradiol_local,
    testosterone_on_estradiol_local,
    aromatase_on_estradiol_local,
):
    """Estradiol at the bone cell in pg/mL: the serum's, and what bone makes of testosterone."""
    return estradiol_healthy * share(
        estradiol / estradiol_healthy, estradiol_on_estradiol_local
    ) + estradiol_skeletal * share(testosterone, testosterone_on_estradiol_local) * share(
        aromatase, aromatase_on_estradiol_local
    )
