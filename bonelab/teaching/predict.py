"""The widget of a prediction: commit, lock, and only then see what the model computes."""

from html import escape

import ipywidgets as widgets

from bonelab import messages
from bonelab.teaching import accessible, progress
from bonelab.teaching.question import misconceptions
from bonelab.teaching.questions import QUESTIONS

STYLE = """
.bonelab-predict { max-width: 900px; border-left: 4px solid #0072B2; padding-left: 14px; }
.bonelab-predict .widget-radio-box label { white-space: normal; height: auto; width: auto; }
.bonelab-predict .widget-toggle-button.mod-active {
    background: #0072B2; color: white; opacity: 1;
    box-shadow: inset 0 0 0 2px var(--jp-ui-font-color0, black);
}
.bonelab-predict p { line-height: 1.5; margin: 0.4em 0; }
"""
# Most answers come at once; one that needs many runs takes seconds.
WAITING = '<div role="status"><p>Computing the answer …</p></div>'


def _paragraph(text, tag="p"):
    return f"<{tag}>{escape(text)}</{tag}>"


def _answer(belief):
    return (
        f"<p>Many students expect this: “{escape(belief.belief)}”. "
        f"What is so: {escape(belief.what_is_so)}. "
        f"<i>See it in the model: {escape(belief.how_the_model_shows_it)}.</i></p>"
    )


class Prediction(widgets.VBox):
    """A question whose choice is locked before its answer is computed.

    What was locked is kept in the progress file and stands there again, with its answer, when
    the lesson is opened the next time.

    Parameters
    ----------
    name : str
        The name of the question, under which the choice is kept.
    """

    def __init__(self, name):
        self.name, self.question = name, QUESTIONS[name]
        question = self.question
        self.locked = None
        self.choices = [self._choice(part) for part in question.parts]
        self.lock = widgets.Button(
            description="Lock my prediction",
            disabled=True,
            icon="lock",
            tooltip="Choose first; after this the prediction cannot be changed",
            layout={"width": "auto", "align_self": "flex-start", "margin": "8px 2px"},
            button_style="primary",
        )
        self.lock.on_click(lambda _button: self.reveal())
        self.feedback = widgets.HTML('<div role="status"></div>')
        self.picture = accessible.Picture(layout={"display": "none"})
        for choice in self.choices:
            choice.observe(self._ready, "value")
        style = STYLE + accessible.style("bonelab-predict")
        super().__init__(
            [
                widgets.HTML(f"<style>{style}</style>{_paragraph(question.prompt)}"),
                *self.choices,
                self.lock,
                self.feedback,
                accessible.framed(self.picture),
                accessible.completed("bonelab-predict"),
            ]
        )
        self.add_class("bonelab-predict")
        self._recall()

    def _choice(self, part):
        options = [(text, key) for key, text in part.options.items()]
        shared = {"options": options, "value": None, "description": part.label}
        if len(self.question.parts) == 1:
            return widgets.RadioButtons(**shared, layout={"width": "auto"})
        return widgets.ToggleButtons(
            **shared, style={"description_width": "170px", "button_width": "auto"}
        )

    def _labels(self):
        """Return what each part is kept under; a single part has no label."""
        return [part.label for part in self.question.parts]

    def _recall(self):
        """Lock again what was locked in an earlier session, if this edition still asks it."""
        try:
            kept = progress.recall(self.name, self._labels())
        except ValueError:
            return  # the panel of lesson 00 says what is wrong with the file
        parts = self.question.parts
        if kept and all(key in part.options for key, part in zip(kept, parts, strict=True)):
            for choice, key in zip(self.choices, kept, strict=True):
                choice.value = key
            self.reveal(keep=False)

    def _ready(self, _change):
        chosen = all(choice.value is not None for choice in self.choices)
        self.lock.disabled = self.locked is not None or not chosen

    def reveal(self, keep=True):
        """Lock the choice, compute the answer and show it; without a full choice do nothing."""
        if self.lock.disabled:
            return
        self.locked = tuple(choice.value for choice in self.choices)
        for widget in (*self.choices, self.lock):
            widget.disabled = True
        self.lock.description = "Locked"
        self.feedback.value = WAITING
        try:
            computed = self.question.run()
            answers = [part.answer(computed) for part in self.question.parts]
            told = self._tell(answers)
            picture = self.question.reveal(computed)
            self.picture.show(picture.png(), picture.sentence)
        except Exception as error:
            message = escape(f"The answer could not be computed. {error}")
            self.feedback.value = f'<p class="bonelab-error" role="alert">{message}</p>'
            raise
        self.picture.layout.display = ""  # None is lost on its way out of a kernel in a browser
        told += _paragraph(picture.sentence)
        if keep:
            told += self._keep(sum(a == b for a, b in zip(answers, self.locked, strict=True)))
        self.feedback.value = f'<div role="status">{told}</div>'

    def _keep(self, right):
        """Keep the choice; where that fails, return what to say, since the lesson goes on."""
        try:
            progress.record(self.name, dict(zip(self._labels(), self.locked, strict=True)), right)
        except (OSError, ValueError) as error:
            return _paragraph(f"This prediction could not be kept for the next session. {error}")
        return ""

    def _tell(self, answers):
        """Return each part's verdict, then each misconception that the wrong ones point to."""
        told, pointed_to = "", []
        for part, chosen, right in zip(self.question.parts, self.locked, answers, strict=True):
            model = escape(part.options[right])
            if chosen == right:
                told += f"<p>✓ <b>{escape(part.label or 'Yes')}: {model}.</b></p>"
            else:
                yours = f"{escape(part.label or 'You')}: {escape(part.options[chosen])}"
                told += f"<p>✗ <b>{yours}. The model: {model}.</b></p>"
                pointed_to.append(part.beliefs[chosen])
        return told + "".join(_answer(misconceptions()[id]) for id in dict.fromkeys(pointed_to))


def predict(question_id):
    """Ask a question, let the student commit, and show what the model computes.

    Parameters
    ----------
    question_id : str
        For example ``"after-menopause"``.

    Returns
    -------
    Prediction
        A widget: choose, press Lock, and the result appears; each wrong choice is answered
        with the misconception it points to.

    Raises
    ------
    KeyError
        If there is no such question; the message names the nearest one.
    """
    return Prediction(messages.known("question_id", question_id, QUESTIONS))
