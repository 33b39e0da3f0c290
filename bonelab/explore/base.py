"""What every app is made of: up to four controls, presets, Reset, Save, a picture, a sentence."""

from html import escape

import ipywidgets as widgets

from bonelab.explore.ahead import Ahead, next_values
from bonelab.explore.saving import save
from bonelab.teaching import accessible

MOST_CONTROLS = 4
PLAY_MILLISECONDS = 250  # between two steps of an app that plays
STYLE = """
.bonelab-app { max-width: 1080px; }
.bonelab-controls > * { max-width: calc(100% - 4px); }
.bonelab-app .noUi-handle { border: 2px solid var(--jp-ui-font-color2, #616161); }
.bonelab-sentence p { font-size: 1.05em; line-height: 1.5; margin: 0.4em 0.2em; }
.bonelab-app .bonelab-error { border-left: 4px solid #D55E00; padding-left: 0.6em; }
"""


class App(widgets.VBox):
    """A picture that follows its controls, with the sentence that says what it shows.

    A subclass says how to draw: ``draw(**settings)`` returns the PNG bytes and the sentence, and
    ``numbers(**settings)`` what the picture shows, as columns. It computes no biology: both ask
    the model. What `draw` returns depends on the settings alone, since pictures are kept.

    Parameters
    ----------
    title : str
        What the picture is, in a few words; its name in saved files.
    controls : dict of str to widget
        At most four, each with `description` and `tooltip`; the key is the argument of `draw`.
    presets : dict of str to dict
        The text of a button and the values it sets; a control it leaves out is reset.
    play : str, optional
        The slider that a play button moves, a step every quarter of a second.

    Raises
    ------
    ValueError
        If there are too many controls, or a preset sets one that is not there.
    """

    NARROWEST = accessible.NARROWEST  # pixels of the picture; a subclass may need more

    def __init__(self, title, controls, presets, play=None):
        if len(controls) > MOST_CONTROLS:
            raise ValueError(f"controls: {len(controls)} given, at most {MOST_CONTROLS} allowed")
        self.title, self.controls, self.presets = title, dict(controls), dict(presets)
        self._start = self.settings
        for text, values in self.presets.items():
            self._check(values, f"preset {text!r}")
        self.picture = accessible.Picture(layout={"min_width": f"{self.NARROWEST}px"})
        self.sentence = widgets.HTML()
        self.buttons = {text: self._button(text, values) for text, values in presets.items()}
        self.buttons["Reset"] = self._button("Reset", {})
        self.save_button = widgets.Button(
            description="Save",
            icon="download",
            tooltip="Save the picture and its numbers beside this notebook",
            layout={"width": "auto"},
        )
        self.save_button.on_click(lambda _button: self.save())
        self.saved = widgets.HTML('<div role="status"></div>')
        self._quiet = False
        self.ahead = Ahead(lambda **settings: self.draw(**settings))
        for control in self.controls.values():
            control.observe(self._changed, "value")
        row = {"flex_flow": "row wrap", "grid_gap": "2px 6px"}
        pressed = widgets.HBox([*self.buttons.values(), self.save_button], layout=row)
        moved = widgets.HBox([*self._player(play), *self.controls.values()], layout=row)
        super().__init__(
            [
                widgets.HTML(f"<style>{STYLE}{accessible.style('bonelab-app')}</style>"),
                pressed,
                moved,
                accessible.framed(self.picture),
                self.sentence,
                self.saved,
                accessible.completed("bonelab-app"),
            ]
        )
        for widget, name in (
            (self, "app"),
            (pressed, "presets"),
            (moved, "controls"),
            (self.picture, "picture"),
            (self.sentence, "sentence"),
        ):
            widget.add_class(f"bonelab-{name}")
        self.show()
        self.ahead.tidy()

    def draw(self, **settings):
        """Return the picture (PNG bytes) and the sentence (str) for these settings."""
        raise NotImplementedError

    def numbers(self, **settings):
        """Return what the picture shows as a dict: the name of a column and its values."""
        raise NotImplementedError

    def quick(self, **settings):
        """Whether a picture takes so little time that it may be drawn ahead."""
        return True

    def save(self):
        """Write the picture and its numbers to the folder `saved` and say where they are."""
        files = save(self.title, self.picture.value, self.numbers(**self.settings))
        names = " and ".join(f"<code>{escape(file.as_posix())}</code>" for file in files)
        self.saved.value = f'<p role="status">Saved {names}, beside this notebook.</p>'

    @property
    def settings(self):
        """The value of each control, by name."""
        return {name: control.value for name, control in self.controls.items()}

    def set(self, **values):
        """Set several controls and draw once.

        Raises
        ------
        ValueError
            If a control is unknown.
        """
        self._check(values, "set")
        self._quiet = True
        try:
            for name, value in values.items():
                self.controls[name].value = value
        finally:
            self._quiet = False
        self.show()

    def reset(self, **but):
        """Set every control to where it began, except those given; what plays stops."""
        if self.player is not None:
            self.player.playing = False
        self.set(**(self._start | but))

    def show(self):
        """Draw the picture for the controls as they stand now.

        What goes wrong is told in place of the picture and raised, so that it cannot hide.
        """
        try:
            png, sentence = self.ahead.draw(**self.settings)
        except Exception as error:
            self.picture.layout.display = "none"
            self._say(f"This picture could not be drawn. {error}", "bonelab-error", "alert")
            raise
        self.picture.show(png, sentence)
        self.picture.layout.display = ""  # None is lost on its way out of a kernel in a browser
        self._say(sentence)

    def _say(self, text, kind="", role="status"):
        self.sentence.value = f'<p class="{kind}" role="{role}">{escape(text)}</p>'

    def _changed(self, change):
        if self._quiet:
            return
        self.ahead.stop()
        self.show()
        now = self.settings
        name = next(key for key, control in self.controls.items() if control is change["owner"])
        values = next_values(change["owner"], change["old"])
        quick = [value for value in values if self.quick(**now | {name: value})]
        self.ahead.prepare(now, name, quick)

    def _player(self, name):
        """Return the play button of a slider as a list, empty where nothing plays."""
        self.player = None
        if name is None:
            return []
        slider = self.controls[name]
        steps = round((slider.max - slider.min) / slider.step)
        player = widgets.Play(max=steps, interval=PLAY_MILLISECONDS, show_repeat=False)
        player.tooltip = f"Play: move {slider.description} by itself"

        def follow(change):
            slider.value = slider.min + change["new"] * slider.step

        def lead(change):  # it plays on from where the slider was put
            player.value = round((change["new"] - slider.min) / slider.step)

        player.observe(follow, "value")
        slider.observe(lead, "value")
        lead({"new": slider.value})
        self.player = player
        return [player]

    def _button(self, text, values):
        button = widgets.Button(
            description=text, tooltip=f"Set the controls: {text}", layout={"width": "auto"}
        )
        button.on_click(lambda _button: self.reset(**values))
        return button

    def _check(self, values, where):
        for name in values:
            if name not in self.controls:
                raise ValueError(f"{where}: no control {name!r}; there are {list(self.controls)}")
