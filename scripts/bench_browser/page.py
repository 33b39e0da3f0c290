"""One notebook with an app open in Lab: press the keys of a slider and time what follows.

It is the first slider, or where there is none the first menu.

A key is pressed when the browser says so. A picture is there when the browser has decoded it and
could paint it, which is later than when it is in the page.
"""

import itertools
import json
import time
from pathlib import Path
from typing import Any

import nbformat

from tests.browser.lab import Browser, Server

KEY_SECONDS = 0.025  # between two keys while one is held down
SETTLED_SECONDS = 0.2  # how long nothing has come before the last picture counts as the last
# How long a page is left alone after a key: to ask it whether it is done takes from its time.
UNSEEN_SECONDS = 0.5
SLIDER, MENU = ".widget-slider .noUi-handle", ".widget-dropdown select"
PLACE = """(node) => node.tagName === 'SELECT'
    ? [0, node.selectedIndex, node.options.length - 1]
    : ['min', 'now', 'max'].map((part) => Number(node.getAttribute(`aria-value${part}`)))"""
RIGHT, LEFT = "ArrowRight", "ArrowLeft"
ROUNDED = 0.051  # the page tells the place of a slider with one decimal
WATCH = """() => {
    window.keys = [];
    window.pictures = [];
    window.decoding = 0;
    document.addEventListener('keydown', (event) => window.keys.push(event.timeStamp), true);
    const note = (image) => {
        if (!image.src) return;
        window.decoding += 1;
        // A picture that is replaced before it is decoded was never seen.
        image.decode().then(() => {
            window.pictures.push(performance.now());
            window.shown = image;
        }, () => {}).finally(() => { window.decoding -= 1; });
    };
    new MutationObserver((changes) => changes.forEach((change) => {
        if (change.type === 'attributes') note(change.target);
        for (const node of change.addedNodes) {
            if (node.nodeType !== Node.ELEMENT_NODE) continue;
            (node.matches('img') ? [node] : [...node.querySelectorAll('img')]).forEach(note);
        }
    })).observe(document.body,
        {subtree: true, childList: true, attributes: true, attributeFilter: ['src']});
}"""
FORGET = "() => { window.keys = []; window.pictures = []; }"
NOTHING_TO_DECODE = "() => window.decoding === 0"
DIGEST = """async () => {
    const bytes = await (await fetch(window.shown.src)).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}"""
# As in an app, so that Lab does not take the keys for its own commands on cells.
LEAVE_KEYS = "(node) => node.setAttribute('data-lm-suppress-shortcuts', 'true')"
ASK_KERNEL = """async (code) => {
    const panel = window.jupyterapp.shell.currentWidget;
    const request = panel.sessionContext.session.kernel.requestExecute({code});
    let text = '';
    request.onIOPub = (message) => { text += message.content.text || ''; };
    await request.done;
    return text;
}"""


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook of code cells."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(book, path)


class AppPage:
    """A notebook that has been run, with its first slider in the focus, at its low end."""

    def __init__(self, browser: Browser, server: Server, notebook: str) -> None:
        self.lesson = browser.open(server, notebook)
        self.page = self.lesson.page
        self.lesson.run_all()
        if errors := self.lesson.errors():
            raise RuntimeError("\n".join(errors))
        self.handle = self.lesson.find(SLIDER if self.page.locator(SLIDER).count() else MENU)
        self.page.locator("img:visible").last.wait_for()
        self.page.evaluate(WATCH)
        self.handle.evaluate(LEAVE_KEYS)
        self.handle.focus()
        self.go_to_start()

    @property
    def place(self) -> float:
        """Where the slider stands."""
        return self.handle.evaluate(PLACE)[1]

    def go_to_start(self) -> None:
        """Move the slider to its low end."""
        self.page.keyboard.press("Home")
        self.settle()

    def keys(self, count: int) -> list[str]:
        """Return keys that move the slider up from its low end, and back when it is at the top."""
        low, _, high = self.handle.evaluate(PLACE)
        steps = round((high - low) / self.ask("step(app)"))
        return list(itertools.islice(itertools.cycle([RIGHT] * steps + [LEFT] * steps), count))

    def press(self, key: str) -> float:
        """Press a key once; return the milliseconds until its picture was there."""
        self.page.evaluate(FORGET)
        self.page.keyboard.press(key)
        time.sleep(UNSEEN_SECONDS)
        self.settle()
        if not self.page.evaluate("window.pictures.length"):
            raise AssertionError(f"no new picture with the slider at {self.place}")
        return self.page.evaluate("window.pictures[0] - window.keys[0]")

    def hold(self, keys: list[str]) -> float:
        """Press keys, from the low end on, as fast as one repeats that is held down.

        Return how many pictures came a second, from the first key to the last picture.
        """
        self.go_to_start()
        self.page.evaluate(FORGET)
        begin = time.perf_counter()
        for number, key in enumerate(keys):
            wait = begin + number * KEY_SECONDS - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            self.page.keyboard.down(key)
        for key in set(keys):
            self.page.keyboard.up(key)
        self.settle()
        count = self.page.evaluate("window.pictures.length")
        return 1000 * count / self.page.evaluate("window.pictures.at(-1) - window.keys[0]")

    def settle(self) -> None:
        """Wait until the kernel has answered everything and no further picture comes."""
        seen = -1
        while (now := self.page.evaluate("window.pictures.length")) != seen:
            seen = now
            self.lesson.wait_for_kernel()
            self.page.wait_for_timeout(1000 * SETTLED_SECONDS)
            self.page.wait_for_function(NOTHING_TO_DECODE)

    def ask(self, code: str) -> Any:
        """Return what code in the kernel prints as JSON."""
        return json.loads(self.page.evaluate(ASK_KERNEL, f"print({code})"))

    def check_last(self) -> None:
        """Assert that the app on the page shows the place where its slider stands.

        Raises
        ------
        AssertionError
            If the kernel stands elsewhere, or draws another picture for that place.
        """
        kernel = self.ask("shown(app)")
        if abs(kernel["place"] - self.place) > ROUNDED:
            raise AssertionError(f"the slider is at {self.place}, the kernel at {kernel['place']}")
        if kernel["picture"] != self.page.evaluate(DIGEST):
            raise AssertionError(f"the picture is not the one for the slider at {self.place}")

    def close(self) -> None:
        """End the kernel and close the page."""
        self.lesson.close()
