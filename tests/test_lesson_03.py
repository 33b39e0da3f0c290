"""Lesson 3: the answers of its questions, and what its app and its pictures show."""

import io
import re

import numpy as np
import pytest
from matplotlib.image import imread

import bonelab as bl
from bonelab import explore
from bonelab.explore.rankl_opg import AMOUNTS, ANTIBODY, LAST_WEEK, OCTAVES
from bonelab.figures import rankl_pictures
from bonelab.figures.binding import MOST_RANKL, POOLS, Curve, plot_pools
from bonelab.teaching.cautions import cautions
from bonelab.teaching.question import misconceptions
from bonelab.teaching.questions_03 import QUESTIONS
from tests.test_explore import shown, text_of

RIGHT = {
    "more-free-rankl": ["up", "up", "down"],
    "more-opg": ["same", "down", "same"],
    "who-makes-rankl": ["osteocytes"],
    "double-both": ["less"],
    "opposite-changes": ["3"],
}
LEAST, MOST = 2**-OCTAVES, 2**OCTAVES


@pytest.fixture
def app():
    return explore.rankl_opg()


def said(app, pattern):
    """Return the numbers that the sentence gives in a pattern."""
    found = re.search(pattern, text_of(app))
    assert found, (pattern, text_of(app))
    return [float(number.rstrip(".")) for number in found.groups()]


def point(app):
    """Return ratio and balance of the point as it is drawn."""
    return [float(values[0]) for values in app.live.point.get_data()]


# --- questions --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_model_answers_as_the_lesson_says(name):
    question = QUESTIONS[name]
    computed = question.run()
    assert [part.answer(computed) for part in question.parts] == RIGHT[name]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_reveal_is_a_picture_with_a_sentence_of_numbers(name):
    picture = QUESTIONS[name].reveal(QUESTIONS[name].run())
    assert imread(io.BytesIO(picture.png())).std() > 0
    assert re.search(r"\d", picture.sentence)
    assert "nan" not in picture.sentence


def test_every_misconception_of_the_lesson_is_met():
    met = {b for q in QUESTIONS.values() for part in q.parts for b in part.beliefs.values()}
    assert met == {m.id for m in misconceptions().values() if m.lesson == "03"}
    assert {"M08", "M09", "M10", "M11"} <= met


def test_answers_are_computed_from_what_the_run_gave():
    """With runs of another model the answers are others."""
    parts = {name: question.parts for name, question in QUESTIONS.items()}
    assert parts["who-makes-rankl"][0].answer({"osteoclasts": 0.7, "osteocytes": 0.3}) == (
        "osteoclasts"
    )
    far = {"alone": {"net_balance": -0.4}, "both": {"net_balance": -0.4}}
    assert parts["double-both"][0].answer(far) == "same"
    cancels = {"both": {"rankl_opg_ratio": 1.1}}
    assert parts["opposite-changes"][0].answer(cancels) == "1"


# --- the app ----------------------------------------------------------------------------------


def test_in_health_nothing_differs_from_health(app):
    assert said(app, r"ratio is ([\d.]+)") == [1.0]
    now, usual = said(app, r"(\d+) % of the RANK receptors carry RANKL \(in health (\d+) %\)")
    assert now == usual
    assert "close to zero" in text_of(app)
    assert "as in health" in text_of(app)
    assert point(app) == pytest.approx([1, 0])


@pytest.mark.parametrize(("control", "sign"), [("rankl", -1), ("opg", 1)])
def test_rankl_costs_bone_and_opg_keeps_it(app, control, sign):
    levels = np.array(AMOUNTS[::4])
    ratios, balances, occupied = [], [], []
    for level in levels:
        app.controls[control].value = level
        ratio, balance = point(app)
        ratios.append(ratio)
        balances.append(balance)
        occupied.append(app.live.carrying.get_height())
    assert (sign * np.diff(balances) > 0).all()
    assert (sign * np.diff(occupied) < 0).all()
    assert np.allclose(ratios, levels ** (-sign), rtol=0.01)
    assert (np.diff(np.sign(np.round(balances, 9))) != 0).sum() == 2  # zero itself is met
    assert "lost" in text_of(app) if sign < 0 else "gained" in text_of(app)


