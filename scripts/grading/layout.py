"""What lies in a folder of submissions: notebooks to grade, and why the rest is not graded."""

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

LARGEST = 20_000_000  # bytes of a notebook; one with an answer to every task has 50 thousand
# A student's folder is a student's id in the gradebook and a part of a path.
STUDENT = re.compile(r"\w[\w .@,'+-]{0,99}")


@dataclass(frozen=True)
class Submission:
    """A notebook to grade, as its bytes were when the folder was read."""

    student: str
    name: str
    path: Path
    data: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Left:
    """Something that is not graded, and why."""

    student: str  # "" where it belongs to nobody
    path: str  # in the folder of submissions
    reason: str


def plain(text: object, length: int = 80) -> str:
    """Return a text that a submission chose, safe to print in one line."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in str(text))
    return shown if len(shown) <= length else shown[: length - 1] + "…"


def _why_not_a_set(name: str, names: Collection[str]) -> str:
    near = difflib.get_close_matches(name, names, 1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(names))}"
    return f"there is no set '{plain(name)}'; {hint}"


def _take(student: str, name: str, path: Path, names: Collection[str]) -> Submission | str:
    """Return a submission, or why this path is none."""
    if path.is_symlink():
        return "a link, which is not followed"
    if name not in names:
        return _why_not_a_set(name, names)
    if not path.is_file():
        return f"not a notebook: {path.name} is a folder"
    if path.stat().st_size > LARGEST:
        return f"larger than {LARGEST // 1_000_000} MB"
    try:
        return Submission(student, name, path, path.read_bytes())
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _candidates(folder: Path, names: Collection[str]) -> Iterator[tuple[Path, str]]:
    """Yield what lies in a student's folder: a path, and why it is not graded or ""."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            yield path, "hidden, not looked at"
        elif path.is_symlink():
            yield path, "a link, which is not followed"
        elif path.is_dir() and path.suffix != ".ipynb":
            inside = path / f"{path.name}.ipynb"
            if path.name not in names:
                yield path, _why_not_a_set(path.name, names)
                continue
            if not inside.exists() and not inside.is_symlink():
                yield path, f"there is no {inside.name} in it"
            for other in sorted(path.iterdir()):
                wanted = other.name == inside.name
                yield other, "" if wanted else f"only {inside.name} is graded"
        else:
            yield (
                path,
                "" if path.suffix == ".ipynb" else "not a notebook by its name",
            )


def _of_student(folder: Path, root: Path, names: Collection[str]) -> Iterator[Submission | Left]:
    student, taken = unicodedata.normalize("NFC", folder.name), set()
    is_empty = True
    for path, reason in _candidates(folder, names):
        is_empty = False
        found = reason or _take(student, path.stem, path, names)
        if isinstance(found, Submission) and found.name in taken:
            found = f"{found.name} is there twice; the one in its own folder was taken"
        if isinstance(found, Submission):
            taken.add(found.name)
            yield found
        else:
            yield Left(student, plain(path.relative_to(root).as_posix()), found)
    if is_empty:
        yield Left(student, plain(student), "nothing was handed in")


def read(folder: Path, names: Collection[str]) -> Iterator[Submission | Left]:
    """Yield everything in a folder of submissions.

    Parameters
    ----------
    folder : Path
        Holds `STUDENT/NAME/NAME.ipynb`, or `STUDENT/NAME.ipynb`.
    names : collection of str
        The sets of the course.
    """
    for path in sorted(folder.iterdir()):
        shown = plain(path.name)
        if path.name.startswith("."):
            yield Left("", shown, "hidden, not looked at")
        elif path.is_symlink():
            yield Left("", shown, "a link, which is not followed")
        elif not path.is_dir():
            yield Left("", shown, "lies outside a student's folder")
        elif not STUDENT.fullmatch(unicodedata.normalize("NFC", path.name)):
            allowed = "letters, digits, spaces and . , _ @ ' + -"
            yield Left("", shown, f"a student's folder is named with {allowed}")
        else:
            try:
                yield from _of_student(path, folder, names)
            except OSError as error:
                yield Left(path.name, shown, f"cannot be read: {error.strerror}")


def _mark(path: Path) -> str:
    try:
        about = path.stat()
        if about.st_size > LARGEST:
            return f"{about.st_size} bytes at {about.st_mtime_ns}"
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def marks(folder: Path) -> dict[str, str]:
    """Return a digest of every file in a folder, to see later what has changed."""
    found = {}
    for path in sorted(folder.rglob("*")):
        key = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[key] = f"link to {path.readlink()}"
        elif path.is_file():
            found[key] = _mark(path)
    return found


def changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return what differs between two readings of `marks`, in words."""
    removed = [f"{plain(path)} was removed" for path in before if path not in after]
    added = [f"{plain(path)} was added" for path in after if path not in before]
    changed = [
        f"{plain(path)} was changed"
        for path, mark in before.items()
        if after.get(path, mark) != mark
    ]
    return removed + added + changed
