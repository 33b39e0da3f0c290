"""Picture every lesson in JupyterLab, light and dark, wide and narrow, for a person to look at.

The pictures go to the folder `screenshots`. Run it from the root of the repository:
`make screenshots`, or `python -m scripts.screenshots 03 08` for some lessons only.
"""

import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.browser.lab import Browser, LessonPage
from tests.browser.lab_accessibility import THEMES, TO_THE_TOP, set_theme
from tests.browser.server import Server
from tests.lessons import LESSONS, NOTEBOOKS

OUT = Path("screenshots")
PAGES = LESSONS | {"glossary": NOTEBOOKS / "glossary.ipynb"}
WIDTHS = (1200, 800)
HIDE_SIDEBAR = "() => window.jupyterapp.commands.execute('application:toggle-left-area')"
HEIGHT = """() => {
    const inner = document.querySelector('.jp-Notebook .jp-WindowedPanel-viewport');
    return Math.ceil(inner.getBoundingClientRect().height) + 160;
}"""
MOST_PIXELS = 16_000  # what a browser can picture in one piece


def picture(lesson: LessonPage, width: int, path: Path) -> None:
    """Write the whole lesson as one picture, and say so if it is too long for one."""
    lesson.page.set_viewport_size({"width": width, "height": 1000})
    lesson.page.wait_for_timeout(500)
    height = lesson.page.evaluate(HEIGHT)
    if height > MOST_PIXELS:
        print(f"{path} shows {MOST_PIXELS} of {height} pixels")
    lesson.page.set_viewport_size({"width": width, "height": min(height, MOST_PIXELS)})
    lesson.page.wait_for_timeout(700)
    lesson.page.evaluate(TO_THE_TOP)
    lesson.page.wait_for_timeout(300)
    lesson.page.screenshot(path=path)


def main() -> None:
    """Run each lesson, lock its predictions, and picture it in each theme at each width."""
    wanted = sys.argv[1:] or list(PAGES)
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        course = Path(folder) / "notebooks"
        shutil.copytree(
            NOTEBOOKS, course, ignore=shutil.ignore_patterns(".*", "saved", "progress*")
        )
        with Server(course) as server:
            for name in wanted:
                lesson = browser.open(server, PAGES[name].name, width=1200)
                lesson.run_all()
                lesson.page.evaluate(HIDE_SIDEBAR)
                for question in lesson.page.locator(".bonelab-predict").all():
                    lesson.lock_first_choices(question)
                for theme, width in product(THEMES, WIDTHS):
                    set_theme(lesson, theme)
                    path = OUT / f"{name}-{theme.split()[-1].lower()}-{width}.png"
                    picture(lesson, width, path)
                    print(path, *lesson.errors())
                lesson.close()


if __name__ == "__main__":
    main()
