"""Estrogen receptors: who sits on them, and what that says in each tissue.

Ligands compete for a receptor. Its signal in a tissue is the occupancy of every ligand times
that ligand's efficacy there (estradiol = 1), relative to the premenopausal signal.

Until menopause is complete the ovaries work in some months and rest in others. A receptor that
is nearly full gains little from the months of plenty and loses much in the others, so bone sees
less than the mean level of estradiol suggests.
"""

from .arithmetic import positive_part, share


def competition(estradiol, serms, half_occupancy):
    """Signal of competing ligands: estradiol in pg/mL, SERMs as (dose x affinity, efficacy)."""
    full_agonist = estradiol / half_occupancy
    signal = full_agonist
    bound = full_agonist
    for occupancy, efficacy in serms:
        signal = signal + occupancy * efficacy
        bound = bound + occupancy
    return signal / (1 + bound)


def _over_months(estrogens, swing, resting, serms, half_occupancy):
    """Signal averaged over months with a cycle and months in which the ovaries are resting."""
    high = estrogens + resting * swing
    low = positive_part(estrogens - (1 - resting) * swing)
    return (1 - resting) * competition(high, serms, half_occupancy) + resting * competition(
        low, serms, half_occupancy
    )


def er_alpha(
    estradiol_local,
    estradiol_swing,
    natural_decline,
    conjugated_estrogens,
    raloxifene,
    tamoxifen,
    bazedoxifene,
    lasofoxifene,
    *,
    estradiol_local_on_er_alpha,
    estradiol_swing_on_er_alpha,
    natural_decline_on_er_alpha,
    conjugated_estrogens_on_er_alpha,
    raloxifene_on_er_alpha,
    tamoxifen_on_er_alpha,
    bazedoxifene_on_er_alpha,
    lasofoxifene_on_er_alpha,
    raloxifene_efficacy_bone,
    tamoxifen_efficacy_bone,
    bazedoxifene_efficacy_bone,
    lasofoxifene_efficacy_bone,
    er_alpha_half_occupancy,
    estradiol_local_healthy,
):
    """Signal of ER-alpha in bone."""
    mean = estradiol_local_healthy * share(
        estradiol_local / estradiol_local_healthy, estradiol_local_on_er_alpha
    )
    signal = _over_months(
        mean + conjugated_estrogens_on_er_alpha * conjugated_estrogens,
        estradiol_swing_on_er_alpha * estradiol_swing,
        natural_decline_on_er_alpha * natural_decline,
        (
            (raloxifene_on_er_alpha * raloxifene, raloxifene_efficacy_bone),
            (tamoxifen_on_er_alpha * tamoxifen, tamoxifen_efficacy_bone),
            (bazedoxifene_on_er_alpha * bazedoxifene, bazedoxifene_efficacy_bone),
            (lasofoxifene_on_er_alpha * lasofoxifene, lasofoxifene_efficacy_bone),
        ),
        er_alpha_half_occupancy,
    )
    return signal / competition(estradiol_local_healthy, (), er_alpha_half_occupancy)


def er_beta(
    estradiol_local,
    estradiol_swing,
    natural_decline,
    conjugated_estrogens,
    raloxifene,
    tamoxifen,
    bazedoxifene,
    lasofoxifene,
    *,
    estradiol_local_on_er_beta,
    estradiol_swing_on_er_beta,
    natural_decline_on_er_beta,
    conjugated_estrogens_on_er_beta,
    raloxifene_on_er_beta,
    tamoxifen_on_er_beta,
    bazedoxifene_on_er_beta,
    lasofoxifene_on_er_beta,
    serm_efficacy_er_beta,
    er_beta_half_occupancy,
    estradiol_local_healthy,
):
    """Signal of ER-beta in bone; SERMs sit on it and say little."""
    mean = estradiol_local_healthy * share(
        estradiol_local / estradiol_local_healthy, estradiol_local_on_er_beta
    )
    signal = _over_months(
        mean + conjugated_estrogens_on_er_beta * conjugated_estrogens,
        estradiol_swing_on_er_beta * estradiol_swing,
        natural_decline_on_er_beta * natural_decline,
        (
            (raloxifene_on_er_beta * raloxifene, serm_efficacy_er_beta),
            (tamoxifen_on_er_beta * tamoxifen, serm_efficacy_er_beta),
            (bazedoxifene_on_er_beta * bazedoxifene, serm_efficacy_er_beta),
            (lasofoxifene_on_er_beta * lasofoxifene, serm_efficacy_er_beta),
        ),
        er_beta_half_occupancy,
    )
    return signal / competition(estradiol_local_healthy, (), er_beta_half_occupancy)
