"""The app of one patient: its table, its search, and how it is stopped."""

import asyncio

import pytest

from bonelab.explore import one_patient
from bonelab.explore.fit_bar import FitBar
from bonelab.explore.measurement_table import MOST_ROWS, MeasurementTable
from bonelab.explore.one_patient import DRAWS, MEASURED, NOTHING, OWN, SPINE
from bonelab.explore.prepared import BLOOD

ROW = (2.0, "ctx", 0.6, "ng/mL")


@pytest.fixture(scope="module")
def made():
    return one_patient()


@pytest.fixture
def app(made):
    made.work.stop()
    made.reset()
    return made


def width(app):
    shown = app.numbers(**app.settings)
    return shown[f"{SPINE}_high90"][8] - shown[f"{SPINE}_low90"][8]


def test_the_band_of_the_spine_shrinks_with_what_is_measured(app):
    widths = []
    for measured in MEASURED:
        app.set(measured=measured)
        widths.append(width(app))
    nothing, blood, one_scan, two_scans = widths
    assert two_scans <= 1.1 * one_scan < 0.5 * blood <= 0.55 * nothing


def test_the_table_shows_what_is_measured(app):
    app.set(measured="blood")
    assert app.table.frame().values.tolist() == [list(row) for row in BLOOD]
    app.reset()
    assert app.table.frame().empty


def test_an_edited_table_is_fitted_on_request_and_not_before(app):
    app.set(measured="blood")
    before = app.picture.value
    app.table.add.click()
    assert app.picture.value == before
    assert "Press Fit" in app.work.told.value
    app.work.work_through()
    assert app.controls["measured"].value == OWN
    assert app.picture.value != before
    assert len(app._own.latents) == DRAWS and len(app._own.measured) == len(BLOOD) + 1


def test_a_table_that_is_edited_and_fitted_again_is_drawn_again(app):
    app.set(measured="blood")
    pictures = []
    for ctx in (0.5, 0.9):
        app.table._rows.children[1].children[2].value = ctx
        app.work.work_through()
        assert app.settings["measured"] == OWN
        pictures.append(app.picture.value)
    assert pictures[0] != pictures[1]


def test_rows_that_were_made_are_used_again_and_nobody_calls_that_an_edit():
    edits = []
    table = MeasurementTable(MEASURED["blood, two scans"], lambda: edits.append(1))
    before = table._rows.children
    for rows in (BLOOD, [], [ROW], MEASURED["blood, two scans"]):
        table.fill(rows)
        assert table.frame().values.tolist() == [list(row) for row in rows]
    assert set(table._rows.children) == set(before) and not edits


def test_a_wrong_row_is_told_and_nothing_changes(app):
    app.set(measured="blood")
    before = app.picture.value
    app.table._rows.children[1].children[2].value = 450.0
    app.work.work_through()
    assert "row 2" in app.work.told.value and "Is the unit ng/L?" in app.work.told.value
    assert app.picture.value == before
    assert not app.work.begin.disabled and app.work.end.disabled


def test_reset_brings_the_empty_table_back(app):
    app.set(measured="blood")
    app.table.add.click()
    app.reset()
    assert app.settings["measured"] == NOTHING
    assert app.table.frame().empty


def test_the_words_on_therapy_stand_first(app):
    text = app.children[3].value
    assert "not medical advice" in text and "real person" in text
    app.set(therapy="denosumab")
    assert "multiple vertebral fractures" in app.sentence.value


def test_units_follow_the_quantity():
    table = MeasurementTable([ROW], lambda: None)
    time, quantity, _, unit = table._rows.children[0].children[:4]
    quantity.value = "t_score_total_hip"
    assert unit.options == ("SD",) and unit.value == "SD"
    assert all(cell.tooltip for cell in (time, quantity, unit))


def test_rows_are_added_up_to_a_limit_and_taken_away():
    edits = []
    table = MeasurementTable([], lambda: edits.append(1))
    for _ in range(MOST_ROWS):
        table.add.click()
    assert table.add.disabled and len(edits) == MOST_ROWS
    table._rows.children[0].children[4].click()
    assert len(table.frame()) == MOST_ROWS - 1 and not table.add.disabled


def counting(total, seen):
    for step in range(total):
        seen.append(step)
        yield step / total
    return "found"


def test_a_search_runs_while_the_page_stays_alive_and_can_be_stopped(monkeypatch):
    monkeypatch.setattr("bonelab.explore.fit_bar.SLICE", 0.0)
    seen, results = [], []
    bar = FitBar(lambda: counting(1000, seen), results.append)

    async def press():
        bar.start()
        while len(seen) < 10:
            await asyncio.sleep(0)
        assert bar.begin.disabled and not bar.end.disabled
        bar.stop()
        for _ in range(5):
            await asyncio.sleep(0)

    asyncio.run(press())
    assert 10 <= len(seen) < 1000 and results == []
    assert "Stopped" in bar.told.value and not bar.begin.disabled


def test_a_search_that_is_left_alone_is_shown():
    seen, results = [], []
    bar = FitBar(lambda: counting(3, seen), results.append)

    async def press():
        bar.start()
        while not results:
            await asyncio.sleep(0)

    asyncio.run(press())
    assert results == ["found"] and seen == [0, 1, 2]
    assert bar.end.disabled and bar.bar.value == 0
