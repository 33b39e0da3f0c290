"""What a run returns: every series over time, and any single moment solved exactly."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from . import messages
from .course import Course, Segment
from .model import network
from .solver import Solver, advance

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

HIDDEN = ("time", "age_at_menopause", "ageing_on", "natural_menopause", "surgical_menopause", "age")
# Years, half a second: in this time no state moves by more than the solver may err.
INSTANT = 2e-8


class Trajectory(Mapping[str, np.ndarray]):
    """A simulated course; `trajectory["ctx"]` is a series on `trajectory.time`.

    Attributes
    ----------
    time : array
        Years from the final menstrual period: monthly, and every switch of a therapy. At a
        switch the value to its right is reported.
    parameters : dict of str to float
        The parameters of the run.
    hold : dict of str to float
        Nodes that stayed at a value.
    solver : Solver
        How the run was solved.
    """

    def __init__(
        self,
        time: np.ndarray,
        states: np.ndarray,
        segment_of: np.ndarray,
        course: Course,
        solver: Solver,
    ) -> None:
        self.time = time
        self._states = states
        self._segment_of = segment_of
        self._segments = course.segments
        self.parameters = course.parameters
        self.hold = course.hold
        self.solver = solver

    @cached_property
    def _series(self) -> dict[str, np.ndarray]:
        """Every series, evaluated once for all moments."""
        inputs = {
            name: np.array([segment.inputs[name] for segment in self._segments])[self._segment_of]
            for name in network.INPUTS
            if name != "time"
        }
        return self._evaluate(self._states, {**inputs, "time": self.time})

    def _evaluate(self, states: np.ndarray, inputs: Mapping[str, Any]) -> dict[str, np.ndarray]:
        columns = dict(zip(network.RATES, states.T, strict=True))
        nodes = network.evaluate(columns, inputs, self.parameters, self.hold)
        length = len(states)
        return {
            name: np.broadcast_to(np.asarray(value, dtype=float), (length,)).copy()
            for name, value in nodes.items()
            if name not in HIDDEN
        }

    def __getitem__(self, name: str) -> np.ndarray:
        """Return one series.

        Raises
        ------
        KeyError
            If there is no such series; the message names the nearest.
        """
        return self._series[messages.known("series", name, self._series)]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the series."""
        return iter(self._series)

    def __len__(self) -> int:
        """Return how many series there are."""
        return len(self._series)

    # Two runs are equal when they are one run: arrays have no single answer to `==`.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        """Say what it is."""
        return (
            f"<Trajectory from {self.time[0]:g} to {self.time[-1]:g} years, "
            f"{len(self.time)} moments, {len(self)} series>"
        )

    def at(self, t: float) -> dict[str, float]:
        """Return every series at one moment, solved, not the nearest output.

        Raises
        ------
        ValueError
            If `t` lies outside the run.
        """
        t = messages.number("t", t, self.time[0], self.time[-1], "years (the run)")
        # On plain numbers, which for a single moment is five times as fast as on arrays.
        states = dict(zip(network.RATES, self.state_at(t).tolist(), strict=True))
        inputs = {**self.segment_at(t).inputs, "time": t}
        values = network.evaluate(states, inputs, self.parameters, self.hold)
        return {name: float(value) for name, value in values.items() if name not in HIDDEN}

    def state_at(self, t: float) -> np.ndarray:
        """Return the states at one moment of the run, in the order of `model.network.RATES`."""
        before = self._last_output(t)
        after = min(before + 1, len(self.time) - 1)
        injected = self._segments[self._segment_of[after]].injected and self._switch_at(after)
        if 0 <= self.time[after] - t < INSTANT and not injected:
            return self._states[after]  # states do not jump with a therapy
        state, times = self._states[before], np.array([self.time[before], t])
        segment = self.segment_at(t)
        return advance(segment, state, times, self.parameters, self.hold, self.solver)[-1]

    def segment_at(self, t: float) -> Segment:
        """Return the span in which a moment lies; at a switch the one to its right."""
        return self._segments[self._segment_of[self._last_output(t)]]

    def solved(self, segment: Segment, times: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
        """Return what this run knows of a span that another run has in common with it.

        Returns
        -------
        tuple of array, or None
            The states at `times`, and at the end of the span, if that lies in this run and
            nothing differs there.
        """
        if not self.time[0] <= segment.stop <= self.time[-1]:
            return None
        places = self.time.searchsorted(times)
        if not np.array_equal(self.time[places], times):
            return None
        if any(each.injected and each.start == segment.stop for each in self._segments):
            return None
        for own in self._segments:
            if own.start <= segment.start < segment.stop <= own.stop:
                injected = own.injected if own.start == segment.start else 0.0
                if (own.inputs, injected) == (segment.inputs, segment.injected):
                    return self._states[places], self.state_at(segment.stop)
        return None

    def _last_output(self, t: float) -> int:
        return int(np.searchsorted(self.time, t, side="right")) - 1

    def _switch_at(self, output: int) -> bool:
        """Whether a span begins at this output."""
        return output > 0 and self._segment_of[output] != self._segment_of[output - 1]

    def to_dataframe(self) -> "pandas.DataFrame":
        """Return every series as a column, indexed by time in years."""
        import pandas as pd

        return pd.DataFrame(dict(self), index=pd.Index(self.time, name="time"))

    def plot(self, baseline: "Trajectory | None" = None) -> "Figure":
        """Draw estradiol, resorption and formation, BMD and markers; `baseline` stands behind."""
        # Drawing is a layer above; it is asked for only here, so that a run needs no matplotlib.
        from .figures.plots import plot_trajectory

        return plot_trajectory(self, baseline=baseline)
