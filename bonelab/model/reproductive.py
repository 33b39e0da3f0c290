"""Breast and uterus: receptor signals, and the indices read from them.

They show why a ligand can be an agonist in bone and an antagonist elsewhere, and why a
progestogen is added. They are receptor readouts, never a risk of cancer.
"""

from .arithmetic import share
from .receptors import competition
from .tissue_signals import read_receptors


def er_alpha_breast(
    estradiol,
    conjugated_estrogens,
    raloxifene,
    tamoxifen,
    bazedoxifene,
    lasofoxifene,
    *,
    estradiol_on_er_alpha_breast,
    conjugated_estrogens_on_er_alpha_breast,
    raloxifene_on_er_alpha_breast,
    tamoxifen_on_er_alpha_breast,
    bazedoxifene_on_er_alpha_breast,
    lasofoxifene_on_er_alpha_breast,
    serm_efficacy_breast,
    er_alpha_half_occupancy,
    estradiol_healthy,
):
    """Signal of ER-alpha in the breast, where every SERM is an antagonist."""
    estrogens = estradiol_healthy * share(
        estradiol / estradiol_healthy, estradiol_on_er_alpha_breast
    )
    signal = competition(
        estrogens + conjugated_estrogens_on_er_alpha_breast * conjugated_estrogens,
        (
            (raloxifene_on_er_alpha_breast * raloxifene, serm_efficacy_breast),
            (tamoxifen_on_er_alpha_breast * tamoxifen, serm_efficacy_breast),
            (bazedoxifene_on_er_alpha_breast * bazedoxifene, serm_efficacy_breast),
            (lasofoxifene_on_er_alpha_breast * lasofoxifene, serm_efficacy_breast),
        ),
        er_alpha_half_occupancy,
    )
    return signal / competition(estradiol_healthy, (), er_alpha_half_occupancy)


def er_alpha_uterus(
    estradiol,
    conjugated_estrogens,
    raloxifene,
    tamoxifen,
    bazedoxifene,
    lasofoxifene,
    *,
    estradiol_on_er_alpha_uterus,
    conjugated_estrogens_on_er_alpha_uterus,
    raloxifene_on_er_alpha_uterus,
    tamoxifen_on_er_alpha_uterus,
    bazedoxifene_on_er_alpha_uterus,
    lasofoxifene_on_er_alpha_uterus,
    raloxifene_efficacy_uterus,
    tamoxifen_efficacy_uterus,
    bazedoxifene_efficacy_uterus,
    lasofoxifene_efficacy_uterus,
    er_alpha_half_occupancy,
    estradiol_healthy,
):
    """Signal of ER-alpha in the uterus, where SERMs differ."""
    estrogens = estradiol_healthy * share(
        estradiol / estradiol_healthy, estradiol_on_er_alpha_uterus
    )
    signal = competition(
        estrogens + conjugated_estrogens_on_er_alpha_uterus * conjugated_estrogens,
        (
            (raloxifene_on_er_alpha_uterus * raloxifene, raloxifene_efficacy_uterus),
            (tamoxifen_on_er_alpha_uterus * tamoxifen, tamoxifen_efficacy_uterus),
            (bazedoxifene_on_er_alpha_uterus * bazedoxifene, bazedoxifene_efficacy_uterus),
            (lasofoxifene_on_er_alpha_uterus * lasofoxifene, lasofoxifene_efficacy_uterus),
        ),
        er_alpha_half_occupancy,
    )
    return signal / competition(estradiol_healthy, (), er_alpha_half_occupancy)


def signal_breast(
    er_alpha_breast,
    er_beta,
    *,
    er_alpha_breast_on_signal_breast,
    er_beta_on_signal_breast,
    er_alpha_in_breast,
    er_beta_in_breast,
):
    """Estrogen signal in the breast."""
    return read_receptors(
        er_alpha_breast,
        er_beta,
        er_alpha_breast_on_signal_breast,
        er_beta_on_signal_breast,
        er_alpha_in_breast,
        er_beta_in_breast,
    )


def signal_uterus(
    er_alpha_uterus,
    er_beta,
    *,
    er_alpha_uterus_on_signal_uterus,
    er_beta_on_signal_uterus,
    er_alpha_in_uterus,
    er_beta_in_uterus,
):
    """Estrogen signal in the uterus."""
    return read_receptors(
        er_alpha_uterus,
        er_beta,
        er_alpha_uterus_on_signal_uterus,
        er_beta_on_signal_uterus,
        er_alpha_in_uterus,
        er_beta_in_uterus,
    )


def endometrial_index(
    signal_uterus,
    progestogen,
    *,
    signal_uterus_on_endometrial_index,
    progestogen_on_endometrial_index,
):
    """Drive to proliferate in the endometrium; a progestogen opposes it."""
    return share(signal_uterus, signal_uterus_on_endometrial_index) / (
        1 + progestogen_on_endometrial_index * progestogen
    )


def breast_index(signal_breast, *, signal_breast_on_breast_index):
    """Receptor signal in the breast; the model has no effect of progestogen there."""
    return share(signal_breast, signal_breast_on_breast_index)
