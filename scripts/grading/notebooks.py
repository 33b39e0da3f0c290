"""What a submitted notebook is worth reading: its cells put right, or why it cannot be graded.

Nothing is executed here. nbgrader overwrites changed locked cells by itself; what it trips over
(metadata that lies, a deleted cell whose neighbor is no answer, a tag that skips a graded cell)
is put right before.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode, ValidationError
from nbformat.validator import normalize
from nbgrader.utils import is_grade, is_locked, is_solution

from scripts.grading.layout import plain
from scripts.release import prepare, release, sets


class NotGradable(Exception):
    """A submission without a grade; the message says why."""


class SetCannotBeRead(Exception):
    """A set of the course whose source is broken; the message names it."""


def grade_id(cell: NotebookNode) -> str:
    """Return the name by which nbgrader knows a cell, or ""."""
    about = cell.metadata.get("nbgrader")
    found = about.get("grade_id") if isinstance(about, dict) else None
    return found if isinstance(found, str) else ""


@dataclass(frozen=True)
class Reference:
    """A set of the course, by which submissions to it are read."""

    name: str
    source: Path

    @cached_property
    def prepared(self) -> NotebookNode:
        """The source without its solutions, its hidden tests still in it."""
        return prepare(self.source)

    @cached_property
    def cells(self) -> dict[str, NotebookNode]:
        """The prepared cells that nbgrader knows, in order."""
        return {name: cell for cell in self.prepared.cells if (name := grade_id(cell))}

    @cached_property
    def locked(self) -> set[tuple[str, str]]:
        """Name and source of each locked cell, as students get it."""
        cells = release(self.prepared).cells
        return {(grade_id(cell), cell.source) for cell in cells if is_locked(cell)}

    @property
    def graded(self) -> dict[str, float]:
        """The points of every graded cell, those graded by hand included, in order."""
        return {
            name: float(cell.metadata.nbgrader.points)
            for name, cell in self.cells.items()
            if is_grade(cell)
        }

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the source."""
        return hashlib.sha256(self.source.read_bytes()).hexdigest()

    @property
    def kernel(self) -> str:
        """The name of the kernel that the set asks for."""
        return self.prepared.metadata.kernelspec.name

    def likeness(self, notebook: NotebookNode) -> int:
        """Return how many locked cells of this set are in a notebook as they were given out."""
        return len(self.locked & {(grade_id(cell), cell.source) for cell in notebook.cells})


def references(root: Path) -> dict[str, Reference]:
    """Return all sets of a course, by name.

    Raises
    ------
    SetCannotBeRead
        If the source of one is not what it should be.
    """
    found = {name: Reference(name, path) for name, path in sets(root).items()}
    for name, reference in found.items():
        try:
            _ = reference.locked, reference.kernel
        except Exception as error:  # nbformat and nbgrader raise what they happen to meet
            raise SetCannotBeRead(f"The source of {name} cannot be read: {error}") from error
    return found


def parse(data: bytes) -> NotebookNode:
    """Return the notebook in a file's bytes.

    Raises
    ------
    NotGradable
        If there is none.
    """
    if not data.strip():
        raise NotGradable("not a notebook: the file is empty")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise NotGradable("not a notebook: the file is not JSON") from None
    if not isinstance(content, dict) or not {"cells", "worksheets"} & set(content):
        raise NotGradable("not a notebook: JSON without cells")
    try:
        notebook = nbformat.reads(json.dumps(content), as_version=4)
        _, notebook = normalize(notebook)  # cell ids that are missing, or there twice
        nbformat.validate(notebook)
        nbformat.writes(notebook).encode()  # a lone surrogate cannot be written again
    except ValidationError as error:
        raise NotGradable(f"not a notebook: {plain(error.message)}") from None
    except Exception as error:  # nbformat raises what it happens to meet
        raise NotGradable(f"not a notebook: {type(error).__name__}") from None
    return notebook


def _check_set(notebook: NotebookNode, name: str, references: dict[str, Reference]) -> None:
    """Raise NotGradable if the notebook belongs to another set, or to none."""
    own = references[name].likeness(notebook)
    best = max(references.values(), key=lambda reference: reference.likeness(notebook))
    if best.likeness(notebook) > own:
        raise NotGradable(f"a notebook of another set: {best.name}")
    if not any(grade_id(cell) in references[name].cells for cell in notebook.cells):
        raise NotGradable(f"not a notebook of this set: it has none of the cells of {name}")


def _put_cell_right(cell: NotebookNode, known: dict[str, NotebookNode]) -> None:
    """Give a cell the metadata that its original has, or none."""
    original = known.pop(grade_id(cell), None)
    for key in ("nbgrader", "tags"):  # a tag can keep a cell from being executed
        cell.metadata.pop(key, None)
    if original is None:
        return
    cell.metadata["nbgrader"] = nbformat.from_dict(original.metadata.nbgrader)
    if cell.cell_type != original.cell_type:
        cell.cell_type = original.cell_type
        cell.pop("attachments", None)
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
        else:
            cell.pop("outputs", None)
            cell.pop("execution_count", None)


def _insert(notebook: NotebookNode, name: str, reference: Reference) -> None:
    """Put a missing cell back behind the nearest cell of the set that stands before it."""
    names = list(reference.cells)
    before = set(names[: names.index(name)])
    places = [place for place, cell in enumerate(notebook.cells) if grade_id(cell) in before]
    cell = nbformat.from_dict(reference.cells[name])
    notebook.cells.insert(places[-1] + 1 if places else 0, cell)


def put_right(notebook: NotebookNode, reference: Reference) -> list[str]:
    """Make a notebook fit for nbgrader, in place; return what was found, in words."""
    missing = dict(reference.cells)
    # From the end: of two copies nbgrader takes the last, and so does the kernel.
    for cell in reversed(notebook.cells):
        _put_cell_right(cell, missing)
    notes = []
    for name in [name for name in reference.cells if name in missing]:
        original = reference.cells[name]
        if is_grade(original) and is_solution(original):
            notes.append(f"cell {name} was deleted: graded with 0 for it")
        elif is_grade(original):
            notes.append(f"cell {name} was deleted: put back and graded")
        elif is_solution(original):
            notes.append(f"cell {name} was deleted: no answer to it")
            continue  # the stub would undo an answer given in another cell
        elif original.cell_type == "code":
            notes.append(f"cell {name} was deleted: put back")
        _insert(notebook, name, reference)
    spec = notebook.metadata.get("kernelspec", {})
    if spec.get("name", reference.kernel) != reference.kernel:
        notes.append(f"kernel name '{plain(spec['name'], 30)}' replaced by {reference.kernel}")
    notebook.metadata.clear()
    notebook.metadata["kernelspec"] = nbformat.from_dict(reference.prepared.metadata.kernelspec)
    return notes


def examine(
    data: bytes, name: str, references: dict[str, Reference]
) -> tuple[NotebookNode, list[str]]:
    """Return a submission fit to be graded, and what was found in it.

    Parameters
    ----------
    data : bytes
        The submitted file.
    name : str
        The set that it was handed in for.
    references : dict of str to Reference
        All sets of the course.

    Raises
    ------
    NotGradable
        If it cannot be graded.
    """
    notebook = parse(data)
    _check_set(notebook, name, references)
    return notebook, put_right(notebook, references[name])
