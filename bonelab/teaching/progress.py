"""What a student has predicted, kept in a small file beside the notebook.

The file holds the choices and nothing else: no name, no time. Nothing leaves the machine. A
question that this edition of the lessons no longer asks stays in the file and is passed over.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FILE = Path("progress.json")  # in the folder of the notebook, where its kernel runs
FORMAT = 1


def _checked(data: Any, source: str) -> dict[str, dict[str, Any]]:
    """Return the predictions in what a file held, or say what is wrong with it."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"{source} is not a progress file of bonelab.")
    predictions = data.get("predictions")
    if not isinstance(predictions, dict):
        raise ValueError(f"{source} holds no predictions.")
    for question, kept in predictions.items():
        choices, right = (kept.get(key) if isinstance(kept, dict) else None for key in KEPT)
        if not (
            isinstance(choices, dict)
            and all(isinstance(choice, str) for choice in choices.values())
            and isinstance(right, int)
        ):
            raise ValueError(f"{source}: the entry {question!r} is not a prediction.")
    return predictions


KEPT = ("choices", "right")


def read() -> dict[str, dict[str, Any]]:
    """Return the predictions made so far, by question; none where there is no file.

    Raises
    ------
    ValueError
        If the file is not a progress file; it is left as it is.
    """
    if not FILE.exists():
        return {}
    return from_text(FILE.read_text(encoding="utf-8"), str(FILE))


def from_text(text: str, source: str) -> dict[str, dict[str, Any]]:
    """Return the predictions in a text, which came from `source`.

    Raises
    ------
    ValueError
        If the text is not that of a progress file.
    """
    try:
        data = json.loads(text)
    except ValueError:
        raise ValueError(f"{source} is not a progress file of bonelab.") from None
    return _checked(data, source)


def as_text(predictions: Mapping[str, Any]) -> str:
    """Return predictions as the text of a progress file."""
    return json.dumps({"format": FORMAT, "predictions": dict(predictions)}, indent=1) + "\n"


def write(predictions: Mapping[str, Any]) -> None:
    """Write the file in one step, so that an interruption leaves the old one or the new one."""
    fresh = FILE.with_suffix(".new.json")
    fresh.write_text(as_text(predictions), encoding="utf-8")
    fresh.replace(FILE)


def record(question: str, choices: Mapping[str, str], right: int) -> None:
    """Keep a prediction: the choice for each part by its label, and how many were right."""
    write({**read(), question: {"choices": dict(choices), "right": right}})


def recall(question: str, labels: Sequence[str]) -> list[str] | None:
    """Return the choices kept for a question, one for each label, or None if it is not answered."""
    kept = read().get(question, {}).get("choices", {})
    return [kept[label] for label in labels] if set(labels) == set(kept) else None


def delete() -> None:
    """Delete the file."""
    FILE.unlink(missing_ok=True)
