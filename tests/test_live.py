"""The live pictures of the apps: nothing is left of earlier ones; and the benchmark of them."""

import io
import re

import matplotlib
import numpy as np
import pytest
from ipywidgets import Dropdown
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text

import bonelab as bl
from bonelab import explore
from bonelab.figures import LivePicture, Panel, TimePicture
from scripts import performance_page
from scripts.bench_browser import kernel
from scripts.bench_browser.__main__ import APPS, Result, report
from tests.lessons import LESSONS, sources


def decoded(png):
    return (255 * imread(io.BytesIO(png), format="png")[..., :3]).round().astype(int)


def live_text(**look):
    figure = Figure(figsize=(2, 1), dpi=100, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    text = axes.text(0.3, 0.4, "0.81 g/cm²")
    text.set(**look)
    return text, LivePicture(figure, [text])


def drawn_whole(picture):
    for artist in picture.moving:
        artist.set_animated(False)
    picture.figure.canvas.draw()
    return np.asarray(picture.figure.canvas.buffer_rgba())[..., :3].astype(int)


@pytest.mark.parametrize("look", [{}, {"rotation": 90}, {"color": "red", "ha": "right", "x": 1.2}])
def test_kept_words_look_like_words_drawn_directly(look):
    text, picture = live_text(**look)
    first, again = decoded(picture.png()), decoded(picture.png())
    assert np.array_equal(first, again)
    assert first.min() < 128
    # Older versions place letters at fractions of a pixel: there the next test says how near.
    if matplotlib.__version_info__ >= (3, 11) or text.get_rotation():
        assert np.abs(first - drawn_whole(picture)).max() <= 2


LINES = ["Report at age 65", "T −1.25 (low)", "IL-6: 2.30 times", "no class yet:\nread Z", "", " "]


@pytest.mark.parametrize("va", ["bottom", "center", "top", "baseline"])
@pytest.mark.parametrize("ha", ["left", "center", "right"])
@pytest.mark.parametrize("line", LINES)
def test_a_line_set_from_parts_lies_where_it_lies_when_drawn_directly(line, ha, va):
    text, picture = live_text(text=line, ha=ha, va=va, x=0.5, y=0.5)
    laid, drawn = (255 - each[..., 0] for each in (decoded(picture.png()), drawn_whole(picture)))
    assert np.abs(laid.sum() - drawn.sum()) <= 0.03 * drawn.sum()
    for axis in (0, 1):
        ends = [np.flatnonzero(each.max(axis=axis) > 100) for each in (laid, drawn)]
        assert [len(end) > 0 for end in ends] == 2 * [bool(line.strip())]
        for end in (0, -1):
            assert not len(ends[0]) or abs(ends[0][end] - ends[1][end]) <= 1


def test_a_word_and_a_digit_are_drawn_once_a_font_and_colour(monkeypatch):
    text, picture = live_text(text="")
    picture.png()
    drawn = []
    draw = Text.draw

    def note(self, renderer):
        drawn.append(self.get_text())
        draw(self, renderer)

    monkeypatch.setattr(Text, "draw", note)
    for line in ("0.81 up", "0.81 up", "0.18 down", "81 up"):
        text.set_text(line)
        picture.png()
    assert sorted(drawn) == sorted(["0", ".", "8", "1", " ", "up", "down"])
    text.set_color("red")
    picture.png()
    assert sorted(drawn[7:]) == sorted(["8", "1", " ", "up"])


def test_a_text_that_changes_leaves_nothing_of_itself():
    text, picture = live_text()
    pictures = {picture.png()}
    for change in ({"color": "red"}, {"position": (0.5, 0.6)}, {"visible": False}):
        text.set(**change)
        pictures.add(picture.png())
    assert len(pictures) == 4
    assert decoded(picture.png()).min() == 255, "an invisible text leaves no trace"


def places(control):
    """The ends and the middle of a slider or a menu, in no order."""
    if hasattr(control, "options"):
        options = [value for _, value in control._options_full]
        return [options[-1], options[0], options[len(options) // 2]]
    low, high = control.min, control.max
    if hasattr(control, "base"):
        return [control.base**power for power in (high, low, (low + high) / 2)]
    if isinstance(control.value, tuple):
        return [(low, high), (low, low + 2), (low + 1, high - 1)]
    return [high, low, low + (high - low) // 2]


@pytest.mark.parametrize("name", APPS)
def test_a_picture_is_the_same_whatever_was_shown_before(name):
    used, new = (getattr(explore, name)() for _ in range(2))
    values = places(kernel.moved(used))
    for value in values:
        kernel.moved(used).value = value
    kernel.moved(new).value = values[-1]
    assert used.picture.value == new.picture.value


def test_every_app_of_the_course_is_in_the_benchmark():
    code = "\n".join(cell for lesson in LESSONS for cell in sources(lesson, "code"))
    in_lessons = set(re.findall(r"\bexplore\.(\w+)\(", code))
    assert in_lessons
    assert in_lessons <= set(APPS)
    assert len(set(APPS)) == len(APPS)


@pytest.mark.parametrize("name", APPS)
def test_the_benchmark_moves_the_control_that_the_page_finds_first(name):
    app = getattr(explore, name)()
    sliders = [c for c in app.controls.values() if type(c).__name__.endswith("Slider")]
    menus = [c for c in app.controls.values() if isinstance(c, Dropdown)]
    assert kernel.moved(app) is (sliders or menus)[0]


def test_the_baseline_draws_the_same_picture_from_nothing(monkeypatch):
    run = bl.simulate(bl.Patient())
    arguments = [Panel(("ctx", "p1np"), "Markers", change=True)], run, [run], "itself"
    live = TimePicture(*arguments)
    shown = []
    monkeypatch.setattr(kernel, "display", shown.append)
    baseline = kernel._made_to_be_drawn_afresh(TimePicture, *arguments)
    for year in (3, 3):
        baseline.update(run, year)
    assert shown[0] is not shown[1], "a new figure each time"
    drawn = io.BytesIO()
    shown[1].savefig(drawn, format="png", dpi="figure")
    wanted, got = decoded(live.update(run, 3)), decoded(drawn.getvalue())
    assert wanted.shape == got.shape
    # The live picture draws what moves above the frame; the rest is the same.
    assert (np.abs(wanted - got).max(axis=-1) > 40).mean() < 0.01


def test_a_result_says_how_many_times_faster():
    result = Result("overview", [40.0, 50.0, 60.0], [400.0, 500.0, 900.0], 21.6, 13.8, 17.4, 2.2)
    assert result.ratio == 10
    assert result.row() == ["`overview`", "50", "22", "500", "10.0", "14", "17", "2.2"]
    assert "| `overview` | 50 | 22 | 500 | 10.0 | 14 | 17 | 2.2 |" in report([result])


def test_a_section_is_renewed_in_its_place(tmp_path):
    page = tmp_path / "performance.md"
    for title, text in (("One", "a"), ("Two", "b"), ("Three", "c"), ("Two", "## not\n\nnew")):
        performance_page.write_section(title, text.replace("## ", "### "), page)
    parts = page.read_text().split("\n## ")
    assert parts[0].startswith("# ")
    assert parts[1:] == ["One\n\na\n", "Two\n\n### not\n\nnew\n", "Three\n\nc\n"]
