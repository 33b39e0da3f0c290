"""Lesson 8: the right answers, the matrix of ligand by tissue, and the turning point."""

import re

import numpy as np
import pytest

import bonelab as bl
from bonelab import explore
from bonelab.explore.serms import (
    ESTROGEN,
    LEVELS,
    LIGANDS,
    NO_DRUG,
    _curve,
    signals,
    turning_point,
)
from bonelab.figures.serms import DEEPEST, NEUTRAL, TISSUES, plot_ligands, signed
from bonelab.teaching import one_serm
from bonelab.teaching.cautions import cautions
from bonelab.teaching.question import misconceptions
from bonelab.teaching.questions_08 import QUESTIONS, vertebral_falls

ANSWERS = {
    "one-drug-three-tissues": ["up", "down", "same", "up"],
    "serm-before-menopause": ["down"],
    "four-times-the-dose": ["hardly"],
    "small-gain": ["more"],
}
SERMS = [name for name in LIGANDS if name != ESTROGEN]


@pytest.fixture(scope="module")
def app():
    return explore.serms()


def said(app, **settings):
    """Return the signals that the sentence tells, as {tissue: (without, with)}."""
    app.reset(**settings)
    found = re.findall(r"in (bone|breast|uterus) from ([\d.]+) to ([\d.]+\d)", app.sentence.value)
    return {tissue: (float(a), float(b)) for tissue, a, b in found}


def test_the_questions_are_those_expected():
    assert set(QUESTIONS) == set(ANSWERS)


@pytest.mark.parametrize("name", ANSWERS)
def test_the_right_answer_is_the_one_the_lesson_explains(name):
    question = QUESTIONS[name]
    computed = question.run()
    assert [part.answer(computed) for part in question.parts] == ANSWERS[name]
    picture = question.reveal(computed)
    assert picture.png().startswith(b"\x89PNG")
    assert re.search(r"\d", picture.sentence)
    assert cautions()["short"] in picture.sentence
    if name == "one-drug-three-tissues":
        assert cautions()["indices"] in picture.sentence
    assert cautions()["therapy"] not in picture.sentence, "the whole text stands in the lesson"


def test_every_option_points_to_a_misconception_of_the_lesson():
    named = set()
    for question in QUESTIONS.values():
        for part in question.parts:
            assert set(part.beliefs) == set(part.options)
            named |= set(part.beliefs.values())
    assert named == {"M23", "M24", "M52", "M53", "M54"}
    assert all(misconceptions()[id].lesson == "08" for id in named)


def test_answers_follow_the_runs_and_not_the_names():
    four = QUESTIONS["four-times-the-dose"].parts[0].answer
    for gains, expected in (((3, 3.5, 7), "hardly"), ((3, 6, 7), "between"), ((3, 7, 7), "full")):
        assert four(dict(zip("abc", gains, strict=True))) == expected
    small = QUESTIONS["small-gain"].parts[0].answer
    for falls, expected in (((20, 10), "less"), ((20, 22), "as"), ((20, 35), "more")):
        assert small(dict(zip("ab", falls, strict=True))) == expected
    sign = QUESTIONS["one-drug-three-tissues"].parts[0].answer
    for change, expected in ((0.2, "up"), (0.05, "same"), (-0.05, "same"), (-0.2, "down")):
        assert sign({"Raloxifene": {"signal_bone": change}}) == expected


def test_falls_of_fractures_are_those_of_the_clinic():
    alone, both = vertebral_falls().values()
    treated = bl.simulate(bl.Patient(), [bl.Raloxifene(start=17)], stop=21)
    untreated = bl.simulate(bl.Patient(), stop=21)
    ratio = bl.fracture_ratio(treated, untreated, site="vertebral", start=17, stop=21)
    assert both == pytest.approx(100 * (1 - ratio), abs=0.5)
    assert 10 < alone < 0.75 * both


