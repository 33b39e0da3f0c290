"""The first lesson in JupyterLab in a real browser: it runs, and its app follows a slider."""

import shutil
from pathlib import Path

import pytest

from tests.browser.lab import Browser, Server

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.mark.browser
def test_slider_changes_picture_and_sentence(tmp_path):
    folder = tmp_path / "notebooks"
    shutil.copytree(NOTEBOOKS, folder, ignore=shutil.ignore_patterns(".*"))
    with Server(folder) as server, Browser() as browser:
        lesson = browser.open(server, "01-remodeling-balance.ipynb")
        lesson.run_all()
        assert lesson.errors() == []
        picture = lesson.find(".bonelab-app img.bonelab-picture")
        sentence = lesson.find(".bonelab-app .bonelab-sentence")
        handle = lesson.find(".bonelab-app .widget-slider .noUi-handle")
        shown, said = picture.get_attribute("src"), sentence.inner_text()
        assert shown is not None
        assert said.strip()

        handle.focus()
        # To the end whose way is longer, so that a slider that stands at one end moves as well.
        value, low, high = (
            float(handle.get_attribute(f"aria-value{name}")) for name in ("now", "min", "max")
        )
        handle.press("End" if high - value > value - low else "Home")

        lesson.wait_until_changed(lambda: picture.get_attribute("src"), shown)
        lesson.wait_until_changed(sentence.inner_text, said)
        assert lesson.errors() == []
        assert lesson.outside_requests == []
