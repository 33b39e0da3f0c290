"""Which parameters matter: each is moved to both ends of its plausible range, one at a time.

This is a local view: it does not see what two parameters do together.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from .interventions import receptor_sites
from .parameter_table import HOLD_PREFIX, Parameter, table
from .patient import Patient
from .simulation import simulate
from .trajectory import Trajectory


class Effect(NamedTuple):
    """What an answer becomes with one parameter at the lower and at the upper end of its range."""

    parameter: str
    low: float
    high: float

    def reach(self, usual: float) -> float:
        """Return how far from the usual answer the parameter can move it."""
        return max(abs(self.low - usual), abs(self.high - usual))


def uncertain() -> list[Parameter]:
    """Return the parameters that could have another value within their plausible range.

    Left out are definitions (whose range lets them be cut, not be wrong) and the presence of a
    receptor in a tissue, which is a switch for knock-outs.
    """
    switches = set(receptor_sites().values())
    return [
        row
        for name, row in table().items()
        if not name.startswith(HOLD_PREFIX)
        and row.low < row.high
        and "definition" not in row.meaning
        and name not in switches
    ]


def one_at_a_time(
    answer: Callable[[Trajectory], float], rows: Iterable[Parameter]
) -> Iterator[Effect]:
    """Yield, parameter by parameter, what an answer becomes at both ends of the range.

    Parameters
    ----------
    answer : callable
        Takes the run of natural menopause from -5 to 10 years and returns a number.
    rows : iterable of Parameter
        Which parameters are moved, see `uncertain`.
    """
    for row in rows:
        low, high = (
            answer(simulate(Patient(), start=-5, stop=10, parameters={row.name: end}))
            for end in (row.low, row.high)
        )
        yield Effect(row.name, low, high)
