"""Lesson 9: its predictions, its app, and the pictures it draws."""

import re

import pytest

from bonelab import explore
from bonelab.explore.hormone_therapy import NO_ESTROGEN, REGIMENS
from bonelab.figures.style import axis_label
from bonelab.teaching.cautions import caution
from bonelab.teaching.questions_09 import QUESTIONS

RIGHT = {
    "where-the-gain-comes-from": ["down", "down", "down"],
    "with-a-progestogen": ["down", "same"],
    "natural-or-conjugated": ["same"],
    "aromatase-open-and-blocked": ["part"],
}
SPINE, NECK, INDEX = "bmd_lumbar_spine", "bmd_femoral_neck", "endometrial_index"


@pytest.fixture(scope="module")
def made():
    return explore.hormone_therapy()


@pytest.fixture
def app(made):
    made.reset()
    return made


def said(app):
    """Return the numbers of the sentence by what they are."""
    text = app.sentence.value
    found = re.search(
        r"estradiol is (?P<estradiol>\d+) pg/mL.*?density is (?P<spine>\S+) (?:% )?(?P<way>\w+)"
        r".*?there are (?P<hip>[\d.]+) at the hip and (?P<vertebral>[\d.]+) at the spine.*?"
        r"index is (?P<index>[\d.]+), untreated (?P<twin>[\d.]+)",
        text,
    )
    assert found, text
    numbers = {k: float(v) for k, v in found.groupdict().items() if re.fullmatch(r"[\d.]+", v)}
    sign = -1 if found["way"] == "lower" else 1
    return numbers | {"spine": sign * numbers.get("spine", 0.0)}


def panel(app, name, at):
    """Return where the line of a series lies in the picture at one time."""
    panels = app.live.time_panels
    (line,) = [line for (_, series), line in panels.lines.items() if series == name]
    times, values = line.get_data()
    return values[abs(times - at).argmin()]


@pytest.mark.parametrize("name", QUESTIONS)
def test_right_answers(name):
    question = QUESTIONS[name]
    computed = question.run()
    assert [part.answer(computed) for part in question.parts] == RIGHT[name]


def test_the_reveals_tell_what_was_computed():
    def sentence(name):
        return QUESTIONS[name].reveal(QUESTIONS[name].run()).sentence

    first = re.match(r"(\d+) % of the gain of three years", sentence("where-the-gain-comes-from"))
    assert 50 < int(first[1]) < 80
    open_, blocked = map(float, re.findall(r"(\d\.\d)", sentence("aromatase-open-and-blocked"))[:2])
    assert 0.3 * open_ < blocked < 0.95 * open_
    assert "down, to 0.1" in sentence("natural-or-conjugated")


def test_more_of_the_patch_means_more_estradiol_more_bone_and_a_higher_index(app):
    seen = []
    for dose in (0.25, 0.5, 1, 2):
        app.set(dose=dose, added="Nothing")
        seen.append(said(app))
    for name, way in (("estradiol", 1), ("spine", 1), ("index", 1), ("hip", -1), ("vertebral", -1)):
        values = [way * numbers[name] for numbers in seen]
        assert values == sorted(set(values)), name
    half, usual = seen[1]["spine"], seen[2]["spine"]
    assert half > 0.55 * usual, "half the dose keeps more than half"


def test_a_progestogen_lowers_the_index_and_leaves_the_bone(app):
    app.set(added="Nothing")
    alone, bone = said(app), panel(app, SPINE, 8)
    app.set(added="Progestogen")
    assert said(app)["index"] < said(app)["twin"] < alone["index"]
    assert panel(app, SPINE, 8) == bone
    assert said(app)["spine"] == alone["spine"]


def test_estrogen_alone_is_warned_of_and_nothing_else_is(app):
    warned = set()
    for regimen in REGIMENS:
        for added in app.controls["added"].options:
            app.set(regimen=regimen, added=added)
            assert caution("indices") in app.sentence.value
            assert caution("short") in app.sentence.value
            assert caution("therapy") not in app.sentence.value, "it stands in the lesson"
            if caution("estrogen_alone") in app.sentence.value:
                warned.add((regimen, added))
    bare = [added for added in app.controls["added"].options if "Progestogen" not in added]
    assert len(bare) == 3
    assert warned == {(r, added) for r in REGIMENS if r != NO_ESTROGEN for added in bare}


def test_conjugated_estrogens_act_and_serum_estradiol_does_not_show_them(app):
    app.set(regimen="Conjugated estrogens", added="Nothing")
    conjugated = said(app)
    app.set(regimen=NO_ESTROGEN)
    nothing = said(app)
    assert conjugated["estradiol"] == nothing["estradiol"]
    assert conjugated["spine"] > 5 > nothing["spine"] == 0
    assert nothing["hip"] == 1


def test_testosterone_with_aromatase_open_and_blocked(app):
    gain = {}
    for added in ("Testosterone", "Testosterone, aromatase inhibitor"):
        app.set(regimen=NO_ESTROGEN, added=added, years=(5, 15))
        gain[added] = said(app)["spine"]
    assert gain["Testosterone"] > 1
    assert gain["Testosterone, aromatase inhibitor"] < 0, "lower than untreated"


def test_what_is_left_at_the_end_fades_with_the_years_since_the_stop(app):
    left = []
    for last in (5, 10, 15):
        app.set(years=(0, last))
        left.append(
            float(re.search(r"At year 20 the spine density is ([\d.]+)", app.sentence.value)[1])
        )
    assert 0 < left[0] < left[1] < left[2]
    app.set(years=(0, 20))
    assert "At year 20 the" not in app.sentence.value


def test_late_therapy_gains_but_does_not_catch_up(app):
    app.buttons["Starts at menopause"].click()
    early = panel(app, SPINE, 20)
    app.buttons["Starts ten years late"].click()
    late = panel(app, SPINE, 20)
    assert panel(app, SPINE, 10) < late < early


def test_the_years_of_treatment_are_shaded(app):
    app.set(years=(3, 12))
    for span in app.live.time_panels.spans:
        (path,) = span.get_paths()
        assert {round(x) for x in path.vertices[:, 0]} == {3, 12}


def test_an_empty_span_is_no_treatment(app):
    app.set(years=(7, 7))
    assert app.sentence.value.split(">")[1].startswith("Nothing is taken.")
    assert all(not span.get_paths() for span in app.live.time_panels.spans)


def test_numbers_are_those_of_the_picture(app):
    columns = app.numbers(**app.settings)
    assert {axis_label(name) for name in (SPINE, NECK, INDEX, "ctx", "p1np")} <= set(columns)
    assert len({len(column) for column in columns.values()}) == 1
    assert columns[axis_label(INDEX)].min() == pytest.approx(said(app)["index"], abs=0.01)
