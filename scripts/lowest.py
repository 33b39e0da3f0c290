"""Run the unit tests on the lowest versions that pyproject.toml allows: `make test-lowest`.

They are installed in .venv-lowest, an environment of its own, for Python 3.11: each package that
pyproject.toml names, at its lower bound; what those need in turn is left to pip. A note is written
last, so that an interrupted installation begins again from nothing.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv-lowest"
NOTE = FOLDER / "bonelab-lowest.txt"
PYTHON = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Says that it needs numpy 2.2, and runs on 2.0 as well: installed without what it asks for.
ASKS_FOR_MORE = ("libroadrunner",)


def lowest(requirements: list[str]) -> list[str]:
    """Return requirements of the form `name>=version` as `name==version`."""
    wrong = [line for line in requirements if not re.fullmatch(r"[\w.-]+>=[\d.]+", line)]
    if wrong:
        raise ValueError(f"pyproject.toml gives no lower bound of the form name>=1.0: {wrong}")
    return [line.replace(">=", "==") for line in requirements]


def pins() -> list[str]:
    """Return the lowest version of each package that pyproject.toml names, in any extra."""
    import tomllib  # not yet in a Python that is too old, which main() tells

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        requirements += extra
    return lowest(sorted(set(requirements)))


def install() -> None:
    """Make the environment, unless it is there and current."""
    wanted = pins()
    note = "\n".join([str(FOLDER), sys.version, *wanted])
    fingerprint = hashlib.sha256(note.encode()).hexdigest()
    if NOTE.exists() and NOTE.read_text(encoding="utf-8") == fingerprint:
        return
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    print("Installing the lowest versions in .venv-lowest: about two minutes.", flush=True)
    subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    alone = [pin for pin in wanted if pin.startswith(ASKS_FOR_MORE)]
    together = [pin for pin in wanted if pin not in alone]
    # Nothing is compiled: a version without a wheel for this Python is an error.
    subprocess.run([*pip, "--only-binary=:all:", *together], cwd=ROOT, check=True)
    subprocess.run([*pip, "--no-deps", *alone, "--editable", "."], cwd=ROOT, check=True)
    NOTE.write_text(fingerprint, encoding="utf-8")


def main() -> int:
    """Install, test, and return pytest's verdict."""
    if sys.version_info[:2] != (3, 11):
        sys.exit(
            "The lowest versions are those of Python 3.11, the oldest that bonelab runs on; "
            f"this is Python {sys.version.split()[0]}.\n"
            "If it is installed, name it: make test-lowest PYTHON=python3.11"
        )
    try:
        install()
    except subprocess.CalledProcessError as error:
        sys.exit(f"The installation did not succeed; the reason stands above: {error}")
    command = [PYTHON, "-m", "pytest", "-m", "not browser", "-n", "auto", "--dist", "loadfile"]
    return subprocess.run([*command, *sys.argv[1:]], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
