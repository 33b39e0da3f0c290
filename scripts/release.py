"""Make the students' notebooks: exercises/NAME/NAME.ipynb from solutions/NAME/NAME.ipynb.

`--check` writes nothing and fails when exercises/ is not what would be made.
"""

import argparse
import sys
from fnmatch import fnmatch
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)
from nbgrader.utils import is_solution
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[1]
STUB = "# Put your answer in place of the dots."
CONFIG = Config({"ClearSolutions": {"code_stub": {"python": STUB}, "text_stub": STUB[2:]}})
# What the gradebook keeps still has the hidden tests: nbgrader puts them back to grade.
TO_PREPARE = (LockCells, ClearSolutions, ClearOutput, CheckCellMetadata, ComputeChecksums)
TO_RELEASE = (ClearHiddenTests, ClearMarkScheme, ComputeChecksums)
# What working through an exercise leaves behind; .gitignore names the same.
LEFT_BEHIND = (".*", "saved", "progress*.json")


def sets(root: Path) -> dict[str, Path]:
    """Return the source notebook of every exercise set of a course, by name."""
    found = sorted((root / "solutions").glob("*/*.ipynb"))
    return {path.stem: path for path in found if path.parent.name == path.stem}


def _run(preprocessors: tuple, notebook: NotebookNode) -> NotebookNode:
    resources: dict = {}
    for preprocessor in preprocessors:
        notebook, resources = preprocessor(config=CONFIG).preprocess(notebook, resources)
    return notebook


def prepare(source: Path) -> NotebookNode:
    """Return a source notebook without its solutions, its hidden tests still in it.

    Raises
    ------
    ValueError
        If an answer cell has no solution region: the whole cell would be lost.
    """
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if is_solution(cell) and "BEGIN SOLUTION" not in cell.source:
            raise ValueError(f"{source.name}: cell {cell.id} has no ### BEGIN SOLUTION")
    return _run(TO_PREPARE, notebook)


def release(prepared: NotebookNode) -> NotebookNode:
    """Return what students get of a prepared notebook; the prepared one stays as it is."""
    return _run(TO_RELEASE, nbformat.from_dict(prepared))


def made(root: Path) -> dict[Path, str]:
    """Return the text of every file that belongs in exercises/, by path.

    Raises
    ------
    ValueError
        If a source is not what it should be; the message names it.
    """
    texts = {}
    for name, source in sets(root).items():
        try:
            notebook = release(prepare(source))
        except Exception as error:  # nbformat and nbgrader raise what they happen to meet
            raise ValueError(f"the source of {name} cannot be released: {error}") from error
        texts[root / "exercises" / name / f"{name}.ipynb"] = nbformat.writes(notebook) + "\n"
    return texts


def _is_left_behind(path: Path) -> bool:
    return any(fnmatch(part, pattern) for part in path.parts for pattern in LEFT_BEHIND)


def differences(root: Path, texts: dict[Path, str]) -> dict[Path, str]:
    """Return what is wrong in exercises/, by path: missing, stale, or extra."""
    folder = root / "exercises"
    there = {
        path
        for path in folder.rglob("*")
        if path.is_file() and not _is_left_behind(path.relative_to(folder))
    }
    wrong = dict.fromkeys(sorted(there - set(texts)), "extra")
    for path, text in texts.items():
        if path not in there:
            wrong[path] = "missing"
        elif path.read_bytes() != text.encode():
            wrong[path] = "stale"
    return wrong


def write(root: Path, texts: dict[Path, str], wrong: dict[Path, str]) -> None:
    """Put exercises/ right: write what is missing or stale, remove what is extra."""
    for path, what in wrong.items():
        if what == "extra":
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(texts[path].encode())
    for folder in {path.parent for path, what in wrong.items() if what == "extra"}:
        if folder != root / "exercises" and not any(folder.iterdir()):
            folder.rmdir()


def main() -> None:
    """Write exercises/, or with --check say what is wrong there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail if stale")
    parser.add_argument("--course", type=Path, default=ROOT, help="the root of the course")
    arguments = parser.parse_args()
    root = arguments.course.resolve()
    try:
        texts = made(root)
    except ValueError as error:
        sys.exit(f"exercises/ was left as it is: {error}")
    wrong = differences(root, texts)
    for path, what in wrong.items():
        print(f"{what}: {path.relative_to(root).as_posix()}")
    if not arguments.check:
        write(root, texts, wrong)
        print(f"exercises/ holds {len(texts)} set(s); {len(wrong)} file(s) changed")
    elif wrong:
        sys.exit("exercises/ is not what solutions/ gives. Run: make release")


if __name__ == "__main__":
    main()
