"""What the next step of a control would show is drawn ahead, and only while nobody waits."""

import asyncio

import ipywidgets as widgets
import pytest

from bonelab.explore import ahead
from bonelab.explore.ahead import Ahead, next_values
from bonelab.explore.base import App

KEPT = 16  # pictures; in all other tests none is kept
INT = widgets.IntSlider(value=3, min=0, max=9, step=3)
FLOAT = widgets.FloatSlider(value=0.3, min=0, max=1, step=0.1)
LOG = widgets.FloatLogSlider(value=1.0, base=2, min=-1, max=1, step=0.5)
RANGE = widgets.IntRangeSlider(value=(2, 4), min=1, max=6)
MENU = widgets.Dropdown(options=["a", "b", "c"], value="b")
PAIRS = widgets.SelectionSlider(options=[("one", 1.0), ("two", 2.0)], value=2.0)
MAPPING = widgets.Dropdown(options={"one": 1.0, "two": 2.0}, value=1.0)


@pytest.mark.parametrize(
    ("control", "before", "values"),
    [
        (INT, 0, [6, 0]),
        (INT, 6, [0, 6]),
        (FLOAT, 0.2, [0.4, 0.2]),
        (LOG, 2**-0.5, [2**0.5, 2**-0.5]),
        (RANGE, (1, 4), [(3, 4), (1, 4)]),
        (RANGE, (2, 5), [(2, 3), (2, 5)]),
        (RANGE, (3, 6), [(1, 4), (3, 4)]),
        (MENU, "a", ["c", "a"]),
        (widgets.Checkbox(value=True), False, [False]),
        (PAIRS, 1.0, [1.0]),
        (MAPPING, 2.0, [2.0]),
    ],
)
def test_the_step_in_the_same_direction_comes_first(control, before, values):
    found = next_values(control, before)
    assert found == [pytest.approx(v) if isinstance(v, float) else v for v in values]


def test_at_an_end_only_the_way_back_is_left():
    assert next_values(widgets.IntSlider(value=9, min=0, max=9), 8) == [8]
    assert next_values(widgets.IntRangeSlider(value=(1, 6), min=1, max=6), (1, 5)) == [(1, 5)]


class Numbers(App):
    """An app that tells what it has drawn."""

    def __init__(self, broken=()):
        self.drawn, self.broken = [], broken
        control = widgets.IntSlider(value=0, max=5, description="n", tooltip="n")
        super().__init__("Numbers", {"n": control}, {})

    def draw(self, n):
        self.drawn.append(n)
        if n in self.broken:
            raise ValueError(f"n is {n}")
        return f"picture {n}".encode(), f"n is {n}"


@pytest.fixture(autouse=True)
def at_once_and_with_pictures_kept(monkeypatch):
    monkeypatch.setattr(ahead, "PAUSE", 0.0)
    monkeypatch.setattr(ahead, "KEPT", KEPT)


async def idle():
    for _ in range(10):
        await asyncio.sleep(0)


def test_the_next_step_finds_its_picture_drawn():
    async def press():
        app = Numbers()
        for n in (1, 2, 3):
            app.controls["n"].value = n
            assert app.picture.value == f"picture {n}".encode()
            await idle()
        return app.drawn

    assert asyncio.run(press()) == [0, 1, 2, 3, 4]


def test_nothing_is_drawn_ahead_while_a_key_is_held_down():
    async def hold():
        app = Numbers()
        for n in (1, 2, 3, 4):
            app.controls["n"].value = n
        held = list(app.drawn)
        await idle()
        return held, app.drawn

    held, drawn = asyncio.run(hold())
    assert held == [0, 1, 2, 3, 4] and drawn == [0, 1, 2, 3, 4, 5]


def test_what_goes_wrong_ahead_is_raised_when_it_is_shown():
    async def press():
        app = Numbers(broken=(2,))
        app.controls["n"].value = 1
        await idle()
        assert app.drawn == [0, 1, 2] and "n is 1" in app.sentence.value
        with pytest.raises(ValueError, match="n is 2"):
            app.controls["n"].value = 2
        assert "could not be drawn" in app.sentence.value

    asyncio.run(press())


def test_without_a_loop_nothing_is_drawn_ahead():
    app = Numbers()
    app.controls["n"].value = 3
    assert app.drawn == [0, 3]


def test_a_page_may_reckon_in_other_last_digits():
    drawn = []
    kept = Ahead(lambda dose: drawn.append(dose) or dose)
    for dose in (3**0.3, 3 ** (0.1 + 0.2), 3**0.4):
        kept.draw(dose=dose)
    assert drawn == [3**0.3, 3**0.4], "drawn for the value itself"


def test_only_so_many_pictures_are_kept():
    drawn = []
    kept = Ahead(lambda n: drawn.append(n) or n + 1)
    for n in (*range(KEPT + 1), KEPT, 0):
        kept.draw(n=n)
    assert drawn == [*range(KEPT + 1), 0]


def test_garbage_is_collected_when_an_app_has_been_shown_and_not_while_it_is_moved(monkeypatch):
    collected = []
    monkeypatch.setattr(ahead.gc, "collect", lambda: collected.append(1))

    async def leave_alone(moves):
        app = Numbers()
        for n in range(moves):
            app.controls["n"].value = n + 1
        await asyncio.sleep(2 * ahead.PAUSE)

    asyncio.run(leave_alone(moves=0))
    assert collected == [1]
    asyncio.run(leave_alone(moves=2))
    assert collected == [1]


def test_only_quick_pictures_are_drawn_ahead(monkeypatch):
    monkeypatch.setattr(ahead, "KEPT", KEPT)

    class Slow(Numbers):
        def quick(self, n):
            return n != 2

    async def press():
        app = Slow()
        app.controls["n"].value = 1
        await asyncio.sleep(2 * ahead.PAUSE)
        return app.drawn

    assert asyncio.run(press()) == [0, 1]
