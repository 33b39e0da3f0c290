"""Every lesson in JupyterLab in a real browser: each app follows, a prediction locks, all can see.

Both tests of a lesson share one page of it: running a lesson costs more than looking at it.
"""

import shutil

import pytest

from tests.browser import lab_accessibility as accessibility
from tests.browser.app import AppOnPage
from tests.browser.controls import choice_by_keyboard
from tests.browser.lab import Browser
from tests.browser.server import Server
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


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request, server, browser):
    """A lesson that has been run from top to bottom."""
    opened = browser.open(server, LESSONS[request.param].name)
    opened.run_all()
    assert opened.errors() == []
    yield opened
    opened.close()


@pytest.mark.browser
def test_every_app_follows_every_control_and_a_prediction_locks(lesson, server):
    apps = [AppOnPage(lesson, app) for app in lesson.page.locator(APP).all()]
    assert apps
    for app in apps:
        app.try_everything()
    assert "Saved" in apps[0].save()
    assert list((server.folder / "saved").glob("*.png"))
    for question in lesson.page.locator(CHOICE).all()[:1]:
        for choice in question.locator(".widget-radio, .widget-toggle-buttons").all():
            for _ in choice_by_keyboard(choice):
                lesson.wait_for_kernel()
            assert choice.locator(":checked, [aria-pressed=true]").count() == 1
        lesson.lock_first_choices(question)
        assert len(question.get_by_role("status").inner_text()) > 40
        assert question.locator("button:enabled, input:enabled").count() == 0
    assert lesson.errors() == []
    assert lesson.outside_requests == []


@pytest.mark.browser
@pytest.mark.parametrize("theme", accessibility.THEMES)
def test_everyone_can_use_it(lesson, theme):
    accessibility.set_theme(lesson, theme)
    for width in (1280, 800):
        accessibility.set_width(lesson, width)
        assert accessibility.violations(lesson) == []
        assert accessibility.hidden_focus(lesson) == []
        assert accessibility.cut_off(lesson) == []
    assert lesson.errors() == []


@pytest.mark.browser
def test_a_term_leads_to_its_place_in_the_glossary(server, browser):
    lesson = browser.open(server, LESSONS["03"].name)
    panel = ".jp-NotebookPanel:not(.lm-mod-hidden)"
    for _ in range(2):  # once to open the glossary, once to go to a term in it
        lesson.page.locator(f"{panel} a[href*='cell-id=rankl-opg-ratio']").first.click()
        lesson.page.locator(f"{panel} h2:has-text('Affinity')").wait_for(state="attached")
        lesson.page.wait_for_timeout(1500)
        found = lesson.page.locator(f"{panel} h2:has-text('RANKL/OPG ratio')").bounding_box()
        lesson.activate(LESSONS["03"].name)
    assert found is not None
    assert 0 <= found["y"] < lesson.page.viewport_size["height"]
    lesson.close()
