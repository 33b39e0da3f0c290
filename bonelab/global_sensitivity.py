"""What drives ten-year answers when all uncertain parameters move together.

The table was computed once by `scripts/global_sensitivity.py`; here it is read, and here stands
what was asked of every run: three answers, and the clinical values that the model misses.
"""

from collections.abc import Mapping
from typing import NamedTuple

from .parameter_table import read_table
from .patient import Patient
from .simulation import simulate
from .targets import Answers, simulated_targets

MISSED = [row["id"] for row in read_table("known_misses.csv")]
# Five years before the final period to five years after.
BEFORE, AFTER = -5.0, 5.0
ANSWERS = ("bmd_lumbar_spine", "ctx", "rankl_opg_ratio", *MISSED)
COLUMNS = ("answer", "parameter", "elementary_effect", "first", "total", "uncertainty")


class Share(NamedTuple):
    """Which share of an answer's variance a parameter carries.

    Attributes
    ----------
    answer, parameter : str
        A series, or the id of a clinical value that the model misses; a parameter's name.
    elementary_effect : float
        Mean size of the change when the parameter moves through its range (Morris), in the unit
        of the answer.
    first, total : float
        Share of the variance by this parameter alone, and with all it does together with others.
    uncertainty : float
        Half-width of the 95 % interval of `total`.
    """

    answer: str
    parameter: str
    elementary_effect: float
    first: float
    total: float
    uncertainty: float


def answers(parameters: Mapping[str, float]) -> list[float]:
    """Return what the model answers with some parameters changed, in the order of `ANSWERS`.

    Spine BMD and CTX are changes over ten years in %, the ratio is relative to health.
    """
    run = simulate(Patient(), start=BEFORE, stop=AFTER, parameters=parameters)
    before, after = run.at(BEFORE), run.at(AFTER)
    changes = [100 * (after[name] / before[name] - 1) for name in ("bmd_lumbar_spine", "ctx")]
    answer = Answers(parameters)
    missed = [answer(target) for target in simulated_targets() if target.id in MISSED]
    return [*changes, after["rankl_opg_ratio"], *missed]


def shares() -> list[Share]:
    """Return the stored result, one row for each answer and parameter."""
    return [
        Share(row["answer"], row["parameter"], *(float(row[name]) for name in COLUMNS[2:]))
        for row in read_table("global_sensitivity.csv")
    ]
