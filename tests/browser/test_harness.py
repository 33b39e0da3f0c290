"""The browser tests see what goes wrong: hidden errors, requests outside, deaf apps."""

import nbformat
import pytest

from tests.browser import lab_accessibility
from tests.browser.app import AppOnPage
from tests.browser.lab import Browser
from tests.browser.server import Server

HIDDEN = """
import ipywidgets
from IPython.display import HTML, display
def raise_error(change):
    raise RuntimeError("hidden in a callback")
slider = ipywidgets.IntSlider()
slider.observe(raise_error, "value")
app = ipywidgets.VBox([slider])
app.add_class("bonelab-app")
display(app, HTML('<img src="https://outside.invalid/x.png"><script>console.error("said")</script>'))
"""
UNUSABLE = """
from IPython.display import HTML
HTML('<div class="bonelab-app"><p style="color: #aaa; background: #fff">pale</p>'
     '<div role="slider" tabindex="0" style="outline: none">Press</div>'
     '<div class="widget-box" style="width: 300px; overflow: auto">'
     '<p style="min-width: 999px">cut off</p></div></div>')
"""
# An app whose picture and sentence are its settings, and ways in which an app can be broken.
APPS = """
import ipywidgets as w
import numpy as np
from bonelab.explore import App
from bonelab.figures.live import encode_png


class Follows(App):
    def draw(self, **now):
        text = repr(now)
        pixels = np.frombuffer(text.encode().ljust(1200, b"."), np.uint8).reshape(20, 20, 3)
        return encode_png(pixels), text


class Raises(Follows):
    def draw(self, slider):
        if slider > 4:
            raise ValueError("more than four")
        return super().draw(slider=slider)


class Dead(Follows):
    def draw(self, slider):
        return super().draw()


class PictureStays(Follows):
    def draw(self, slider):
        return super().draw()[0], f"The slider stands at {slider}."


class ForgetsReset(Follows):
    def reset(self, **but):
        self.set(**but)


class SamePresets(Follows):
    def reset(self, **but):
        self.set(slider=3 if but else self._start["slider"])


def every_kind():
    first = {
        "range": w.IntRangeSlider(value=(2, 5), max=9, description="Range"),
        "buttons": w.ToggleButtons(options=["p", "q", "r"], value="q", description="Buttons"),
        "radio": w.RadioButtons(options=["p", "q", "r"], value="r", description="Radio"),
        "box": w.Checkbox(description="Box"),
    }
    second = {
        "dose": w.FloatLogSlider(value=1, min=-1, max=1, description="Dose"),
        "level": w.SelectionSlider(options=[("low", 1), ("high", 2)], description="Level"),
        "menu": w.Dropdown(options=["p", "q"], value="q", description="Menu"),
        "toggle": w.ToggleButton(description="Toggle"),
    }
    third = {"slider": w.IntSlider(value=2, max=9, description="Slider")}
    return [
        Follows("One", first, {}),
        Follows("Two", second, {}),
        Follows("Three", third, {}, play="slider"),
    ]


def broken(kind):
    presets = {"Three": {"slider": 3}, "Four": {"slider": 4}}
    return kind("Broken", {"slider": w.IntSlider(value=2, max=9, description="Slider")}, presets)
"""
BROKEN = {
    "Raises": "another text than the sentence",
    "Dead": "neither picture nor sentence has followed",
    "PictureStays": "the picture is always the same",
    "ForgetsReset": "Reset does not bring back",
    "SamePresets": "two presets show the same",
}


@pytest.fixture(scope="module")
def open_notebook(tmp_path_factory):
    """Open a notebook of some cells and run it; one server and one browser serve them all."""
    folder = tmp_path_factory.mktemp("harness")
    with Server(folder) as server, Browser() as browser:

        def open_it(name, *sources):
            cells = [nbformat.v4.new_code_cell(source) for source in sources]
            kernel = {"name": "python3", "display_name": "Python 3"}
            notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
            nbformat.write(notebook, folder / f"{name}.ipynb")
            lesson = browser.open(server, f"{name}.ipynb")
            lesson.run_all()
            return lesson

        yield open_it


@pytest.mark.browser
def test_hidden_errors_are_seen(open_notebook):
    page = open_notebook("hidden", HIDDEN, "1 / 0")
    page.find(".bonelab-app .widget-slider .noUi-handle").press("ArrowRight")
    page.wait_until_changed(lambda: "hidden in a callback" in str(page.errors()), False)
    errors = str(page.errors())
    assert "cell: ZeroDivisionError" in errors
    assert "console: said" in errors
    assert set(page.outside_requests) == {"https://outside.invalid/x.png"}
    page.close()


@pytest.mark.browser
def test_what_not_everyone_can_use_is_seen(open_notebook):
    page = open_notebook("unusable", UNUSABLE)
    lab_accessibility.set_width(page, 1280)
    found = " ".join(lab_accessibility.violations(page))
    assert "aria-input-field-name" in found
    assert "color-contrast" in found
    assert "no outline: <div role=" in str(lab_accessibility.hidden_focus(page))
    assert "999 > 300" in str(lab_accessibility.cut_off(page))
    page.close()


@pytest.mark.browser
def test_every_kind_of_control_is_moved(open_notebook):
    page = open_notebook("kinds", APPS, *(f"every_kind()[{i}]" for i in range(3)))
    for app in page.page.locator(".bonelab-app").all():
        AppOnPage(page, app).try_everything()
    assert page.errors() == []
    page.close()


@pytest.mark.browser
def test_an_app_that_does_not_follow_is_found_out(open_notebook):
    page = open_notebook("broken", APPS, *(f"broken({kind})" for kind in BROKEN))
    apps = [AppOnPage(page, app) for app in page.page.locator(".bonelab-app").all()]
    for app, complaint in zip(apps, BROKEN.values(), strict=True):
        with pytest.raises(AssertionError, match=complaint):
            app.try_everything()
    assert "kernel: ValueError: more than four" in page.errors()
    page.close()
