"""`imageparser journal ...`: jobs that renamed or moved files, and taking them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import operation
from imageparser.cli.record_view import facts, rows_of, table

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option


def list_(
    session: Session,
    *,
    folder: Annotated[str | None, argument("journal.folder", metavar="FOLDER")] = None,
    limit: Annotated[int, option("edits.limit", "--limit", min=1)] = 20,
    offset: Annotated[int, option("edits.offset", "--offset", min=0)] = 0,
) -> int:
    """List the jobs that renamed or moved files, the newest first."""
    draw = rows_of("jobs", "id", "kind", "created_at", "state", "items", "done", "failed", "undoable", "folder")
    return operation.run(
        session, "journal_list", {"folder": folder, "limit": limit, "offset": offset}, draw, reads=True
    )


def undo(
    session: Session,
    *,
    job: Annotated[int, argument("journal.number", metavar="NUMBER")],
    dry_run: Annotated[bool, option("dry_run", "--dry-run", "-n")] = False,
) -> int:
    """Take a job back: each file returns to where it was, if that place is free."""

    def draw(console: Console, answer: dict[str, Any]) -> None:
        table(console, answer.get("results", []), ("status", "source", "target", "message"))
        facts(console, answer)

    return operation.run(session, "undo", {"job": job, "dry_run": dry_run}, draw)


COMMANDS = (("list", list_), ("undo", undo))
