"""Time the site in a browser: landing page to first picture, slider to picture: `make bench-site`.

The site is served from this computer, so the download is not in the numbers. `--write` keeps them
in measured.csv, which the landing page reads, and in the README.
"""

import argparse
import csv
import statistics
import tempfile
import time
from pathlib import Path

from scripts.performance_page import machine, table
from scripts.site import landing
from tests.browser.lab import LessonPage
from tests.browser.site import READY, Served, SiteBrowser, build, open_lesson

README = Path(__file__).resolve().parents[2] / "README.md"
BEGIN, END = "<!-- times: make bench-site WRITE=1 -->", "<!-- end of the times -->"
LESSON = "notebooks/03-rankl-opg-ratio.ipynb"  # a lesson that makes its pictures from many runs
PICTURE = "img.bonelab-picture"
DRAGS = 12
RUN_TO_THE_APP = """async () => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    for (const id of ['setup', 'app-run']) {
        notebook.activeCellIndex = notebook.widgets.findIndex((cell) => cell.model.id === id);
        await window.jupyterapp.commands.execute('notebook:run-cell');
    }
}"""
# The time from the mouse's movement to the new picture, taken in the page.
WATCH = """() => {
    const picture = document.querySelector('img.bonelab-picture');
    window.delays = [];
    let moved = null;
    addEventListener('mousemove', () => { moved ??= performance.now(); }, true);
    new MutationObserver(() => {
        if (moved !== null) window.delays.push(performance.now() - moved);
        moved = null;
    }).observe(picture, {attributes: true, attributeFilter: ['src']});
}"""


def first_picture(page, link: str) -> float:
    """Return the seconds from a click on a lesson to its first live picture, all cells run."""
    begun = time.monotonic()
    page.locator(link).first.click()
    page.locator(READY).click()
    page.locator(PICTURE).first.wait_for()
    return time.monotonic() - begun


def slider_to_picture(lesson: LessonPage) -> float:
    """Return the median of the seconds from a movement of the mouse to the picture."""
    page = lesson.page
    page.evaluate(RUN_TO_THE_APP)
    handle = lesson.find(".bonelab-app .widget-slider .noUi-handle")
    page.evaluate(WATCH)
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(DRAGS):
        count = page.evaluate("window.delays.length")
        page.mouse.move(x + (50 if step % 2 else -50), y)
        lesson.wait_until_changed(lambda: page.evaluate("window.delays.length"), count)
    page.mouse.up()
    return statistics.median(page.evaluate("window.delays")) / 1000


def measure() -> dict[str, float]:
    """Build the site and return the seconds by what they are."""
    with (
        tempfile.TemporaryDirectory() as place,
        Served(build(Path(place))) as site,
        SiteBrowser() as browser,
    ):
        page = browser.visit(site)
        first = first_picture(page, "a.start")
        page.goto(site.root)
        again = first_picture(page, "a.start")
        dragged = slider_to_picture(open_lesson(page, site.address(LESSON)))
    return {
        landing.FIRST: first,
        "the same once more, files kept": again,
        "slider to picture": dragged,
    }


def keep(seconds: dict[str, float], where: str) -> None:
    """Write the times to measured.csv and into the README."""
    with landing.MEASURED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("what", "seconds"))
        writer.writerows((what, rounded(value)) for what, value in seconds.items())
    rows = [[what[0].upper() + what[1:], f"{rounded(t)} s"] for what, t in seconds.items()]
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    text = f"{table(['', 'time'], rows)}\n\nMeasured on {where}, in Chromium."
    README.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def rounded(seconds: float) -> str:
    """Return seconds as they are written."""
    return f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.2g}"


def main() -> None:
    """Print the measured times, and with --write keep them."""
    parser = argparse.ArgumentParser(prog="make bench-site", description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="renew measured.csv and the README")
    options = parser.parse_args()
    seconds = measure()
    for what, value in seconds.items():
        print(f"{what:42}{rounded(value):>6} s")
    print(machine())
    if options.write:
        keep(seconds, machine())


if __name__ == "__main__":
    main()