def test_the_blocks_always_add_up_to_all_rankl(app):
    for rankl in (LEAST, 1, MOST):
        for antibody in (0, 0.01, 5):
            app.set(rankl=rankl, opg=0.5, antibody=antibody)
            heights = {pool: block.get_height() for pool, block in app.live.blocks.items()}
            assert sum(heights.values()) == pytest.approx(rankl, rel=0.02)
            assert (heights["rankl_denosumab"] > 0) == (antibody > 0)
            tops = [block.get_y() + block.get_height() for block in app.live.blocks.values()]
            assert tops == sorted(tops)
            assert tops[-1] < MOST_RANKL
            assert 0 <= app.live.carrying.get_height() <= 100


def test_the_antibody_leaves_the_ratio_and_lifts_the_balance(app):
    app.buttons["After menopause"].click()
    ratio, low = point(app)
    assert not app.live.without.get_visible()
    assert "antibody" not in text_of(app)
    balances = []
    for dose in ANTIBODY[1:]:
        app.controls["antibody"].value = dose
        now, balance = point(app)
        assert now == pytest.approx(ratio, rel=0.01)
        assert app.live.without.get_data()[1][0] == pytest.approx(low)
        assert app.live.without.get_visible()
        assert said(app, r"without it the balance would be ([-+\d.]+)") == [round(low, 2)]
        balances.append(balance)
    assert (np.diff([low, *balances]) > 0).all()
    for key in ("therapy", "denosumab"):
        assert cautions()[key] in text_of(app).replace("&#x27;", "'")


def test_presets_show_what_they_are_called(app):
    app.buttons["After menopause"].click()
    later = bl.simulate().at(5)
    assert app.settings["rankl"] == pytest.approx(later["rankl_production"], rel=1e-3)
    assert app.settings["opg"] == pytest.approx(later["opg_production"], rel=1e-3)
    assert "being lost" in text_of(app)
    app.buttons["RANKL × 1.5, OPG halved"].click()
    assert said(app, r"ratio is ([\d.]+)") == [3.0]
    app.buttons["Double both"].click()
    ratio, both = point(app)
    assert ratio == pytest.approx(1, rel=0.01)
    app.set(opg=1)
    assert point(app)[1] < 2 * both < 0
    app.buttons["Antibody"].click()
    assert "being gained" in text_of(app)


def test_the_gap_opens_within_weeks_and_closes_while_the_loss_goes_on(app):
    app.buttons["After menopause"].click()
    balances, lost = [], []
    for week in (1, 3, 8, LAST_WEEK):
        app.controls["week"].value = week
        balances.append(point(app)[1])
        lost += said(app, r"trabecular bone is ([\d.]+) % less")
        assert f"Week {week}:" in text_of(app)
    assert balances[1] < balances[0] < 0
    assert balances[1] < balances[2] < balances[3] < 0
    assert lost == sorted(lost)


@pytest.mark.parametrize("week", [1, 8, LAST_WEEK])
def test_the_curve_falls_and_crosses_zero_once_at_the_healthy_ratio(app, week):
    app.controls["week"].value = week
    ratio, balance = app.live.line.get_data()
    assert ratio[0] == pytest.approx(1 / 8, rel=0.02)
    assert ratio[-1] == pytest.approx(8, rel=0.02)
    assert (np.diff(ratio) > 0).all()
    assert (np.diff(balance) < 0).all()
    assert app.live.crossing.get_data()[0][0] == pytest.approx(1, abs=1e-3)


def test_the_band_holds_all_amounts_with_the_same_ratio(app):
    edge = {}
    for x, y in app.live.band.get_paths()[0].vertices:
        edge.setdefault(round(float(x), 6), []).append(y)
    for rankl, opg in ((0.5, 0.5), (2, 2), (2, 1), (1, 0.5), (0.5, 1)):
        app.set(rankl=rankl, opg=opg)
        ratio, balance = point(app)
        low, high = edge[min(edge, key=lambda x: abs(np.log(x / ratio)))][:2]
        assert min(low, high) - 0.01 <= balance <= max(low, high) + 0.01


