"""The node functions as symbols, their formulas as code, and what of a formula is constant."""

import itertools

import sympy
from sympy.printing.pycode import pycode

from bonelab.model import network


class Symbols(dict):
    """Symbols by name, made when first asked for."""

    def __missing__(self, name):
        """Make the symbol."""
        self[name] = sympy.Symbol(name, real=True)
        return self[name]


def expression(function):
    """Return a node's function called with symbols."""
    return sympy.sympify(network.call(function, Symbols(), Symbols()))


def python(formula):
    """Return a formula as Python."""
    return pycode(formula, fully_qualified_modules=False)


class Constants:
    """Names what stays the same while the solver runs, so that it is computed once before."""

    def __init__(self, moving):
        self.moving = {Symbols()[name] for name in moving}
        self.names = {}

    def named(self, formula):
        """Return a name for a formula of parameters and doses."""
        if formula.is_Atom:
            return formula
        return self.names.setdefault(formula, sympy.Symbol(f"c{len(self.names)}", real=True))

    def lift(self, formula):
        """Return a formula in which every constant part has a name."""
        moving = formula.free_symbols & self.moving
        if formula.is_Atom or not moving:
            return self.named(formula)
        if formula.is_Add:
            slopes = {x: sympy.diff(formula, x) for x in sorted(moving, key=str)}
            if not any(slope.free_symbols & self.moving for slope in slopes.values()):
                rest = formula.subs(dict.fromkeys(moving, 0))
                return self.named(rest) + sum(self.named(k) * x for x, k in slopes.items())
        if formula.is_Add or formula.is_Mul:
            fixed, others = [], []
            for part in formula.args:
                (others if part.free_symbols & self.moving else fixed).append(part)
            return formula.func(self.named(formula.func(*fixed)), *map(self.lift, others))
        return formula.func(*map(self.lift, formula.args))

    def code(self, name, formulas):
        """Return the lines that formulas of a node share, and each of them as code."""
        temporary = (sympy.Symbol(f"{name}_{i}", real=True) for i in itertools.count())
        shared, lifted = sympy.cse([self.lift(formula) for formula in formulas], temporary)
        lines = [f"{part} = {python(formula)}" for part, formula in shared]
        return lines, [python(formula) for formula in lifted]

    def lines(self):
        """Return the code of the constants, in the order in which they were named."""
        return [f"{name} = {python(formula)}" for formula, name in self.names.items()]
