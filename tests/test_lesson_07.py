"""Lesson 7: the right answers, the surface over two receptors, and the knock-outs."""

import re

import numpy as np
import pytest

import bonelab as bl
from bonelab import explore
from bonelab.explore.knock_outs import (
    EVERYWHERE,
    KEPT,
    OVARIES,
    RAISED,
    RECEPTORS,
    REMOVED,
    TISSUES,
    _state,
)
from bonelab.explore.two_receptors import LEVELS, READOUTS, WOMAN, _states
from bonelab.figures import style
from bonelab.figures.knock_outs import BONE, LIMITS, RATES, SIGNALS
from bonelab.figures.receptor_pictures import percent, plot_compartments, plot_rates
from bonelab.teaching.question import misconceptions
from bonelab.teaching.questions_07 import QUESTIONS
from bonelab.teaching.runs_07 import READERS

ANSWERS = {
    "spare-receptor": ["little"],
    "two-fates": ["up", "down", "down"],
    "cell-by-cell": ["trabecular", "cortical", "trabecular"],
    "guard-of-struts": ["same"],
    "raised-hormones": ["smaller"],
}
TRABECULAR, CORTICAL = "bone_volume_trabecular", "bone_volume_cortical"


@pytest.fixture(scope="module")
def surface():
    return explore.two_receptors()


@pytest.fixture(scope="module")
def knocked():
    return explore.knock_outs()


def text(app, **settings):
    app.reset(**settings)
    return app.sentence.value


def bone(app, **settings):
    """Return what the sentence says of trabecular and cortical bone, in % of health."""
    found = re.search(
        r"trabecular bone is (.+?) and cortical bone (.+?)\. Rem", text(app, **settings)
    )
    return [signed(part) for part in found.groups()]


def signed(part):
    if part == "unchanged":
        return 0.0
    size, way = re.fullmatch(r"([\d.]+) % (more|less)", part).groups()
    return float(size) * (1 if way == "more" else -1)


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


def test_every_option_points_to_a_misconception_of_the_lesson():
    named = set()
    for question in QUESTIONS.values():
        for part in question.parts:
            assert set(part.beliefs) == set(part.options)
            named |= set(part.beliefs.values())
    assert named == {"M21", "M22", "M48", "M49", "M50"}
    assert all(misconceptions()[id].lesson == "07" for id in named)


def test_answers_follow_the_runs_and_not_the_names():
    spare, guard, hormones = (
        QUESTIONS[name].parts[0].answer
        for name in ("spare-receptor", "guard-of-struts", "raised-hormones")
    )
    for left, expected in ((-4, "most"), (-12, "half"), (-19, "little")):
        assert spare({"No ER-alpha": (left,), "No estrogen at all": (-20,)}) == expected
    for cost, expected in ((-15, "more"), (-10, "same"), (-5, "less")):
        assert guard({"No ER-beta": (cost,), "ER-beta in place": (-10,)}) == expected
    for loss, expected in ((-15, "larger"), (-10, "same"), (-5, "smaller")):
        bars = {"ER-alpha lost, hormones raised": (loss,), "ER-alpha lost, hormones normal": (-10,)}
        assert hormones(bars) == expected


# --- the surface ------------------------------------------------------------------------------


def test_the_map_is_made_of_runs():
    values = _states()[TRABECULAR]
    for row, column in ((0, 0), (2, 5), (6, 1)):
        hold = {"er_alpha": LEVELS[column], "er_beta": LEVELS[row]}
        now = bl.simulate(WOMAN, start=-5, stop=0, hold=hold).at(0)
        assert values[row, column] == pytest.approx(now[TRABECULAR])
    healthy = LEVELS.index(1.0)
    for readout in READOUTS:
        if style.unit(readout) == style.RELATIVE:
            assert _states()[readout][healthy, healthy] == pytest.approx(1)


