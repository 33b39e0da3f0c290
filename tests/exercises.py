"""What the tests of the exercise sets share."""

from numbers import Real

import bonelab as bl

SEEDS = [bl.exercise_seed(f"student {n}") for n in range(30)]


def hints(task):
    """Return every hint that is written for a task."""
    mistakes, options = getattr(task, "mistakes", {}), getattr(task, "options", {})
    return [*mistakes, *options.values(), *getattr(task, "mentions", {}).values()]


def tells(text, answer):
    """Whether a text contains the answer: the option in quotes, or the number however rounded."""
    if isinstance(answer, Real):
        forms = {f"{abs(answer):.{digits}f}" for digits in (1, 2, 3)} | {f"{abs(answer):.3g}"}
        return any(form in text for form in forms if len(form) > 2)
    return isinstance(answer, str) and f"'{answer}'" in text
