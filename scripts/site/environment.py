"""The environment in .venv-site that builds the site: JupyterLite must not lie beside JupyterLab.

What is installed are the pins of requirements.txt beside this file, and the wheels that the
student's browser installs: those named in `IN_THE_BROWSER`, at the same pins. A note is written
last, so that an interrupted installation begins again from nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import environment as base

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
FOLDER = ROOT / ".venv-site"
WHEELS = FOLDER / "wheels"
NOTE = FOLDER / "bonelab-site.txt"
PYTHON = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# What the kernel in the browser needs and Pyodide does not bring along.
IN_THE_BROWSER = ("comm", "ipywidgets", "jupyterlab_widgets")


def fingerprint() -> str:
    """Digest all that the environment depends on, its own place included."""
    requirements = REQUIREMENTS.read_text(encoding="utf-8")
    parts = (str(FOLDER.resolve()), sys.version, str(IN_THE_BROWSER), requirements)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def pins() -> dict[str, str]:
    """Return the pinned version of each package by name."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    rows = (line.split(";")[0].split("==") for line in lines if not line.startswith("#"))
    return {name: version.strip() for name, version in rows}


def pip(*arguments: str) -> None:
    """Run pip in the environment; an exception if it fails."""
    quiet = ("--disable-pip-version-check", "--no-input")
    subprocess.run([PYTHON, "-m", "pip", *arguments, *quiet], check=True)


def make_empty() -> None:
    """Make the environment with nothing but pip in it."""
    if shutil.which("uv"):
        command = ["uv", "venv", "--quiet", "--seed", "--python", base.BASE_PYTHON, FOLDER]
    else:
        base.check_venv()
        command = [base.BASE_PYTHON, "-m", "venv", FOLDER]
    subprocess.run(command, check=True)


def ensure() -> None:
    """Make the environment unless it is there and current."""
    if NOTE.exists() and NOTE.read_text(encoding="utf-8") == fingerprint():
        return
    base.check_python()
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    print("Installing JupyterLite in .venv-site: once, about 330 MB, half a minute.", flush=True)
    try:
        make_empty()
        pip("install", "--requirement", str(REQUIREMENTS))
        wanted = [f"{name}=={pins()[name]}" for name in IN_THE_BROWSER]
        pip("download", "--no-deps", "--dest", str(WHEELS), *wanted)
    except subprocess.CalledProcessError as error:
        sys.exit(
            f"The installation did not succeed; the reason stands above. It was:\n"
            f"  {' '.join(map(str, error.cmd))}\n"
            "Is there a connection to the package registry? The same command starts it again."
        )
    NOTE.write_text(fingerprint(), encoding="utf-8")
