"""Names, colours, plots of a run, and the live picture."""

import io

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.image import imread

import bonelab as bl
from bonelab.figures import (
    LivePicture,
    Panel,
    TimePicture,
    axis_label,
    plot_bars,
    plot_cycle,
    plot_trajectory,
    style,
)
from bonelab.figures.balance import BalancePicture
from bonelab.figures.tornado import plot_tornado
from bonelab.figures.validation import place, plot_targets, title
from bonelab.parameter_table import default_parameters
from bonelab.sensitivity import Effect
from bonelab.targets import simulated_targets


@pytest.fixture(scope="module")
def run():
    return bl.simulate(bl.Patient())


@pytest.fixture(scope="module")
def healthy():
    return bl.simulate(bl.Patient(menopause=None))


def test_every_series_has_a_name_a_unit_and_a_look_of_its_own(run):
    missing = set(run) - set(style.looks())
    assert not missing
    looks = [style.look(series) for series in run]
    assert len({look.name for look in looks}) == len(looks)
    assert len({(look.colour, look.dash) for look in looks}) == len(looks)
    assert all(look.unit for look in looks)


def test_no_look_is_left_over_from_a_quantity_that_is_gone(run):
    assert not set(style.looks()) - set(run)


def test_colours_of_opposing_quantities_differ_for_colour_blind_eyes():
    # Viénot, Brettel and Mollon 1999: what a deuteranope sees of a colour, in linear RGB.
    see = np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]])
    for one, other in (("resorption", "formation"), ("rankl", "opg"), ("tnf", "osteoblasts")):
        seen = [see @ np.array(to_rgb(style.colour(s))) ** 2.2 for s in (one, other)]
        assert np.abs(seen[0] - seen[1]).max() > 0.15


def test_an_axis_has_name_and_unit():
    assert axis_label("bmd_lumbar_spine") == "BMD, lumbar spine (g/cm²)"
    with pytest.raises(KeyError, match="resorption"):
        axis_label("resorbtion")


def test_default_plot_has_four_panels_with_the_values_of_the_run(run):
    figure = run.plot()
    assert isinstance(figure, Figure)
    shown = [[line.get_ydata() for line in axes.get_lines()] for axes in figure.axes]
    assert [len(panel) for panel in shown] == [1, 2, 1, 2]
    assert np.array_equal(shown[0][0], run["estradiol"])
    assert np.array_equal(shown[1][1], run["formation"])
    assert np.array_equal(shown[2][0], run["bmd_lumbar_spine"])
    assert np.allclose(shown[3][0], 100 * (run["ctx"] / run["ctx"][0] - 1))


def test_every_axis_has_a_unit_and_the_time_axis_its_meaning(run):
    for axes in run.plot().axes:
        assert axes.get_ylabel()
        assert axes.get_xlabel() == "Years from the final menstrual period"
    (panel,) = plot_trajectory(run, "bmd_total_hip").axes
    assert panel.get_ylabel() == "g/cm²"


def test_baseline_is_ghosted_behind(run, healthy):
    figure = run.plot(baseline=healthy)
    ghost, line = figure.axes[0].get_lines()
    assert np.array_equal(ghost.get_ydata(), healthy["estradiol"])
    assert np.array_equal(line.get_ydata(), run["estradiol"])
    assert ghost.get_color() == style.GHOST
    assert "grey" in figure.sentence


def test_an_unknown_series_is_refused_with_the_nearest_name(run):
    with pytest.raises(KeyError, match="formation"):
        plot_trajectory(run, ["formatoin"])


def test_a_notebook_shows_the_sentence_as_caption_and_text_alternative(run):
    figure = run.plot()
    html = figure._repr_html_()
    assert f'alt="{figure.sentence}"' in html
    assert f"<figcaption>{figure.sentence}</figcaption>" in html
    first, last = run["bmd_lumbar_spine"][[0, -1]]
    assert f"from {first:.3g} to {last:.3g}" in figure.sentence


def test_cycle_is_drawn_with_the_durations_of_the_parameter_table():
    figure = plot_cycle()
    parameters = default_parameters()
    bars = figure.axes[0].patches
    phases = ("resorption", "reversal", "formation")
    days = [parameters[f"{phase}_phase_days"] for phase in phases]
    assert [bar.get_width() for bar in bars[:3]] == pytest.approx(days)
    ends = [bar.get_x() + bar.get_width() for bar in bars[:3]]
    assert [bar.get_x() for bar in bars[1:]] == pytest.approx(ends)
    for phase in phases:
        assert f"{phase} {parameters[f'{phase}_phase_days']:.0f} days" in figure.sentence


def live_line():
    figure = Figure(figsize=(2, 1.5), dpi=100, layout="constrained", facecolor="white")
    axes = figure.subplots()
    axes.set(xlim=(0, 1), ylim=(0, 1), ylabel="y")
    (line,) = axes.plot([0, 1], [0, 0], color="red", linewidth=3)
    return line, LivePicture(figure, [line])


def decoded(png):
    return imread(io.BytesIO(png), format="png")


def test_live_picture_redraws_what_moves_and_leaves_no_trace():
    line, picture = live_line()
    before = decoded(picture.png())
    line.set_ydata([1, 1])
    moved = decoded(picture.png())
    line.set_ydata([0, 0])
    again = decoded(picture.png())
    assert before.shape[:2] == (150, 200)
    assert (before != moved).any()
    assert np.array_equal(before, again)


