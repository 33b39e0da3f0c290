"""What every therapy is: a value object with a start, a stop, and a level while it is given.

A therapy says who gets what and when; what it does to the body stands in `bonelab/model`.
"""

from dataclasses import dataclass
from typing import ClassVar

from . import messages


@dataclass(frozen=True, kw_only=True)
class Therapy:
    """What every therapy has: a start and a stop.

    Parameters
    ----------
    start : float
        Years from the final menstrual period.
    stop : float or None
        When it ends; None lasts to the end of the run.

    Raises
    ------
    ValueError
        If `stop` is not after `start`, or a dose is not allowed.
    """

    start: float = 0
    stop: float | None = None

    MODEL_INPUT: ClassVar[str] = ""

    def __post_init__(self) -> None:
        """Check times and doses."""
        start = messages.number(f"{self.name}: start", self.start, -100, 100, "years")
        if self.stop is not None:
            messages.number(f"{self.name}: stop", self.stop, -100, 100, "years")
            messages.number(f"{self.name}: stop", self.stop, above=start, unit="years (start)")
        for dose, (low, high, unit) in self.dose_limits().items():
            messages.number(f"{self.name}: {dose}", getattr(self, dose), low, high, unit)

    @property
    def name(self) -> str:
        """Name of the therapy."""
        return type(self).__name__

    def dose_limits(self) -> dict[str, tuple[float, float, str]]:
        """Return the lowest and highest dose allowed, and its unit."""
        return {}

    def active(self, time: float) -> bool:
        """Whether the therapy is given at a time."""
        return self.start <= time and (self.stop is None or time < self.stop)

    def level(self) -> dict[str, float]:
        """Return the model inputs it sets while it is given."""
        return {self.MODEL_INPUT: 1.0}

    def injections(self, until: float) -> dict[float, float]:
        """Return the dose in mg of every injection before `until`, by time."""
        return {}

    def switches(self, until: float) -> list[float]:
        """Return the times at which something changes."""
        times = [self.start, *self.injections(until)]
        return times if self.stop is None else [*times, self.stop]


@dataclass(frozen=True, kw_only=True)
class DailyTherapy(Therapy):
    """A therapy taken every day in mg."""

    mg_per_day: float

    HIGHEST: ClassVar[float] = 0.0

    def dose_limits(self) -> dict[str, tuple[float, float, str]]:
        return {"mg_per_day": (0, self.HIGHEST, "mg a day")}

    def level(self) -> dict[str, float]:
        return {self.MODEL_INPUT: float(self.mg_per_day)}
