"""JupyterLab on loopback and a real browser in it, for the browser tests and the screenshots.

    with Server(folder) as server, Browser() as browser:
        page = browser.open(server, "01-remodeling-balance.ipynb")
        page.run_all()

Everything is fresh and temporary: the profile, Jupyter's settings, and the folder that is served
(give a copy: Lab saves notebooks by itself).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Request, Route, sync_playwright

START_SECONDS = 120  # a cold start on a slow machine
RUN_SECONDS = 300  # all cells of a lesson
CHROMIUM_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    " --disable-dev-shm-usage --disable-background-networking --disable-component-update"
).split()
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # By default Lab leaves out of the page the cells that are out of sight.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
# What instructors' tools add to Lab, and a student does not have.
AS_A_STUDENT = {
    "disabledExtensions": {"@jupyter/nbgrader": True, "@jupyter-notebook/lab-extension": True}
}
# Errors that a cell does not show: a widget's callback runs outside of any cell, and what it
# raises reaches Lab only as a message of the kernel.
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
    window.kernelErrors = errors;
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
KERNEL_IS_IDLE = """() =>
    window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"""
RUN_HAS_ENDED = """() => window.runHasEnded
    && window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"""
CELL_ERRORS = """() => window.jupyterapp.shell.currentWidget.content.widgets.flatMap((cell) =>
    (cell.model.type === 'code' ? cell.model.outputs.toJSON() : [])
        .filter((output) => output.output_type === 'error')
        .map((output) => `${output.ename}: ${output.evalue}`))"""


class Server:
    """JupyterLab serving a folder on a free port of 127.0.0.1, as long as the `with` lasts.

    With `config` it is started in that folder, and reads the settings of a course that lie there.
    """

    def __init__(
        self, folder: Path, theme: str = "JupyterLab Light", config: Path | None = None
    ) -> None:
        self.folder = folder
        self.config = config
        self.settings = SETTINGS | {"@jupyterlab/apputils-extension:themes": {"theme": theme}}

    def __enter__(self) -> Server:
        self._home = Path(tempfile.mkdtemp(prefix="bonelab-lab-"))
        environment = dict(os.environ)
        for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"):
            environment[f"JUPYTER_{name}"] = str(self._home / name.lower())
        for name in ("SETTINGS_DIR", "WORKSPACES_DIR"):
            environment[f"JUPYTERLAB_{name}"] = str(self._home / name.lower())
        environment["IPYTHONDIR"] = str(self._home / "ipython")
        labconfig = self._home / "config_dir" / "labconfig"
        labconfig.mkdir(parents=True)
        (labconfig / "default_setting_overrides.json").write_text(json.dumps(self.settings))
        if self.config is None:
            (labconfig / "page_config.json").write_text(json.dumps(AS_A_STUDENT))
        self._log = (self._home / "lab.log").open("wb")
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        command += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"]
        command += ["--LabApp.expose_app_in_browser=True", f"--ServerApp.root_dir={self.folder}"]
        self._process = subprocess.Popen(
            command,
            cwd=self.config,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        try:
            self._address = self._wait_for_address()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait_for_address(self) -> dict[str, str]:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            for note in (self._home / "runtime_dir").glob("jpserver-*.json"):
                return json.loads(note.read_text())
            time.sleep(0.2)
        raise RuntimeError(f"JupyterLab did not start:\n{self.log()}")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()  # Lab ends its kernels before itself
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        shutil.rmtree(self._home, ignore_errors=True)

    def log(self) -> str:
        """What Lab wrote to its terminal."""
        return (self._home / "lab.log").read_text(errors="replace")

    def address(self, notebook: str) -> str:
        """The address of a notebook, with the token."""
        return f"{self._address['url']}lab/tree/{notebook}?reset&token={self._address['token']}"


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
        self.page.wait_for_function(RUN_HAS_ENDED, timeout=RUN_SECONDS * 1000, polling=250)

    def wait_for_kernel(self) -> None:
        """Wait until the kernel has done what a click or a key asked for."""
        self.page.wait_for_timeout(60)  # until the message is on its way
        self.page.wait_for_function(KERNEL_IS_IDLE, timeout=RUN_SECONDS * 1000, polling=50)
        self.page.wait_for_timeout(60)  # until the page has drawn the answer

    def lock_first_choices(self, question: Locator) -> None:
        """Choose the first option of every part of a prediction and lock it."""
        for options in question.locator(".widget-radio, .widget-toggle-buttons").all():
            options.locator("input, button").first.click()
        self.wait_for_kernel()
        question.get_by_role("button", name="Lock").click()
        question.locator("img").wait_for()

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

    def errors(self) -> list[str]:
        """All that went wrong: in a cell, in a widget's callback, on the console."""
        return [
            *(f"cell: {error}" for error in self.page.evaluate(CELL_ERRORS)),
            *(f"kernel: {error}" for error in self.page.evaluate("window.kernelErrors")),
            *(f"console: {error}" for error in self.console_errors),
        ]
