"""Lesson 4: the DXA report, the markers, and what its predictions answer."""

import json
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import bonelab as bl
from bonelab import explore
from bonelab.figures.dxa import TICKS
from bonelab.parameter_table import table
from bonelab.teaching.cautions import cautions
from bonelab.teaching.question import misconceptions
from bonelab.teaching.questions_04 import QUESTIONS, _step_at_limit
from tests.lessons import GLOSSARY_LINK

# `explore.dxa_report` and `explore.markers` are the functions: their files are reached by name.
report = import_module("bonelab.explore.dxa_report")
follow = import_module("bonelab.explore.markers")
LOW_PEAK = "Menopause at 51, low peak"
ESTRADIOL, ALENDRONATE = list(report.TREATMENTS)[1:]
RIGHT = {
    "one-woman-two-scores": ["below-zero", "none"],
    "risk-and-t-score": ["more", "older", "smooth"],
    "same-bone-other-ctx": ["down"],
    "who-moves-first": ["weeks", "months", "years"],
    "is-it-noise": ["noise", "noise", "real"],
}


@pytest.fixture
def dxa():
    return explore.dxa_report()


@pytest.fixture
def markers():
    return explore.markers()


def text_of(app):
    return app.sentence.value.split(">", 1)[1].rsplit("<", 1)[0]


def number(pattern, app):
    return float(re.search(pattern + r" ?([-+]?\d+\.?\d*)", text_of(app)).group(1))


def t_and_z(app):
    return number("T-score", app), number("Z-score", app)


# --- the predictions --------------------------------------------------------------------------


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_right_answer_is_the_one_that_the_lesson_explains(name):
    question = QUESTIONS[name]
    computed = question.run()
    assert [part.answer(computed) for part in question.parts] == RIGHT[name]
    picture = question.reveal(computed)
    assert re.search(r"\d", picture.sentence) and picture.png()


def test_the_predictions_meet_every_misconception_of_the_lesson():
    beliefs = {b for q in QUESTIONS.values() for part in q.parts for b in part.beliefs.values()}
    assert {key for key, row in misconceptions().items() if row.lesson == "04"} <= beliefs
    for name, right in RIGHT.items():
        for part, key in zip(QUESTIONS[name].parts, right, strict=True):
            assert set(part.options) - {key} <= set(part.beliefs)
            assert all(part.beliefs[wrong] in misconceptions() for wrong in part.options)


def test_a_step_at_the_limit_would_be_seen():
    risks = QUESTIONS["risk-and-t-score"].run()
    scores = np.linspace(0, -4, 41)
    jumping = {age: risk * np.where(scores < -2.45, 1.2, 1.0) for age, risk in risks.items()}
    assert _step_at_limit(risks) == "smooth" and _step_at_limit(jumping) == "jump"


# --- the report -------------------------------------------------------------------------------


def test_the_report_reads_the_scores_by_their_definition(dxa):
    for site, where in report.SITES.items():
        dxa.reset(site=site, age=75)
        columns = dxa.numbers(**dxa.settings)
        ages, bmd, t_score, z_score = columns.values()
        assert list(columns)[0] == "Age (years)" and "g/cm²" in list(columns)[1]
        mean, sd = (table()[f"bmd_{where}_{what}"].value for what in ("young_adult", "sd"))
        assert np.allclose(t_score, (bmd - mean) / sd)
        assert np.allclose(z_score, 0), "the average woman is at the mean of her age"
        model = bl.simulate(bl.Patient(), start=20, stop=30).at(24)[f"t_score_{where}"]
        assert np.interp(75, ages, t_score) == pytest.approx(model, abs=0.01)
        assert t_and_z(dxa) == (round(model, 1), 0.0)
        assert f"at 75 her bmd, {site.lower()}" in text_of(dxa).lower()


def test_an_average_woman_of_75_is_low_for_the_young_and_not_for_her_age(dxa):
    dxa.buttons["Average at 75"].click()
    t_score, z_score = t_and_z(dxa)
    assert t_score < -1.2 and z_score == 0
    assert "makes it low bone mass" in text_of(dxa)


