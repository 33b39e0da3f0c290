"""Checking an answer: right, or the mistake it points to, without giving the answer away."""

from collections.abc import Mapping
from typing import Any

from bonelab import messages
from bonelab.teaching.question import Part, misconceptions
from bonelab.teaching.questions import QUESTIONS


def feedback(question: str, answer: Any) -> str:
    """Return what a student is told about an answer, computed from the model."""
    asked = QUESTIONS[messages.known("question", question, QUESTIONS)]
    given = _by_part(asked.parts, answer)
    computed = asked.run()
    told = []
    for part, key in zip(asked.parts, given, strict=True):
        where = f"{part.label}: " if part.label else ""
        if key == part.answer(computed):
            told.append(f"{where}right.")
        else:
            belief = misconceptions()[part.beliefs[key]]
            told.append(
                f"{where}not what the model computes. See: {belief.how_the_model_shows_it}."
            )
    return "\n".join(told)


def _by_part(parts: tuple[Part, ...], answer: Any) -> list[str]:
    """Return one choice for each part, checked against its options."""
    labels = [part.label for part in parts]
    given: list[Any]
    if isinstance(answer, Mapping):
        for label in answer:
            messages.known("answer", label, labels)
        given = [answer.get(label) for label in labels]
    else:
        given = list(answer) if isinstance(answer, list | tuple) else [answer]
    if len(given) != len(parts):
        named = ", ".join(repr(label) for label in labels)
        raise ValueError(f"answer={answer!r} is not allowed: give one choice for each of {named}.")
    for part, key in zip(parts, given, strict=True):
        messages.one_of(f"answer ({part.label})" if part.label else "answer", key, part.options)
    return given
