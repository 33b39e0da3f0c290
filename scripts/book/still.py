"""What stands in the copy to read for that which moves in a lesson, as data.

This runs in the kernel of a lesson. After `register()` an app, a prediction or a picture that a
cell shows gives data of the type `STILL`: the pictures as base64, and every text. How they look
on a page is decided elsewhere.
"""

from base64 import b64encode

import ipywidgets as widgets
from IPython import get_ipython

from bonelab.explore import App
from bonelab.figures import Picture
from bonelab.teaching.predict import Prediction
from bonelab.teaching.progress_panel import ProgressPanel
from bonelab.teaching.question import misconceptions

STILL = "application/vnd.bonelab.still+json"
AT_FIRST = "As it opens"


def register():
    """Let this kernel show everything that moves as what stands for it."""
    formatter = get_ipython().display_formatter.mimebundle_formatter
    kinds = {
        App: app,
        Picture: picture,
        Prediction: prediction,
        ProgressPanel: progress_panel,
        widgets.Widget: other_widget,
    }
    for kind, still in kinds.items():
        formatter.for_type(kind, lambda shown, still=still: {STILL: still(shown)})
    # A bar that shows how far a run is, and is gone when the run ends.
    formatter.for_type(widgets.IntProgress, lambda bar: {"text/plain": ""})


def app(shown):
    """Return an app as its picture and sentence at first and at each preset.

    A preset that changes nothing shares the first picture, which then has two names.
    """
    settings, states = [], []
    for name, values in {AT_FIRST: {}, **shown.presets}.items():
        shown.reset(**values)
        if shown.settings in settings:
            states[settings.index(shown.settings)]["names"].append(name)
            continue
        settings.append(shown.settings)
        image = _image(shown.picture.value, shown.picture.tooltip)
        states.append({"names": [name], **image})
    shown.reset()
    return {"kind": "app", "title": shown.title, "states": states}


def picture(shown):
    """Return a picture with its sentence."""
    return {"kind": "picture", **_image(shown.png(), shown.sentence)}


def prediction(shown):
    """Return a question with its choices, each answered by the model, and what the model shows."""
    question = shown.question
    computed = question.run()
    return {
        "kind": "prediction",
        "prompt": question.prompt,
        "parts": [_part(part, part.answer(computed)) for part in question.parts],
        "picture": picture(question.reveal(computed)),
    }


def progress_panel(_shown):
    """Say what the panel does in the lesson."""
    return _note("In the lesson, a table here shows which predictions you have made.")


def other_widget(_shown):
    """Say that there is something."""
    return _note("In the lesson, there is something here that can be moved.")


def _part(part, right):
    return {
        "label": part.label,
        "answer": part.options[right],
        "choices": [
            {"text": text, "right": key == right, "belief": _belief(part, key, right)}
            for key, text in part.options.items()
        ],
    }


def _belief(part, key, right):
    """Return the misconception that a wrong choice points to."""
    return None if key == right else misconceptions()[part.beliefs[key]]._asdict()


def _image(png, sentence):
    if not sentence.strip():
        raise ValueError("a picture without a sentence: who cannot see it would miss what it says")
    return {"png": b64encode(png).decode(), "sentence": sentence}


def _note(text):
    return {"kind": "note", "text": text}