def test_live_picture_equals_the_ordinary_drawing():
    line, picture = live_line()
    line.set_data([0.2, 0.8], [0.2, 0.9])  # clear of the frame, which is drawn later
    picture.png()
    shown = decoded(picture.png())
    line.set_animated(False)
    picture.figure.canvas.draw()
    drawn = np.asarray(picture.figure.canvas.buffer_rgba())[..., :3] / 255
    assert np.abs(shown[..., :3] - drawn).max() < 0.02


def test_a_refreshed_background_shows_what_changed_in_it():
    line, picture = live_line()
    before = picture.png()
    line.axes.set_title("new")
    assert picture.png() == before
    picture.refresh()
    assert picture.png() != before


def test_balance_picture_shades_the_loss_between_the_two_flows(run):
    picture = BalancePicture(run, [run], ghost="itself")
    picture.update(run, 10)
    loss, gain = (gap.get_paths()[0].vertices for gap in picture.gaps)
    resorption, formation = run["resorption"], run["formation_trabecular"]
    height = np.maximum(resorption - formation, 0).max()
    count = len(run.time)
    below, above = loss[:count, 1], loss[count : 2 * count, 1][::-1]
    assert (above - below).max() == pytest.approx(height)
    assert (gain[:count, 1] >= gain[count : 2 * count, 1][::-1]).all()


# --- panels and bars ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def treated():
    return bl.simulate(bl.Patient(), [bl.Estradiol(patch_ug_per_day=50, start=1, stop=6)])


def test_panels_show_the_run_its_ghost_the_year_and_what_is_treated(run, treated):
    panels = [Panel(("ctx", "p1np"), "Markers", change=True), Panel(("estradiol",), "Estradiol")]
    picture = TimePicture(panels, run, [run, treated], "untreated")
    picture.update(treated, 3, [(1, 6)])
    moving = picture.time_panels
    markers, estradiol = moving.axes
    shown = moving.lines[markers, "ctx"].get_ydata()
    np.testing.assert_allclose(shown, 100 * (treated["ctx"] / treated["ctx"][0] - 1))
    np.testing.assert_array_equal(
        moving.lines[estradiol, "estradiol"].get_ydata(), treated["estradiol"]
    )
    ghost = next(line for line in estradiol.lines if line.get_color() == style.GHOST)
    np.testing.assert_array_equal(ghost.get_ydata(), run["estradiol"])
    assert [set(cursor.get_xdata()) for cursor in moving.cursors] == [{3}, {3}]
    (span,) = moving.spans[0].get_paths()
    assert set(span.vertices[:, 0]) == {1, 6}
    picture.update(run)
    assert not any(cursor.get_visible() for cursor in moving.cursors)
    assert moving.spans[0].get_paths() == []


@pytest.mark.parametrize(
    "panel",
    [
        Panel(("bmd_lumbar_spine",), "BMD"),
        Panel(("rankl_opg_ratio",), "Ratio", log=True),
        Panel(("ctx", "p1np"), "Markers", change=True),
    ],
)
def test_every_course_fits_between_the_fixed_limits(run, treated, panel):
    low, high = panel.room([run, treated])
    for course in (run, treated):
        for name in panel.series:
            values = panel.values(course, name)
            assert low <= values.min()
            assert values.max() < high, "room for the legend"
    assert panel._replace(limits=(0, 9)).room([run]) == (0, 9)


def test_bars_begin_where_they_are_told_and_carry_their_numbers():
    figure = plot_bars({"More": 2.0, "Less": 0.5}, "Title", "healthy = 1", start=1, log=True)
    (axes,) = figure.axes
    more, less = axes.patches
    assert (more.get_x(), more.get_width()) == (1, 1)
    assert (less.get_x(), less.get_width()) == (1, -0.5)
    assert [text.get_text() for text in axes.texts] == ["2.00", "0.50"]
    low, high = axes.get_xlim()
    assert low < 0.5 < 2 < high
    assert [label.get_text() for label in axes.get_yticklabels()] == ["More", "Less"]


def test_targets_are_drawn_inside_or_outside_their_interval():
    targets = simulated_targets("check")
    answers = {target.id: target.value for target in targets}
    answers[targets[0].id] = targets[0].high + 1
    figure = plot_targets(targets, answers)
    assert f"{len(targets) - 1} of {len(targets)} values" in figure.sentence
    assert f"Outside: {title(targets[0])}." in figure.sentence
    assert place(targets[1], targets[1].low) == pytest.approx(-1)
    assert place(targets[1], targets[1].high) == pytest.approx(1)


def test_a_tornado_has_the_widest_at_the_top():
    effects = [Effect("a", 1.0, 2.0), Effect("b", 1.4, 4.0), Effect("c", 1.45, 1.55)]
    figure = plot_tornado(effects, 1.5, "Answer", dict.fromkeys("abc", "fitted"), most=2)
    (axes,) = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["b  [fitted]", "a  [fitted]"]
    assert "at the top, b, can move it between 1.4 and 4.0" in figure.sentence
    assert "Of 3 parameters 1 move" in figure.sentence
