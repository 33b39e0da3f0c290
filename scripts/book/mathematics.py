"""Formulas as MathML, which a browser draws by itself and a screen reader speaks."""

import re
from xml.etree import ElementTree

from latex2mathml.converter import convert

# A name in a formula is one word, not a letter after a letter.
NAME = re.compile(r"\\mathrm\{([^{}]*)\}")
# Between two names there must be more space than between the words of one.
GAP, WIDE_GAP = r"\,", r"\;\;"


def mathml(latex, display):
    r"""Return a formula as MathML.

    Parameters
    ----------
    latex : str
        The formula, without dollar signs; ``aligned`` and what `bonelab.equations` uses are known.
    display : {"block", "inline"}
        Whether it stands on a line of its own.

    Raises
    ------
    ValueError
        If a part of the formula would stay LaTeX.
    """
    known = NAME.sub(lambda name: rf"\text{{{name[1].replace(chr(92) + ' ', ' ')}}}", latex)
    # The converter has no `aligned`; a `split` is the same.
    known = known.replace("{aligned}", "{split}").replace(GAP, WIDE_GAP).strip()
    made = convert(known, display=display)
    try:
        text = "".join(ElementTree.fromstring(made).itertext())
    except ElementTree.ParseError as error:
        raise ValueError(f"not a formula that can be shown: {latex!r}") from error
    # A line that is not in a table would not be broken.
    if "\\" in text or "linebreak" in made or ("\\begin" in known and "<mtable" not in made):
        raise ValueError(f"not all of {latex!r} is known: it would be shown as {text!r}")
    return made