def test_before_menopause_there_is_no_class(dxa):
    dxa.buttons["Before menopause"].click()
    assert "no WHO class" in text_of(dxa) and "makes it" not in text_of(dxa)
    assert "no WHO class" in dxa.live.verdict[0].get_text()
    assert t_and_z(dxa) == (-1.5, -1.5)
    dxa.set(age=65)
    assert "makes it osteoporosis" in text_of(dxa)
    dxa.set(age=51)
    assert "makes it low bone mass" in text_of(dxa)


def test_the_class_is_read_from_the_lowest_site_whichever_is_shown(dxa):
    said = []
    for site in report.SITES:
        dxa.set(site=site)
        assert dxa.live.marked.get_y() < dxa.live.heights[site] < dxa.live.marked.get_y() + 0.1
        said.append(text_of(dxa).split("The lowest T-score")[1])
    assert len(set(said)) == 1 and said[0].startswith(", lumbar spine, makes it")


def test_an_early_menopause_lowers_z_and_the_friends_catch_up(dxa):
    dxa.buttons["Early menopause, at 50"].click()
    young = t_and_z(dxa)[1]
    dxa.set(age=90)
    assert young < -0.7 and young < t_and_z(dxa)[1] < 0.05 < 0.3
    dxa.reset(history="Menopause at 57", age=56)
    assert t_and_z(dxa)[1] > 0.5


@pytest.mark.parametrize("treatment", [ESTRADIOL, ALENDRONATE])
def test_a_treatment_raises_the_scores_and_is_shown_with_its_caution(dxa, treatment):
    untreated = t_and_z(dxa)
    assert text_of(dxa).endswith(cautions()["t_score"])
    dxa.set(treatment=treatment)
    assert t_and_z(dxa)[0] > untreated[0] + 0.5 and t_and_z(dxa)[1] > 0.5
    assert cautions()["t_score"] in text_of(dxa)
    assert text_of(dxa).endswith(cautions()["therapy"].replace("'", "&#x27;"))
    assert treatment.lower() in text_of(dxa)


def test_risk_in_the_report_grows_with_age_and_falls_with_density(dxa):
    def risk():
        return float(re.search(r"ten years of ([\d.]+) %", text_of(dxa)).group(1))

    by_age = []
    for age in (50, 65, 80):
        dxa.reset(age=age)
        by_age.append(risk())
    assert by_age == sorted(by_age) and by_age[2] > 3 * by_age[1]
    dxa.set(history=LOW_PEAK)
    assert risk() > 1.5 * by_age[2]


def test_the_graph_shows_what_the_table_says(dxa):
    dxa.reset(site="Total hip", history=LOW_PEAK, age=70)
    live = dxa.live
    age, t_score = (float(data[0]) for data in live.scan.get_data())
    assert (age, t_score) == (70, t_and_z(dxa)[0])
    assert np.interp(70, *live.course.get_data()) == pytest.approx(t_score, abs=0.06)
    assert live.cells["Total hip", "t"].get_text() == f"{t_score:.1f}"
    outline = live.spread.get_paths()[0].vertices
    assert np.ptp(outline[outline[:, 0] == 40.0][:, 1]) == pytest.approx(2), "one SD each way"
    mean, sd = report.reference("total_hip")
    shown = [text.get_text() for text in live.densities]
    assert shown == [f"{mean + tick * sd:.2f}" for tick in TICKS]
    assert list(live.menopause.get_xdata()) == [51, 51]


def test_no_peak_leaves_the_range_of_the_parameters():
    for history in report.HISTORIES:
        assert report.scores(history, "None", 65)


# --- the markers ------------------------------------------------------------------------------


def leaving(app):
    shown = app.follow_ups(**app.settings)
    return [shown[name].leaves() for name in ("ctx", "p1np", "bmd_lumbar_spine")]


def test_ctx_leaves_its_band_first_and_bmd_last(markers):
    for therapy in ("Alendronate", "Denosumab"):
        markers.reset(therapy=therapy)
        ctx, p1np, bmd = leaving(markers)
        assert ctx <= 1 < p1np <= 4 < bmd
        assert "CTX within the first month (down)" in text_of(markers)
    markers.reset()
    assert leaving(markers)[2] > 12


