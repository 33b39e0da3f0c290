"""What must be said wherever a therapy is shown, word for word, from one table."""

from functools import cache

from bonelab import messages
from bonelab.parameter_table import read_table


@cache
def cautions():
    """Return the text of every caution, by key."""
    return {row["key"]: row["text"] for row in read_table("cautions.csv")}


def caution(*keys):
    """Return cautions as one text, for an app's sentence.

    Parameters
    ----------
    *keys : str
        Keys of `bonelab/data/cautions.csv`, for instance "estrogen_alone".

    Raises
    ------
    KeyError
        If there is no such caution; the message names the nearest.
    """
    return " ".join(cautions()[messages.known("caution", key, cautions())] for key in keys)