def test_er_alpha_moves_bone_and_er_beta_hardly_does(surface):
    for readout in (TRABECULAR, CORTICAL, "bmd_lumbar_spine", "tnf"):
        pairs = re.findall(r"it, from ([\d.]+) to ([\d.]+)\.", text(surface, readout=readout))
        alpha, beta = (abs(float(high) - float(low)) for low, high in pairs)
        assert alpha > 5 * beta, readout
        values = _states()[readout]
        assert np.ptp(values, axis=1).min() > 5 * np.ptp(values, axis=0).max(), readout
    assert "Raising ER-alpha from 0 to 1.5 raises it" in text(surface)
    assert "Raising ER-alpha from 0 to 1.5 lowers it" in text(surface, readout="tnf")


def test_er_beta_opposes_in_the_cortex_alone(surface):
    beta = "Raising ER-beta over the same range {} it"
    assert beta.format("lowers") in text(surface, er_alpha=1.0, readout=CORTICAL)
    assert beta.format("raises") in text(surface, er_alpha=0.0, readout=CORTICAL)
    assert beta.format("raises") in text(surface, er_alpha=1.0, readout=TRABECULAR)


def test_the_two_fates_run_opposite_ways(surface):
    alpha = "Raising ER-alpha from 0 to 1.5 {} it"
    assert alpha.format("raises") in text(surface, readout="osteoclast_apoptosis")
    assert alpha.format("lowers") in text(surface, readout="osteoblast_apoptosis")


def test_the_point_and_the_curves_are_where_the_sliders_are(surface):
    surface.reset(er_alpha=0.25, er_beta=1.5)
    live, values = surface.picture_of(TRABECULAR), _states()[TRABECULAR]
    row, column = LEVELS.index(1.5), LEVELS.index(0.25)
    assert (live.here.get_xdata()[0], live.here.get_ydata()[0]) == (0.25, 1.5)
    assert np.allclose(live.lines["er_alpha"].get_ydata(), values[row])
    assert np.allclose(live.lines["er_beta"].get_ydata(), values[:, column])
    for receptor, signal in (("er_alpha", 0.25), ("er_beta", 1.5)):
        assert live.points[receptor].get_xdata()[0] == signal
        assert live.points[receptor].get_ydata()[0] == values[row, column]
    assert f"is {values[row, column]:.3f} times health" in surface.sentence.value
    table = surface.numbers(**surface.settings)
    assert [len(column) for column in table.values()] == [len(LEVELS) ** 2] * 3
    rows = list(zip(*table.values(), strict=True))
    assert (0.25, 1.5, values[row, column]) in rows
    assert list(table)[2] == "Trabecular bone volume (healthy = 1)"


# --- the knock-outs ---------------------------------------------------------------------------


def test_each_knock_out_harms_the_compartment_the_lesson_names(knocked):
    for tissue, worse in (
        ("Osteoclasts", 0),
        ("T cells", 0),
        ("Osteocytes", 0),
        ("Progenitors of trabecular bone", 0),
        ("Progenitors of cortical bone", 1),
    ):
        change = bone(knocked, tissue=tissue, years=5)
        assert change[worse] < 2 * change[1 - worse] <= 0.0, tissue


def test_one_cell_is_changed_and_no_other(knocked):
    for tissue, place in TISSUES.items():
        if tissue == EVERYWHERE:
            continue
        knocked.reset(tissue=tissue)
        shown = {
            name: bar.get_width() for name, bar in knocked.live.bars.items() if name in SIGNALS
        }
        changed = {name for name, width in shown.items() if width != pytest.approx(1)}
        assert changed == {f"signal_{place[1:]}"}


def test_er_beta_is_no_guard(knocked):
    said = text(knocked, receptor="ER-beta", ovaries=REMOVED, years=5)
    added = signed(re.search(r"knock-out is (.+?) trabecular", said)[1])
    alone = signed(re.search(r"ovaries alone: (.+?) and", said)[1])
    assert 0.75 < added / alone < 1.25 and alone < -10
    assert bone(knocked, receptor="ER-beta", years=10)[1] > 0


