"""`imageparser op NAME --payload JSON`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import output
from imageparser.cli.interrupt import Interruptible
from imageparser.errors import CancelledError, NotFoundError, UsageError
from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option


def op(
    session: Session,
    *,
    name: Annotated[str | None, argument("op.name", metavar="NAME")] = None,
    payload: Annotated[str, option("op.payload", "--payload", "-p", metavar="JSON|@FILE|-")] = "{}",
) -> int:
    """Run one operation of the protocol; without a name, list them."""
    from imageparser.ipc import direct, ops  # noqa: PLC0415  # other commands do without
    from imageparser.ipc.lazy import LazyLibrary  # noqa: PLC0415

    if name is None:
        texts = {known: tr(f"op.{known}") for known in ops.NAMES}
        session.answer({"ops": texts}, lambda console: draw(console, texts))
        return 0
    given = _read(payload)
    show = output.emit if session.as_json else _tell
    with LazyLibrary(session.library) as library, Interruptible() as interrupt:
        done = interrupt.run(lambda: direct.run(library.get, name, given, on_line=show, cancel=interrupt.token))
    show(done)
    if done["cancelled"]:
        raise CancelledError
    return int(done["errors"] > 0)


def draw(console: Console, texts: dict[str, str]) -> None:
    """Draw the names of the operations and what each does."""
    from rich.table import Table  # noqa: PLC0415  # programs that ask for JSON never pay for it

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, text in texts.items():
        table.add_row(name, text)
    console.print(table)


def _read(payload: str) -> dict[str, Any]:
    """Return the payload that the text is, or that the file after `@` or the standard input (`-`) holds."""
    try:
        if payload == "-":
            payload = sys.stdin.buffer.read().decode("utf-8-sig")
        elif payload.startswith("@"):
            payload = Path(payload[1:]).read_text(encoding="utf-8-sig")
        value = json.loads(payload)
    except FileNotFoundError:
        raise NotFoundError(path=payload[1:]) from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"invalid json: {error}") from None
    if not isinstance(value, dict):
        raise UsageError("payload: must be an object")
    return value


def _tell(line: dict[str, Any]) -> None:
    kind = line["type"]
    if kind == "result":
        parts = [line["status"], line["source"], line["target"] and f"-> {line['target']}", line["message"]]
        output.stdout().print(output.one_line("  ".join(part for part in parts if part)), markup=False)
    elif kind == "log":
        output.note(line["message"])
    elif kind == "done":
        output.note(tr("cli.op.done", processed=line["processed"], errors=line["errors"], skipped=line["skipped"]))
        if "payload" in line:
            output.stdout().print_json(data=line["payload"])
