"""Measure key press to new picture in Chromium, each app against `interact` and an inline figure.

    python -m scripts.bench_browser [--write] [--presses n] [app ...]

Two notebooks stand open, each with a kernel of its own: one with the app, one with the baseline of
`scripts.bench_browser.kernel`. The same key goes to one and then to the other, over the whole way
of the app's first slider or else menu, and each waits until its picture is there and all is quiet.
Then the key is held down in each; and before all this in a kernel that has just shown its first
picture, so that nothing is there which the model computed before. With --write the table goes to
docs/performance.md.
"""

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import NamedTuple

from bonelab import explore
from scripts.bench_browser.page import KEY_SECONDS, AppPage, write_notebook
from scripts.performance_page import machine, table, write_section
from tests.browser.lab import Browser, Server

ROOT = Path(__file__).resolve().parents[2]
APPS = [name for name in explore.__all__ if name != "App"]
PRESSES = 21
HELD = 40  # keys, so that a key is held down for a second
IMPORTS = f"""import sys
sys.path.insert(0, {str(ROOT)!r})
from bonelab import explore
from scripts.bench_browser.kernel import interact_with, shown, step, timed
"""
HEAD = [
    "app",
    "live, ms",
    "of it app",
    "interact, ms",
    "ratio",
    "held at once, pictures/s",
    "held: live",
    "interact",
]


class Result(NamedTuple):
    """What was measured of one app.

    Parameters
    ----------
    app : str
        Its name in `bonelab.explore`.
    live, drawn : list of float
        Milliseconds from key to picture: of the app, and of the baseline.
    kernel : float
        Milliseconds, at the median, that the app itself took: what it computes and draws.
    held_at_once : float
        Pictures a second while the key is held down in the app of a fresh kernel.
    live_held, drawn_held : float
        Pictures a second while the key is held down after all presses.
    """

    app: str
    live: list[float]
    drawn: list[float]
    kernel: float
    held_at_once: float
    live_held: float
    drawn_held: float

    @property
    def medians(self) -> tuple[float, float]:
        """The medians of the app and of the baseline."""
        return statistics.median(self.live), statistics.median(self.drawn)

    @property
    def ratio(self) -> float:
        """How many times faster the app is."""
        live, drawn = self.medians
        return drawn / live

    def line(self) -> str:
        """Return what is printed of it."""
        live, drawn = self.medians
        return (
            f"{self.app}: {live:.0f} ms ({self.kernel:.0f} ms of it in the app), interact "
            f"{drawn:.0f} ms; held down at once {self.held_at_once:.1f}, "
            f"later {self.live_held:.1f} and {self.drawn_held:.1f} pictures/s"
        )

    def row(self) -> list[str]:
        """Return the row of the table."""
        live, drawn = (f"{median:.0f}" for median in self.medians)
        held = f"{self.held_at_once:.0f}", f"{self.live_held:.0f}", f"{self.drawn_held:.1f}"
        return [f"`{self.app}`", live, f"{self.kernel:.0f}", drawn, f"{self.ratio:.1f}", *held]


def measure(app: str, presses: int, folder: Path, server: Server, browser: Browser) -> Result:
    """Measure one app against its baseline."""
    books = {
        f"{app}.ipynb": [f"{IMPORTS}app = explore.{app}()\ntook = timed(app)", "app"],
        f"{app}-interact.ipynb": ["%matplotlib inline", f"{IMPORTS}interact_with(explore.{app})"],
    }
    for name, cells in books.items():
        write_notebook(folder / name, *cells)
    at_once = _held_at_once(browser, server, f"{app}.ipynb")
    live, drawn = pages = [AppPage(browser, server, name) for name in books]
    keys = live.keys(max(presses, HELD))
    took = [[page.press(key) for page in pages] for key in keys[:presses]]
    kernel = statistics.median(live.ask("took")[-presses:])
    held = [page.hold(keys[:HELD]) for page in pages]
    live.check_last()
    for page in pages:
        page.close()
    return Result(app, *zip(*took, strict=True), kernel, at_once, *held)


def _held_at_once(browser: Browser, server: Server, notebook: str) -> float:
    """Return the pictures a second in a notebook that was run just now."""
    page = AppPage(browser, server, notebook)
    held = page.hold(page.keys(HELD))
    page.check_last()
    page.close()
    return held


def report(results: list[Result]) -> str:
    """Return the section of docs/performance.md."""
    medians = [result.medians[0] for result in results]
    slowest = min(min(result.held_at_once, result.live_held) for result in results)
    return f"""\
Key press to new picture in Chromium, both ways in one run and in turn: each app of the course, and
the same figure drawn by `ipywidgets.interact` as a new inline figure. The same key goes to one
and then to the other over the way of the app's first slider, or else menu. The time ends when the
browser has decoded the picture. "Of it app" is what the app itself takes in the kernel; the rest is
Jupyter's and the browser's.

After each press an app draws ahead what the next step of the same control would show, as soon as
nothing has changed for a tenth of a second, and it keeps the last pictures. So a single press finds
its picture drawn, and "of it app" is next to nothing. Only a table that was edited in `one_patient`
is not fitted ahead; what its own tables show is stored.

For the last three columns a key is held down, {HELD} times at {1000 * KEY_SECONDS:.0f} ms: \
there is
no time to draw ahead. "At once" is in a kernel that has just shown its first picture, where the
model has to run for every step. In the other two it was held down after the presses, and what the
model computed for these is kept; in a control of few places the pictures too. `make bench-browser`
measures it again.

{machine()}; medians of {len(results[0].live)} presses.

{table(HEAD, [result.row() for result in results])}

Over all apps the median is {statistics.median(medians):.0f} ms, the slowest shows \
{slowest:.0f} pictures a second.
The picture for the last place of the slider is always the one that stays: the page sends a new
value only when the kernel is done with the one before, and then the newest; so no picture is drawn
for a value that is already past, and none is missed at the end.
"""


def main() -> None:
    """Measure the apps, print what was found, and write it if asked."""
    parser = argparse.ArgumentParser(description="Key press to new picture, in Chromium.")
    parser.add_argument("apps", nargs="*", metavar="app", help="only these apps, else all")
    parser.add_argument("--presses", type=int, default=PRESSES, help=f"otherwise {PRESSES}")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    wanted = parser.parse_args()
    if unknown := set(wanted.apps) - set(APPS):
        parser.error(f"no app {', '.join(sorted(unknown))}; there are {', '.join(APPS)}")
    results = []
    with tempfile.TemporaryDirectory() as name, Browser() as browser, Server(Path(name)) as server:
        for app in wanted.apps or APPS:
            results.append(measure(app, wanted.presses, Path(name), server, browser))
            print(results[-1].line())
            print(f"ratio {app} {results[-1].ratio:.1f}", flush=True)
    print(f"median of all apps {statistics.median(r.medians[0] for r in results):.0f} ms")
    if wanted.write:
        write_section("Pictures", report(results))


if __name__ == "__main__":
    main()
