"""Measure speed as a ratio against a named peer, interleaved in one process.

    python -m scripts.bench [--only single cohort fit imports lessons] [--write]

Prints the medians, with the error against a tight reference beside them, of one thirty-year run
and of a cohort by bonelab, with and without the extra `fast`, and by libRoadRunner on our SBML;
how long the fit of one patient takes; what `import bonelab` costs beyond numpy and scipy; and how
long each lesson takes from top to bottom. With --write the tables go to docs/performance.md.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from scripts import bench_cohort, bench_fit, bench_single
from scripts.bench_peers import REPEATS, RoadRunner, in_turn, milliseconds
from scripts.performance_page import machine, write_section

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
PARTS = ("single", "cohort", "fit", "imports", "lessons")


def imports():
    """Compare importing bonelab with importing what it is built on."""
    codes = {"numpy, scipy": "import numpy, scipy.integrate", "bonelab": "import bonelab"}
    medians, _ = in_turn(
        {
            name: lambda c=code: subprocess.run([sys.executable, "-c", c])
            for name, code in codes.items()
        }
    )
    for name, median in medians.items():
        print(f"import {name:25} {median:7.1f} ms")
    beyond = medians["bonelab"] - medians["numpy, scipy"]
    print(f"import cost beyond numpy and scipy {beyond:.0f} ms")


def lessons():
    """Run each lesson in a kernel of its own, as a student or nbval does."""
    total = 0.0
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}})
        _, took = milliseconds(client.execute)
        total += took / 1000
        print(f"lesson {path.stem:34} {took / 1000:5.1f} s")
    print(f"all lessons {total:.0f} s (at most 20 s each and 420 s together are wanted)")


def main():
    """Measure what is asked for, or everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    wanted = parser.parse_args()
    only = wanted.only
    print(f"medians of {REPEATS} interleaved runs")
    engines = {
        "single": ("One run", bench_single.single, bench_single.TEXT),
        "cohort": ("A cohort", bench_cohort.cohort, bench_cohort.TEXT),
    }
    peer = RoadRunner() if engines.keys() & set(only) else None
    for name, (title, measure, text) in engines.items():
        if name in only:
            table = measure(peer)
            print(f"{title}\n{table}\n")
            if wanted.write:
                measured = f"Medians of {REPEATS} runs, all in turn: {machine()}."
                write_section(title, f"{text.strip()}\n\n{measured}\n\n{table}")
    if "fit" in only:
        text = bench_fit.fit()
        if wanted.write:
            write_section("One patient", text)
    if "imports" in only:
        imports()
    if "lessons" in only:
        lessons()


if __name__ == "__main__":
    main()
