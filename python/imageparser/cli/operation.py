"""One operation of the protocol as a command: the same payload, the same answer, drawn for people or as JSON."""

from __future__ import annotations

import functools
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from imageparser.cli import output
from imageparser.cli.interrupt import Interruptible
from imageparser.errors import CancelledError
from imageparser.locale import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import Console

    from imageparser.cli.session import Session
    from imageparser.facade import Library

    Draw = Callable[[Console, dict[str, Any]], None]


def run(session: Session, name: str, payload: Mapping[str, Any], draw: Draw, *, reads: bool = False) -> int:
    """Run an operation and answer with the payload of its end; 1 where items failed.

    What is None is not given. Result lines, where the operation tells any, are `results` of the answer. `reads` says
    that the library is only read, so that none is made where there is none.

    Raises:
        ImageParserError: the operation failed.
        CancelledError: it was interrupted.
    """
    done, told = ask(session, name, payload, reads=reads)
    session.answer(told, lambda console: draw(console, told))
    if done["cancelled"]:
        raise CancelledError
    return int(done["errors"] > 0)


def ask(
    session: Session, name: str, payload: Mapping[str, Any], *, reads: bool = False
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run an operation and return its `done` line, and what it told: the payload of that with its result lines."""
    from imageparser.ipc import direct  # noqa: PLC0415  # `--help` does without

    lines = _Lines()
    given = {key: value for key, value in payload.items() if value is not None}
    with ExitStack() as stack, Interruptible() as interrupt:

        @functools.cache
        def library() -> Library:
            return stack.enter_context(session.open(read_only=reads))

        done = interrupt.run(lambda: direct.run(library, name, given, on_line=lines.take, cancel=interrupt.token))
        lines.end()
    results = {"results": lines.results} if lines.results else {}
    return done, {**done.get("payload", {}), **results}


class _Lines:
    """What comes before the end: results are kept, progress goes to a terminal."""

    def __init__(self) -> None:
        self.results: list[dict[str, Any]] = []
        self._shown = False

    def take(self, line: dict[str, Any]) -> None:
        if line["type"] == "result":
            members = ("id", "type", "version")
            self.results.append({key: value for key, value in line.items() if key not in members})
        elif line["type"] == "progress" and sys.stderr.isatty():
            output.overwrite(tr("cli.progress", done=line["processed"], total=line["total"]), fresh=False)
            self._shown = True

    def end(self) -> None:
        if self._shown:
            output.note("")
