"""Static pages in a real browser: how they look, what they load, who can use them.

with Pages() as pages:
    page = pages.open(path, theme="dark")
    assert violations(page) == []
    assert pages.requested == [] and pages.console_errors == []
"""

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.lab import Browser

THEMES = ("light", "dark")
OPEN_ALL = "() => document.querySelectorAll('details').forEach((part) => { part.open = true; })"
SERIOUS = {"serious", "critical"}
NO_TEXT = "non-text characters|too short to determine"
# A shadow at the edge says that there is more to scroll to; on it, axe does not decide.
NO_SHADOWS = "* { background-image: none !important; }"
# Each element that the Tab key reaches from the beginning, and whether one sees that it has the
# focus: it is outlined then, in a color that is not the one of the paper.
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const paper = getComputedStyle(document.body).backgroundColor;
    const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
        && style.outlineColor !== paper && box.width > 0 && box.height > 0
        && box.right > 0 && box.bottom > 0;
    element.dataset.tab ??= String(document.querySelectorAll('[data-tab]').length);
    return [element.dataset.tab, seen, element.outerHTML.slice(0, 120)];
}"""
WITHOUT_NAME = """() => [...document.querySelectorAll('a[href], button, input, select, summary')]
    .filter((element) => !(element.getAttribute('aria-label') || element.innerText.trim()
        || [...element.querySelectorAll('img')].some((img) => img.alt.trim())
        || [...(element.labels || [])].some((label) => label.innerText.trim())))
    .map((element) => element.outerHTML.slice(0, 120))"""


class Pages(Browser):
    """A browser for pages without a server; it remembers what they ask for and complain of."""

    def __enter__(self):
        self.requested: list[str] = []
        self.console_errors: list[str] = []
        return super().__enter__()

    def open(self, path: Path, theme: str = "light", width: int = 1200) -> Page:
        """Open a file; `theme` is what the system prefers, `width` in pixels."""
        viewport = {"width": width, "height": 900}
        page = self._chromium.new_context(viewport=viewport, color_scheme=theme).new_page()
        page.on("request", lambda request: self._note(request.url, path))
        page.on("console", lambda message: self._complain(message.type, message.text))
        page.on("pageerror", lambda error: self._complain("error", str(error)))
        page.goto(path.as_uri())
        return page

    def _note(self, address: str, path: Path) -> None:
        if not address.startswith((path.parent.as_uri(), "data:")):
            self.requested.append(address)

    def _complain(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.console_errors.append(text)


def violations(page: Page) -> list[str]:
    """The serious and critical violations that axe-core finds, all that is folded being open.

    Contrast that it cannot tell is one as well, but for signs that are no text.
    """
    page.evaluate(OPEN_ALL)
    page.add_style_tag(content=NO_SHADOWS)
    response = Axe().run(page, options={"resultTypes": ["violations", "incomplete"]}).response
    unsure = [found for found in response["incomplete"] if found["id"] == "color-contrast"]
    return [
        f"{found['id']} ({found['impact']}): {node['html'][:200]}: {node['failureSummary']}"
        for found in response["violations"] + unsure
        for node in found["nodes"]
        if found["impact"] in SERIOUS and not re.search(NO_TEXT, node["failureSummary"])
    ]


def tab_through(page: Page, most: int = 400) -> list[tuple[str, bool, str]]:
    """Press Tab until the focus has been everywhere: number, whether it is seen, the element."""
    reached: dict[str, tuple[str, bool, str]] = {}
    for _ in range(most):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now is None or now[0] in reached:
            break
        reached[now[0]] = tuple(now)
    return list(reached.values())
