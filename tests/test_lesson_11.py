"""Lesson 11: its predictions, its map, and its app."""

import html
import io
import re

import numpy as np
import pytest
from matplotlib.image import imread

import bonelab as bl
from bonelab import explore
from bonelab.activity import cut_effects, edge_activity, node_shift
from bonelab.figures.cuts import plot_cuts
from bonelab.figures.network import NetworkPicture, plot_network
from bonelab.figures.network_layout import (
    HEIGHT,
    THERAPIES,
    WIDTH,
    blocks,
    edges,
    leading_to,
    nodes,
)
from bonelab.figures.network_legend import (
    LOWERED,
    RAISED,
    THIN,
    WIDE,
    is_active,
    tint,
    width_of,
)
from bonelab.parameter_table import completed
from bonelab.teaching.questions_11 import NUMBER, QUESTIONS, RIVALS

TABLE = bl.edges().set_index("name")
BY_NAME = {edge.name: edge for edge in edges()}


# --- predictions ----------------------------------------------------------------------------

EXPECTED = {
    "silent-arrows": ["none", "many"],
    "one-arrow-cut": ["small"],
    "strongest-arrow": ["osteoblast"],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_right_answers(name):
    question = QUESTIONS[name]
    computed = question.run()
    assert [part.answer(computed) for part in question.parts] == EXPECTED[name]
    assert re.search(r"\d", question.reveal(computed).sentence)


def test_every_question_of_the_lesson_is_expected():
    assert set(EXPECTED) == set(QUESTIONS)
    assert len(TABLE) == NUMBER


def test_the_strongest_arrow_is_not_the_one_that_saves_most():
    strength = {key: completed()[TABLE.parameter[edge]] for key, edge in RIVALS.items()}
    assert min(strength, key=strength.get) == "osteoblast"
    assert max(strength, key=strength.get) == "drug"
    effects = cut_effects(year=10, edges=RIVALS.values())
    assert effects[RIVALS["drug"]] == 0 > effects[RIVALS["stretch"]]
    options = QUESTIONS["strongest-arrow"].parts[0].options
    for key, text in options.items():
        assert float(text.rsplit(" ", 1)[1]) == pytest.approx(strength[key], rel=0.06)


# --- the map --------------------------------------------------------------------------------


def test_every_node_has_one_place_on_the_picture_and_no_two_overlap():
    assert set(nodes()) == {*TABLE["from"], *TABLE["to"]}
    boxes = list(nodes().values())
    for i, one in enumerate(boxes):
        left, bottom, right, top = one.corners()
        assert left > 0 and right < WIDTH and bottom > 0.5 and top < HEIGHT - 0.25
        for other in boxes[i + 1 :]:
            a, b, c, d = other.corners()
            assert left >= c or right <= a or bottom >= d or top <= b, (one.name, other.name)


def test_no_two_blocks_overlap():
    grounds = [
        (left - 0.05, bottom - 0.05, right + 0.05, top + 0.2)
        for left, bottom, right, top in blocks().values()
    ]
    for i, (left, bottom, right, top) in enumerate(grounds):
        for a, b, c, d in grounds[i + 1 :]:
            assert left >= c or right <= a or bottom >= d or top <= b


def test_labels_fit_into_their_boxes():
    figure = plot_network(*still(-5), "Year -5")
    axes = figure.axes[0]
    # A block may be named like a node; the labels of the nodes were drawn first.
    written = {text.get_text(): text for text in reversed(axes.texts)}
    renderer = figure.canvas.get_renderer()
    for node in nodes().values():
        text = written[node.label]
        assert text.get_fontsize() >= 7.5
        extent = text.get_window_extent(renderer).transformed(axes.transData.inverted())
        assert extent.width < node.width and extent.height < node.height, node.label


def test_every_edge_is_drawn_once_with_its_sign():
    assert list(BY_NAME) == list(TABLE.index)
    for name, edge in BY_NAME.items():
        assert edge.raises == (TABLE.sign[name] == "+")
        assert edge.definition == ("(definition)" in TABLE.meaning[name])


def test_an_edge_runs_from_the_box_of_its_source_to_that_of_its_target():
    for edge in edges():
        for node, end in ((edge.source, edge.points[0]), (edge.target, edge.points[-1])):
            left, bottom, right, top = nodes()[node].corners(0.12)
            assert left < end[0] < right and bottom < end[1] < top, edge.name
        assert edge.distance[-1] > 0.05, f"{edge.name} is too short to be seen"


def test_ways_to_the_spine_are_found():
    ways = leading_to("bmd_lumbar_spine")
    assert {"estradiol -> estradiol_local", "t_cells -> tnf"} <= ways
    assert not {"resorption -> ctx", "signal_breast -> breast_index"} & ways


def test_cuts_are_bars_with_the_arrow_in_words():
    figure = plot_cuts({"nothing": 14.4, "t_cells -> tnf": 12.9}, "What is cut", "loss")
    (axes,) = figure.axes
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == ["nothing", "Activated T cells → TNF-alpha"]
    assert axes.get_xlabel() == "loss (%)"
    assert "What is cut, loss: nothing 14.4 %; Activated T cells → TNF-alpha 12.9 %." in (
        figure.sentence
    )
    six = plot_cuts({str(n): n for n in range(6)}, "Six", "loss").sentence
    assert six.endswith("3 3.0 %; 2 more, the last 5.0 %.")


def test_width_and_color_follow_the_effect():
    assert width_of(0.0) == width_of(0.009) == THIN
    assert width_of(0.05) < width_of(0.3) < width_of(-1.0) < width_of(3.0) == WIDE
    assert width_of(0.3, definition=True) < width_of(0.3)
    assert tint(0.001, (0.4, 1), "none") == "none"
    assert tint(3.0, (0.4, 1), "none") == pytest.approx(RAISED)
    assert tint(-3.0, (0.4, 1), "none") == pytest.approx(LOWERED)


def still(year, cut=()):
    run = bl.simulate(bl.Patient(), cut=cut)
    return edge_activity(run, year), node_shift(run, year)


def test_the_picture_draws_the_strongest_edge_broadest_and_last():
    picture = NetworkPicture()
    activity, shift = still(2)
    picture.update(activity, shift, "Year 2")
    lines = picture.artists.lines
    assert len(lines.get_segments()) == len(TABLE) == len(picture.artists.heads.get_paths())
    widths = lines.get_linewidths()
    assert sum(width > THIN for width in widths) == sum(map(is_active, activity.values()))
    strongest = max(activity, key=lambda name: abs(activity[name]))
    assert lines.get_segments()[-1][0] == pytest.approx(BY_NAME[strongest].points[0])
    silent = picture.update(*still(-5), "Year -5")
    assert set(picture.artists.lines.get_linewidths()) == {THIN}
    assert imread(io.BytesIO(silent)).shape[1] > 1080


def test_a_halo_stands_where_an_edge_was_stronger_without_the_cut():
    picture, cut = NetworkPicture(), "t_cells -> tnf"
    whole, without = still(2)[0], still(2, [cut])
    picture.update(*without, "Cut", cut=cut, before=whole)
    weaker = [name for name in whole if abs(whole[name]) > abs(without[0][name]) + 0.005]
    assert cut in weaker and "osteoclasts -> resorption" in weaker
    assert len(picture.artists.halo.get_segments()) == len(weaker)
    assert len(picture.artists.cross.get_xdata()) == 1
    assert picture.artists.cut.get_xydata() == pytest.approx(BY_NAME[cut].points)
    picture.update(*still(2), "Whole")
    assert not picture.artists.halo.get_segments() and not len(picture.artists.cut.get_xdata())


def test_boxes_lie_over_edges_and_labels_over_boxes():
    axes = plot_network(*still(2), "Year 2").axes[0]
    orders = [artist.get_zorder() for artist in axes.collections]
    assert orders == sorted(set(orders))
    assert max(orders) < min(t.get_zorder() for t in axes.texts if t.get_text() == "TNF-alpha")


def test_the_still_picture_has_the_sentence_it_is_given():
    assert plot_network(*still(2), "Year 2", "All of it.").sentence == "All of it."


# --- the app --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made():
    return explore.network()


@pytest.fixture
def app(made):
    made.reset()
    return made


def said(app):
    return html.unescape(app.sentence.value.split(">", 1)[1].rsplit("<", 1)[0])


def acting(app):
    return int(re.search(r"(\d+) of 202", said(app).replace(str(len(TABLE)), "202"))[1])


def spine(app):
    return float(re.search(r"spine is ([\d.]+) g", said(app))[1])


def saved(app):
    found = re.search(r"has (saved|cost) ([\d.]+) g/cm², ([\d.]+) %", said(app))
    return (1 if found[1] == "saved" else -1) * float(found[3])


def test_arrows_wake_with_menopause_and_bone_goes(app):
    app.buttons["Before menopause"].click()
    assert acting(app) == 0 and "less than" not in said(app)
    app.buttons["Two years after"].click()
    early, bone = acting(app), spine(app)
    assert early > 100
    app.buttons["Ten years after"].click()
    assert acting(app) > 100 and spine(app) < bone
    assert bone == pytest.approx(bl.simulate(bl.Patient()).at(2)["bmd_lumbar_spine"], abs=6e-4)


def test_presets_look_different(app):
    pictures = set()
    for text in app.presets:
        app.buttons[text].click()
        pictures.add(app.picture.value)
    assert len(pictures) == len(app.presets) >= 3


def test_each_woman_and_year_changes_the_picture(app):
    for name in ("woman", "show"):
        app.reset()
        pictures = set()
        for option in app.controls[name].options:
            app.controls[name].value = option
            pictures.add((app.picture.value, said(app)))
        assert len(pictures) == len(app.controls[name].options)
    app.reset()
    seen = {app.set(year=year) or app.picture.value for year in (-5, 0, 5, 10, 15)}
    assert len(seen) == 5


def test_the_menu_lists_every_arrow_once_by_block(app):
    menu = dict(app.controls["cut"]._options_full)
    assert sorted(menu.values()) == sorted(["", *TABLE.index])
    assert len(menu) == len(TABLE) + 1
    assert menu["Immune arm: Activated T cells → TNF-alpha"] == "t_cells -> tnf"
    assert menu["Therapies: Denosumab → RANKL, free"] == "denosumab -> rankl_free"
    heads = [text.split(":")[0] for text in list(menu)[1:]]
    assert list(dict.fromkeys(heads)) == [block for block in blocks() if block in heads]
    assert heads == sorted(heads, key=list(blocks()).index)


@pytest.mark.parametrize(
    ("edge", "low", "high"),
    [
        ("natural_decline -> ovarian_function", 10, 15),
        ("er_alpha -> signal_osteoblasts", 3.5, 7),
        ("t_cells -> tnf", 0.5, 3),
        ("resorption -> osteoblast_precursors", -45, -20),
        ("bone_volume_trabecular -> formation_trabecular", -30, -8),
    ],
)
def test_a_cut_saves_or_costs_what_two_runs_say(app, edge, low, high):
    app.set(year=10, cut=edge)
    assert low < saved(app) < high
    assert saved(app) == pytest.approx(cut_effects(year=10, edges=[edge])[edge], abs=0.06)
    assert BY_NAME[edge].words in said(app)


def test_a_cut_that_changes_nothing_says_so(app):
    app.set(cut="resorption -> ctx")
    assert "changes nothing in the spine" in said(app)
    app.set(cut="t_cells -> tnf", year=-5)
    assert "changes nothing in the spine" in said(app)


def test_fewer_arrows_act_with_the_cut(app):
    app.buttons["Two years after"].click()
    whole = acting(app)
    app.buttons["Without T cells → TNF-alpha"].click()
    assert acting(app) < whole and saved(app) > 0


def colored(app):
    return sum(width > THIN for width in app.live.artists.lines.get_linewidths())


def test_what_is_in_color(app):
    app.set(year=2)
    assert colored(app) == acting(app)
    app.set(show="The ten strongest")
    assert colored(app) == 10
    app.set(show="Immune arm")
    inside = [e.name for e in edges() if nodes()[e.target].block == "Immune arm"]
    activity = still(2)[0]
    assert colored(app) == sum(is_active(activity[name]) for name in inside) > 5
    assert "into the block Immune arm" in said(app) and "TNF-alpha" in said(app)
    assert THERAPIES not in app.controls["show"].options


def test_therapies_hold_bone_and_are_named_with_their_caution(app):
    app.set(year=10)
    untreated = spine(app)
    assert "medical advice" not in said(app)
    _, _, patch, antibody = app.controls["woman"].options
    app.set(woman=patch)
    assert spine(app) > untreated and "takes a progestogen with it" in said(app)
    app.set(woman=antibody)
    assert spine(app) > untreated and "Stopping or delaying denosumab" in said(app)
    assert "not medical advice" in said(app) and "clots" not in said(app)
    app.set(year=0)
    assert spine(app) == pytest.approx(
        bl.simulate(bl.Patient()).at(0)["bmd_lumbar_spine"], abs=6e-4
    )


def test_numbers_are_those_of_the_picture(app):
    app.set(year=2, cut="t_cells -> tnf")
    columns = app.numbers(**app.settings)
    assert list(columns)[:2] == ["Arrow", "Sign"]
    assert {len(column) for column in columns.values()} == {len(TABLE)}
    now, before = (np.array(columns[name]) for name in list(columns)[2:])
    place = columns["Arrow"].index("t_cells -> tnf")
    assert now[place] == 0 < before[place]
    assert columns["Sign"] == list(TABLE.sign)


def test_a_factor_is_that_of_the_run(app):
    app.set(year=2, show="Immune arm")
    factor = float(re.search(r"T cells → TNF-alpha \(raises it, × ([\d.]+)\)", said(app))[1])
    assert np.log(factor) == pytest.approx(still(2)[0]["signal_t_cells -> tnf"], abs=0.01)