def test_signs_after_menopause(app):
    for ligand in SERMS:
        now = said(app, ligand=ligand)
        assert now["bone"][1] > now["bone"][0] + NEUTRAL
        assert now["breast"][1] < now["breast"][0] - NEUTRAL
        assert "In bone the drug adds to the signal" in app.sentence.value
    rise = {ligand: np.diff(said(app, ligand=ligand)["uterus"])[0] for ligand in SERMS}
    assert rise["Tamoxifen"] > 0.2 > NEUTRAL > rise["Lasofoxifene"] > 0
    assert max(abs(rise["Raloxifene"]), abs(rise["Bazedoxifene"])) < NEUTRAL
    estrogen = said(app, ligand=ESTROGEN)
    assert all(after > before + 0.3 for before, after in estrogen.values())


def test_before_menopause_every_serm_takes_away(app):
    app.buttons["Before menopause"].click()
    assert app.settings["estradiol"] == 100
    for ligand in SERMS:
        now = said(app, ligand=ligand, estradiol=100.0)
        assert all(after < before for before, after in now.values()), ligand
        assert "In bone the drug takes away from the signal" in app.sentence.value


def test_the_turning_point_is_where_the_curves_cross_and_hangs_on_efficacy(app):
    for ligand in SERMS:
        crossing = turning_point(ligand, 1.0)
        for factor, sign in ((0.9, 1), (1.1, -1)):
            level = crossing * factor
            gain = signals(ligand, 1.0, level)["signal_bone"]
            gain -= signals(NO_DRUG, 1.0, level)["signal_bone"]
            assert sign * gain > 0, ligand
        app.reset(ligand=ligand)
        assert f"below about {crossing:.1f} pg/mL" in app.sentence.value
        assert app.live.turn.get_xdata()[0] == crossing and app.live.turn.get_visible()
        doses = [turning_point(ligand, dose) for dose in (0.25, 1.0, 4.0)]
        assert max(doses) / min(doses) < 1.1, "not the dose"
    assert turning_point("Lasofoxifene", 1.0) > 1.5 * turning_point("Raloxifene", 1.0)
    app.reset(ligand=ESTROGEN)
    assert turning_point(ESTROGEN, 1.0) == np.inf
    assert "At no level up to 200 pg/mL does it take away" in app.sentence.value
    assert not app.live.turn.get_visible()
    assert [label.get_visible() for label in app.live.labels] == [True, False]


def test_lasofoxifene_adds_where_raloxifene_takes_away(app):
    app.buttons["Lasofoxifene, estradiol 20"].click()
    assert "the drug adds to" in app.sentence.value
    app.set(ligand="Raloxifene")
    assert "the drug takes away from" in app.sentence.value


def test_the_plus_of_tamoxifen_in_the_uterus_vanishes_between_20_and_30():
    for level, sign in ((5.0, 1), (20.0, 1), (30.0, -1), (100.0, -1)):
        change = signals("Tamoxifen", 1.0, level)["signal_uterus"]
        change -= signals(NO_DRUG, 1.0, level)["signal_uterus"]
        assert sign * change > 0


def test_dose_fills_receptors_and_cannot_pass_the_efficacy(app):
    bone = [said(app, dose=dose)["bone"][1] for dose in (0.25, 1.0, 4.0)]
    assert bone[0] < bone[1] < bone[2] < said(app, ligand=ESTROGEN)["bone"][1]
    assert bone[2] - bone[1] < bone[1] - bone[0]
    app.reset(dose=4.0)
    assert "Raloxifene, 240 mg a day" in app.sentence.value


def test_more_estradiol_raises_both_curves(app):
    levels = (1.0, 5.0, 20.0, 100.0)
    for place in (0, 1):
        values = [said(app, estradiol=level)["bone"][place] for level in levels]
        assert values == sorted(values) and values[0] < values[-1]


def test_cautions_are_said(app):
    for ligand in LIGANDS:
        app.reset(ligand=ligand)
        text = app.sentence.value.replace("&#x27;", "'")
        assert cautions()["short"] in text and cautions()["indices"] in text
        assert (cautions()["estrogen_alone"] in text) == (ligand == ESTROGEN)


