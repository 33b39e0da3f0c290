"""Do here what Binder does with environment.yml: pip's part in an empty environment, then lesson 0.

Binder takes python and pip from conda and everything else from pip, at the pins of that file.
Checked: pip installs what is pinned and nothing else, the lesson runs without an error, and the
environment is as small as README.md says and smaller than 650 MB.

`--renew` first writes the pins, from pyproject.toml and constraints.txt. Only the standard library
is imported.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "environment.yml"
LESSON = ROOT / "notebooks" / "00-start-here.ipynb"
MOST_MB = 650
STATED = re.compile(r"\*\*(\d+) MB\*\*")  # in README.md
STATED_WITHIN = 0.03
PIN = re.compile(r"^      - ([\w.-]+)==([\w.]+)$", re.MULTILINE)
# Marks in constraints.txt of what is installed on another system, or on an older Python, alone.
ELSEWHERE = re.compile(r"^([\w.-]+)==.* ; .*(?:==|<)", re.MULTILINE)
# An error in a cell, in the callback of a widget, in the sentence of an app.
ERRORS = ('"output_type": "error"', "Traceback (most recent call last)", r"class=\"bonelab-error")


def canonical(name: str) -> str:
    """Return a package's name in the one form in which names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> dict[str, str]:
    """Return what environment.yml pins, by name."""
    return {canonical(name): version for name, version in PIN.findall(FILE.read_text("utf-8"))}


def elsewhere() -> set[str]:
    """Return the names that Binder's system and Python do without."""
    return {canonical(name) for name in ELSEWHERE.findall((ROOT / "constraints.txt").read_text())}


class Environment:
    """An empty environment in a temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)

    def run(self, *arguments: str | Path) -> str:
        """Run a module of the environment in the root of the repository; return its output."""
        command = [self.folder / "bin" / "python", "-m", *arguments]
        return subprocess.run(
            command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    def install(self, *requirements: str) -> None:
        """Install with pip."""
        quiet = ("--quiet", "--no-input", "--disable-pip-version-check")
        self.run("pip", "install", *quiet, *requirements)

    def installed(self) -> dict[str, str]:
        """Return the versions of what is installed, but for bonelab and pip's own."""
        listed = json.loads(self.run("pip", "list", "--format=json", "--disable-pip-version-check"))
        rows = {canonical(row["name"]): row["version"] for row in listed}
        return {name: rows[name] for name in sorted(rows.keys() - {"bonelab", "pip", "setuptools"})}

    def megabytes(self) -> float:
        """Return the size of all files, in millions of bytes."""
        files = (path for path in self.folder.rglob("*") if not path.is_symlink())
        return sum(path.stat().st_size for path in files if path.is_file()) / 1e6

    def run_lesson(self) -> str:
        """Run lesson 0 from top to bottom and return the executed notebook."""
        copy = shutil.copy(LESSON, self.folder)
        self.run("nbconvert", "--to=notebook", "--execute", "--inplace", "--log-level=WARN", copy)
        return Path(copy).read_text("utf-8")


def renew() -> None:
    """Write the pins of environment.yml from what pip installs under constraints.txt."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Environment(Path(folder))
        environment.install("-c", "constraints.txt", "-e", ".[notebooks]")
        found = environment.installed()
    lines = [
        f"      - {name}=={version}" for name, version in found.items() if name not in elsewhere()
    ]
    before, pip, _ = FILE.read_text("utf-8").partition("  - pip:\n")
    FILE.write_text(before + pip + "\n".join([*lines, "      - -e .", ""]), "utf-8")
    print(f"environment.yml: {len(lines)} pins")


def check() -> list[str]:
    """Install, run and measure; return what is wrong."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        begin = time.monotonic()
        environment = Environment(Path(folder))
        environment.install(*(f"{name}=={version}" for name, version in pins().items()), "-e", ".")
        installed, megabytes = environment.installed(), environment.megabytes()
        print(
            f"pip's part of environment.yml: {len(installed)} packages, {megabytes:.0f} MB, "
            f"{time.monotonic() - begin:.0f} s"
        )
        begin = time.monotonic()
        lesson = environment.run_lesson()
        print(f"{LESSON.name} ran in it in {time.monotonic() - begin:.0f} s")
    unpinned = installed.keys() - pins().keys() - elsewhere()
    stated = STATED.search((ROOT / "README.md").read_text("utf-8"))
    if unpinned:
        wrong.append(f"environment.yml does not pin {sorted(unpinned)}: make constraints renews it")
    if megabytes >= MOST_MB:
        wrong.append(f"{megabytes:.0f} MB; less than {MOST_MB} MB are wanted")
    if not stated or abs(int(stated[1]) / megabytes - 1) > STATED_WITHIN:
        wrong.append(f"README.md must state this size, as **{megabytes:.0f} MB**")
    wrong += [f"{LESSON.name} holds an error: {mark}" for mark in ERRORS if mark in lesson]
    return wrong


if __name__ == "__main__":
    if "--renew" in sys.argv[1:]:
        renew()
    if problems := check():
        sys.exit("\n".join(problems))
