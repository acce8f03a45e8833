"""Progress of an installation on stderr: one bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from imageparser import clock
from imageparser.cli import output
from imageparser.errors import CancelledError
from imageparser.locale import tr

if TYPE_CHECKING:
    from types import TracebackType

    from imageparser import _core
    from imageparser.models.progress import Progress, Step

_LINE_SECONDS = 5.0
_BYTES = {"download", "copy", "pull"}


class Steps:
    """While open, show steps; what is entered ends the work once `token` is raised."""

    def __init__(self, token: _core.CancelToken, *, wanted: bool) -> None:
        self._token = token
        self._wanted = wanted
        self._last, self._at = "", 0.0

    def __enter__(self) -> Progress:
        return self._tell

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._wanted and self._last and sys.stderr.isatty():
            output.note("")

    def _tell(self, step: Step) -> None:
        if self._token.cancelled:
            raise CancelledError
        if not self._wanted:
            return
        now, name = clock.monotonic(), f"{step.what} {step.name}"
        terminal = sys.stderr.isatty()
        if name == self._last and now - self._at < (0.1 if terminal else _LINE_SECONDS):
            return
        fresh = bool(self._last) and name != self._last
        self._last, self._at = name, now
        if terminal:
            output.overwrite(line(step), fresh=fresh)
        else:
            output.note(line(step))


def line(step: Step) -> str:
    """Return a step as one line."""
    words = [tr(f"cli.models.step.{step.what}"), output.one_line(step.name)]
    if step.total and step.what in _BYTES:
        words.append(f"{step.done / 1e6:,.1f}/{step.total / 1e6:,.1f} MB")
    elif step.total:
        words.append(f"{step.done}/{step.total}")
    return " ".join(words)
