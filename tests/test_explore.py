"""Every app at the ends and the middle of each control, at every preset, and when it fails."""

import csv
import html
import io
import math

import ipywidgets as widgets
import pytest
from matplotlib.image import imread

from bonelab import explore
from bonelab.explore import App
from bonelab.explore.remodeling_balance import FLOWS, FREE
from bonelab.figures import bone_fraction
from bonelab.figures.bone_slice import BONE, LOST

APPS = {name: getattr(explore, name) for name in explore.__all__ if name != "App"}


@pytest.fixture(scope="module")
def made():
    return {}


@pytest.fixture(params=APPS)
def app(request, made):
    """An app as it begins; made once, since some run the model many times."""
    if request.param not in made:
        made[request.param] = APPS[request.param]()
    made[request.param].reset()
    return made[request.param]


@pytest.fixture
def balance():
    return explore.remodeling_balance()


def choices(control):
    """Minimum, middle and maximum of a slider or a range; every option of a menu."""
    if hasattr(control, "options"):
        return [value for _, value in control._options_full]
    if isinstance(control, widgets.Checkbox | widgets.ToggleButton):
        return [False, True]
    if isinstance(control, widgets.FloatLogSlider):
        low, high = control.min, control.max
        return [control.base**power for power in (low, (low + high) / 2, high)]
    steps = round((control.max - control.min) / control.step)
    middle = control.min + steps // 2 * control.step
    if isinstance(control.value, tuple):
        return [(control.min, middle), (middle, control.max), (control.min, control.max)]
    return [control.min, middle, control.max]


def allowed(control, value):
    """Whether a control could take a value."""
    if hasattr(control, "options") or isinstance(value, bool):
        return value in choices(control)
    low, *_, high = choices(control)
    if isinstance(value, tuple):
        low, high = high
        return low <= value[0] < value[1] <= high
    return low <= value <= high


def assert_same(settings, wanted):
    """Compare settings; a slider may round a number."""
    assert set(settings) == set(wanted)
    for name, value in wanted.items():
        same = (
            value
            if isinstance(value, str | tuple | bool) or value is None
            else pytest.approx(value)
        )
        assert settings[name] == same, name


def shown(app):
    return app.picture.value, app.sentence.value


def share_of(colour, app):
    """Return the share of the slice that has a colour, counted in the picture itself."""
    picture = (255 * imread(io.BytesIO(app.picture.value))[..., :3]).round().astype(int)
    box = app.live.slice_axes.bbox
    left, top, side = round(box.x0), len(picture) - round(box.y1), round(box.width)
    square = picture[top : top + side, left : left + side]
    return (square == colour).all(axis=-1).mean()


def text_of(app):
    return app.sentence.value.split(">", 1)[1].rsplit("<", 1)[0]


def test_an_app_has_at_most_four_named_controls_with_a_valid_default(app):
    assert 1 <= len(app.controls) <= 4
    for name, control in app.controls.items():
        assert control.description, name
        assert control.tooltip, name
        assert allowed(control, app.settings[name]), name


def test_an_app_is_marked_for_the_page_and_described(app):
    assert "bonelab-app" in app._dom_classes
    assert "bonelab-picture" in app.picture._dom_classes
    assert "bonelab-sentence" in app.sentence._dom_classes
    assert {app.sentence, app.saved} <= set(app.children)
    assert any(app.picture in getattr(child, "children", ()) for child in app.children)
    assert app.picture.tooltip == html.unescape(text_of(app))
    assert 'role="status"' in app.sentence.value


def test_every_control_works_at_its_ends_and_between_and_is_not_dead(app):
    for name, control in app.controls.items():
        app.reset()
        pictures = set()
        for value in choices(control):
            control.value = value
            assert_same({name: app.settings[name]}, {name: value})
            assert imread(io.BytesIO(app.picture.value)).std() > 0
            assert "nan" not in text_of(app)
            pictures.add(shown(app))
        assert len(pictures) == len(choices(control)), f"{name} leaves the picture as it is"


def test_presets_are_allowed_values(app):
    """ipywidgets silently moves a value that lies outside the range."""
    for text, values in app.presets.items():
        for name, value in values.items():
            assert allowed(app.controls[name], value), (text, name)


def test_a_logarithmic_slider_is_set_to_its_steps(app):
    """The page moves a value that lies between two steps, and then shows something else."""
    for name, control in app.controls.items():
        if isinstance(control, widgets.FloatLogSlider):
            for values in (app._start, *app.presets.values()):
                exponent = math.log(values.get(name, control.value), control.base)
                steps = (exponent - control.min) / control.step
                assert steps == pytest.approx(round(steps)), (name, values)


