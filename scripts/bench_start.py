"""Measure how long a student waits for the first picture of lesson 0, and for what.

    python -m scripts.bench_start [--write]

The lesson stands open in Lab in a real browser. Its kernel is restarted and all cells are run,
several times; then the same cells run in bare processes, which tells what of the time is imports,
and whose. With --write the table goes to docs/performance.md.
"""

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from scripts.performance_page import machine, table, write_section
from tests.browser.lab import Browser, LessonPage, Server
from tests.lessons import LESSONS, sources

REPEATS = 7
LESSON, APP = "00", "explore."
OURS, THEIRS, OTHERS = "bonelab", ("numpy", "scipy", "matplotlib", "ipywidgets", "pandas"), "others"
# A restarted kernel answers at once when it is there; the first picture is there when decoded.
RESTART = """async () => {
    const context = window.jupyterapp.shell.currentWidget.sessionContext;
    const begin = performance.now();
    await context.restartKernel();
    await context.session.kernel.info;
    await context.session.kernel.requestExecute({code: ''}).done;
    return performance.now() - begin;
}"""
FIRST_PICTURE = """async () => {
    const app = window.jupyterapp;
    document.querySelectorAll('img.bonelab-picture').forEach((image) => image.remove());
    const begin = performance.now();
    const seen = new Promise((resolve) => {
        new MutationObserver(() => {
            const image = document.querySelector('img.bonelab-picture[src]');
            if (image) image.decode().then(() => resolve(performance.now() - begin), () => {});
        }).observe(document.body, {subtree: true, childList: true, attributes: true});
    });
    app.commands.execute('notebook:run-all-cells');
    return await seen;
}"""
# What a kernel has loaded before it runs a cell does not count as the lesson's.
IN_A_PROCESS = """
import json, sys, time
import ipykernel.ipkernel
cells = json.load(sys.stdin)
names = {}
begin = time.perf_counter()
exec("\\n".join(l for l in cells[0].splitlines() if l.startswith(("import ", "from "))), names)
imported = time.perf_counter()
for cell in cells:
    exec(cell, names)
ran = time.perf_counter()
print(json.dumps([1000 * (imported - begin), 1000 * (ran - imported)]))
"""


def cells() -> list[str]:
    """Return the cells of the lesson up to the one that shows the app."""
    code = sources(LESSON, "code")
    last = next(place for place, cell in enumerate(code) if APP in cell)
    return code[: last + 1]


def in_the_browser(repeats: int) -> dict[str, float]:
    """Return the median milliseconds of each part as a student has it."""
    with tempfile.TemporaryDirectory() as name, Browser() as browser:
        shutil.copy(LESSONS[LESSON], name)
        with Server(Path(name)) as server:
            begin = time.perf_counter()
            lesson = browser.open(server, LESSONS[LESSON].name)
            page = 1000 * (time.perf_counter() - begin)
            parts = [_once(lesson) for _ in range(repeats)]
            lesson.close()
    kernel, picture = (statistics.median(part) for part in zip(*parts, strict=True))
    return {"page": page, "kernel": kernel, "picture": picture}


def _once(lesson: LessonPage) -> tuple[float, float]:
    kernel = lesson.page.evaluate(RESTART)
    picture = lesson.page.evaluate(FIRST_PICTURE)
    lesson.wait_for_kernel()
    return kernel, picture


def in_a_process(repeats: int) -> tuple[float, float, Counter[str]]:
    """Return the median milliseconds of imports and of cells, and of the imports by package."""
    runs, packages = [], []
    for _ in range(repeats):
        command = [sys.executable, "-c", IN_A_PROCESS]
        told = subprocess.run(
            command, input=json.dumps(cells()), text=True, capture_output=True, check=True
        )
        runs.append(json.loads(told.stdout.splitlines()[-1]))
        code = "import ipykernel.ipkernel, sys; sys.stderr.write('LESSON'); import bonelab.explore"
        command = [sys.executable, "-X", "importtime", "-c", code]
        told = subprocess.run(command, text=True, capture_output=True, check=True)
        packages.append(_by_package(told.stderr.partition("LESSON")[2]))
    imports, cells_ = (statistics.median(run) for run in zip(*runs, strict=True))
    shares = {name: statistics.median(p[name] for p in packages) for name in packages[0]}
    return imports, cells_, Counter(shares)


def _by_package(told: str) -> Counter[str]:
    """Return the milliseconds that the modules of each package took themselves."""
    took: Counter[str] = Counter(dict.fromkeys((OURS, *THEIRS, OTHERS), 0.0))
    for own, module in re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\w+)", told):
        took[module if module in took else OTHERS] += int(own) / 1000
    return took


def report(
    browser: dict[str, float], imports: float, ran: float, packages: Counter[str], repeats: int
) -> str:
    """Return the section of docs/performance.md."""
    whole = browser["kernel"] + browser["picture"]
    scale = imports / packages.total()
    libraries = sum(packages[name] for name in (*THEIRS, OTHERS)) * scale
    own = packages[OURS] * scale
    parts = {
        "kernel: Python and ipykernel, until it answers": browser["kernel"],
        "imports of libraries": libraries,
        "imports of bonelab itself": own,
        "cells of the lesson: runs of the model, the app, its first drawing": ran,
        "messages, widgets and the browser": browser["picture"] - imports - ran,
    }
    largest = max(parts, key=parts.__getitem__)
    ours = (own + ran) / whole
    listed = ", ".join(f"{n} {t * scale / 1000:.2f} s" for n, t in packages.most_common() if t)
    rows = [[what, f"{ms / 1000:.2f}", f"{100 * ms / whole:.0f}"] for what, ms in parts.items()]
    return f"""\
From the start of a kernel to the first picture of lesson 0, in Lab, in a real browser.
`make bench-start` measures it again.

{machine()}; medians of {repeats} starts.

{table(["what", "s", "%"], [*rows, ["**together**", f"{whole / 1000:.2f}", "100"]])}

The largest part: {largest}. Imports, by whose they are: {listed}. What is ours, the import of
bonelab itself and what the cells compute and draw, is {100 * ours:.0f} % of the whole. Lab's own
page comes before all this, once: {browser["page"] / 1000:.1f} s until the notebook is open.
"""


def main() -> None:
    """Measure, print, and write if asked."""
    parser = argparse.ArgumentParser(description="Kernel start to the first picture of lesson 0.")
    parser.add_argument("--repeats", type=int, default=REPEATS, help=f"otherwise {REPEATS}")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    wanted = parser.parse_args()
    text = report(in_the_browser(wanted.repeats), *in_a_process(wanted.repeats), wanted.repeats)
    print(text)
    if wanted.write:
        write_section("Starts", text)


if __name__ == "__main__":
    main()
