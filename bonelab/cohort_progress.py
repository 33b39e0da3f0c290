"""A line of text that says how far a long piece of work has come."""

import sys
import time
from typing import TextIO

# Work that is done sooner than this shows nothing.
QUIET_SECONDS = 2.0
SECONDS_BETWEEN = 0.5


class ProgressLine:
    """Call it with how many are done and of how many; the line goes when all are.

    It is written to standard error; in a notebook, which shows that in red, to standard output.
    """

    def __init__(self, what: str, stream: TextIO | None = None) -> None:
        self._what = what
        self._stream = _usual_stream() if stream is None else stream
        self._begun = self._shown = time.monotonic()
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        """Show how far it is, unless it was shown a moment ago."""
        now = time.monotonic()
        if done >= total:
            self.clear()
        elif now - self._begun >= QUIET_SECONDS and now - self._shown >= SECONDS_BETWEEN:
            self._shown = now
            left = (now - self._begun) * (total - done) / done if done else 0.0
            self._write(f"{done} of {total} {self._what}, about {left:.0f} s left")

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            self._write("")
            self._stream.write("\r")
            self._stream.flush()
            self._width = 0

    def _write(self, text: str) -> None:
        self._stream.write("\r" + text.ljust(self._width))
        self._stream.flush()
        self._width = len(text)


def _usual_stream() -> TextIO:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return sys.stdout if hasattr(shell, "kernel") else sys.stderr
