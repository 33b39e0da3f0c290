"""Runs of the child process: started on a copy, watched, ended, and their leftovers removed."""

import json
import multiprocessing
import os
import shutil
import signal
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import nbformat
import psutil
from nbformat import NotebookNode

from scripts.grading import child
from scripts.grading.child import STUDENT
from scripts.grading.course import Course, Limits
from scripts.grading.layout import plain

MARK = "BONELAB_GRADING_RUN"  # in the environment of all that a run starts
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "DYLD_LIBRARY_PATH")
LARGEST_RESULT = 100_000_000


@dataclass
class Outcome:
    """What came of a run.

    Parameters
    ----------
    notebook : NotebookNode or None
        The executed notebook; None where there is no grade.
    notes : list of str
        What was found while it ran.
    reason : str
        Why there is no grade.
    settled : bool
        Whether a second attempt would end the same way.
    log : str
        What nbgrader said, where something unforeseen happened.
    """

    notebook: NotebookNode | None = None
    notes: list[str] = field(default_factory=list)
    reason: str = ""
    settled: bool = True
    log: str = ""


@cache
def _server():
    """Return what starts processes that have nbgrader imported already: seconds saved for each."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["scripts.grading.child"])
    return context


def _remove(folder: Path) -> None:
    """Remove a folder in which student code may have taken away permissions."""

    def allow_and_retry(function, path, _):
        os.chmod(Path(path).parent, 0o700)
        os.chmod(path, 0o700)
        function(path)

    try:
        shutil.rmtree(folder, onerror=allow_and_retry)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)


class Run:
    """One submission, executed in a child process in a temporary folder.

    Parameters
    ----------
    course : Course
        The course that it belongs to.
    name : str
        The set.
    notebook : NotebookNode
        The submission, put right.
    gradebook : Path
        A gradebook that knows the set, to be copied.
    limits : Limits
        What it may use.
    """

    def __init__(
        self, course: Course, name: str, notebook: NotebookNode, gradebook: Path, limits: Limits
    ) -> None:
        self.name, self.limits = name, limits
        self.mark = uuid.uuid4().hex
        self.folder = Path(tempfile.mkdtemp(prefix="bonelab-grading-")).resolve()
        submitted = self.folder / "submitted" / STUDENT / name
        for folder in (submitted, self.folder / "home", self.folder / "tmpdir"):
            folder.mkdir(parents=True)
        nbformat.write(notebook, submitted / f"{name}.ipynb")
        shutil.copyfile(gradebook, self.folder / "gradebook.db")
        self._copy_files_of_the_set(course.root / "solutions" / name)
        self.process = _server().Process(
            target=child.main,
            args=(course.root, self.folder, child.Job(name, limits), self._environment()),
        )
        self.process.start()
        self.deadline = time.monotonic() + limits.total_seconds

    def _copy_files_of_the_set(self, source: Path) -> None:
        """Copy what stands beside a set's source, such as data, but no solution."""
        target = self.folder / "solutions" / self.name
        ignore = shutil.ignore_patterns("*.ipynb", ".*")
        shutil.copytree(source, target, ignore=ignore)

    def _environment(self) -> dict[str, str]:
        """Return the environment of a run: nothing of the instructor's but the paths it needs."""
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        for name in ("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"):
            kept[name] = str(self.folder / name.lower())
        for name in ("CONFIG", "DATA", "RUNTIME"):
            kept[f"JUPYTER_{name}_DIR"] = str(self.folder / f"jupyter_{name.lower()}")
        for name in ("OMP", "OPENBLAS", "MKL"):
            kept[f"{name}_NUM_THREADS"] = "1"  # two submissions at a time share the machine
        # Each arena of the allocator takes address space, which is what the memory limit counts.
        return kept | {"MALLOC_ARENA_MAX": "2", "MPLBACKEND": "Agg", MARK: self.mark}

    def poll(self) -> Outcome | None:
        """Return the outcome, or None as long as it runs within its limits."""
        if not self.process.is_alive():
            return self._outcome()
        if time.monotonic() > self.deadline:
            seconds = self.limits.total_seconds
            return Outcome(reason=f"took longer than {seconds} s altogether, {self._where()}")
        if self._memory() > self.limits.memory_mb * 2**20:
            used = f"used more than {self.limits.memory_mb} MB of memory"
            return Outcome(reason=f"{used}, {self._where()}")
        return None

    def _where(self) -> str:
        place = self.folder / "cell.txt"
        return f"last in cell {plain(place.read_text())}" if place.exists() else "before any cell"

    def _memory(self) -> int:
        """Return the memory in use by the processes that the kernel is and has started."""
        total = 0
        try:
            for process in psutil.Process(self.process.pid).children(recursive=True):
                total += process.memory_info().rss
        except psutil.Error:
            pass  # it has just ended
        return total

    def _outcome(self) -> Outcome:
        log = (self.folder / "log.txt").read_text(encoding="utf-8", errors="replace")[-20_000:]
        try:
            result = json.loads((self.folder / "result.json").read_text(encoding="utf-8"))
            notes = [plain(note) for note in result["notes"]]
            if result["reason"]:
                return Outcome(reason="; ".join([plain(result["reason"], 120), *notes]))
            if not result["failed"]:
                return Outcome(notebook=self._executed(), notes=notes)
        except (OSError, ValueError, KeyError, TypeError):
            pass
        reason = "nbgrader stopped with an error; see .nbgrader/logs"
        return Outcome(reason=reason, settled=False, log=log)

    def _executed(self) -> NotebookNode:
        path = self.folder / "autograded" / STUDENT / self.name / f"{self.name}.ipynb"
        if path.stat().st_size > LARGEST_RESULT:
            raise ValueError("too large")
        return nbformat.read(path, as_version=4)

    def close(self) -> None:
        """End every process that this run has started, and remove its folder."""
        for process in psutil.process_iter():
            try:
                if process.environ().get(MARK) == self.mark:
                    process.send_signal(signal.SIGKILL)
            except (psutil.Error, OSError):
                continue  # it has ended, or belongs to someone else
        self.process.kill()
        self.process.join()
        _remove(self.folder)
