"""Fracture: the ten-year risk at the hip, and what a treatment does to the rate of fractures."""

from typing import Any

import numpy as np

from . import messages
from .model.network import call
from .model.readouts import hip_fracture_risk_10y as hip_risk
from .parameter_table import completed
from .trajectory import Trajectory

# The T-score that predicts fractures at each site, and whose trabecular share the site has.
SITES = {"hip": "total_hip", "vertebral": "lumbar_spine", "any": "total_hip"}


def hip_fracture_risk_10y(age: Any, t_score: Any) -> Any:
    """Return the probability of a hip fracture within ten years.

    Fitted to FRAX for women in the United Kingdom without other risk factors (Kanis 2008).

    Parameters
    ----------
    age : float or array
        Years, 40 to 90.
    t_score : float or array
        T-score of the femoral neck, -5 to 3.

    Returns
    -------
    float or array
        A fraction, not per cent.

    Raises
    ------
    ValueError
        If a value lies outside its range.
    """
    ages, scores = _checked("age", age, 40, 90), _checked("t_score", t_score, -5, 3)
    try:
        np.broadcast_shapes(np.shape(ages), np.shape(scores))
    except ValueError:
        raise ValueError(
            f"age has shape {np.shape(ages)} and t_score {np.shape(scores)}: give arrays of one "
            "shape, or a single number."
        ) from None
    nodes = {"age": ages, "t_score_femoral_neck": scores}
    return call(hip_risk, nodes, completed())


def who_class(t_score: float, *, after_menopause: bool = True) -> str:
    """Return the class the WHO gives a T-score: a definition for women after menopause.

    Parameters
    ----------
    t_score : float
        T-score of the lumbar spine, femoral neck or total hip, in SD.
    after_menopause : bool
        The classes are defined after menopause only; before it a Z-score is read.

    Returns
    -------
    str
        "normal", "low bone mass" or "osteoporosis".

    Raises
    ------
    ValueError
        If the T-score is not a number, or she has not reached menopause.
    """
    score = messages.number("t_score", t_score)
    messages.one_of("after_menopause", after_menopause, (True, False))
    if not after_menopause:
        raise ValueError(
            "after_menopause=False: the WHO classes are defined after menopause only. Before it "
            "bone is compared with that of women of the same age, by a Z-score."
        )
    p = completed()
    if score <= p["who_osteoporosis"]:
        return "osteoporosis"
    return "low bone mass" if score < p["who_low_bone_mass"] else "normal"


def _checked(argument: str, value: Any, low: float, high: float) -> Any:
    """Return a number or an array of numbers within its range."""
    try:
        values = np.asarray(value, dtype=object)
    except ValueError:
        raise ValueError(f"{argument}={value!r} is not a number or an array of numbers.") from None
    if values.ndim == 0:
        return messages.number(argument, values.item(), low, high)
    checked = [messages.number(argument, each, low, high) for each in values.flat]
    return np.array(checked).reshape(values.shape)


def fracture_ratio(
    treated: Trajectory, untreated: Trajectory, *, site: str = "hip", start: float, stop: float
) -> float:
    """Return how many fractures a treated woman has for one in her untreated twin.

    The rate of fractures multiplies with each SD of lower BMD (Marshall 1996) and grows with
    resorption above the premenopausal rate, in proportion to the site's trabecular bone: below
    that rate a further fall brings no further benefit (Eastell 2003).

    Parameters
    ----------
    treated, untreated : Trajectory
        Two runs that cover `start` to `stop`.
    site : {"hip", "vertebral", "any"}
        Where the fracture is.
    start, stop : float
        The span over which fractures are counted, in years from the final menstrual period.

    Raises
    ------
    ValueError
        If the site is unknown or a run does not cover the span.
    """
    messages.one_of("site", site, SITES)
    for argument, run in (("treated", treated), ("untreated", untreated)):
        if not isinstance(run, Trajectory):
            raise ValueError(f"{argument}={run!r} is not a run: give what simulate() returns.")
    first = max(treated.time[0], untreated.time[0])
    last = min(treated.time[-1], untreated.time[-1])
    start = messages.number("start", start, first, last, "years (the runs)")
    stop = messages.number("stop", stop, first, last, "years (the runs)")
    messages.number("stop", stop, above=start, unit="years (start)")
    return _mean_rate(treated, site, start, stop) / _mean_rate(untreated, site, start, stop)


def _mean_rate(trajectory: Trajectory, site: str, start: float, stop: float) -> float:
    """Mean relative rate of fractures over a span."""
    p = trajectory.parameters
    inside = (trajectory.time > start) & (trajectory.time < stop)
    times = np.concatenate([[start], trajectory.time[inside], [stop]])
    first, last = trajectory.at(start), trajectory.at(stop)

    def series(name: str) -> np.ndarray:
        return np.concatenate([[first[name]], trajectory[name][inside], [last[name]]])

    excess = np.maximum(series("resorption") - 1, 0)
    trabecular = p[f"mineral_trabecular_on_bmd_{SITES[site]}"]
    rate = p[f"fracture_gradient_{site}"] ** (-series(f"t_score_{SITES[site]}")) * np.exp(
        p["fracture_turnover_effect"] * trabecular * excess
    )
    return float(np.trapezoid(rate, times) / (stop - start))
