"""Cutting edges and holding nodes: how mechanisms are taken apart."""

from collections.abc import Iterable, Mapping
from functools import cache

from . import messages
from .parameter_table import hold_ranges, read_table, table

PRESENCE = {"er_alpha": "er_alpha_in_", "er_beta": "er_beta_in_"}


@cache
def edge_parameters() -> Mapping[str, list[str]]:
    """Return the strength parameters of every edge, by the edge's name."""
    return {
        f"{row['from']} -> {row['to']}": row["parameter"].split() for row in read_table("edges.csv")
    }


@cache
def nodes() -> frozenset[str]:
    """Return every node that an edge leaves or reaches."""
    return frozenset(node for row in read_table("edges.csv") for node in (row["from"], row["to"]))


@cache
def receptor_sites() -> Mapping[str, str]:
    """Return the presence parameter of a receptor in a tissue, by "receptor@tissue"."""
    return {
        f"{receptor}@{name.removeprefix(prefix)}": name
        for receptor, prefix in PRESENCE.items()
        for name in table()
        if name.startswith(prefix)
    }


def _refuse_dose_or_readout(argument: str, name: object) -> None:
    """Say of a node without a range that it is known, but cannot be held or knocked out."""
    if isinstance(name, str) and name in nodes() and name not in hold_ranges():
        raise KeyError(
            f"{argument}: {name!r} is a dose or a readout, which cannot be held or knocked out: "
            "change its therapy, or cut an edge that leads to it."
        )


def held_nodes(hold: Mapping[str, float] | None) -> dict[str, float]:
    """Return the held nodes, checked against the range of each.

    Raises
    ------
    KeyError
        If a node is unknown or cannot be held.
    ValueError
        If a value lies outside the node's range.
    """
    if hold is None:
        return {}
    if not isinstance(hold, Mapping):
        raise ValueError(f"hold={hold!r} is not allowed: write a dictionary, like {{'il7': 2.0}}.")
    held = {}
    for node, value in hold.items():
        _refuse_dose_or_readout("hold", node)
        row = hold_ranges()[messages.known("hold", node, hold_ranges())]
        held[node] = messages.number(f"hold[{node!r}]", value, row.low, row.high, row.unit)
    return held


def cut_parameters(
    cut: Iterable[str], parameters: dict[str, float], held: dict[str, float]
) -> list[str]:
    """Make the cuts, and return them as a list.

    An edge's strength becomes zero, a knocked-out node is held at the least of its range.

    An estrogen receptor is taken out of every tissue, or with "receptor@tissue" out of one.

    Raises
    ------
    KeyError
        If an edge or node is unknown.
    ValueError
        If a node is both cut and held.
    """
    if isinstance(cut, str) or not isinstance(cut, Iterable):
        raise ValueError(f"cut={cut!r} is not allowed: write a list, like ['t_cells -> tnf'].")
    names = [*edge_parameters(), *hold_ranges(), *receptor_sites()]
    cuts = list(cut)
    for name in cuts:
        _refuse_dose_or_readout("cut", name)
        messages.known("cut", name, names)
        if name in edge_parameters():
            parameters.update(dict.fromkeys(edge_parameters()[name], 0.0))
        elif name in receptor_sites():
            parameters[receptor_sites()[name]] = 0.0
        elif name in held:
            raise ValueError(f"cut={name!r}: the node is held at {held[name]:g} as well.")
        else:
            held[name] = hold_ranges()[name].low
            if name in PRESENCE:
                for site, presence in receptor_sites().items():
                    if site.startswith(f"{name}@"):
                        parameters[presence] = 0.0
    return cuts
