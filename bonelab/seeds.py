"""A seed from a text: each student gets numbers of their own, and no text is kept."""

import hashlib

LARGEST_SEED = 2**31 - 1


def exercise_seed(text: str) -> int:
    """Return a number made from a text, which gives a student numbers of their own.

    The text is kept nowhere. Who has a list of names could try them all: where that matters, use a
    code and not a name.

    Parameters
    ----------
    text : str
        Any text, for instance a code word.

    Raises
    ------
    ValueError
        If it is not a text, or an empty one.
    """
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"text={text!r} is not allowed: give any text that is not empty.")
    digest = hashlib.sha256(text.strip().encode()).digest()
    return int.from_bytes(digest[:4], "big") % LARGEST_SEED
