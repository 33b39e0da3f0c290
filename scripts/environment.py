"""Make the environment in .venv, or mend it: `python3 scripts/environment.py notebooks tests`.

The arguments are extras of pyproject.toml. bonelab itself is installed editable, every other
package at the version in constraints.txt, with uv where it is found and with pip otherwise.

What is installed is noted in .venv/bonelab-environment.json: "unfinished" before the first
package, the extras and a fingerprint after the last. So a second call returns at once, and a
call after an interruption starts again from nothing.

Only the standard library, and only syntax that an old Python reads: it must be able to say that
it is too old.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENVIRONMENT = os.path.join(ROOT, ".venv")
NOTE = os.path.join(ENVIRONMENT, "bonelab-environment.json")
WINDOWS = os.name == "nt"
PYTHON = os.path.join(ENVIRONMENT, *(("Scripts", "python.exe") if WINDOWS else ("bin", "python")))
OLDEST, NEWEST = (3, 11), (3, 14)
VERSION = ".".join(str(number) for number in sys.version_info[:2])
# Called from inside .venv, the Python under it: the environment may be about to go.
BASE_PYTHON = getattr(sys, "_base_executable", None) or sys.executable

# JupyterLab asks at its first start whether it may fetch news; a lesson should not.
LAB_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    }
}


def check_python():
    """Stop with a plain sentence where this Python is too old or too new."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit(
            f"bonelab needs Python 3.11 to 3.14; {sys.executable} is Python {VERSION}.\n"
            "If another one is installed, name it: make lab PYTHON=python3.12"
        )


def check_venv():
    """Stop with a plain sentence where Debian's python3-venv is missing."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit(
            "This Python cannot make an environment: its venv module is incomplete.\n"
            "On Debian or Ubuntu: sudo apt-get install python3-venv\n"
            "Then run the same command again."
        )


def fingerprint():
    """Digest all that the environment depends on, its own place included."""
    text = ENVIRONMENT + VERSION
    for name in ("pyproject.toml", "constraints.txt", "scripts/environment.py"):
        with open(os.path.join(ROOT, name), encoding="utf-8") as file:
            text += file.read()
    return hashlib.sha256(text.encode()).hexdigest()


def read_note():
    """Return what the last installation noted; an empty dict where nothing can be read."""
    try:
        with open(NOTE, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def write_note(**note):
    """Write the note in one step, so that it is there whole or not at all."""
    with open(NOTE + ".new", "w", encoding="utf-8") as file:
        json.dump(note, file)
    os.replace(NOTE + ".new", NOTE)


def is_sound():
    """Tell whether .venv can be built upon: finished, not a copy, and of this Python."""
    note = read_note()
    if note.get("state") == "unfinished" or note.get("place", ENVIRONMENT) != ENVIRONMENT:
        return False
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.check_output([PYTHON, "-c", question], universal_newlines=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.strip() == VERSION


def run(*command):
    """Run a command from the root of the repository; an exception if it fails."""
    subprocess.run(command, cwd=ROOT, check=True)


def install_with_uv(request):
    """Make and fill the environment with uv: seconds."""
    run("uv", "venv", "--quiet", "--allow-existing", "--python", BASE_PYTHON, ENVIRONMENT)
    write_note(state="unfinished")
    run("uv", "pip", "install", "--python", PYTHON, "-c", "constraints.txt", "-e", request)


def install_with_pip(request):
    """Make and fill the environment with venv and pip: a minute or two."""
    check_venv()
    run(BASE_PYTHON, "-m", "venv", ENVIRONMENT)
    write_note(state="unfinished")
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input")
    run(*pip, "install", "-c", "constraints.txt", "-e", request)


def install(extras):
    """Fill .venv, from nothing where what is there is not sound."""
    if os.path.lexists(ENVIRONMENT) and not is_sound():
        shutil.rmtree(ENVIRONMENT)
    request = f".[{','.join(extras)}]"
    print("Installing bonelab in .venv: once, about 600 MB, a minute or two.", flush=True)
    if shutil.which("uv"):
        install_with_uv(request)
    else:
        install_with_pip(request)
    settings = os.path.join(ENVIRONMENT, "share", "jupyter", "lab", "settings")
    os.makedirs(settings, exist_ok=True)
    with open(os.path.join(settings, "overrides.json"), "w", encoding="utf-8") as file:
        json.dump(LAB_SETTINGS, file, indent=2)


def main(extras):
    """Install what is missing; say plainly what to do where that fails."""
    check_python()
    note = read_note()
    current = note.get("fingerprint") == fingerprint() and os.path.exists(PYTHON)
    installed = note.get("extras", [])
    if current and set(extras) <= set(installed):
        return
    wanted = sorted(set(extras) | set(installed))
    try:
        install(wanted)
    except subprocess.CalledProcessError as error:
        sys.exit(
            f"The installation did not succeed; the reason stands above. It was:\n"
            f"  {' '.join(error.cmd)}\n"
            "Is there a connection to the package registry? The same command starts it again."
        )
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. The same command starts the installation again.")
    write_note(state="finished", extras=wanted, place=ENVIRONMENT, fingerprint=fingerprint())


if __name__ == "__main__":
    main(sys.argv[1:] or ["notebooks"])
