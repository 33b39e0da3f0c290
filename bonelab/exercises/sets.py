"""An exercise set: its tasks, and the numbers that a seed gives to one student."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bonelab import messages
from bonelab.exercises.answers import Case, Task
from bonelab.seeds import LARGEST_SEED


@dataclass(frozen=True)
class ExerciseSet:
    """The tasks of one set.

    Parameters
    ----------
    usual : dict of str to value
        The numbers of the tasks where no seed is given.
    vary : callable
        Takes a `random.Random` and returns the numbers for a seed, with the same names.
    tasks : dict of str to Task
        By name: "q1", "q2", ...
    """

    usual: Case
    vary: Callable[[random.Random], Case]
    tasks: Mapping[str, Task]

    def case(self, seed: int | None) -> dict[str, Any]:
        """Return the numbers for a seed, or those that everyone gets."""
        if seed is None:
            return dict(self.usual)
        checked = int(messages.number("seed", seed, 0, LARGEST_SEED))
        return dict(self.vary(random.Random(checked)))