def test_matrix_curve_and_points_show_what_the_model_says(app):
    app.reset(ligand="Tamoxifen", dose=2.0, estradiol=10.0)
    live = app.live
    for ligand in LIGANDS:
        for tissue in TISSUES:
            change = signals(ligand, 2.0, 10.0)[tissue] - signals(NO_DRUG, 1.0, 10.0)[tissue]
            assert live.matrix.texts[ligand, tissue].get_text() == signed(change)
            assert abs(change) < DEEPEST
    assert live.matrix.frame.get_y() == list(LIGANDS).index("Tamoxifen")
    assert np.allclose(live.line.get_ydata(), _curve("Tamoxifen", 2.0))
    without, with_it = (point.get_ydata()[0] for point in live.points)
    assert without == signals(NO_DRUG, 1.0, 10.0)["signal_bone"]
    assert with_it == signals("Tamoxifen", 2.0, 10.0)["signal_bone"]
    assert {point.get_xdata()[0] for point in live.points} == {10.0}
    table = app.numbers(**app.settings)
    assert list(table)[0] == "Estradiol (pg/mL)"
    assert "Tamoxifen 40 mg/day" in list(table)[2]
    assert all(len(column) == len(LEVELS) for column in table.values())
    assert np.allclose(list(table.values())[2], live.line.get_ydata())


def test_everything_fits_on_the_fixed_axes(app):
    bottom, top = app.live.line.axes.get_ylim()
    for ligand in LIGANDS:
        for dose in (0.25, 4.0):
            assert _curve(ligand, dose).min() > 0 and _curve(ligand, dose).max() < top - 0.1
    assert bottom < 0


def test_colours_go_with_signs_and_letters_can_be_read():
    changes = {"One": dict.fromkeys(TISSUES, 0.3), "Two": dict.fromkeys(TISSUES, -0.6)}
    picture = plot_ligands(changes, "Title", "told")
    texts = [text.get_text() for text in picture.axes[0].texts]
    assert texts == ["+0.30"] * 3 + ["−0.60"] * 3
    plus, minus = (picture.axes[0].patches[i].get_facecolor() for i in (0, 3))
    assert plus[2] > plus[0] and minus[0] > minus[2], "purple for more, orange for less"
    assert [signed(x) for x in (0.07, -0.05, 0.0)] == ["≈ +0.07", "≈ −0.05", "≈ +0.00"]
    assert picture.sentence == "told"


def test_the_equation_with_one_serm_is_the_models_without_the_other_drugs(monkeypatch):
    left = one_serm.what_is_left("tamoxifen")
    for word in ("fene", "tamoxifen", "conjugated", "s_{"):
        assert word not in left, word
    half, healthy = one_serm.HALF, one_serm.HEALTHY
    above = rf"{half} \left(1 + h\right) \, \left(d \, \varepsilon + e\right)"
    assert left.endswith(rf"\frac{{{above}}}{{{healthy} \left(d + 1 + e\right)}}")
    # In health h is healthy / half: the two lines that are shown are the same.
    e, h, d, eps, level = 0.4, 8.0, 9.0, 0.65, 100.0
    first = level / h * (1 + h) * (d * eps + e) / (level * (d + 1 + e))
    assert first == pytest.approx((1 + h) / h * (e + d * eps) / (1 + e + d))
    assert bl.parameters().set_index("name")["value"]["estradiol_on_er_alpha_uterus"] == 1
    shown = str(one_serm.one_serm("raloxifene"))
    assert left.split(" = ")[1] in shown and one_serm.LETTERS in shown
    monkeypatch.setattr(one_serm, "equations", lambda node: "a = b")
    with pytest.raises(ValueError, match="the model's equation has no"):
        one_serm.what_is_left("tamoxifen")


@pytest.mark.parametrize("drug", ["Raloxifene", "Lasofoxifene"])
def test_a_drug_turns_where_estradiol_alone_fills_as_much_as_its_efficacy(drug):
    value = bl.parameters().set_index("name")["value"]
    e = turning_point(drug) / value["er_alpha_half_occupancy"]
    efficacy = value[f"{drug.lower()}_efficacy_bone"]
    assert e / (1 + e) == pytest.approx(efficacy, abs=0.05)


def test_the_young_woman_is_shown_by_her_age():
    question = QUESTIONS["serm-before-menopause"]
    axes = question.reveal(question.run()).axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["40", "41", "42", "43", "44"]
