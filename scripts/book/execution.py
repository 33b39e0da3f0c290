"""Running a lesson from top to bottom in a kernel of its own, in an empty folder."""

import contextlib
import os
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 600  # for one cell, on a slow machine
STAND_STILL = "from scripts.book.still import register\nregister()"
NO_WARNINGS = "--IPKernelApp.log_level=40"  # on how the kernel is reached: within this machine


class LessonError(ValueError):
    """A lesson cannot be shown: which, in which cell, and why."""


def executed(path):
    """Return a notebook with the outputs of every cell, in which nothing moves.

    It runs in an empty folder: no student's progress is found, and nothing is left beside it.

    Parameters
    ----------
    path : Path
        The notebook; it is not changed.

    Raises
    ------
    LessonError
        If a cell fails, or what it shows cannot be shown.
    """
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(STAND_STILL))
    searched = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_name="python3",
            extra_arguments=[NO_WARNINGS],
            resources={"metadata": {"path": folder}},
        )
        # The error is an output of its cell, as is one that is raised while a value is shown.
        with contextlib.suppress(CellExecutionError):
            client.execute(env=os.environ | {"PYTHONPATH": searched})
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                what = f"{output.ename}: {output.evalue}"
                raise LessonError(f"{path.name}, cell {cell.id}: {what}")
    del notebook.cells[0]
    return notebook
