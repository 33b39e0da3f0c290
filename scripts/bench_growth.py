"""Measure how time and memory grow with years, with switches of treatment and with women.

    python -m scripts.bench_growth [--write] [--women 1 100 10000]

Sizes of one kind are timed in turn, not one after another, so that a busy machine disturbs all of
them alike. Women are simulated on one core, each number of them in a process of its own, which
tells its largest memory. With --write the tables go to docs/performance.md.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence

import numpy as np

import bonelab as bl
from scripts.performance_page import machine, table, write_section

REPEATS = 15
YEARS, FIRST_YEAR = (10, 20, 40, 80), -11  # from age 40 to age 120, as far as a run goes
SWITCHES, COURSE_YEARS = (0, 2, 4, 8, 12, 20), 25
WOMEN = (1, 10, 100, 1_000, 10_000)
COHORT_YEARS = 25
COHORT = f"""
import json, resource, sys, time
import bonelab as bl
number = int(sys.argv[1])
women = bl.cohort(number, seed=1)
bl.simulate_cohort(bl.cohort(1, seed=2), n_jobs=1, progress=False)  # what is done once only
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begin = time.perf_counter()
bl.simulate_cohort(women, start=-5, stop={COHORT_YEARS - 5}, n_jobs=1, progress=number > 1000)
took = time.perf_counter() - begin
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([took, before / 1024, after / 1024]))
"""


def over_years(years: int) -> object:
    """Simulate a woman over so many years and read a series."""
    return bl.simulate(start=FIRST_YEAR, stop=FIRST_YEAR + years)["bmd_lumbar_spine"]


def over_switches(switches: int) -> object:
    """Simulate a woman who begins and stops a patch again and again."""
    starts = np.arange(switches // 2) * 1.5
    patches = [bl.Estradiol(patch_ug_per_day=50, start=t, stop=t + 0.75) for t in starts]
    return bl.simulate(None, patches, start=-5, stop=COURSE_YEARS - 5)["bmd_lumbar_spine"]


def milliseconds(run: Callable[[int], object], sizes: Sequence[int]) -> list[float]:
    """Return the median time of each size, in turn."""
    took: dict[int, list[float]] = {size: [] for size in sizes}
    for _ in range(REPEATS):
        for size in sizes:
            begin = time.perf_counter()
            run(size)
            took[size].append(1000 * (time.perf_counter() - begin))
    return [statistics.median(times) for times in took.values()]


def kilobytes(run: Callable[[int], object], sizes: Sequence[int]) -> list[float]:
    """Return the largest memory that each size needs at once."""
    largest = []
    for size in sizes:
        tracemalloc.start()
        run(size)
        largest.append(tracemalloc.get_traced_memory()[1] / 1024)
        tracemalloc.stop()
    return largest


def slope(sizes: Sequence[int], values: Sequence[float]) -> float:
    """Return by how much a value grows with each unit of size: a straight line through all."""
    return float(np.polyfit(sizes, values, 1)[0])


def one_woman(what: str, run: Callable[[int], object], sizes: Sequence[int]) -> tuple[str, float]:
    """Return the table of a kind of size, and the milliseconds that each unit of it costs."""
    run(sizes[-1])  # what is done once only is not measured
    times, memory = milliseconds(run, sizes), kilobytes(run, sizes)
    rows = [
        [str(size), f"{ms:.1f}", f"{kb:.0f}"]
        for size, ms, kb in zip(sizes, times, memory, strict=True)
    ]
    return table([what, "ms", "kB"], rows), slope(sizes, times)


def of_women(numbers: Sequence[int]) -> tuple[str, float]:
    """Return the table of numbers of women, and the kB that one more of them takes."""
    rows, memory = [], []
    for number in numbers:
        told = subprocess.run(
            [sys.executable, "-c", COHORT, str(number)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        took, before, after = json.loads(told.stdout.splitlines()[-1])
        memory.append(1024 * (after - before))
        each = f"{1000 * took / number:.1f}"
        rows.append([f"{number:,}", f"{took:.2f}", each, f"{after:.0f}", f"{after - before:.0f}"])
    head = ["women", "s", "ms a woman", "MB of the process", "of these for the women"]
    return table(head, rows), slope(numbers, memory)


def report(women: Sequence[int]) -> str:
    """Measure and return the section of docs/performance.md."""
    years, year_ms = one_woman("years", over_years, YEARS)
    switches, switch_ms = one_woman("switches", over_switches, SWITCHES)
    cohort, woman_kb = of_women(women)
    return f"""\
`make bench-growth` measures it again. {machine()}; medians of {REPEATS} runs in turn.

**Years** of one run of one woman, untreated:

{years}

A run costs a fixed part, for the unseen years in which estradiol falls, and then \
{year_ms:.2f} ms a year: where little happens the solver takes long steps, so what a further year
costs is mostly its twelve moments at which all series are computed. Memory grows with these
moments alone.

**Switches of treatment** in a run of {COURSE_YEARS} years, in which a patch is begun and stopped
again and again:

{switches}

Each switch costs {switch_ms:.2f} ms, as many as there are: the equations change there, so the
solver is started again, and its first steps are short. Each adds a moment, hence the memory.

**Women** of a cohort on one core, {COHORT_YEARS} years each, untreated:

{cohort}

Time grows in proportion: no woman knows of another, so cores share them without loss. Of each only
the yearly values are kept, about {woman_kb:.0f} kB, and not her whole run; so memory grows slowly.
"""


def main() -> None:
    """Measure, print, and write if asked."""
    parser = argparse.ArgumentParser(description="How time and memory grow.")
    parser.add_argument("--women", nargs="+", type=int, default=WOMEN, help=f"otherwise {WOMEN}")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    wanted = parser.parse_args()
    text = report(wanted.women)
    print(text)
    if wanted.write:
        write_section("Growth", text)


if __name__ == "__main__":
    main()
