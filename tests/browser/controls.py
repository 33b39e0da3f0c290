"""Every kind of control that an app can have, moved by keyboard and by mouse.

Each function is a generator: it moves the control in one way, yields what it did, and moves it
in the next way when it is asked on. Each move leads to another value than the one before, so that
whoever asks can wait and hold that the app has followed. A new kind of control is a new function
here and a line in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playwright.sync_api import Locator

Moves = Iterator[str]
FAR = 0.75  # how much of the way to its farther end a slider is moved by the mouse
STEPS = 8  # of the mouse while it drags
VALUES = "row => [...row.querySelectorAll('[role=slider]')].map((one) => one.ariaValueNow).join()"


def _keys(at_start: bool, at_end: bool, back: str, on: str) -> tuple[str, ...]:
    """Return keys of which each moves: to one end, to the other, one step back from there."""
    return ("Home", "End", back) if at_end and not at_start else ("End", "Home", on)


def _scale(handle: Locator) -> tuple[float, float, float]:
    """Return where a handle stands and between what values it can move."""
    low, high, now = (
        float(handle.get_attribute(f"aria-value{part}") or "nan") for part in ("min", "max", "now")
    )
    return low, high, now


def slider_by_keyboard(control: Locator) -> Moves:
    """Move each handle to its ends and by one step."""
    for handle in control.locator("[role=slider]").all():
        low, high, now = _scale(handle)
        for key in _keys(now <= low, now >= high, "ArrowLeft", "ArrowRight"):
            handle.press(key)
            yield f"{key} on {handle.get_attribute('aria-label')}"


def slider_by_mouse(control: Locator) -> Moves:
    """Click on the track, then drag each handle."""
    track = control.locator(".noUi-base")
    handles = control.locator("[role=slider]").all()
    mouse = control.page.mouse
    track.scroll_into_view_if_needed()
    # Not between two handles, where a click takes hold of both.
    (low, _, first), (_, high, last) = _scale(handles[0]), _scale(handles[-1])
    goal = (last, high) if high - last > first - low else (first, low)
    mouse.click(*_point(track, handles, *goal))
    yield "click on the track"
    control.locator(".noUi-state-tap").wait_for(state="detached")  # it takes no other till then
    for handle in handles:
        handle.hover()
        low, high, now = _scale(handle)
        mouse.down()
        goal = _point(track, handles, now, high if high - now > now - low else low)
        mouse.move(*goal, steps=STEPS)
        mouse.up()
        yield f"drag of {handle.get_attribute('aria-label')}"


def _point(track: Locator, handles: list[Locator], now: float, end: float) -> tuple[float, float]:
    """Return the point of the track that is most of the way from a value to an end."""
    first, last = _scale(handles[0])[0], _scale(handles[-1])[1]
    share = (now + FAR * (end - now) - first) / (last - first)
    box = track.bounding_box()
    assert box is not None
    return box["x"] + share * box["width"], box["y"] + box["height"] / 2


def menu_by_keyboard(control: Locator) -> Moves:
    """Go to the last, the first and a neighbouring option of a menu that stays closed."""
    menu = control.locator("select")
    now, last = menu.evaluate("menu => [menu.selectedIndex, menu.options.length - 1]")
    for key in _keys(now == 0, now == last, "ArrowUp", "ArrowDown"):
        menu.press(key)
        yield key


def menu_by_mouse(control: Locator) -> Moves:
    """Open a menu by a click, and choose its first and last option.

    The open list is drawn by the browser outside of the page, where a test's mouse cannot go: an
    option is chosen as the browser reports a click on it.
    """
    menu = control.locator("select")
    last = menu.evaluate("menu => menu.options.length - 1")
    now = menu.evaluate("menu => menu.selectedIndex")
    for index in (0, last) if now else (last, 0):
        menu.click()
        menu.select_option(index=index)
        yield f"option {index + 1}"


def choice_by_keyboard(control: Locator) -> Moves:
    """Press the space bar on each button or option that is not chosen."""
    for option in _not_chosen(control):
        option.press("Space")
        yield "space bar"


def choice_by_mouse(control: Locator) -> Moves:
    """Click on each button or option that is not chosen."""
    for option in _not_chosen(control):
        option.click()
        yield "click"


def _not_chosen(control: Locator) -> Iterator[Locator]:
    """Go through the options, looking at each when its turn comes."""
    for option in control.locator("input, button").all():
        if not option.evaluate("option => option.checked || option.ariaPressed === 'true'"):
            yield option


def switch_by_keyboard(control: Locator) -> Moves:
    """Press the space bar on a box or a button twice."""
    for _ in range(2):
        _switch(control).press("Space")
        yield "space bar"


def switch_by_mouse(control: Locator) -> Moves:
    """Click on a box or a button twice."""
    for _ in range(2):
        _switch(control).click()
        yield "click"


def _switch(control: Locator) -> Locator:
    box = control.locator("input")
    return box if box.count() else control


def play_by_keyboard(control: Locator) -> Moves:
    """Play and pause with the space bar, then stop, which goes back to the beginning."""
    play, stop = control.locator("button").all()[:2]
    play.press("Space")
    _wait_until_it_moves(control)
    play.press("Space")
    yield "play and pause"
    stop.press("Space")
    yield "stop"


def play_by_mouse(control: Locator) -> Moves:
    """Play and pause by clicks, then stop."""
    play, stop = control.locator("button").all()[:2]
    play.click()
    _wait_until_it_moves(control)
    play.click()
    yield "play and pause"
    stop.click()
    yield "stop"


def _wait_until_it_moves(player: Locator) -> None:
    """Wait until one of the sliders beside a player has another value."""
    row = player.locator("xpath=..").element_handle()
    before = row.evaluate(VALUES)
    player.page.wait_for_function(
        f"([row, before]) => ({VALUES})(row) !== before", arg=[row, before]
    )


KINDS: dict[str, tuple[Callable[[Locator], Moves], ...]] = {
    ".widget-slider": (slider_by_keyboard, slider_by_mouse),
    ".widget-dropdown": (menu_by_keyboard, menu_by_mouse),
    ".widget-radio": (choice_by_keyboard, choice_by_mouse),
    ".widget-toggle-buttons": (choice_by_keyboard, choice_by_mouse),
    ".widget-checkbox": (switch_by_keyboard, switch_by_mouse),
    ".widget-toggle-button": (switch_by_keyboard, switch_by_mouse),
    ".widget-play": (play_by_keyboard, play_by_mouse),
}
