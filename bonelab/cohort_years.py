"""A few invented women, year by year: the piece of work that one core does at a time."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from .cohort_distributions import person, trait_names
from .model import network
from .parameter_table import default_parameters, with_consequences
from .patient import Patient
from .schedule import inputs_at
from .simulation import states_at
from .solver import SolverError
from .therapy import Therapy

# What is kept of a run.
SERIES = (
    "bmd_lumbar_spine",
    "bmd_femoral_neck",
    "bmd_total_hip",
    "t_score_lumbar_spine",
    "t_score_femoral_neck",
    "t_score_total_hip",
    "ctx",
    "p1np",
    "estradiol",
    "hip_fracture_risk_10y",
)


class Years(NamedTuple):
    """What became of a few women.

    Attributes
    ----------
    women : list of int
        Numbers of those who were followed to the end.
    values : array
        One value a woman, year and series, in the order of `SERIES`.
    failed : list of (int, str)
        Numbers of those whom the solver could not follow, and what it said.
    """

    women: list[Any]
    values: np.ndarray
    failed: list[tuple[Any, str]]


def years(
    women: Sequence[tuple[Any, Sequence[float]]],
    therapies: Sequence[Therapy],
    times: Sequence[float],
    engine: str,
) -> Years:
    """Follow a few women, each of them a number and her traits.

    All arguments are plain tuples: what is sent to another process has to be small, and a Dask
    cluster must be able to send it again when a worker dies.
    """
    done, patients, traits_of, states = [], [], [], []
    failed = []
    for number, traits in women:
        patient, own = person(dict(zip(trait_names(), traits, strict=True)))
        try:
            states.append(states_at(patient, therapies, times, parameters=own, engine=engine))
        except SolverError as error:
            failed.append((number, str(error)))
            continue
        done.append(number)
        patients.append(patient)
        traits_of.append(own)
    if not done:
        return Years([], np.empty((0, len(times), len(SERIES))), failed)
    values = _readouts(np.array(states), patients, traits_of, therapies, times)
    return Years(done, values, failed)


def series_at(
    patient: Patient,
    own: Mapping[str, float],
    therapies: Sequence[Therapy],
    times: Sequence[float],
    engine: str = "plain",
) -> np.ndarray:
    """Return one woman's series: times down, and across in the order of `SERIES`.

    `own` holds the parameters in which she is not average.
    """
    states = states_at(patient, therapies, times, parameters=own, engine=engine)
    return _readouts(states[None], [patient], [own], therapies, times)[0]


def _readouts(
    states: np.ndarray,
    patients: Sequence[Patient],
    own: Sequence[Mapping[str, float]],
    therapies: Sequence[Therapy],
    times: Sequence[float],
) -> np.ndarray:
    """Evaluate the model for all women and times at once: women down, times across."""
    given = [inputs_at(time, patients[0], list(therapies)) for time in times]
    inputs = {name: np.array([each[name] for each in given]) for name in network.INPUTS}
    hers = [patient.inputs() for patient in patients]
    inputs.update({name: _column([each[name] for each in hers]) for name in hers[0]})
    inputs["time"] = np.array(times)
    columns = dict(zip(network.RATES, np.moveaxis(states, -1, 0), strict=True))
    nodes = network.evaluate(columns, inputs, _side_by_side(own))
    shape = states.shape[:2]
    return np.stack([np.broadcast_to(nodes[name], shape) for name in SERIES], axis=-1)


def _side_by_side(own: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """Return all parameters, with one number a woman in a column where women differ."""
    columns = {name: _column([each[name] for each in own]) for name in own[0]}
    return with_consequences({**default_parameters(), **columns})


def _column(values: Sequence[float]) -> np.ndarray:
    return np.array(values)[:, None]
