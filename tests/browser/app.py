"""An app on the page of a lesson: what it shows, and that it follows all of its controls."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.browser.controls import KINDS
from tests.browser.lab import LessonPage

# Controls that by themselves change the sentence alone, and why.
SENTENCE_ALONE = {
    "Parameter": "the slider beside it moves the parameter, and begins at the calibrated value",
}
# The picture by its bytes, the sentence, and where the controls stand.
SHOWN = """async (app) => {
    const picture = app.querySelector('img.bonelab-picture');
    const bytes = await (await fetch(picture.src)).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const values = [...app.querySelector('.bonelab-controls').children].map((control) => [
        ...[...control.querySelectorAll('[role=slider]')].map((handle) => handle.ariaValueNow),
        ...[...control.querySelectorAll('select')].map((menu) => menu.value),
        ...[...control.querySelectorAll('input')].map((input) => input.checked),
        ...[control, ...control.querySelectorAll('button')].map((button) => button.ariaPressed),
    ].join());
    return {
        picture: [...digest].join(),
        sentence: app.querySelector('.bonelab-sentence').innerText.trim(),
        alternative: picture.alt,
        values,
    };
}"""


@dataclass(frozen=True)
class Shown:
    """What an app shows at one moment."""

    picture: str
    sentence: str
    alternative: str
    values: list[str]


class AppOnPage:
    """One app of a lesson; every method leaves it as it began."""

    def __init__(self, lesson: LessonPage, app: Locator) -> None:
        self.lesson, self.app = lesson, app
        self.controls = app.locator(".bonelab-controls > *").all()
        self.buttons = app.locator(".bonelab-presets button").all()
        self.first = self.shown()

    def shown(self) -> Shown:
        """Return what is shown once the kernel has answered."""
        self.lesson.wait_for_kernel()
        shown = Shown(**self.app.evaluate(SHOWN))
        assert shown.alternative == shown.sentence, "the picture has another text than the sentence"
        return shown

    def reset(self) -> None:
        """Press Reset; all is as at first: controls, sentence, every byte of the picture."""
        self.app.get_by_role("button", name="Reset", exact=True).click()
        assert self.shown() == self.first, "Reset does not bring back what was there at first"

    def try_everything(self) -> None:
        """Move every control and press every preset."""
        self.try_controls()
        self.press_presets()

    def try_controls(self) -> None:
        """Move each control in each way; picture or sentence follow every move, and both some."""
        assert self.controls
        for control in self.controls:
            kinds = [kind for kind in KINDS if control.evaluate(f"node => node.matches('{kind}')")]
            assert kinds, f"no test of this kind of control: {control.get_attribute('class')}"
            for moves in KINDS[kinds[0]]:
                self._try(control, moves)
                self.reset()

    def _try(self, control: Locator, moves) -> None:
        name = ", ".join([*control.inner_text().splitlines()[:1], moves.__name__])
        before = self.first
        pictures, sentences = {before.picture}, {before.sentence}
        for move in moves(control):
            now = self.shown()
            where = f"{name}, {move}"
            assert now.values != before.values, f"{where}: the control has not moved"
            assert (now.picture, now.sentence) != (before.picture, before.sentence), (
                f"{where}: neither picture nor sentence has followed"
            )
            pictures.add(now.picture)
            sentences.add(now.sentence)
            before = now
        assert len(sentences) > 1, f"{name}: the sentence is always the same"
        alone = name.split(",")[0] in SENTENCE_ALONE
        assert alone or len(pictures) > 1, f"{name}: the picture is always the same"

    def press_presets(self) -> None:
        """Press each preset, by mouse and by key; each shows something else than the others."""
        seen = set()
        presets = [b for b in self.buttons if b.inner_text().strip() not in ("Reset", "Save")]
        for preset in presets:
            preset.click()
            clicked = self.shown()
            self.reset()
            preset.press("Enter")
            assert self.shown() == clicked, f"{preset.inner_text()}: Enter is not like a click"
            self.reset()
            seen.add((clicked.picture, clicked.sentence))
        assert len(seen) == len(presets), "two presets show the same"

    def save(self) -> str:
        """Press Save and return what is said of it."""
        self.app.get_by_role("button", name="Save").click()
        self.lesson.wait_for_kernel()
        return self.app.get_by_role("status").last.inner_text()
