"""The process in which one submission is executed, on a copy, with limits.

It is given a folder with a course in small: the submission under submitted/, and a gradebook that
knows the set and nobody else. nbgrader's autograder works there as in any course. What happened is
written to result.json, the cell that is running to cell.txt.
"""

import asyncio
import json
import logging
import os
import resource
import sys
import traceback
import warnings
from pathlib import Path
from typing import ClassVar, NamedTuple

from jupyter_client.utils import ensure_async
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute

from scripts.grading.course import Course, Limits
from scripts.grading.notebooks import grade_id

STUDENT = "student"  # the child need not know whose submission it is
SYNTAX = {"SyntaxError", "IndentationError", "TabError"}
PRINTED = {"stream", "display_data", "execute_result", "update_display_data", "comm_open"}
PRINTED |= {"comm_msg"}
MOST_BYTES_IN_A_FILE = 200_000_000
MOST_LETTERS_IN_AN_ERROR = 5000


class Job(NamedTuple):
    """A set, and what a submission to it may use."""

    name: str
    limits: Limits


def limit_resources(limits: Limits) -> None:
    """Limit memory, the size of files and the processor, here and in what is started from here."""
    wanted = {
        "RLIMIT_AS": limits.memory_mb * 2**20,
        "RLIMIT_FSIZE": MOST_BYTES_IN_A_FILE,
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": 2 * limits.total_seconds,  # should the parent be killed, which watches time
    }
    for name, most in wanted.items():
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS has no RLIMIT_AS; the parent watches memory as well
            print(f"{name} cannot be set here", file=sys.stderr)


class LimitedExecute(Execute):
    """Execute a notebook, and note what went wrong in which cell."""

    # nbconvert makes the instance, and nbclient sets its traits back at the start.
    output_bytes: ClassVar[int] = 1_000_000
    notes: ClassVar[list[str]] = []
    reason: ClassVar[str] = ""
    running: ClassVar[str] = ""
    ending: ClassVar[str] = ""
    printed: ClassVar[int] = 0
    stopped: ClassVar[set[str]] = set()

    def preprocess(self, nb, resources=None, km=None):
        """Execute the notebook; where that cannot go on, note why."""
        kind = type(self)
        try:
            try:
                return super().preprocess(nb, resources, km=km)
            except RuntimeError:
                if kind.running:
                    raise
                # The kernel did not start: two that start at once may be given the same port.
                return super().preprocess(nb, resources, km=km)
        except DeadKernelError:
            kind.reason = f"the kernel ended in cell {kind.running}{kind.ending}"
            raise
        except CellTimeoutError:
            why = "printed without end" if kind.running in kind.stopped else "took too long"
            kind.reason = f"cell {kind.running} {why} and could not be stopped"
            raise

    async def _async_check_alive(self):
        """Keep how the kernel ended; nbclient has forgotten it when the error arrives."""
        try:
            await super()._async_check_alive()
        except DeadKernelError:
            process = getattr(self.km.provisioner, "process", None)
            if (code := getattr(process, "returncode", None)) is not None:
                how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
                type(self).ending = f" ({how})"
            raise

    def on_cell_execute(self, cell, cell_index, **_):
        """Note which cell begins."""
        kind = type(self)
        kind.running = grade_id(cell) or f"number {cell_index + 1}"
        kind.printed = 0
        Path("cell.txt").write_text(kind.running, encoding="utf-8")

    def on_cell_executed(self, **kwargs):
        """Note how a cell ended, and leave the rest to nbgrader."""
        super().on_cell_executed(**kwargs)
        content = kwargs["execute_reply"]["content"]
        if content["status"] != "error" or self.running in self.stopped:
            return
        error = str(content.get("ename"))
        if error == "CellTimeoutError":
            self.notes.append(f"took longer than {self.timeout} s in cell {self.running}")
        elif error in SYNTAX:
            self.notes.append(f"syntax error in cell {self.running}")
        elif error == "MemoryError":
            self.notes.append(f"out of memory in cell {self.running}")
        elif not kwargs["cell"].metadata.get("nbgrader", {}).get("locked"):
            self.notes.append(f"{error[:40]} in cell {self.running}")

    def process_message(self, msg, cell, cell_index):
        """Take a message of the kernel, but no more output than is allowed."""
        content = msg["content"]
        if msg["msg_type"] == "error":
            for key in ("ename", "evalue"):
                content[key] = str(content[key])[:MOST_LETTERS_IN_AN_ERROR]
            content["traceback"] = [
                line[:MOST_LETTERS_IN_AN_ERROR] for line in content["traceback"][:200]
            ]
        elif msg["msg_type"] in PRINTED:
            kind = type(self)
            kind.printed += len(str(content)) + sum(len(part) for part in msg.get("buffers", []))
            if kind.printed > self.output_bytes:
                self._stop_printing()
                return None
        return super().process_message(msg, cell, cell_index)

    def _stop_printing(self) -> None:
        if self.running not in self.stopped:
            self.stopped.add(self.running)
            most = self.output_bytes // 1000
            self.notes.append(f"printed more than {most} kB in cell {self.running}")
            asyncio.ensure_future(ensure_async(self.km.interrupt_kernel()))


def autograde(course: Course, job: Job) -> None:
    """Grade what lies in the working folder with nbgrader's autograder."""
    here = Path.cwd()
    LimitedExecute.output_bytes = 1000 * job.limits.output_kb
    config = course.config.copy()
    config.CourseDirectory.update(
        root=str(here),
        source_directory="solutions",
        submitted_directory="submitted",
        autograded_directory="autograded",
        db_url=f"sqlite:///{here / 'gradebook.db'}",
        student_id=STUDENT,
        assignment_id=job.name,
    )
    for kind in ("Execute", "LimitedExecute"):
        config[kind].timeout = job.limits.cell_seconds
        config[kind].store_widget_state = False
    grader = Autograde(coursedir=CourseDirectory(config=config), config=config)
    grader.autograde_preprocessors = [
        LimitedExecute if step is Execute else step for step in grader.autograde_preprocessors
    ]
    grader.start()


def _settle_in(folder: Path, environment: dict[str, str]) -> None:
    """Leave the session of the parent, and write to a log of one's own."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    log = os.open("log.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for output in (1, 2):
        os.dup2(log, output)
    # nbgrader logs what goes wrong, and raises something that says no more than that it did.
    logging.getLogger("traitlets").addHandler(logging.StreamHandler())
    warnings.filterwarnings("ignore", module="nbgrader")


def main(root: Path, folder: Path, job: Job, environment: dict[str, str]) -> None:
    """Grade the submission in a folder, and write there what happened.

    Parameters
    ----------
    root : Path
        The course.
    folder : Path
        The course in small that holds the submission.
    job : Job
        The set, and what it may use.
    environment : dict of str to str
        All that is known of the world outside.
    """
    _settle_in(folder, environment)
    limit_resources(job.limits)
    failed = False
    try:
        autograde(Course(root), job)
    except Exception:
        traceback.print_exc()
        failed = True
    result = {"failed": failed, "reason": LimitedExecute.reason, "notes": LimitedExecute.notes}
    Path("result.json").write_text(json.dumps(result), encoding="utf-8")
