"""A button that begins a search, a bar that says how far it is, and a button that stops it."""

import asyncio
import time
from contextlib import closing
from html import escape

import ipywidgets as widgets

SLICE = 0.05  # seconds of work between two looks at the buttons


class FitBar(widgets.HBox):
    """Works through steps while the page stays alive.

    Parameters
    ----------
    steps : callable
        Returns a generator that yields the share done; what it returns goes to `found`.
    found : callable
        Takes the result.
    """

    def __init__(self, steps, found):
        self._steps, self._found = steps, found
        self._turn, self._task = 0, None
        self.begin = widgets.Button(
            description="Fit the table",
            icon="search",
            tooltip="Find the women that agree with the table",
            layout={"width": "auto"},
        )
        self.end = widgets.Button(
            description="Stop",
            icon="stop",
            disabled=True,
            tooltip="Stop the search; the picture stays as it is",
            layout={"width": "auto"},
        )
        self.bar = widgets.FloatProgress(max=1.0, layout={"width": "220px"})
        self.told = widgets.HTML()
        self.begin.on_click(lambda _button: self.start())
        self.end.on_click(lambda _button: self.stop())
        super().__init__([self.begin, self.end, self.bar, self.told])
        self.layout.flex_flow = "row wrap"

    def start(self):
        """Begin the search; where no loop runs, wait for its end."""
        self.stop()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.work_through()
        else:
            self._task = loop.create_task(self._alive(self._turn))

    def stop(self):
        """End the search; nothing changes."""
        self._turn += 1
        if self._task is not None:
            self._task = None
            self.say("Stopped. The picture is as it was.")
        self._idle()

    def work_through(self):
        """Do the whole search at once."""
        for _ in self._searching():
            pass

    async def _alive(self, turn):
        """Search in slices, so that Stop and the other controls are heard in between."""
        looked = time.monotonic()
        with closing(self._searching()) as steps:
            for _ in steps:
                if time.monotonic() - looked > SLICE:
                    await asyncio.sleep(0)
                    if turn != self._turn:
                        return
                    looked = time.monotonic()
        self._task = None

    def _searching(self):
        self.begin.disabled, self.end.disabled = True, False
        self.say("Searching …")
        try:
            steps = self._steps()
            while True:
                try:
                    self.bar.value = next(steps)
                except StopIteration as stop:
                    result = stop.value
                    break
                yield
        except ValueError as error:
            self.say(str(error), "alert")
            return
        finally:
            self._idle()
        self.say("")
        self._found(result)

    def say(self, text, role="status"):
        """Say something beside the bar."""
        self.told.value = f'<span role="{role}">{escape(text)}</span>'

    def _idle(self):
        self.begin.disabled, self.end.disabled = False, True
        self.bar.value = 0.0
