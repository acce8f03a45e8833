"""The only writer of stdout: JSON for programs, tables and lines for people; everything else is stderr."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.errors import ImageParserError


# Columns of what goes into a file or a pipe: nothing is folded there.
_WIDE = 2000


def prepare_streams() -> None:
    """Make both streams UTF-8 whatever the console's code page; an odd character never ends the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def emit(value: dict[str, Any]) -> None:
    """Write one JSON object as one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str) + "\n")
    sys.stdout.flush()


def stdout() -> Console:
    """Return the console for results that people read."""
    from rich.console import Console  # noqa: PLC0415  # programs that ask for JSON never pay for it

    width = None if sys.stdout.isatty() else _WIDE
    return Console(file=sys.stdout, highlight=False, width=width)


def stderr() -> Console:
    """Return the console for progress and notes."""
    from rich.console import Console  # noqa: PLC0415  # see stdout

    return Console(file=sys.stderr, highlight=False)


def one_line(text: str) -> str:
    """Return text that stays on its line: control characters are shown, not obeyed; emoji stay whole."""
    return "".join(sign if sign.isprintable() or sign == "\u200d" else repr(sign)[1:-1] for sign in text)


def note(text: str) -> None:
    """Write one plain line to stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def overwrite(text: str, *, fresh: bool) -> None:
    """Write a line to a terminal's stderr in place of the last one, or below it where `fresh`."""
    sys.stderr.write(("\n" if fresh else "") + "\r\x1b[K" + text)
    sys.stderr.flush()


def error_object(error: ImageParserError) -> dict[str, Any]:
    """Return an error in its JSON form."""
    return {"code": error.code, "message": error.message, "path": error.path}


def report_error(error: ImageParserError, *, as_json: bool) -> None:
    """Tell about an error: an object on stdout for programs, a sentence on stderr for people."""
    if as_json:
        emit({"error": error_object(error)})
        return
    where = f" {error.path}:" if error.path else ""
    note(f"imageparser: {tr('error.' + error.code)}:{where} {error.message}")


def silence_stdout() -> None:
    """Point stdout at nothing after its reader went away, so that the interpreter's last flush is quiet."""
    import os  # noqa: PLC0415  # needed on this rare way out only

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