def test_the_picture_can_be_saved_with_its_numbers(app, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app.save_button.click()
    app.save_button.click()
    pictures, tables = (sorted(tmp_path.rglob(f"*.{kind}")) for kind in ("png", "csv"))
    assert len(pictures) == len(tables) == 2, "nothing is overwritten"
    assert pictures[0].read_bytes() == app.picture.value
    with tables[0].open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert len(header) >= 2
    assert rows
    assert all(len(row) == len(header) for row in rows)
    assert "nan" not in {value for row in rows for value in row}
    assert f"saved/{pictures[1].name}" in app.saved.value


def test_playing_moves_the_slider_to_its_end():
    overview = explore.overview()
    year = overview.controls["year"]
    overview.player.value = 0
    overview.player.value = 4
    assert year.value == year.min + 4 * year.step
    overview.player.value = overview.player.max
    assert year.value == year.max
    assert year.max - year.min == 10, "ten years"
    assert overview.player.max * overview.player.interval == 10_000, "in ten seconds"


def test_it_plays_on_from_where_the_slider_was_put_and_stops_at_reset():
    overview = explore.overview()
    year = overview.controls["year"]
    year.value = year.min + 3 * year.step
    assert overview.player.value == 3
    overview.player.playing = True
    overview.buttons["Reset"].click()
    assert not overview.player.playing
    assert year.min + overview.player.value * year.step == year.value == overview._start["year"]


def test_presets_set_what_they_name_and_nothing_else_survives(app):
    seen = set()
    for text, values in app.presets.items():
        app.buttons[text].click()
        assert_same(app.settings, app._start | values)
        seen.add(shown(app))
    assert len(seen) == len(app.presets)


def test_reset_brings_back_the_first_picture(app):
    first = shown(app)
    for control in app.controls.values():
        control.value = choices(control)[-1]
    app.buttons["Reset"].click()
    assert app.settings == app._start
    assert shown(app) == first


def test_the_last_value_is_the_one_shown(balance):
    year = balance.controls["year"]
    for value in (*range(-5, 21), 3, 17, 8):
        year.value = value
    quick = shown(balance)
    balance.reset()
    balance.set(year=8)
    assert shown(balance) == quick
    assert "Year 8 " in text_of(balance)


def test_several_controls_are_set_with_one_drawing(balance, monkeypatch):
    drawn = []
    draw = balance.draw
    monkeypatch.setattr(balance, "draw", lambda **now: (drawn.append(now), draw(**now))[1])
    balance.set(menopause="surgical", year=3)
    assert [(now["menopause"], now["year"]) for now in drawn] == [("surgical", 3)]


def test_sentence_says_what_the_model_computed(balance):
    balance.set(menopause="none")
    assert "equal" in text_of(balance)
    assert "as in health, cortical bone as in health" in text_of(balance)
    balance.set(menopause="natural", year=2)
    assert "being lost" in text_of(balance)
    assert "less than in health" in text_of(balance)


def test_two_flows_raised_together_leave_the_bone_as_it_is(balance):
    balance.buttons["Faster, balanced"].click()
    assert "Resorption is 2.00 and formation 2.00" in text_of(balance)
    assert "trabecular bone is as in health" in text_of(balance)


def test_slice_in_the_picture_holds_the_computed_fraction(balance):
    balance.set(menopause="natural", year=12)
    percent = float(text_of(balance).split("Bone fills ")[1].split(" %")[0])
    assert 100 * share_of(BONE, balance) == pytest.approx(percent, abs=0.06)
    lost = 100 * bone_fraction(1.0) - percent
    assert 100 * share_of(LOST, balance) == pytest.approx(lost, abs=0.06)
    assert percent < 100 * bone_fraction(1.0)


def test_if_formation_did_not_answer_more_bone_would_be_lost(balance):
    balance.buttons["Natural menopause"].click()
    answered = share_of(BONE, balance)
    balance.buttons["Formation held back"].click()
    assert FLOWS[balance.settings["flows"]] == {"formation": 1.0}
    assert share_of(BONE, balance) < answered
    balance.set(flows=FREE)
    assert share_of(BONE, balance) == answered


class Broken(App):
    """An app that fails where its control says so."""

    def __init__(self):
        control = widgets.IntSlider(value=0, max=2, description="n", tooltip="n")
        super().__init__("Broken", {"n": control}, {"Two": {"n": 2}})

    def draw(self, n):
        if n == 1:
            raise ValueError("n is <1>")
        return b"png", f"n is {n}"


def test_what_goes_wrong_is_raised_and_told_and_passes():
    app = Broken()
    with pytest.raises(ValueError, match="n is <1>"):
        app.controls["n"].value = 1
    assert "could not be drawn. n is &lt;1&gt;" in app.sentence.value
    assert 'role="alert"' in app.sentence.value
    assert app.picture.layout.display == "none"
    app.controls["n"].value = 2
    assert "n is 2" in app.sentence.value
    assert app.picture.layout.display != "none"


def test_a_preset_or_a_setting_without_a_control_is_refused():
    with pytest.raises(ValueError, match="'m'"):
        Broken().set(m=1)
    slider = widgets.IntSlider(description="n")
    with pytest.raises(ValueError, match="'m'"):
        App("Title", {"n": slider}, {"Wrong": {"m": 1}})
    with pytest.raises(ValueError, match="at most 4"):
        App("Title", {f"n{i}": slider for i in range(5)}, {})