def test_diamonds_stand_where_the_sentence_says(markers):
    first = markers.live.panels["p1np"][4]
    month = float(first.get_xdata()[0])
    assert first.get_visible() and month == leaving(markers)[1]
    assert f"P1NP from month {np.ceil(month):.0f} (down)" in text_of(markers)
    markers.set(therapy="Calcium with vitamin D")
    assert not first.get_visible() and "P1NP not within 36 months" in text_of(markers)


def test_one_month_shows_in_the_blood_and_not_in_the_scan(markers):
    markers.set(month=1)
    ctx, bmd = (number(rf"{name} [\d.]+ \S+ \(", markers) for name in ("CTX", "spine"))
    assert -65 < ctx < -40 and abs(bmd) < 2


def test_raloxifene_stays_within_every_band_and_a_supplement_does_not_stop_the_loss(markers):
    markers.buttons["Raloxifene"].click()
    assert leaving(markers) == [None, None, None]
    markers.buttons["Supplement, early"].click()
    assert "(down)" in text_of(markers).split("BMD of the spine")[2]


def test_a_wider_band_hides_what_is_smaller(markers):
    for therapy, seen in (("Alendronate", True), ("Denosumab", True)):
        markers.reset(therapy=therapy, laboratory=follow.TRIAL)
        assert (leaving(markers)[0] is not None) == seen
    markers.reset(therapy="Estradiol with progestogen")
    assert leaving(markers)[0] is not None
    markers.set(laboratory=follow.TRIAL)
    assert leaving(markers)[0] is None
    top = markers.live.panels["ctx"][0].get_paths()[0].vertices[:, 1].max()
    assert top == table()["least_significant_change_ctx_trio"].value == 56


def test_the_band_at_best_is_27_percent(markers):
    assert markers.follow_ups(**markers.settings)["ctx"].noise == 27
    assert table()["least_significant_change_bmd_lumbar_spine"].value == 5.3


def test_the_change_counts_from_the_sample_before_the_first_dose(markers):
    """A supplement acts at once in the model; its first dose must not become the beginning."""
    markers.set(therapy="Calcium with vitamin D")
    columns = markers.numbers(**markers.settings)
    assert columns["CTX, change (%)"][0] == 0 and columns["CTX, change (%)"][1] < -3
    assert columns["CTX (ng/mL)"][0] == pytest.approx(
        bl.simulate(bl.Patient()).at(10)["ctx"], rel=1e-3
    )
    assert len({len(column) for column in columns.values()}) == 1
    assert "BMD, lumbar spine (g/cm²)" in columns and "P1NP (µg/L)" in columns


def test_starting_early_shows_the_loss_of_the_untreated_twin(markers):
    losses = []
    for start in (1, 10, 20):
        markers.set(start=start)
        columns = markers.numbers(**markers.settings)
        losses.append(columns["BMD, lumbar spine, untreated, change (%)"][-1])
    assert losses[0] < -4 and losses[0] < losses[1] < losses[2] < 0


def test_each_treatment_comes_with_its_cautions(markers):
    for therapy in follow.THERAPIES:
        markers.reset(therapy=therapy)
        said = text_of(markers).replace("&#x27;", "'")
        assert cautions()["therapy"] in said
        assert (cautions()["denosumab"] in said) == (therapy == "Denosumab")


# --- the notebook -----------------------------------------------------------------------------

LESSON = Path(__file__).parents[1] / "notebooks" / "04-in-the-clinic.ipynb"


def cells():
    return json.loads(LESSON.read_text(encoding="utf-8"))["cells"]


def test_the_lesson_asks_its_questions_teaches_its_claims_and_warns():
    sources = ["".join(cell["source"]) for cell in cells()]
    asked = [s.split('"')[1] for s in sources if s.startswith("predict(")]
    assert asked == list(QUESTIONS)
    claims = {c for cell in cells() for c in cell["metadata"].get("bonelab", {}).get("claims", [])}
    assert claims == {"I14", "I15"}
    whole = GLOSSARY_LINK.sub(r"\1", "\n".join(sources))
    for key in ("therapy", "t_score", "estrogen_alone", "denosumab"):
        assert f"> **Caution.** {cautions()[key]}" in whole
    assert "fasting" in whole.lower() and "morning" in whole


def test_cells_are_short():
    assert all(len(c["source"]) <= 15 for c in cells() if c["cell_type"] == "code")
