"""Where a course keeps what, how much a submission may use, and what became of each one."""

import json
import os
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Course:
    """The folders of a course; everything about students is in `.nbgrader/`."""

    root: Path

    @property
    def kept(self) -> Path:
        """The folder with everything about students."""
        return self.root / ".nbgrader"

    @property
    def database(self) -> str:
        """The address of nbgrader's gradebook."""
        return f"sqlite:///{self.kept / 'gradebook.db'}"

    @property
    def csv(self) -> Path:
        """The gradebook as a table."""
        return self.kept / "gradebook.csv"

    @cached_property
    def config(self) -> Config:
        """What nbgrader_config.py says."""
        return PyFileConfigLoader("nbgrader_config.py", path=str(self.root)).load_config()

    def place(self, step: str, student: str, name: str) -> Path:
        """Return the notebook of a step: "submitted", "autograded" or "feedback"."""
        return self.kept / step / student / name / f"{name}.ipynb"


@dataclass(frozen=True)
class Limits:
    """How much one submission may use."""

    cell_seconds: int = 30
    total_seconds: int = 300
    memory_mb: int = 3072
    output_kb: int = 1000  # of one cell


@dataclass
class Entry:
    """What became of one submission.

    Parameters
    ----------
    digest : str
        The SHA-256 of the notebook's bytes.
    reference : str
        The same of the set's source.
    graded : bool
        Whether these bytes were graded.
    text : str
        What is said about it: the notes on a grade, or why there is none.
    limits : dict of str to int
        What it was allowed to use.
    settled : bool
        Whether a second attempt would end the same way.
    has_grade : bool
        Whether the gradebook holds a grade: of these bytes, or of an earlier version.
    """

    digest: str
    reference: str
    graded: bool
    text: str
    limits: dict[str, int]
    settled: bool = True
    has_grade: bool = False


class Ledger:
    """The entries of all submissions ever seen, by student and set, in .nbgrader/ledger.json."""

    def __init__(self, course: Course) -> None:
        self._path = course.kept / "ledger.json"
        self._entries: dict[str, Entry] = {}
        if self._path.exists():
            rows = json.loads(self._path.read_text(encoding="utf-8"))
            self._entries = {key: Entry(**row) for key, row in rows.items()}

    def get(self, student: str, name: str) -> Entry | None:
        """Return the entry of a student's set, if there is one."""
        return self._entries.get(f"{student}/{name}")

    def students(self) -> set[str]:
        """Return all students that have an entry."""
        return {key.rpartition("/")[0] for key in self._entries}

    def put(self, student: str, name: str, entry: Entry) -> None:
        """Note an entry, in one step, so that an interruption loses no other."""
        self._entries[f"{student}/{name}"] = entry
        rows = {key: asdict(row) for key, row in sorted(self._entries.items())}
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        os.replace(new, self._path)
