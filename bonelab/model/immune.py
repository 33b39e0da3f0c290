"""The immune arm: T cells, TNF-alpha, IL-1, IL-6, IL-7, and the loop they close.

Estrogen holds T cells and cytokines down. When it goes, stromal IL-7 rises and T cells expand;
T cells, monocytes and macrophages make TNF; TNF raises IL-1, IL-6 and more IL-7, which feeds
the T cells (Weitzmann and Pacifici 2006). Cytokines turn over in hours, so they stand in
balance with what makes them; T cells take weeks.
"""

from .arithmetic import DAYS_PER_YEAR, block, restraint, share


def tnf(
    t_cells, signal_t_cells, etanercept, *, t_cells_on_tnf, signal_t_cells_on_tnf, etanercept_on_tnf
):
    """Active TNF-alpha from T cells, monocytes and macrophages."""
    return (
        share(t_cells, t_cells_on_tnf)
        * restraint(signal_t_cells, signal_t_cells_on_tnf)
        * block(etanercept, etanercept_on_tnf)
    )


def il1(tnf, signal_t_cells, anakinra, *, tnf_on_il1, signal_t_cells_on_il1, anakinra_on_il1):
    """IL-1 activity from monocytes and macrophages, raised by TNF."""
    return (
        share(tnf, tnf_on_il1)
        * restraint(signal_t_cells, signal_t_cells_on_il1)
        * block(anakinra, anakinra_on_il1)
    )


def il6(
    tnf,
    il1,
    signal_osteoblasts,
    anti_il6,
    *,
    tnf_on_il6,
    il1_on_il6,
    signal_osteoblasts_on_il6,
    anti_il6_on_il6,
):
    """IL-6 from stromal cells and osteoblasts, raised by TNF and IL-1."""
    return (
        share(tnf, tnf_on_il6)
        * share(il1, il1_on_il6)
        * restraint(signal_osteoblasts, signal_osteoblasts_on_il6)
        * block(anti_il6, anti_il6_on_il6)
    )


def il7(
    tnf,
    signal_osteoblasts,
    anti_il7,
    *,
    tnf_on_il7,
    signal_osteoblasts_on_il7,
    anti_il7_on_il7,
):
    """IL-7 from stromal cells, raised by TNF: here the loop closes."""
    return (
        share(tnf, tnf_on_il7)
        * restraint(signal_osteoblasts, signal_osteoblasts_on_il7)
        * block(anti_il7, anti_il7_on_il7)
    )


def t_cells_rate(
    t_cells, il7, signal_t_cells, *, il7_on_t_cells, signal_t_cells_on_t_cells, t_cell_turnover_days
):
    """Activated T cells expand with IL-7 and are held down by estrogen."""
    expansion = share(il7, il7_on_t_cells) * restraint(signal_t_cells, signal_t_cells_on_t_cells)
    return (expansion - t_cells) * DAYS_PER_YEAR / t_cell_turnover_days
