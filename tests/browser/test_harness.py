"""The browser tests see what goes wrong: an error that no cell shows, and a request outside."""

import nbformat
import pytest

from tests.browser.lab import Browser, Server

APP = """
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


@pytest.mark.browser
def test_hidden_errors_are_seen(tmp_path):
    cells = [nbformat.v4.new_code_cell(source) for source in (APP, "1 / 0")]
    kernel = {"name": "python3", "display_name": "Python 3"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, tmp_path / "broken.ipynb")
    with Server(tmp_path) as server, Browser() as browser:
        page = browser.open(server, "broken.ipynb")
        page.run_all()
        page.find(".bonelab-app .widget-slider .noUi-handle").press("ArrowRight")
        page.wait_until_changed(lambda: "hidden in a callback" in str(page.errors()), False)
        errors = str(page.errors())
        assert "cell: ZeroDivisionError" in errors
        assert "console: said" in errors
        assert set(page.outside_requests) == {"https://outside.invalid/x.png"}