def test_everything_stays_inside_its_axes_at_the_extremes(app):
    low, high = app.live.point.axes.get_ylim()
    for week in (1, 2, 3, LAST_WEEK):
        for rankl, opg, antibody in ((MOST, LEAST, 0), (LEAST, MOST, 5), (MOST, LEAST, 5)):
            app.set(rankl=rankl, opg=opg, antibody=antibody, week=week)
            assert low < point(app)[1] < high
            assert "nan" not in text_of(app)


def test_numbers_hold_what_is_shown(app):
    app.buttons["Antibody"].click()
    columns = app.numbers(**app.settings)
    assert len({len(values) for values in columns.values()}) == 1
    assert columns["Point"][:2] == ["now", "health"]
    ratio, balance = point(app)
    assert columns["RANKL/OPG ratio (healthy = 1)"][0] == ratio
    assert columns["Net balance (formation - resorption)"][0] == balance
    curve = columns["RANKL/OPG ratio (healthy = 1)"][2:]
    assert list(curve) == list(app.live.line.get_data()[0])
    assert columns["RANKL on RANK (of total RANKL)"][1] == pytest.approx(0.2, abs=0.05)
    assert columns["RANKL on denosumab (of total RANKL)"][1] == 0


def test_every_step_of_each_control_shows_something_else(app):
    ends = {"rankl": (LEAST, 1, MOST), "opg": (LEAST, 1, MOST), "antibody": ANTIBODY}
    for name, values in (ends | {"week": range(1, LAST_WEEK + 1)}).items():
        app.reset()
        pictures = set()
        for value in values:
            app.controls[name].value = value
            pictures.add(shown(app))
        assert len(pictures) == len(values), name


# --- pictures ---------------------------------------------------------------------------------


def test_the_zero_of_a_curve_lies_where_it_crosses():
    curve = Curve(np.array([1.0, 4.0]), np.array([1.0, -1.0]), np.zeros(2), np.zeros(2))
    assert curve.zero == pytest.approx(2)  # half way on a logarithmic axis


def test_a_stack_is_as_high_as_all_rankl():
    state = {"rankl_rank": 0.2, "rankl_free": 0.2, "rankl_opg": 0.6, "rankl_denosumab": 0.5}
    picture = plot_pools({"one": state, "two": state}, "Pools", "What it shows.")
    axes = picture.axes[0]
    tops = [patch.get_y() + patch.get_height() for patch in axes.patches]
    assert max(tops) == pytest.approx(1.5)
    assert len(axes.patches) == 2 * len(POOLS)
    assert picture.sentence == "What it shows."


# --- the static pictures ----------------------------------------------------------------------


def test_the_static_pictures_say_what_the_runs_computed():
    woman, twin = bl.simulate(bl.Patient()), bl.simulate(bl.Patient(menopause=None))
    runs = {"none": twin, "menopause": woman, "kept": twin}
    assert "100 % of the rise is gone" in rankl_pictures.plot_two_proteins(runs, year=3).sentence
    arms = rankl_pictures.plot_arms({"no": 1.0, "opg": 2.0, "rankl": 3.0, "both": 6.0}, year=5)
    assert "2.00 × 3.00 is 6.00" in arms.sentence
    way = rankl_pictures.plot_way_back(twin, woman, start=3, year=10)
    share = float(re.search(r"(\d+) % of the way back", way.sentence)[1])
    assert share > 95, "the twin is all the way back"


def test_the_picture_of_injections_counts_its_years_from_the_first():
    injected = bl.simulate(bl.Patient(), [bl.Denosumab(start=10)], start=9, stop=11)
    untreated = bl.simulate(bl.Patient(), start=9, stop=11)
    figure = rankl_pictures.plot_injections(injected, untreated, start=10)
    ratio, occupancy, resorption = (axes.lines[1].get_ydata() for axes in figure.axes)
    assert figure.axes[0].get_xlim() == (-1, 1)
    assert ratio.max() / ratio.min() < 1.05, "the ratio hardly moves"
    assert occupancy.min() < 0.1 * occupancy[0] and resorption.min() < 0.1 * resorption[0]
