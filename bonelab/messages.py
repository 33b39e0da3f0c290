"""Clear errors: which argument, which value, what is allowed, the nearest valid name."""

import difflib
import math
from collections.abc import Iterable
from numbers import Real


def number(
    argument: str,
    value: object,
    low: float = -math.inf,
    high: float = math.inf,
    unit: str = "",
    above: float | None = None,
) -> float:
    """Return `value` as a float, or say why it is not one that is allowed.

    Raises
    ------
    ValueError
        If the value is not a finite real number from `low` to `high`, or not above `above`.
    """
    of_unit = f" {unit}" if unit else ""
    if isinstance(value, bool) or not isinstance(value, float | Real):
        raise ValueError(f"{argument}={value!r} is not a number.")
    try:
        result = float(value)
    except OverflowError:  # an integer beyond what a float can hold
        result = math.inf
    if not math.isfinite(result):
        raise ValueError(f"{argument}={value!r} is not a finite number.")
    if above is not None and not result > above:
        raise ValueError(
            f"{argument}={value!r} is not allowed: it must be above {above:g}{of_unit}."
        )
    if not low <= result <= high:
        raise ValueError(
            f"{argument}={value!r} is not allowed: it must lie {_bounds(low, high)}{of_unit}."
        )
    return result


def _bounds(low: float, high: float) -> str:
    if high == math.inf:
        return f"at or above {low:g}"
    if low == -math.inf:
        return f"at or below {high:g}"
    return f"between {low:g} and {high:g}"


def one_of(argument: str, value: object, allowed: Iterable[object]) -> None:
    """Raise ValueError unless `value` is one of `allowed`; name the nearest."""
    options = list(allowed)
    if not any(
        value is option or (isinstance(value, str) and value == option) for option in options
    ):
        listed = ", ".join(repr(option) for option in options)
        raise ValueError(
            f"{argument}={value!r} is not allowed: it must be one of {listed}."
            f"{nearest(value, options)}"
        )


def known(argument: str, name: object, allowed: Iterable[str]) -> str:
    """Return `name`, or raise KeyError naming the nearest valid name."""
    options = list(allowed)
    if isinstance(name, str) and name in options:
        return name
    shown = ", ".join(options[:6]) + (", ..." if len(options) > 6 else "")
    raise KeyError(f"{argument}: {name!r} is not known.{nearest(name, options)} Known: {shown}")


def nearest(name: object, allowed: Iterable[object]) -> str:
    """Return a hint naming the nearest valid name, or nothing."""
    options = [option for option in allowed if isinstance(option, str)]
    close = difflib.get_close_matches(str(name).lower(), options, n=1, cutoff=0.5)
    return f" Did you mean {close[0]!r}?" if close else ""
