"""Grade a folder of submissions: `make grade SUBMISSIONS=folder`; see docs/grading.md.

Each notebook is executed on a copy, in a child process with limits, and ends with a grade or with
a line that says why not. What was graded before and has not changed is not graded again.
"""

import argparse
import contextlib
import logging
import os
import sys
import tempfile
import time
import warnings
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from scripts.grading import gradebook, layout
from scripts.grading.course import ROOT, Course, Entry, Ledger, Limits
from scripts.grading.notebooks import NotGradable, SetCannotBeRead, examine, references
from scripts.grading.runner import Outcome, Run

POLL_SECONDS = 0.2
LOCK = "lock"


class Grading:
    """One call of `make grade`.

    Parameters
    ----------
    course : Course
        The course that is graded.
    folder : Path
        The submissions.
    limits : Limits
        What each may use.
    again : bool
        Whether to grade also what has not changed.
    """

    def __init__(self, course: Course, folder: Path, limits: Limits, again: bool) -> None:
        self.course, self.folder, self.limits, self.again = course, folder, limits, again
        self.references = references(course.root)
        self.ledger = Ledger(course)
        self.counts: Counter[str] = Counter()
        self.tampered = False

    def say(self, who: str, what: str, kind: str) -> None:
        """Print one line and count it."""
        self.counts[kind] += 1
        print(f"{who}: {what}", flush=True)

    def run(self, jobs: int) -> None:
        """Grade everything, and print a line for each."""
        found = list(layout.read(self.folder, self.references))
        self.marks = layout.marks(self.folder)
        queue = []
        for each in found:
            if isinstance(each, layout.Left):
                self.say(each.path, f"not graded: {each.reason}", "other")
            elif not self._is_kept(each):
                queue.append(each)
        with tempfile.TemporaryDirectory(prefix="bonelab-gradebook-") as empty:
            # A copy goes to each child: it knows the sets, and nobody who handed one in.
            self.empty = Path(empty, "gradebook.db")
            for name in sorted({each.name for each in queue}):
                gradebook.register(self.course.database, self.references[name])
                gradebook.register(f"sqlite:///{self.empty}", self.references[name])
            self._work_off(queue, jobs)

    def _is_kept(self, each: layout.Submission) -> bool:
        """Say what is known of a submission whose bytes have been seen; False where none is."""
        entry = self.ledger.get(each.student, each.name)
        if self.again or entry is None or entry.digest != each.digest:
            return False
        if not entry.graded and not (entry.settled and entry.limits == asdict(self.limits)):
            return False
        if not entry.graded:
            self.say(f"{each.student} {each.name}", f"unchanged, {entry.text}", "not graded")
            return True
        text = f"unchanged, {gradebook.score(self.course, each.name, each.student)}"
        if entry.reference != self.references[each.name].digest:
            text += "; the set has changed since then (AGAIN=1 grades it again)"
        self.say(f"{each.student} {each.name}", text, "unchanged")
        return True

    def _work_off(self, queue: list[layout.Submission], jobs: int) -> None:
        running: list[tuple[layout.Submission, list[str], Run]] = []
        try:
            while queue or running:
                while queue and len(running) < jobs:
                    self._begin(queue.pop(0), running)
                time.sleep(POLL_SECONDS if running else 0)
                for item in list(running):
                    if (outcome := item[2].poll()) is not None:
                        item[2].close()
                        self._watch_originals([each.student for each, *_ in running])
                        running.remove(item)
                        self._finish(item[0], item[1], outcome)
        finally:
            for *_, run in running:
                run.close()

    def _begin(self, each: layout.Submission, running: list) -> None:
        try:
            notebook, notes = examine(each.data, each.name, self.references)
        except NotGradable as error:
            self._finish(each, [], Outcome(reason=str(error)))
            return
        run = Run(self.course, each.name, notebook, self.empty, self.limits)
        running.append((each, notes, run))

    def _watch_originals(self, students: list[str]) -> None:
        """Say which originals changed, and whose code ran meanwhile."""
        marks = layout.marks(self.folder)
        for change in layout.changes(self.marks, marks):
            self.tampered = True
            print(f"ORIGINAL CHANGED: {change} while grading {' and '.join(students)}", flush=True)
        self.marks = marks

    def _finish(self, each: layout.Submission, notes: list[str], outcome: Outcome) -> None:
        """Record an outcome, and say it."""
        before = self.ledger.get(each.student, each.name)
        had = before is not None and before.has_grade
        entry = Entry(
            digest=each.digest,
            reference=self.references[each.name].digest,
            graded=outcome.notebook is not None,
            text="; ".join([*notes, *outcome.notes]),
            limits=asdict(self.limits),
            settled=outcome.settled,
            has_grade=had or outcome.notebook is not None,
        )
        if outcome.notebook is not None:
            result = self._record(each, outcome)
            text = f"{result}; {entry.text}" if entry.text else str(result)
            kind = "graded"
        else:
            entry.text = text = "; ".join([f"not graded: {outcome.reason}", *notes])
            kind = "not graded"
            self._keep_log(each, outcome.log)
            if had:
                entry.text = text = f"{text}; the grade of an earlier version stands"
        if before is not None and before.digest != each.digest:
            text = f"changed since last time, {text}"
        elif before is not None:
            text = f"again, {text}"
        self.ledger.put(each.student, each.name, entry)
        self.say(f"{each.student} {each.name}", text, kind)

    def _record(self, each: layout.Submission, outcome: Outcome) -> gradebook.Score:
        return gradebook.record(self.course, each.name, each.student, each.data, outcome.notebook)

    def _keep_log(self, each: layout.Submission, log: str) -> None:
        if log:
            path = self.course.kept / "logs" / f"{each.student} {each.name}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(log, encoding="utf-8")