def test_without_er_alpha_the_operation_adds_little(knocked):
    said = text(knocked, ovaries=REMOVED, years=5)
    added = signed(re.search(r"knock-out is (.+?) trabecular", said)[1])
    alone = signed(re.search(r"ovaries alone: (.+?) and", said)[1])
    assert alone < -10 and 0 < added / alone < 0.3


def test_raised_hormones_hide_the_knock_out(knocked):
    kept, raised = (bone(knocked, ovaries=ovaries, years=5)[0] for ovaries in (KEPT, RAISED))
    assert kept < 2 * raised < 0
    assert "An illustration: estradiol is held at 400 pg/mL and testosterone at 5" in text(
        knocked, ovaries=RAISED
    )
    assert "illustration" not in text(knocked)


def test_years_make_the_loss_of_the_cortex_larger(knocked):
    course = [bone(knocked, years=years)[1] for years in (1, 5, 10)]
    assert 0 > course[0] > course[1] > course[2]
    assert "for 1 year;" in text(knocked, years=1)
    assert "for 10 years;" in text(knocked, years=10)


def test_bars_and_numbers_say_what_the_sentence_says(knocked):
    change = bone(knocked, tissue="Osteoclasts", years=5)
    live = knocked.live
    bar = live.bars[TRABECULAR]
    assert bar.get_x() == pytest.approx(change[0], abs=0.06)
    assert bar.get_x() + bar.get_width() == pytest.approx(0)
    assert live.texts[TRABECULAR].get_text() == percent(change[0])
    table = knocked.numbers(**knocked.settings)
    rows = dict(zip(table["Quantity"], list(table.values())[1], strict=True))
    assert 100 * (rows["Trabecular bone volume"] - 1) == pytest.approx(change[0], abs=0.06)
    assert rows["Osteoclast apoptosis"] == pytest.approx(
        float(live.texts["osteoclast_apoptosis"].get_text()), abs=0.006
    )
    removed = dict(zip(table["Quantity"], list(table.values())[2], strict=True))
    assert removed["TNF-alpha"] > 1.5 > rows["TNF-alpha"]


def test_everything_fits_on_the_fixed_axes():
    panels = {"bone": BONE, "signals": SIGNALS, "rates": RATES}
    for receptor in RECEPTORS:
        for tissue in TISSUES:
            for ovaries in OVARIES:
                for years in (1, 10):
                    now = _state(receptor, tissue, ovaries, years)
                    for panel, rows in panels.items():
                        low, high = LIMITS[panel]
                        for row in rows:
                            value = 100 * (now[row] - 1) if row in BONE else now[row]
                            assert low <= value < high, (receptor, tissue, ovaries, row)


def test_percent_and_the_still_pictures():
    assert [percent(x) for x in (-3.44, 0.02, -0.02, 12.0)] == [
        "−3.4 %",
        "0.0 %",
        "0.0 %",
        "+12.0 %",
    ]
    picture = plot_compartments({"One": (-5.0, 2.0)}, "Title", "told")
    bars = picture.axes[0].patches
    assert [bar.get_width() for bar in bars] == [-5.0, 2.0]
    assert picture.sentence == "told"
    rates = {"osteoclast_apoptosis": [0.5, 1.0], "osteoblast_apoptosis": [1.2, 1.0]}
    lines = plot_rates("er_alpha", [0, 1], rates, "told").axes[0].get_lines()
    assert [list(line.get_ydata()) for line in lines[:2]] == list(rates.values())


def test_the_cells_of_the_tables_are_all_that_read_the_receptors():
    edges = bl.edges()
    from_alpha = edges[(edges["from"] == "er_alpha") & edges["to"].str.startswith("signal_")]
    assert {f"signal_{cell}" for cell in READERS} == set(from_alpha["to"])
    assert {f"@{cell}" for cell in READERS} == set(TISSUES.values()) - {""}
