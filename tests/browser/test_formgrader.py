"""Formgrader and the list of assignments open in JupyterLab with the project's settings."""

import shutil
from pathlib import Path

import pytest

from scripts.release import sets
from tests.browser.lab import Browser, Server

ROOT = Path(__file__).parents[2]
NAME = "01-remodeling"
EXERCISE = f"exercises/{NAME}/{NAME}.ipynb"
OPEN = "(command) => { window.jupyterapp.commands.execute(command); }"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of what Formgrader works on, so that nothing of the project is changed."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("solutions", "exercises"):
        ignore = shutil.ignore_patterns(".*", "saved", "progress*")
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory, course):
    """What a site adds to the project's settings: an exchange, and in it a released set."""
    folder = tmp_path_factory.mktemp("site")
    released = folder / "exchange" / "bonelab" / "outbound" / NAME
    shutil.copytree(course / "exercises" / NAME, released)
    (folder / "exchange" / "bonelab" / "inbound").mkdir()
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        f"c.Exchange.root = {str(folder / 'exchange')!r}\n"
        "c.CourseDirectory.course_id = 'bonelab'\n"
    )
    return folder


@pytest.fixture(scope="module")
def lab(course, site):
    """Lab, an exercise open in it, and where it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_CONFIG_PATH", str(site))
        with Server(course, config=course) as server, Browser() as browser:
            yield browser.open(server, EXERCISE), server.address(EXERCISE).partition("lab/")[0]


@pytest.mark.browser
def test_formgrader_opens_in_lab_and_lists_the_sets(lab, course):
    lesson, _ = lab
    lesson.page.evaluate(OPEN, "nbgrader:open-formgrader")
    formgrader = lesson.page.frame_locator("iframe[src*='formgrader']")
    for name in sets(course):
        formgrader.get_by_text(name, exact=True).first.wait_for()


@pytest.mark.browser
def test_formgrader_works_in_the_folders_of_the_project(lab, course):
    lesson, address = lab
    answer = lesson.page.context.request.get(f"{address}formgrader/api/assignment/{NAME}")
    assert answer.ok
    assert answer.json()["source_path"] == f"solutions/{NAME}"
    assert answer.json()["release_path"] == f"exercises/{NAME}"
    assert (course / ".nbgrader" / "gradebook.db").exists()
    assert not (course / "gradebook.db").exists()


@pytest.mark.browser
def test_formgrader_asks_for_the_token(lab):
    lesson, address = lab
    assert address.startswith("http://127.0.0.1:")
    stranger = lesson.page.context.browser.new_context()
    answer = stranger.request.get(f"{address}formgrader/manage_assignments")
    assert NAME not in answer.text()
    assert "/login" in answer.url
    stranger.close()


@pytest.mark.browser
def test_assignment_list_opens_in_lab(lab):
    lesson, _ = lab
    lesson.page.evaluate(OPEN, "nbgrader:open-assignment-list")
    released = lesson.page.locator("#released_assignments_list")
    released.get_by_text(NAME).first.wait_for()


@pytest.mark.browser
def test_nothing_goes_wrong_and_nothing_outside_is_asked_for(lab):
    lesson, _ = lab
    assert lesson.console_errors == []
    assert lesson.outside_requests == []
