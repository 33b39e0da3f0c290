"""Imports go down the layers of the package, never up, and heavy libraries stay in their place."""

import ast
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parents[1] / "bonelab"

# From the ground up. A name stands for a module or for all that is in a sub-package; the longest
# name counts. "" is the package itself, which only gathers the public names.
LAYERS = (
    ("ground", "messages healthy parameter_table model.arithmetic"),
    ("biology", "model"),
    (
        "running it",
        "interventions patient therapy therapies schedule course rosenbrock engine_fast solver "
        "simulation trajectory clinic generated_equations tables checks seeds",
    ),
    (
        "uses of the model",
        "sbml sbml_document sbml_formulas sbml_units sbml_writer "
        "activity decomposition sensitivity setups targets cohort_distributions cohort_draw "
        "cohort_years cohort_progress cohort_runs cohort_questions measurements fitted fitting "
        "calibration_check global_sensitivity",
    ),
    ("public names", ""),
    ("figures", "figures"),
    ("course", "explore teaching exercises"),
)

# `trajectory.plot()` and `bl.check()` reach up: the student expects to find them there. The
# import stands inside the function, so that a run needs no matplotlib.
REACHES_UP = {
    ("trajectory", "figures.plots"),
    ("checks", "teaching.checking"),
    ("checks", "exercises.checking"),
}

# At the top of a module, a library in this list may be imported only in these sub-packages.
# pandas may be imported inside a function anywhere above the biology: whoever wants a table waits
# for it, whoever wants a run does not.
PLACES = {
    "matplotlib": {"figures"},
    "PIL": {"figures"},
    "ipywidgets": {"explore", "teaching"},
    "IPython": {"explore", "teaching"},
    "pandas": {"figures", "explore", "teaching"},
    "libsbml": {"sbml_writer"},
    "numba": {"engine_fast"},
    "sympy": set(),  # only the script that generates
}
INSIDE_FUNCTIONS = {"pandas"}
BIOLOGY_NEEDS = {"numpy", *sys.stdlib_module_names} - {"io", "os", "pathlib", "csv", "json"}


class Import(NamedTuple):
    """`importer` imports `target`; `lazy` inside a function; both without "bonelab."."""

    importer: str
    target: str
    own: bool
    lazy: bool


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def level(module: str) -> int:
    names = {name: i for i, (_, line) in enumerate(LAYERS) for name in line.split() or [""]}
    parts = module.split(".") if module else []
    for length in range(len(parts), 0, -1):
        if (name := ".".join(parts[:length])) in names:
            return names[name]
    assert not parts, f"bonelab/{module.replace('.', '/')}: say in LAYERS to which layer it belongs"
    return names[""]


def resolve(node: ast.Import | ast.ImportFrom, path: Path) -> list[str]:
    """Full names of what a statement imports, submodules as such."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        package = ("bonelab", *path.relative_to(PACKAGE).parent.parts)
        base = ".".join((*package[: len(package) - node.level + 1], *filter(None, [base])))
    if base.split(".")[0] != "bonelab":
        return [base]
    within = base.removeprefix("bonelab").removeprefix(".")
    names = (".".join(filter(None, (within, alias.name))) for alias in node.names)
    return [f"bonelab.{name}" if name in MODULES else base for name in names]


def imports(path: Path, source: str) -> list[Import]:
    """Every import that runs: those for the type checker alone do not count."""
    found: list[Import] = []

    def visit(node: ast.AST, lazy: bool) -> None:
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            return
        if isinstance(node, ast.Import | ast.ImportFrom):
            for name in resolve(node, path):
                own = name.split(".")[0] == "bonelab"
                target = name.removeprefix("bonelab").removeprefix(".") if own else name
                found.append(Import(module_name(path), target, own, lazy))
        inside = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            visit(child, inside)

    visit(ast.parse(source), lazy=False)
    return found


def complaints(path: Path, source: str) -> list[str]:
    """What is wrong with the imports of one file, in words."""
    wrong = []
    for item in imports(path, source):
        folder, library = item.importer.split(".")[0], item.target.split(".")[0]
        if item.own:
            if level(item.target) > level(item.importer) and not (
                item.lazy and (item.importer, item.target) in REACHES_UP
            ):
                wrong.append(f"{item.importer} imports {item.target}, which is above it")
        elif folder == "model" and library not in BIOLOGY_NEEDS:
            wrong.append(f"{item.importer} imports {library}: the biology is plain arithmetic")
        elif folder not in PLACES.get(library, {folder}) and not (
            item.lazy and library in INSIDE_FUNCTIONS
        ):
            wrong.append(f"{item.importer} imports {library}, whose place is elsewhere")
    return wrong


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module):
    path = MODULES[module]
    assert complaints(path, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("model/bone.py", "from ..trajectory import Trajectory"),
        ("model/bone.py", "from .. import simulate"),
        ("model/bone.py", "def f():\n    import pandas"),
        ("model/bone.py", "import matplotlib.pyplot as plt"),
        ("solver.py", "from bonelab import simulate"),
        ("solver.py", "from . import figures"),
        ("solver.py", "import pandas"),
        ("trajectory.py", "from .figures.plots import plot_trajectory"),
        ("tables.py", "def f():\n    import matplotlib"),
        ("tables.py", "import sympy"),
        ("figures/plots.py", "import ipywidgets"),
        ("figures/plots.py", "from ..explore import base"),
        ("messages.py", "from .model import network"),
    ],
)
def test_an_import_upwards_is_seen(file, source):
    assert complaints(PACKAGE / file, source)


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("trajectory.py", "def plot():\n    from .figures.plots import plot_trajectory"),
        ("tables.py", "def f():\n    import pandas as pd"),
        ("tables.py", "if TYPE_CHECKING:\n    import pandas"),
        ("explore/base.py", "import ipywidgets\nfrom bonelab import simulate, figures"),
        ("model/bone.py", "import math\nfrom . import network"),
    ],
)
def test_an_import_downwards_is_allowed(file, source):
    assert complaints(PACKAGE / file, source) == []
