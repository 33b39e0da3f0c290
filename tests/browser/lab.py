"""A real browser and the lessons that are open in it, for the browser tests and the screenshots.

with Server(folder) as server, Browser() as browser:
    lesson = browser.open(server, "01-remodeling-balance.ipynb")
    lesson.run_all()
    ...
    lesson.close()
"""

from __future__ import annotations

import shutil
import time
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Request, Route, sync_playwright

from tests.browser.server import START_SECONDS, Server

RUN_SECONDS = 300  # all cells of a lesson
CHROMIUM_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    " --disable-dev-shm-usage --disable-background-networking --disable-component-update"
).split()
# Errors that a cell does not show: a widget's callback runs outside of any cell, and what it
# raises reaches Lab only as a message of the kernel. And what the kernel was asked and has not
# yet answered: it says that it is idle after all that an answer brings.
LISTEN_TO_KERNEL = """async () => {
    const app = window.jupyterapp;
    await app.restored;
    const panel = app.shell.currentWidget;
    await panel.context.ready;
    await panel.sessionContext.ready;
    const kernel = panel.sessionContext.session.kernel;
    await kernel.info;
    const errors = [];
    kernel.iopubMessage.connect((_, message) => {
        const {ename, evalue, text} = message.content;
        if (message.header.msg_type === 'error') errors.push(`${ename}: ${evalue}`);
        if ((text || '').includes('Traceback')) errors.push(text);
    });
    const asked = new Set();
    kernel.anyMessage.connect((_, {msg, direction}) => {
        if (direction === 'send' && msg.channel === 'shell') asked.add(msg.header.msg_id);
    });
    kernel.iopubMessage.connect((_, message) => {
        if (message.content.execution_state === 'idle') asked.delete(message.parent_header.msg_id);
    });
    Object.assign(window, {kernelErrors: errors, kernelAsked: asked});
}"""
RUN_ALL = """() => {
    window.runHasEnded = false;
    window.jupyterapp.commands.execute('notebook:run-all-cells')
        .finally(() => { window.runHasEnded = true; });
}"""
ACTIVATE = """(name) => {
    const shell = window.jupyterapp.shell;
    const open = [...shell.widgets('main')];
    shell.activateById(open.find((tab) => tab.context && tab.context.path === name).id);
}"""
# What a key or a click asks for is on its way to the kernel after two frames.
TWO_FRAMES = """async () => {
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
}"""
KERNEL_HAS_ANSWERED = "() => window.kernelAsked.size === 0"
RUN_HAS_ENDED = """() => window.runHasEnded
    && window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"""
SHUT_DOWN = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
CELL_ERRORS = """() => window.jupyterapp.shell.currentWidget.content.widgets.flatMap((cell) =>
    (cell.model.type === 'code' ? cell.model.outputs.toJSON() : [])
        .filter((output) => output.output_type === 'error')
        .map((output) => `${output.ename}: ${output.evalue}`))"""


class Browser:
    """Debian's Chromium with an empty profile, as long as the `with` lasts."""

    def __enter__(self) -> Browser:
        chromium = shutil.which("chromium")
        if chromium is None:
            raise RuntimeError("no chromium on the PATH; on Debian: apt-get install chromium")
        self._playwright = sync_playwright().start()
        self._chromium = self._playwright.chromium.launch(
            executable_path=chromium, args=CHROMIUM_FLAGS
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._chromium.close()
        self._playwright.stop()

    def open(self, server: Server, notebook: str, **size: int) -> LessonPage:
        """Open a notebook and wait for its kernel; `width` and `height` in pixels."""
        viewport = {"width": size.get("width", 1280), "height": size.get("height", 1000)}
        page = self._chromium.new_context(viewport=viewport, device_scale_factor=1).new_page()
        page.set_default_timeout(START_SECONDS * 1000)
        return LessonPage(page, server.address(notebook))


class LessonPage:
    """One notebook open in Lab, with what went wrong on the page so far."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.console_errors: list[str] = []
        self.outside_requests: list[str] = []
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        page.context.route("**/*", self._only_loopback)
        page.goto(address)
        page.locator(".jp-NotebookPanel").wait_for()
        # Not awaited in the page, which would wait for ever: here with the page's time limit.
        page.evaluate(f"() => {{ ({LISTEN_TO_KERNEL})(); }}")
        page.wait_for_function("() => window.kernelErrors")

    def _note_console(self, message) -> None:
        if message.type == "error":
            self.console_errors.append(message.text)

    def _only_loopback(self, route: Route, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("data", "blob") or address.hostname == "127.0.0.1":
            route.continue_()
        else:
            self.outside_requests.append(request.url)
            route.abort()

    def run_all(self) -> None:
        """Run all cells and wait until the last has finished, or one has failed."""
        self.page.evaluate(RUN_ALL)
        self.page.wait_for_function(RUN_HAS_ENDED, timeout=RUN_SECONDS * 1000, polling=50)
        self.wait_for_kernel()

    def wait_for_kernel(self) -> None:
        """Wait until the kernel has done what a click or a key asked for, and the page has it."""
        self.page.evaluate(TWO_FRAMES)
        self.page.wait_for_function(KERNEL_HAS_ANSWERED, timeout=RUN_SECONDS * 1000)

    def lock_first_choices(self, question: Locator) -> None:
        """Choose the first option of every part of a prediction and lock it."""
        for options in question.locator(".widget-radio, .widget-toggle-buttons").all():
            options.locator("input, button").first.click()
        self.wait_for_kernel()
        question.get_by_role("button", name="Lock").click()
        question.locator("img").wait_for()
        self.wait_for_kernel()

    def activate(self, name: str) -> None:
        """Bring a notebook that is open in another tab to the front."""
        self.page.evaluate(ACTIVATE, name)
        self.page.wait_for_timeout(500)

    def find(self, selector: str) -> Locator:
        """The first element that a CSS selector finds, scrolled into view."""
        element = self.page.locator(selector).first
        element.wait_for()
        element.scroll_into_view_if_needed()
        return element

    def wait_until_changed(self, read, before: str) -> str:
        """Wait until `read()` no longer gives `before`; return what it gives then."""
        deadline = time.monotonic() + START_SECONDS
        while (now := read()) == before:
            if time.monotonic() > deadline:
                raise AssertionError(f"nothing changed in {START_SECONDS} s: {before[:200]!r}")
            self.page.wait_for_timeout(100)
        return now

    def close(self) -> None:
        """End the kernel, which the closing of a page leaves running, and close the page."""
        self.page.evaluate(SHUT_DOWN)
        self.page.context.close()

    def errors(self) -> list[str]:
        """All that went wrong: in a cell, in a widget's callback, on the console."""
        return [
            *(f"cell: {error}" for error in self.page.evaluate(CELL_ERRORS)),
            *(f"kernel: {error}" for error in self.page.evaluate("window.kernelErrors")),
            *(f"console: {error}" for error in self.console_errors),
        ]
