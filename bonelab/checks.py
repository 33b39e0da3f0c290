"""The public `check`: feedback on an answer, at once."""

from numbers import Integral
from typing import Any

from . import messages


def check(question: str, answer: Any, *, seed: int | None = None) -> str:
    """Say whether an answer is right, or which mistake it points to.

    Parameters
    ----------
    question : str
        A task of an exercise set, for instance "03-rankl-opg.q2", or a question of a lesson, for
        instance "after-menopause".
    answer : number, str, function, list or dict
        What the task asks for. For a question of a lesson the choice; where it has several parts,
        one for each, in order or by label.
    seed : int, optional
        What `exercise_seed` returns, where a student has numbers of their own. The questions of
        the lessons are the same with any seed.

    Returns
    -------
    str
        A line for each part. The right answer is computed from the model and never told.

    Raises
    ------
    KeyError
        If there is no such question; the message names the nearest.
    ValueError
        If the answer is not one of a question's choices, or the seed is not a whole number.
    """
    # The questions draw pictures; they are asked for only here, so that a run needs no matplotlib.
    from .exercises.checking import verdict
    from .teaching.checking import feedback

    if seed is not None:
        if not isinstance(seed, Integral):
            raise ValueError(f"seed={seed!r} is not a whole number.")
        messages.number("seed", seed, 0)
    if isinstance(question, str) and "." in question:
        return verdict(question, answer, seed).text
    return feedback(question, answer)
