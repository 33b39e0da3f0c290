"""The model's own equations as a lesson shows them: broken into lines that fit the page."""

import re

from bonelab import equations
from bonelab.teaching.text import Text

LONGEST = 66  # characters of a line, as they are seen
NAMES = re.compile(r"\\(?:mathrm|left|right|frac)|[{}_\\]")
SIDE_BY_SIDE = re.compile(r"(?<=[}\d]) (?=\\mathrm|s_)")  # factors, which TeX sets without a gap
# What opens and closes, and the spaces at which a line may end.
BREAKS = re.compile(r"\\left|\\right[)\]]?|[{}]| (?=[+-] |\\times )|(?<=\)) (?=\\left)")
WHOLE_FRACTION = re.compile(r"\\frac\{")


def equation(*nodes):
    """Show the equation of each node, as `bonelab.equations` gives it.

    Parameters
    ----------
    *nodes : str
        Names of nodes, for instance "resorption".

    Raises
    ------
    KeyError
        If there is no such node; the message names the nearest.
    """
    return Text("\n\n".join(f"$$\n{_apart(broken(equations(node)))}\n$$" for node in nodes))


def broken(latex):
    """Return an equation with line breaks between its terms and factors where it is too long."""
    left, right = latex.split(" = ", 1)
    if _seen(left) + max(map(_seen, _halves(right) or [right])) <= LONGEST:
        return latex
    right = _without_long_fraction(right)
    lines, line = [], ""
    for piece in _pieces(right):
        if line and _seen(line + piece) > LONGEST:
            lines.append(line)
            line = ""
        line += piece
    rest = " \\\\\n&\\quad ".join([*lines, line])
    return f"\\begin{{aligned}}\n{left} &= {rest}\n\\end{{aligned}}"


def _apart(latex):
    """Return an equation with a small gap between factors that are names."""
    return SIDE_BY_SIDE.sub(r" \\, ", latex)


def _seen(latex):
    """Return about how many characters of an equation are seen in a row."""
    return len(NAMES.sub("", latex).replace(" ", ""))


def _closing(latex, start):
    """Return where the brace that opens at `start` is closed."""
    depth = 0
    for place in range(start, len(latex)):
        depth += {"{": 1, "}": -1}.get(latex[place], 0)
        if depth == 0:
            return place
    raise ValueError(f"a brace is not closed in {latex!r}")


def _halves(latex):
    """Return what stands above and below the line of one fraction; nothing if it is no such."""
    if not WHOLE_FRACTION.match(latex):
        return ()
    end = _closing(latex, latex.index("{"))
    last = _closing(latex, end + 1)
    if last != len(latex) - 1:
        return ()
    return latex[latex.index("{") + 1 : end], latex[end + 2 : last]


def _without_long_fraction(latex):
    """Return one long fraction as its numerator over nothing: (numerator) / denominator."""
    if not _halves(latex):
        return latex
    numerator, denominator = _halves(latex)
    return f"\\frac{{1}}{{{denominator}}} \\times \\big[ {numerator} \\big]"


def _pieces(latex):
    """Cut between terms, and between factors in brackets, but never inside a brace or bracket."""
    depth, begin, pieces = 0, 0, []
    for match in BREAKS.finditer(latex):
        token = match[0]
        if token == "\\left" or token == "{":
            depth += 1
        elif token.startswith("\\right") or token == "}":
            depth -= 1
        elif depth == 0:
            pieces.append(latex[begin : match.start()] + " ")
            begin = match.end()
    return [*pieces, latex[begin:]]
