"""What the model's equation of ER-alpha in the uterus becomes when one SERM is taken.

The model has a term for each of its drugs. Here the terms of all drugs but one are left out, as
they are zero, and what stays is written with letters. Should a term be missing, the model has
changed and this says so.
"""

from bonelab import equations
from bonelab.teaching.text import Text

SERMS = ("raloxifene", "tamoxifen", "bazedoxifene", "lasofoxifene")
HALF, HEALTHY = r"\mathrm{er\ alpha\ half\ occupancy}", r"\mathrm{estradiol\ healthy}"
# Serum estradiol, as the model writes it: here the strength of the arrow is 1 by definition.
ESTRADIOL = (
    rf"{HEALTHY} \left(s_{{\mathrm{{estradiol}}}} "
    rf"\left(\frac{{\mathrm{{estradiol}}}}{{{HEALTHY}}} - 1\right) + 1\right)"
)
OTHER_ESTROGENS = r"\mathrm{conjugated\ estrogens} s_{\mathrm{conjugated\ estrogens}} + "
LETTERS = r"\frac{1 + h}{h} \times \frac{e + d \, \varepsilon}{1 + e + d}"


def one_serm(drug="tamoxifen"):
    """Show the equation of ER-alpha in the uterus with one SERM: first what is left of the model's.

    Parameters
    ----------
    drug : str
        The SERM, as the model calls it.

    Raises
    ------
    ValueError
        If the model's equation has not the terms that are left out or renamed here.
    """
    left, right = what_is_left(drug).split(" = ", 1)
    return Text(
        f"$$\n\\begin{{aligned}}\n{left} &= {right} \\\\\n&= {LETTERS}\n\\end{{aligned}}\n$$"
    )


def what_is_left(drug):
    """Return the model's equation without the other drugs, with e, h, d and epsilon, in LaTeX."""
    latex = equations("er_alpha_uterus")
    for serm in SERMS:
        if serm != drug:
            for term in _terms(serm):
                latex = _replaced(latex, f"{term} + ", "")
    latex = _replaced(latex, OTHER_ESTROGENS, "")
    latex = _replaced(latex, ESTRADIOL, r"\mathrm{estradiol}")
    for term, letter in zip(_terms(drug), (r"d \, \varepsilon", "d"), strict=True):
        latex = _replaced(latex, term, letter)
    latex = _replaced(latex, rf"\frac{{\mathrm{{estradiol}}}}{{{HALF}}}", "e")
    latex = _replaced(latex, rf"\frac{{{HEALTHY}}}{{{HALF}}}", "h")
    return latex.replace(r"\right) \left", r"\right) \, \left")


def _terms(serm):
    """Return what a SERM adds above the line, with its efficacy, and below it."""
    name, strength = rf"\mathrm{{{serm}}}", rf"s_{{\mathrm{{{serm}}}}}"
    return rf"{name} \mathrm{{{serm}\ efficacy\ uterus}} {strength}", f"{name} {strength}"


def _replaced(latex, old, new):
    if old not in latex:
        raise ValueError(f"one_serm: the model's equation has no {old}")
    return latex.replace(old, new)
