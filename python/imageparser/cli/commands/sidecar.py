"""`imageparser sidecar ...`: the XMP beside pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import operation
from imageparser.cli.record_view import facts, table

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.selection import Selection
    from imageparser.cli.session import Session, argument, option


def read(
    session: Session,
    *,
    selection: Selection,
    prefer: Annotated[str | None, option("sidecar.prefer", "--prefer", metavar="newer|library|sidecar")] = None,
) -> int:
    """Read the sidecars of pictures again."""
    payload = {**selection.payload(), "prefer": prefer}
    return operation.run(session, "sidecar_read", payload, _results)


def write(
    session: Session,
    *,
    selection: Selection,
    dry_run: Annotated[bool, option("sidecar.dry_run", "--dry-run")] = False,
) -> int:
    """Write marks and tags into sidecars; without pictures, into all that are behind."""
    payload = {**selection.payload(), "dry_run": dry_run}
    return operation.run(session, "sidecar_write", payload, _results)


def status(
    session: Session,
    *,
    pictures: Annotated[list[int] | None, argument("chosen.pictures", metavar="PICTURE")] = None,
) -> int:
    """Tell what waits to be written and what could not be read or written."""

    def draw(console: Console, answer: dict[str, Any]) -> None:
        facts(console, answer)
        if answer["failures"]:
            table(console, answer["failures"], ("id", "path", "doing", "code", "message"))
        if answer["said"]:
            table(console, answer["said"], ("id", "path", "rating", "label", "tags", "title", "description", "waits"))

    return operation.run(session, "sidecar_status", {"ids": pictures or []}, draw, reads=True)


def _results(console: Console, answer: dict[str, Any]) -> None:
    if answer.get("results"):
        table(console, answer["results"], ("status", "source", "target", "message"))
    facts(console, answer)


COMMANDS = (("read", read), ("write", write), ("status", status))
