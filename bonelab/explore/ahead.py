"""What the next step of a control would show is drawn ahead, while nobody waits for anything."""

import asyncio
import gc

import numpy as np

KEPT = 16  # pictures
PAUSE = 0.1  # seconds without a change before anything is drawn ahead


class Ahead:
    """Draws what is asked for, and meanwhile what may be asked for next.

    Where no event loop runs, as in a script, nothing is drawn ahead.

    Parameters
    ----------
    draw : callable
        Takes settings by name; what it returns must depend on them alone.
    """

    def __init__(self, draw):
        self._draw, self._kept = draw, {}
        self._turn, self._task = 0, None

    def draw(self, **settings):
        """Return what the settings show, drawn now or kept from before."""
        key = tuple(map(_plain, settings.values()))
        shown = self._kept.pop(key, None) or self._draw(**settings)
        self._kept[key] = shown  # as the newest
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return shown

    def forget(self):
        """Draw everything anew from now on: something beside the settings has changed."""
        self._kept.clear()

    def stop(self):
        """Draw nothing ahead any more."""
        self._turn += 1

    def prepare(self, settings, name, values):
        """Draw ahead what the settings would show with one of them at other values, in turn."""
        self.stop()
        self._later(self._work, self._turn, settings, name, values)

    def tidy(self):
        """Collect garbage, which is due after an app is built: else it stops a hand that moves."""
        self._later(self._tidy, self._turn)

    def _later(self, work, *given):
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        # A loop knows its tasks only weakly.
        self._task = loop.create_task(work(*given))

    async def _tidy(self, turn):
        await asyncio.sleep(PAUSE)
        if turn == self._turn:
            gc.collect()

    async def _work(self, turn, settings, name, values):
        await asyncio.sleep(PAUSE)
        for value in values:
            if turn != self._turn:  # not cancelled, which a loop in a page takes for a mistake
                return
            try:
                self.draw(**settings | {name: value})
            except Exception:
                return  # it is raised where one sees it, when it has to be shown
            await asyncio.sleep(0)  # a key pressed meanwhile comes first


def _plain(value):
    """Return a value without the last digits, in which a page and Python may differ."""
    return float(f"{value:.10g}") if isinstance(value, float) else value


def next_values(control, before):
    """Return the values one step away, first the one in the direction it has just moved.

    Parameters
    ----------
    control : widget
        A slider or a menu.
    before : object
        Its value before it moved.
    """
    values = _values(control, before)
    now, was = (_nearest(values, value) for value in (control.value, before))
    ways = (1, -1) if now >= was else (-1, 1)
    return [values[now + way] for way in ways if 0 <= now + way < len(values)]


def _values(control, before):
    """Return all values that the control may take next, in order; of a range, one end moves."""
    now = control.value
    if isinstance(now, bool):
        return [False, True]
    if hasattr(control, "options"):
        options = control.options
        pairs = options.items() if hasattr(options, "items") else options
        return [pair[1] if isinstance(pair, tuple) else pair for pair in pairs]
    count = round((control.max - control.min) / control.step)
    places = [control.min + number * control.step for number in range(count + 1)]
    if hasattr(control, "base"):
        return [control.base**place for place in places]
    if isinstance(now, tuple):
        if now[0] != before[0]:
            return [(place, now[1]) for place in places if place <= now[1]]
        return [(now[0], place) for place in places if place >= now[0]]
    return places


def _nearest(values, value):
    """Return where a value stands among others, or of numbers and ranges the nearest."""
    if value in values:
        return values.index(value)
    return int(np.argmin([np.abs(np.subtract(each, value)).sum() for each in values]))
