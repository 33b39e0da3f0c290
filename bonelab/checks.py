"""The public `check`: feedback on an answer, at once."""

from numbers import Integral
from typing import Any

from . import messages


def check(question: str, answer: Any, *, seed: int | None = None) -> str:
    """Say whether an answer is right, or which mistake it points to.

    Parameters
    ----------
    question : str
        Name of a question, for instance "after-menopause" of lesson 1.
    answer : str, list of str or dict of str to str
        The choice; where a question has several parts, one for each, in order or by label.
    seed : int, optional
        For questions that give each student numbers of their own. Those of lesson 1 do not, and
        are the same with any seed.

    Returns
    -------
    str
        A line for each part. The right answer is computed from the model and never told.

    Raises
    ------
    KeyError
        If there is no such question; the message names the nearest.
    ValueError
        If the answer is not one of the choices, or the seed is not a whole number.
    """
    # The questions draw pictures; they are asked for only here, so that a run needs no matplotlib.
    from .teaching.checking import feedback

    if seed is not None:
        if not isinstance(seed, Integral):
            raise ValueError(f"seed={seed!r} is not a whole number.")
        messages.number("seed", seed, 0)
    return feedback(question, answer)