@contextlib.contextmanager
def alone(course: Course):
    """Keep a second call out of the same gradebook."""
    import fcntl

    course.kept.mkdir(exist_ok=True)
    with (course.kept / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sys.exit("Another `make grade` or `make feedback` is at work in this course.")
        yield


def arguments() -> argparse.ArgumentParser:
    """Return the parser of what `make grade` and `make feedback` have in common."""
    parser = argparse.ArgumentParser()
    parser.add_argument("submissions", help="the folder: STUDENT/NAME/NAME.ipynb")
    parser.add_argument("--course", type=Path, default=ROOT, help="the root of the course")
    return parser


def opened(given: argparse.Namespace) -> tuple[Course, Path]:
    """Return course and submissions, or stop with a plain sentence."""
    if os.name == "nt":
        sys.exit("Grading needs Linux or macOS; on Windows it runs in WSL.")
    folder = Path(given.submissions)
    if not given.submissions or not folder.is_dir():
        sys.exit(
            f"There is no folder {given.submissions!r}. Name the folder of the submissions: "
            "make grade SUBMISSIONS=folder"
        )
    # nbgrader calls alembic and jupyter by name.
    programs = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", os.defpath)])
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)  # what it says, the lines say
    for module in ("nbformat", "nbgrader"):
        warnings.filterwarnings("ignore", module=module)
    return Course(given.course.resolve()), folder.resolve()


def main() -> None:
    """Grade a folder and print what became of every submission."""
    parser = arguments()
    parser.description = __doc__.splitlines()[0]
    for name, most in asdict(Limits()).items():
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=int, default=most, help=f"limit, default {most}")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time, default 2")
    parser.add_argument("--again", action="store_true", help="grade also what has not changed")
    given = parser.parse_args()
    course, folder = opened(given)
    limits = Limits(**{name: getattr(given, name) for name in asdict(Limits())})
    with alone(course):
        try:
            grading = Grading(course, folder, limits, given.again)
            grading.run(max(1, given.jobs))
        except (SetCannotBeRead, gradebook.SetHasChanged) as error:
            sys.exit(str(error))
        except KeyboardInterrupt:
            sys.exit("\nInterrupted. What was graded is kept; the same command does the rest.")
    kinds = ("graded", "unchanged", "not graded", "other")
    print(", ".join(f"{grading.counts[kind]} {kind}" for kind in kinds))
    if grading.tampered:
        sys.exit("Submitted files changed while they were graded: see ORIGINAL CHANGED above.")


if __name__ == "__main__":
    main()
