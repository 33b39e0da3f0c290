"""The notebooks as the site has them: each with code begins with a cell that installs the course.

The notebooks of the repository stay as they are.
"""

import json
from pathlib import Path

CELL = "install-in-the-browser"
SOURCE = """\
# Run this cell first (Shift+Enter). It installs the course in your browser, from this site.
import sys
if sys.platform == "emscripten":  # in a browser; elsewhere, as in grading, there is nothing to do
    import logging, pathlib, piplite
    from IPython.display import Markdown, display
    message = display(Markdown("**Python is loading.** 1 of 3: the course …"), display_id=True)
    await piplite.install(["bonelab", "ipywidgets"])
    message.update(Markdown("**Python is loading.** 2 of 3: the model …"))
    import bonelab
    message.update(Markdown("**Python is loading.** 3 of 3: pictures and apps …"))
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    import bonelab.explore
    if pathlib.Path.cwd().is_relative_to("/drive"):
        told = "What you predict is kept in this browser and sent nowhere."
    else:
        told = ("**This browser lets the page keep nothing:** what you predict is lost when you "
                "leave. To take it along, press Download in lesson 0.")
    message.update(Markdown(f"Python is ready. {told}"))
    del logging, pathlib, piplite, Markdown, display, message, told
del sys
"""
BEFORE = "**Run this cell first:** click here and press Shift+Enter. It loads Python."
FOLDERS = ("notebooks", "exercises")


def first_cell() -> dict:
    """Return the cell that installs the course in the browser."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": CELL,
        "metadata": {"jupyter": {"source_hidden": True}},
        "outputs": [
            {"output_type": "display_data", "data": {"text/markdown": BEFORE}, "metadata": {}}
        ],
        "source": SOURCE.rstrip().splitlines(keepends=True),
    }


def notebooks(root: Path) -> list[Path]:
    """Return the notebooks of the site: lessons, glossary and students' exercises."""
    found = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.ipynb"))]
    return [path for path in found if ".ipynb_checkpoints" not in path.parts]


def write(root: Path, folder: Path) -> None:
    """Copy the notebooks into a folder, each with code with the first cell and without outputs.

    Parameters
    ----------
    root : Path
        The root of the repository.
    folder : Path
        Where `notebooks/` and `exercises/` are written.
    """
    for path in notebooks(root):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        for cell in code:
            cell |= {"outputs": [], "execution_count": None}
        if code:  # the glossary has none
            notebook["cells"].insert(0, first_cell())
        target = folder / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(notebook, indent=1, ensure_ascii=False), encoding="utf-8")
