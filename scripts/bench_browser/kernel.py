"""What the benchmark runs in the kernels of its notebooks: the baseline, and what an app shows.

The baseline shows an app's figure through `ipywidgets.interact`, drawn from nothing each time. It
asks the same app for the same data and builds the same figure; but at every change of a control
the figure is made anew, drawn whole, and displayed inline. So the two ways differ in nothing but
what the live picture spares.
"""

import hashlib
import json
import math
import time

import ipywidgets as widgets
from IPython.display import display

from bonelab.figures.bone_slice import bone_image
from bonelab.figures.live import LivePicture
from bonelab.figures.slice_panels import SlicePicture


def interact_with(make):
    """Show what an app shows through `ipywidgets.interact` and a new inline figure.

    Parameters
    ----------
    make : callable
        Makes the app: a function of `bonelab.explore`.
    """
    LivePicture.__new__ = _made_to_be_drawn_afresh
    with widgets.Output():  # what the app itself draws at first is not shown
        app = make()
    app._quiet = True  # from now on its controls move only what `interact` draws

    def draw(**settings):
        app.draw(**settings)

    widgets.interact(draw, **app.controls)


def _made_to_be_drawn_afresh(kind, *args, **kwargs):
    """Make a live picture whose `update` displays a new figure of the same kind instead."""

    def update(*now, **named):
        new = object.__new__(kind)
        new.__init__(*args, **kwargs)
        new.png = lambda: b""  # it is displayed instead
        kind.update(new, *now, **named)
        for artist in new.moving:
            artist.set_animated(False)
        # The one thing that a live picture writes as pixels.
        if isinstance(new, SlicePicture):
            new.slice_axes.imshow(bone_image(new.fraction, before=new.healthy))
        display(new.figure)
        return b""

    picture = object.__new__(kind)
    picture.update = update
    return picture


def timed(app):
    """Return a list to which an app, from now on, adds the milliseconds of each `show`."""
    took, show = [], app.show

    def measured():
        begin = time.perf_counter()
        show()
        took.append(1000 * (time.perf_counter() - begin))

    app.show = measured
    return took


def moved(app):
    """Return the control that the benchmark moves: the first slider, or else the first menu."""
    controls = list(app.controls.values())
    sliders = (control for control in controls if type(control).__name__.endswith("Slider"))
    return next(sliders, controls[0])


def step(app):
    """Return how far one key moves the control; a menu moves from place to place."""
    control = moved(app)
    return 1 if hasattr(control, "index") else control.step


def shown(app):
    """Return as JSON what an app must show now: the place of the control, and its picture.

    Parameters
    ----------
    app : bonelab.explore.App
        It draws once more, as for a first time, for the values that its controls have now.
    """
    control, value = moved(app), moved(app).value
    if hasattr(control, "index"):
        place = control.index
    elif hasattr(control, "base"):
        place = math.log(value, control.base)
    else:
        place = value[0] if isinstance(value, tuple) else value
    png, _ = app.draw(**app.settings)
    return json.dumps({"place": place, "picture": hashlib.sha256(png).hexdigest()})
