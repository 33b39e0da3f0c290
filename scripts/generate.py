"""Generate the derivative, its Jacobian and the displayed equations from the node functions.

The functions of `bonelab/model` are called with symbols. What comes out is written as flat
Python that the solver runs (`bonelab/model/generated.py`), as the same for a compiler
(`bonelab/model/generated_arrays.py`), and as LaTeX (`bonelab/generated_equations.py`). `--check`
writes nothing and fails when one is stale.
"""

import argparse
import sys
import textwrap
from pathlib import Path

import sympy
from generate_derivative import FIRST_LINE, Derivative, arrays_module, plain_module
from generate_formulas import expression

from bonelab.model import network

ROOT = Path(__file__).resolve().parents[1] / "bonelab"


def latex_name(name, node):
    """Return how a symbol is shown in the equation of a node."""
    strength = name.removesuffix(f"_on_{node}")
    if strength != name:
        return rf"s_{{\mathrm{{{strength.replace('_', chr(92) + ' ')}}}}}"
    return rf"\mathrm{{{name.replace('_', chr(92) + ' ')}}}"


def equations_module():
    """Return the source of the displayed equations, in LaTeX."""
    lines = [FIRST_LINE, '"""The equation of every node, in LaTeX."""', "", "EQUATIONS = {"]
    for name, function in {**network.ALGEBRAIC, **network.RATES}.items():
        formula = expression(function)
        names = {s: latex_name(s.name, name) for s in formula.free_symbols}
        left = latex_name(name, name)
        if name in network.RATES:
            left = rf"\frac{{d\,{left}}}{{dt}}"
        text = f"{left} = {sympy.latex(formula, symbol_names=names)}"
        lines.append(f"    {name!r}: (")
        # Long equations stand on several lines, broken at spaces that stay in the text.
        parts = textwrap.wrap(text, 80, drop_whitespace=False, break_long_words=False)
        lines += [f"        {part!r}" for part in parts]
        lines.append("    ),")
    return "\n".join([*lines, "}"]) + "\n"


def main():
    """Write the files, or with --check say which are stale."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail when a file is stale")
    check = parser.parse_args().check
    stale = []
    made = Derivative()
    for path, source in (
        (ROOT / "model" / "generated.py", plain_module(made)),
        (ROOT / "model" / "generated_arrays.py", arrays_module(made)),
        (ROOT / "generated_equations.py", equations_module()),
    ):
        if not path.exists() or path.read_text(encoding="utf-8") != source:
            stale.append(path.name)
            if not check:
                path.write_text(source, encoding="utf-8")
    if check and stale:
        sys.exit(f"stale: {', '.join(stale)}. Run: make generate")
    print("generated files are fresh" if check else f"written: {', '.join(stale) or 'nothing new'}")


if __name__ == "__main__":
    main()
