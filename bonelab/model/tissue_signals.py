"""What each tissue of bone reads from the two estrogen receptors.

A tissue weighs ER-alpha and ER-beta in its own way; in cortical bone ER-beta opposes ER-alpha. A
receptor can be absent from one tissue alone: a knock-out there.
"""

from .arithmetic import brake


def read_receptors(er_alpha, er_beta, alpha_weight, beta_weight, alpha_present, beta_present):
    """What a tissue reads from the two receptors; a receptor knocked out there is not present."""
    return (
        1
        + alpha_weight * (alpha_present * er_alpha - 1)
        + beta_weight * (beta_present * er_beta - 1)
    )


def signal_osteoclasts(
    er_alpha,
    er_beta,
    *,
    er_alpha_on_signal_osteoclasts,
    er_beta_on_signal_osteoclasts,
    er_alpha_in_osteoclasts,
    er_beta_in_osteoclasts,
):
    """Estrogen signal in the osteoclast line."""
    return read_receptors(
        er_alpha,
        er_beta,
        er_alpha_on_signal_osteoclasts,
        er_beta_on_signal_osteoclasts,
        er_alpha_in_osteoclasts,
        er_beta_in_osteoclasts,
    )


def signal_osteoblasts(
    er_alpha,
    er_beta,
    *,
    er_alpha_on_signal_osteoblasts,
    er_beta_on_signal_osteoblasts,
    er_alpha_in_osteoblasts,
    er_beta_in_osteoblasts,
):
    """Estrogen signal in the osteoblast line."""
    return read_receptors(
        er_alpha,
        er_beta,
        er_alpha_on_signal_osteoblasts,
        er_beta_on_signal_osteoblasts,
        er_alpha_in_osteoblasts,
        er_beta_in_osteoblasts,
    )


def signal_osteocytes(
    er_alpha,
    er_beta,
    *,
    er_alpha_on_signal_osteocytes,
    er_beta_on_signal_osteocytes,
    er_alpha_in_osteocytes,
    er_beta_in_osteocytes,
):
    """Estrogen signal in osteocytes."""
    return read_receptors(
        er_alpha,
        er_beta,
        er_alpha_on_signal_osteocytes,
        er_beta_on_signal_osteocytes,
        er_alpha_in_osteocytes,
        er_beta_in_osteocytes,
    )


def signal_t_cells(
    er_alpha,
    er_beta,
    *,
    er_alpha_on_signal_t_cells,
    er_beta_on_signal_t_cells,
    er_alpha_in_t_cells,
    er_beta_in_t_cells,
):
    """Estrogen signal in T cells, monocytes and macrophages."""
    return read_receptors(
        er_alpha,
        er_beta,
        er_alpha_on_signal_t_cells,
        er_beta_on_signal_t_cells,
        er_alpha_in_t_cells,
        er_beta_in_t_cells,
    )


def signal_trabecular(
    er_alpha,
    er_beta,
    *,
    er_alpha_on_signal_trabecular,
    er_beta_on_signal_trabecular,
    er_alpha_in_trabecular,
    er_beta_in_trabecular,
):
    """Estrogen signal in the bone-forming cells on trabecular surfaces."""
    return read_receptors(
        er_alpha,
        er_beta,
        er_alpha_on_signal_trabecular,
        er_beta_on_signal_trabecular,
        er_alpha_in_trabecular,
        er_beta_in_trabecular,
    )


def signal_cortical(
    er_alpha,
    er_beta,
    *,
    er_alpha_on_signal_cortical,
    er_beta_on_signal_cortical,
    er_alpha_in_cortical,
    er_beta_in_cortical,
):
    """Estrogen signal in the bone-forming cells of the cortex, where ER-beta opposes ER-alpha."""
    alpha = 1 + er_alpha_on_signal_cortical * (er_alpha_in_cortical * er_alpha - 1)
    return alpha * brake(er_beta_in_cortical * er_beta, er_beta_on_signal_cortical)


def signal_bone(
    signal_osteoclasts,
    signal_osteoblasts,
    signal_osteocytes,
    *,
    signal_osteoclasts_on_signal_bone,
    signal_osteoblasts_on_signal_bone,
    signal_osteocytes_on_signal_bone,
):
    """Estrogen signal in bone, averaged over its cells: a readout, nothing reads it."""
    return (
        1
        + signal_osteoclasts_on_signal_bone * (signal_osteoclasts - 1)
        + signal_osteoblasts_on_signal_bone * (signal_osteoblasts - 1)
        + signal_osteocytes_on_signal_bone * (signal_osteocytes - 1)
    )
