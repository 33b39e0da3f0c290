"""Lesson 10: its predictions, its app, and where it is honest about the model."""

import re

import pytest

import bonelab as bl
from bonelab import explore
from bonelab.explore.stopping_therapy import spans
from bonelab.figures.stopping import plot_crowd
from bonelab.figures.style import axis_label
from bonelab.teaching.cautions import caution
from bonelab.teaching.questions_10 import QUESTIONS

RIGHT = {
    "formation-under-denosumab": ["same", "down"],
    "three-drugs-stopped": ["same", "down", "up"],
    "four-months-late": ["gone"],
    "after-denosumab": ["alendronate"],
}
SPINE = "bmd_lumbar_spine"
DENOSUMAB = (bl.Denosumab(start=5, stop=10),)


@pytest.fixture(scope="module")
def made():
    return explore.stopping_therapy()


@pytest.fixture
def app(made):
    made.reset()
    return made


def signed(match):
    value = float(match[1])
    return -value if match[2] == "below" else value


def after(app):
    """Return CTX after the stop against the twin's, and the spine since the start, both in %."""
    text = app.sentence.value
    ctx = re.search(r"at its highest CTX is (\d+) % (above|below)", text)
    spine = re.search(r"in year \d+ the spine has ([+-][\d.]+) %", text)
    return signed(ctx), float(spine[1])


def gained(app):
    return float(re.search(r"and the spine has ([+-][\d.]+) % since", app.sentence.value)[1])


def line(app, name):
    (found,) = [ln for (_, s), ln in app.live.time_panels.lines.items() if s == name]
    return found.get_data()


@pytest.mark.parametrize("name", QUESTIONS)
def test_right_answers(name):
    question = QUESTIONS[name]
    computed = question.run()
    assert [part.answer(computed) for part in question.parts] == RIGHT[name]


def test_the_picture_of_three_stops_is_drawn_against_the_twin():
    question = QUESTIONS["three-drugs-stopped"]
    figure = question.reveal(question.run())
    left, right = figure.axes
    ctx = {ln.get_label(): ln.get_ydata() for ln in left.get_lines()[:3]}
    assert ctx["Denosumab"].max() > 120
    assert ctx["Alendronate"].max() < 80
    assert abs(ctx["Estradiol"][-1] - 100) < 5
    assert all(0 < ln.get_ydata()[-1] < 15 for ln in right.get_lines()[:3])


def test_the_crowd_that_waits_is_told_in_numbers():
    run, twin = (bl.simulate(bl.Patient(), t, start=4, stop=13) for t in (DENOSUMAB, ()))
    figure = plot_crowd(run, twin, 5, 10)
    assert len(figure.axes) == 4
    found = re.search(
        r"precursors rise from ([\d.]+) to ([\d.]+) times.*reach ([\d.]+) times health "
        r"\(([\d.]+) before",
        figure.sentence,
    )
    before, end, most, earlier = map(float, found.groups())
    assert end > 2 * before and most > 1.2 * earlier
    assert before < 0.8, "after menopause fewer wait than in health"


def test_a_pause_falls_on_a_due_injection_and_moves_the_later_ones():
    assert spans((5, 10), 0) == [(5, 10)]
    assert spans((5, 10), 4) == [(5, 7.5), (7.5 + 4 / 12, 10)]
    assert spans((5, 6), 8) == [(5, 5.5)], "later than the end: it is not taken up again"
    assert spans((5, 5), 4) == []


def test_denosumab_rebounds_alendronate_stays_estradiol_returns(app):
    found = {}
    for text in ("Denosumab", "Alendronate", "Estradiol"):
        app.buttons[text].click()
        found[text] = after(app)
        assert gained(app) > 3
    assert found["Denosumab"][0] > 20
    assert -5 < found["Estradiol"][0] < 20
    assert found["Alendronate"][0] < -25
    assert found["Denosumab"][1] < found["Alendronate"][1]
    assert abs(found["Denosumab"][1]) < 3, "the gain has gone"


def test_raloxifene_gains_least(app):
    gains = {}
    for drug in app.controls["drug"].options:
        app.set(drug=drug)
        gains[drug] = gained(app)
    assert min(gains, key=gains.get) == "Raloxifene"
    assert max(gains, key=gains.get) == "Denosumab"


def test_alendronate_afterwards_keeps_what_calcium_does_not(app):
    kept = {}
    for text in app.controls["after"].options:
        app.set(after=text)
        kept[text] = after(app)
    assert kept["Alendronate"][1] > 0.6 * gained(app)
    assert kept["Calcium with vitamin D"][1] < 0.3 * gained(app)
    assert kept["Alendronate"][0] < 0 < kept["Calcium with vitamin D"][0] < kept["Nothing"][0]


def test_a_longer_pause_costs_more(app):
    costs = []
    for months in (2, 4, 8):
        app.set(pause=months)
        costs.append(float(re.search(r"has changed by ([+-][\d.]+) %", app.sentence.value)[1]))
    assert 0 > costs[0] > costs[1] > costs[2]
    app.set(pause=4, drug="Alendronate")
    assert abs(float(re.search(r"has changed by ([+-][\d.]+) %", app.sentence.value)[1])) < 2
    app.set(pause=0)
    assert "pause" not in app.sentence.value


def test_precursors_gather_under_denosumab_and_come_forward(app):
    times, waiting = line(app, "osteoclast_precursors")
    before, end, later = (waiting[abs(times - at).argmin()] for at in (4.9, 9.9, 12))
    assert end > 2 * before
    assert later == pytest.approx(before, rel=0.05)


def test_formation_follows_resorption_down(app):
    times, resorption = line(app, "resorption")
    formation = line(app, "formation")[1]
    month = abs(times - 5 - 1 / 12).argmin()
    assert resorption[month] < 0.2 * resorption[month - 2]
    assert formation[month] > 0.7 * formation[month - 2]
    assert formation[abs(times - 6).argmin()] < 0.4 * formation[month - 2]


def test_what_is_taken_and_what_follows_are_shaded(app):
    app.set(pause=4, after="Alendronate")
    for span in app.live.time_panels.spans:
        assert len(span.get_paths()) == 2
    for shade in app.live.followed:
        (path,) = shade.get_paths()
        assert {round(x) for x in path.vertices[:, 0]} == {10, 20}
    app.set(after="Nothing")
    assert all(not shade.get_paths() for shade in app.live.followed)


def test_denosumab_carries_its_warning_and_all_carry_the_first(app):
    for drug in app.controls["drug"].options:
        app.set(drug=drug)
        assert caution("short") in app.sentence.value
        assert caution("therapy") not in app.sentence.value, "it stands in the lesson"
        assert (caution("denosumab") in app.sentence.value) == (drug == "Denosumab")


def test_edges_of_the_years(app):
    app.set(years=(5, 5))
    assert app.sentence.value.split(">")[1].startswith("Nothing is taken.")
    app.set(years=(10, 20), after="Alendronate")
    assert "Afterwards" not in app.sentence.value
    app.set(years=(1, 2), pause=8)
    assert "By the end of the pause" in app.sentence.value


def test_numbers_are_those_of_the_picture(app):
    columns = app.numbers(**app.settings)
    assert {axis_label(n) for n in (SPINE, "ctx", "p1np", "osteoclast_precursors")} <= set(columns)
    assert len({len(column) for column in columns.values()}) == 1
    time, bone = list(columns.values())[0], columns[axis_label(SPINE)]
    start, stop = (bone[abs(time - at).argmin()] for at in (5, 10))
    assert 100 * (stop / start - 1) == pytest.approx(gained(app), abs=0.1)
