"""The formulas of the model as text: a node's own function, called with names for numbers.

What runs and what is exported are one function each, so they cannot differ. The text is the
infix notation of SBML, in the order in which the function calculates.

Some simulators write a rule out wherever its variable is read: along the paths of the network
the formulas grow a hundredfold, though every rule is short. What is handed to a function is
evaluated once. So each node is written as a function of SHARED nodes, states, doses and
parameters, which calls the functions of the nodes between.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from .model import network
from .model.arithmetic import DAYS_PER_YEAR

# Time of the model; SBML's own time begins at zero.
TIME = "years_from_menopause"
NAMES = {"time": TIME}
# Numbers that have a unit, which a number alone cannot show: their name, unit and meaning.
NUMBERS = {
    DAYS_PER_YEAR: ("days_per_year", "days/year", "Days of a year"),
    10: ("years_per_decade", "years", "Years of a decade"),
    50: ("age_fifty", "years", "Age from which the decades of fracture risk are counted"),
}
# Most nodes depend on these, along many paths.
SHARED = ("natural_decline", "ovariectomy", "estradiol", "estradiol_local", "er_alpha", "er_beta")


class Formula:
    """A formula that is written down while it calculates.

    Parameters
    ----------
    text : str
        Infix notation; whatever is calculated stands in brackets.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def __add__(self, other: Any) -> "Formula":
        return Formula(f"({self.text} + {written(other)})")

    def __radd__(self, other: Any) -> "Formula":
        return Formula(f"({written(other)} + {self.text})")

    def __sub__(self, other: Any) -> "Formula":
        return Formula(f"({self.text} - {written(other)})")

    def __rsub__(self, other: Any) -> "Formula":
        return Formula(f"({written(other)} - {self.text})")

    def __mul__(self, other: Any) -> "Formula":
        return Formula(f"({self.text} * {written(other)})")

    def __rmul__(self, other: Any) -> "Formula":
        return Formula(f"({written(other)} * {self.text})")

    def __truediv__(self, other: Any) -> "Formula":
        return Formula(f"({self.text} / {written(other)})")

    def __rtruediv__(self, other: Any) -> "Formula":
        return Formula(f"({written(other)} / {self.text})")

    def __pow__(self, other: Any) -> "Formula":
        # libSBML's check of units fails on a power that is no number.
        if isinstance(other, Formula):
            return Formula(f"exp({other.text} * ln({self.text}))")
        return Formula(f"({self.text}^{written(other)})")

    def __rpow__(self, other: Any) -> "Formula":
        return Formula(f"exp({self.text} * ln({written(other)}))")

    def __neg__(self) -> "Formula":
        return Formula(f"(-{self.text})")

    def __abs__(self) -> "Formula":
        return Formula(f"abs({self.text})")


def written(value: Any) -> str:
    """Return a formula or a number as text."""
    if isinstance(value, Formula):
        return value.text
    return NUMBERS[value][0] if value in NUMBERS else f"{value!r} dimensionless"


class Names(dict[str, Formula]):
    """Names for numbers, made when first asked for."""

    def __missing__(self, name: str) -> Formula:
        self[name] = Formula(NAMES.get(name, name))
        return self[name]


class Definition(NamedTuple):
    """A function of the file: its arguments, and what it calculates from them."""

    name: str
    arguments: tuple[str, ...]
    formula: str

    @property
    def call(self) -> str:
        """The function called with what its arguments are named for."""
        return called(self.name, self.arguments)


def called(name: str, arguments: Iterable[str]) -> str:
    """Return the call of a function."""
    return f"{name}({', '.join(arguments)})"


class Functions(list[Definition]):
    """The functions of the file, in the order in which one calls the other.

    Attributes
    ----------
    nodes, rates : dict of str to str
        The call that gives each algebraic node, and the rate of change of each state.
    """

    def __init__(self) -> None:
        super().__init__()
        self._of: dict[str, Definition] = {}
        for name, function in network.ALGEBRAIC.items():
            self._of[name] = self._added(name, self._traced(f"{name}_from", function))
        self.nodes = {name: self._of[name].call for name in network.ALGEBRAIC}
        self.rates = {
            name: self._added(f"{name}_rate", self._traced(f"{name}_rate_from", function)).call
            for name, function in network.RATES.items()
        }

    def _traced(self, name: str, function: Callable[..., Any]) -> Definition:
        """Return a node's function, from what the network gives it."""
        reads, takes = network.signature(function)
        formula = written(network.call(function, Names(), Names()))
        numbers = [number for number, *_ in NUMBERS.values() if number in formula]
        traced = Definition(name, (*(NAMES.get(n, n) for n in reads), *takes, *numbers), formula)
        self.append(traced)
        return traced

    def _added(self, name: str, traced: Definition) -> Definition:
        """Return the same function from SHARED nodes, by way of the functions between."""
        between = {
            node: self._of[node]
            for node in traced.arguments
            if node in self._of and node not in SHARED
        }
        if not between:
            return traced
        arguments = dict.fromkeys(
            leaf
            for node in traced.arguments
            for leaf in (between[node].arguments if node in between else (node,))
        )
        inner = [between[n].call if n in between else n for n in traced.arguments]
        whole = Definition(f"{name}_of", tuple(arguments), called(traced.name, inner))
        self.append(whole)
        return whole


def parameters_used() -> list[str]:
    """Return the names of the parameters that some formula takes, in order."""
    functions = [*network.ALGEBRAIC.values(), *network.RATES.values()]
    return list(dict.fromkeys(p for f in functions for p in network.signature(f)[1]))
