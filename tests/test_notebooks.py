"""Each lesson runs from top to bottom, and no error hides in the state of a widget.

A callback that raises leaves no error in its cell: Jupyter puts it where the widget's output
goes, and a run of the notebook looks clean.
"""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
LESSONS = sorted(
    path
    for folder in ("notebooks", "solutions")
    for path in (ROOT / folder).rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)
WIDGETS = "application/vnd.jupyter.widget-state+json"
HIDDEN = """
import ipywidgets
output = ipywidgets.Output()
@output.capture()
def callback(change):
    raise RuntimeError("hidden in a callback")
slider = ipywidgets.IntSlider()
slider.observe(callback, "value")
slider.value = 5
"""


def execute(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    client = NotebookClient(
        notebook, timeout=300, allow_errors=True, resources={"metadata": {"path": str(folder)}}
    )
    return client.execute()


def errors(notebook: nbformat.NotebookNode) -> list[str]:
    """Every error in an executed notebook: in cells, in widgets' outputs, in an app's sentence."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    found = []
    for model in notebook.metadata.get("widgets", {}).get(WIDGETS, {}).get("state", {}).values():
        outputs += model["state"].get("outputs", [])
        if 'class="bonelab-error"' in str(model["state"].get("value", "")):
            found.append(model["state"]["value"])
    for output in outputs:
        if output["output_type"] == "error":
            found.append(f"{output['ename']}: {output['evalue']}")
        elif "Traceback (most recent call last)" in output.get("text", ""):
            found.append(output["text"])
    return found


def test_there_are_lessons():
    assert LESSONS


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson_runs_without_error(path):
    assert errors(execute(nbformat.read(path, as_version=4), path.parent)) == []


@pytest.mark.parametrize("source", ["1 / 0", HIDDEN], ids=["in a cell", "in a callback"])
def test_an_error_is_seen(source, tmp_path):
    kernel = {"name": "python3", "display_name": "Python 3"}
    cells = [nbformat.v4.new_code_cell(source)]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    assert errors(execute(notebook, tmp_path))
