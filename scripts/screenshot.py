"""Make docs/lesson-01.png, the picture of the README, from the lesson running in JupyterLab.

Run it from the root of the repository: `make readme-picture`.
"""

import shutil
import tempfile
from pathlib import Path

from tests.browser.lab import Browser, LessonPage, Server

ROOT = Path(__file__).resolve().parents[1]
LESSON = "01-remodeling-balance.ipynb"
PICTURE = ROOT / "docs" / "lesson-01.png"
KEYS = 5  # how far the slider is moved from where it begins
# The notebook alone, with the app in the middle of it.
SHOW_THE_LESSON = """async () => {
    const app = window.jupyterapp;
    await app.commands.execute('application:toggle-left-area');
    document.querySelector('.bonelab-app').scrollIntoView({block: 'center'});
}"""


def stop_on_errors(lesson: LessonPage) -> None:
    """Make no picture of a lesson that went wrong."""
    if errors := lesson.errors():
        raise SystemExit("\n".join(errors))


def main() -> None:
    """Run the lesson, move its slider, and keep what the browser shows."""
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        shutil.copy(ROOT / "notebooks" / LESSON, folder)
        with Server(Path(folder)) as server:
            lesson = browser.open(server, LESSON, width=1200, height=1000)
            lesson.run_all()
            stop_on_errors(lesson)
            picture = lesson.find(".bonelab-app img.bonelab-picture")
            handle = lesson.find(".bonelab-app .widget-slider .noUi-handle")
            for _ in range(KEYS):
                shown = picture.get_attribute("src")
                handle.press("ArrowRight")
                lesson.wait_until_changed(lambda: picture.get_attribute("src"), shown)
            handle.blur()
            lesson.page.evaluate(SHOW_THE_LESSON)
            lesson.page.wait_for_timeout(2000)  # until the layout has settled
            stop_on_errors(lesson)
            PICTURE.parent.mkdir(exist_ok=True)
            lesson.page.screenshot(path=PICTURE)
    print(f"made {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
