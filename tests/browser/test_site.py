"""The site in a real browser: it lists the lessons, runs them without a server, keeps answers."""

import pytest

from scripts.site import environment, pyodide
from scripts.site.course import entries
from tests.browser.site import (
    ALL_HAVE_RUN,
    READY,
    Served,
    SiteBrowser,
    build,
    copy_of_pyodide,
    mistakes,
    open_lesson,
)

RUN_SECONDS = 300
LOADED = "#loading-count"
# What the bar said, kept across the change of the page.
WATCH = f"""() => new MutationObserver(() => {{
    sessionStorage.said = document.querySelector('{LOADED}').textContent;
}}).observe(document.querySelector('{LOADED}'), {{childList: true}})"""
LESSON_03 = "notebooks/03-rankl-opg-ratio.ipynb"
LESSON_13 = "notebooks/13-one-patient.ipynb"
RUN_CELLS = """async (names) => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    for (const name of names) {
        notebook.activeCellIndex = notebook.widgets.findIndex((cell) => cell.model.id === name);
        await window.jupyterapp.commands.execute('notebook:run-cell');
    }
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Served(build(tmp_path_factory.mktemp("site"))) as served:
        yield served


@pytest.fixture(scope="module")
def browser():
    with SiteBrowser() as started:
        yield started


def drag_a_slider(lesson):
    """Drag the first slider of the first app with the mouse; picture and sentence follow."""
    app = lesson.page.locator(".bonelab-app").first
    picture, sentence = app.locator("img.bonelab-picture"), app.locator(".bonelab-sentence")
    handle = app.locator(".widget-slider .noUi-handle").first
    handle.scroll_into_view_if_needed()
    before = picture.get_attribute("src"), sentence.inner_text()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lesson.page.mouse.move(x, y)
    lesson.page.mouse.down()
    lesson.page.mouse.move(x + 60, y, steps=3)
    lesson.wait_until_changed(lambda: picture.get_attribute("src"), before[0])
    lesson.wait_until_changed(sentence.inner_text, before[1])
    lesson.page.mouse.up()
    lesson.wait_for_kernel()


@pytest.mark.browser
def test_a_request_outside_would_be_heard(site, browser):
    page = browser.visit(site)
    page.evaluate("() => fetch('http://outside.invalid/x').catch(() => {})")
    page.evaluate("() => fetch('https://outside.invalid/y').catch(() => {})")
    assert site.outside == ["http://outside.invalid/x", "outside.invalid:443"]
    site.outside.clear()
    page.context.close()


@pytest.mark.browser
def test_the_table_of_pythons_files_is_right(site):
    assert pyodide.needed(copy_of_pyodide()) == pyodide.files()


@pytest.mark.browser
def test_the_landing_page_lists_every_lesson(site, browser):
    page = browser.visit(site, viewport={"width": 400, "height": 800})
    course = entries(environment.ROOT)
    shown = page.locator(".lessons h3").all_inner_texts()
    assert shown == [entry.lesson.title for entry in course]
    links = page.locator("a[href], link[href], img[src], script[src]").all()
    found = {link.get_attribute("href") or link.get_attribute("src") for link in links}
    for target in found - {"#lessons"}:
        assert "://" not in target
        assert page.request.get(site.root + target).ok, target
    for notebook in [path for entry in course for path in (entry.lesson.path, entry.exercises)]:
        if notebook:
            path = notebook.relative_to(environment.ROOT).as_posix()
            assert page.request.get(f"{site.root}app/files/{path}").ok
            assert site.address(path).removeprefix(site.root) in found
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert site.outside == []
    page.context.close()


@pytest.mark.browser
def test_a_network_without_python_is_told(site, browser):
    page = browser.visit(site)
    page.route("**/pyodide.asm.wasm", lambda route: route.abort())
    page.locator("a.start").click()
    page.locator("#loading :text('could not be loaded')").wait_for()
    assert page.locator("#loading-on").get_attribute("href").endswith("00-start-here.ipynb")
    page.locator("#loading-stop").click()
    assert page.locator("#loading").is_hidden()
    page.context.close()


@pytest.mark.browser
def test_a_term_leads_to_its_place_in_the_glossary(site, browser):
    page = browser.visit(site)
    page.goto(site.address(LESSON_03))
    with page.context.expect_page() as opened:
        page.locator("a[href*='cell-id=rankl-opg-ratio']").first.click()
    glossary = opened.value
    for term in ("rankl-opg-ratio", "menopause"):  # the second in the same tab
        page.locator(f"a[href*='cell-id={term}']").first.click()
        heading = glossary.locator(f"h2:text-matches('^{term.replace('-', '.')}', 'i')")
        glossary.wait_for_url(f"**/*#cell-id={term}")
        heading.wait_for()
        glossary.wait_for_timeout(1000)
        assert 0 <= heading.bounding_box()["y"] < glossary.viewport_size["height"]
    assert len(page.context.pages) == 2
    assert glossary.locator("#bonelab-status").count() == 0
    page.context.close()


@pytest.mark.browser
def test_the_first_lesson_is_one_click_away_and_runs(site, browser):
    page = browser.visit(site)
    page.evaluate(WATCH)
    page.locator("a.start").click()
    page.wait_for_url("**/app/notebooks/**", wait_until="commit")
    assert page.evaluate("sessionStorage.said") == "57 of 57 MB"
    lesson = open_lesson(page, page.url)
    page.locator(READY).click()
    page.wait_for_function(ALL_HAVE_RUN, timeout=RUN_SECONDS * 1000)
    assert mistakes(lesson) == []
    assert page.get_by_text("What you predict is kept in this browser").is_visible()
    assert page.locator("#bonelab-status").count() == 0
    drag_a_slider(lesson)
    assert mistakes(lesson) == []
    assert site.outside == []
    page.context.close()


@pytest.mark.browser
def test_a_prediction_is_kept_when_the_page_is_left_and_the_notebook_deleted(site, browser):
    page = browser.visit(site)
    lesson = open_lesson(page, site.address(LESSON_03))
    lesson.run_all()
    assert mistakes(lesson) == []
    drag_a_slider(lesson)
    question = page.locator(".bonelab-predict").first
    lesson.lock_first_choices(question)
    lesson.wait_for_kernel()
    told = question.inner_text()
    assert "Locked" in told
    assert mistakes(lesson) == []

    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.goto(site.root)
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#forget").click()
    page.get_by_text("1 deleted.").wait_for()

    lesson = open_lesson(page, site.address(LESSON_03))
    assert page.locator(".bonelab-predict button:text-is('Locked')").count() == 0
    page.evaluate(RUN_CELLS, ["setup", "predict-1", "predict-2"])
    question = page.locator(".bonelab-predict").first
    question.locator("img").wait_for()
    assert question.inner_text() == told
    assert page.locator(".bonelab-predict").nth(1).get_by_role("button", name="Lock").is_visible()
    assert mistakes(lesson) == []
    assert site.outside == []
    page.context.close()


@pytest.mark.browser
def test_one_patient_is_fitted_in_the_page(site, browser):
    page = browser.visit(site)
    page.set_default_timeout(RUN_SECONDS * 1000)
    lesson = open_lesson(page, site.address(LESSON_13))
    page.evaluate(RUN_CELLS, ["setup", "fit", "determined", "app"])
    app = page.locator(".bonelab-app").first
    picture = app.locator("img.bonelab-picture")
    picture.wait_for()
    assert mistakes(lesson) == []
    before = picture.get_attribute("src")
    app.get_by_role("button", name="Blood is drawn").click()
    lesson.wait_until_changed(lambda: picture.get_attribute("src"), before)
    assert "Known of her: blood" in app.locator(".bonelab-sentence").inner_text()
    assert mistakes(lesson) == []
    assert site.outside == []
    page.context.close()
