"""Do what the README says under "Two commands", word for word, on a fresh clone.

The clone lies in a temporary folder and holds what git has of this checkout, with what is changed
here and not committed yet. `make lab` opens no browser here; the address that it prints is
requested instead, with the token and without. Every other command just has to succeed.

`python3 -m scripts.fresh` runs all commands, `python3 -m scripts.fresh "make lab"` one of them.
Only the standard library: on a bare machine this runs before anything is installed.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.running_lab import RunningLab

ROOT = Path(__file__).resolve().parents[1]
LEFT_BEHIND = (".venv*", "__pycache__", ".*_cache", ".hypothesis")


def commands(readme: str) -> list[str]:
    """Return the commands in the block under "Two commands", without their comments."""
    block = re.search(r"^## Two commands$.*?^```sh\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    if not block:
        raise ValueError('README.md has no block of commands under "Two commands"')
    lines = (line.partition("#")[0].strip() for line in block[1].splitlines())
    return [line for line in lines if line]


def git(*arguments: str) -> list[str]:
    """Return what git answers here: names, each ended by a zero byte."""
    answer = subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True)
    return [name for name in answer.stdout.decode().split("\0") if name]


def clone(folder: Path) -> None:
    """Clone this checkout; where it is none, or git refuses, copy what belongs to it."""
    try:
        subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
        changed = git("diff", "--name-only", "-z", "HEAD")
        changed += git("ls-files", "--others", "--exclude-standard", "-z")
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"No clone ({error}): copied instead.", flush=True)
        ignore = shutil.ignore_patterns(*LEFT_BEHIND)
        shutil.copytree(ROOT, folder, ignore=ignore, dirs_exist_ok=True)
        return
    print(f"A clone, with {len(changed)} files that are not committed yet.", flush=True)
    for name in changed:
        (folder / name).unlink(missing_ok=True)
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def open_lab(command: str, folder: Path) -> None:
    """Run the command that opens the course, and ask its address for the first lesson."""
    with RunningLab(command, folder) as lab:
        lab.check()


def main(wanted: list[str]) -> None:
    """Run the commands of the README, or those named."""
    found = commands((ROOT / "README.md").read_text(encoding="utf-8"))
    if not {"make lab", "make test"} <= set(found) or not set(wanted) <= set(found):
        sys.exit(
            f"The README's commands are {found}; wanted here: {wanted or 'make lab, make test'}"
        )
    with tempfile.TemporaryDirectory(prefix="bonelab-fresh-") as temporary:
        folder = Path(temporary, "bonelab")
        clone(folder)
        for command in wanted or found:
            print(f"\n$ {command}", flush=True)
            begin = time.monotonic()
            if command.endswith(" lab"):
                open_lab(command, folder)
            elif subprocess.run(
                command, shell=True, cwd=folder, stdin=subprocess.DEVNULL
            ).returncode:
                sys.exit(f"{command} failed on a fresh clone")
            print(f"{command}: {time.monotonic() - begin:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
