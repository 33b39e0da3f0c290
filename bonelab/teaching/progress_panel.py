"""The panel that shows what has been predicted, lesson by lesson, and lets it be taken along."""

from base64 import b64encode
from html import escape

import ipywidgets as widgets

from bonelab.teaching import accessible, progress
from bonelab.teaching.questions import LESSONS

STYLE = """
.bonelab-progress table { border-collapse: collapse; margin: 6px 0; }
.bonelab-progress td, .bonelab-progress th { padding: 3px 14px 3px 0; text-align: left; }
.bonelab-progress progress { width: 120px; accent-color: #0072B2; }
"""


class ProgressPanel(widgets.VBox):
    """A row for each lesson, and buttons to renew, delete, download and load what is kept."""

    def __init__(self):
        self.table, self.message = widgets.HTML(), widgets.HTML('<div role="status"></div>')
        self.renew = self._button("Renew", "refresh", "Read the file again", self.show)
        self.download = self._button(
            "Download", "download", "Make a link to a copy of the file", self.offer
        )
        self.delete = self._button("Delete", "trash", "Delete all predictions", self.remove)
        self.load = widgets.FileUpload(
            accept=".json", description="Load", tooltip="Load a copy that you downloaded"
        )
        self.load.observe(self._loaded, "value")
        buttons = widgets.HBox(
            [self.renew, self.download, self.load, self.delete],
            layout={"flex_flow": "row wrap"},
        )
        style = widgets.HTML(f"<style>{STYLE}{accessible.style('bonelab-progress')}</style>")
        completed = accessible.completed("bonelab-progress")
        super().__init__([style, self.table, buttons, self.message, completed])
        self.add_class("bonelab-progress")
        self.show()

    def _button(self, text, icon, tooltip, action):
        button = widgets.Button(
            description=text, icon=icon, tooltip=tooltip, layout={"width": "auto"}
        )
        button.on_click(lambda _button: action())
        return button

    def show(self):
        """Read the file and show a row for each lesson."""
        try:
            kept = progress.read()
        except ValueError as error:
            self._say(f"{error} Delete it, or load a copy.", "bonelab-error")
            kept = {}
        rows = "".join(self._row(lesson, questions, kept) for lesson, questions in LESSONS.items())
        head = "<tr><th>Lesson</th><th>Predictions made</th><th></th><th>All right</th></tr>"
        self.table.value = f"<table>{head}{rows}</table>"

    @staticmethod
    def _row(lesson, questions, kept):
        made = [name for name in questions if name in kept]
        right = sum(kept[name]["right"] == len(questions[name].parts) for name in made)
        bar = f'<progress value="{len(made)}" max="{len(questions)}" aria-label="Lesson {lesson}">'
        return (
            f"<tr><td>{lesson}</td><td>{len(made)} of {len(questions)}</td>"
            f"<td>{bar}</progress></td><td>{right if made else ''}</td></tr>"
        )

    def offer(self):
        """Show a link from which the file is downloaded."""
        try:
            data = b64encode(progress.as_text(progress.read()).encode()).decode()
        except ValueError as error:
            self._say(str(error), "bonelab-error")
            return
        link = f'href="data:application/json;base64,{data}" download="{progress.FILE.name}"'
        self.message.value = f"<p role='status'><a {link}>Download {progress.FILE.name}</a></p>"

    def remove(self):
        """Delete the file."""
        progress.delete()
        self._say("Deleted. Run a lesson again to predict afresh.")
        self.show()

    def take(self, text, source):
        """Take over the predictions of a text; those kept here for the same question go."""
        try:
            loaded = progress.from_text(text, source)
        except ValueError as error:
            self._say(f"{error} Nothing was changed.", "bonelab-error")
            return
        try:
            kept = progress.read()
        except ValueError:  # what is there is not readable, and she has a copy
            kept = {}
        progress.write({**kept, **loaded})
        self._say(f"Loaded {len(loaded)} predictions.")
        self.show()

    def _loaded(self, change):
        for file in change["new"]:
            text = bytes(file["content"]).decode("utf-8", errors="replace")
            self.take(text, file["name"])

    def _say(self, text, kind=""):
        self.message.value = f'<p class="{kind}" role="status">{escape(text)}</p>'


def my_progress():
    """Return the panel that shows which predictions were made, lesson by lesson."""
    return ProgressPanel()
