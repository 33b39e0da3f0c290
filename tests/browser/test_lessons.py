"""Every lesson in JupyterLab in a real browser: it runs, its apps follow, a prediction locks."""

import shutil

import pytest

from tests.browser.lab import Browser, Server
from tests.lessons import LESSONS, NOTEBOOKS

APP, CHOICE = ".bonelab-app", ".bonelab-predict"


@pytest.fixture(scope="module")
def browser():
    with Browser() as started:
        yield started


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "notebooks"
    # What a student or an app left behind is not copied: every lesson begins afresh.
    shutil.copytree(NOTEBOOKS, folder, ignore=shutil.ignore_patterns(".*", "saved", "progress*"))
    with Server(folder) as started:
        yield started


def press_every_preset(lesson, app):
    """Press each button of an app but Save; picture or sentence changes, unless already there."""
    picture, sentence = app.locator("img.bonelab-picture"), app.locator(".bonelab-sentence")
    seen = set()
    for button in app.locator("button.jupyter-button").all():
        if button.inner_text().strip() in ("Save", ""):
            continue
        button.click()
        lesson.wait_for_kernel()
        seen.add((picture.get_attribute("src"), sentence.inner_text()))
    assert len(seen) >= 3


def move_a_slider(lesson, app):
    """Move the first slider of an app with the keyboard; picture and sentence follow."""
    picture, sentence = app.locator("img.bonelab-picture"), app.locator(".bonelab-sentence")
    handle = app.locator(".widget-slider .noUi-handle").first
    handle.scroll_into_view_if_needed()
    handle.focus()
    before = picture.get_attribute("src"), sentence.inner_text()
    # To the end whose way is longer, so that a slider that stands at one end moves as well.
    now, low, high = (float(handle.get_attribute(f"aria-value{n}")) for n in ("now", "min", "max"))
    handle.press("End" if high - now > now - low else "Home")
    lesson.wait_until_changed(
        lambda: picture.get_attribute("src") == before[0] or sentence.inner_text() == before[1],
        True,
    )


@pytest.mark.browser
@pytest.mark.parametrize("number", LESSONS)
def test_lesson_works(number, server, browser):
    lesson = browser.open(server, LESSONS[number].name)
    lesson.run_all()
    assert lesson.errors() == []
    apps = lesson.page.locator(APP).all()
    assert apps
    for app in apps:
        press_every_preset(lesson, app)
        if app.locator(".widget-slider").count():
            move_a_slider(lesson, app)
    for question in lesson.page.locator(CHOICE).all()[:1]:
        lesson.lock_first_choices(question)
        assert question.locator("img").is_visible()
    assert lesson.errors() == []
    assert lesson.outside_requests == []
    lesson.page.context.close()


@pytest.mark.browser
def test_a_term_leads_to_its_place_in_the_glossary(server, browser):
    lesson = browser.open(server, LESSONS["03"].name)
    panel = ".jp-NotebookPanel:not(.lm-mod-hidden)"
    for _ in range(2):  # once to open the glossary, once to go to a term in it
        lesson.page.locator(f"{panel} a[href*='cell-id=rankl-opg-ratio']").first.click()
        lesson.page.locator(f"{panel} h3:has-text('Affinity')").wait_for(state="attached")
        lesson.page.wait_for_timeout(1500)
        found = lesson.page.locator(f"{panel} h3:has-text('RANKL/OPG ratio')").bounding_box()
        lesson.activate(LESSONS["03"].name)
    assert found is not None
    assert 0 <= found["y"] < lesson.page.viewport_size["height"]
    lesson.page.context.close()
