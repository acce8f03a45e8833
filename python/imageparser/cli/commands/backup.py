"""`imageparser backup ...`: copies of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import operation
from imageparser.cli.record_view import rows_of, table

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option

_COLUMNS = ("name", "reason", "at", "bytes")


def list_(session: Session) -> int:
    """List the backups, the newest first."""
    return operation.run(session, "backup_list", {}, rows_of("backups", *_COLUMNS), reads=True)


def make(session: Session) -> int:
    """Make a backup while the library is in use."""
    return operation.run(session, "backup_make", {}, _single("backup"))


def verify(session: Session, *, name: Annotated[str | None, argument("backup.name", metavar="NAME")] = None) -> int:
    """Read backups whole and tell whether they are sound; 1 if one is not."""

    def draw(console: Console, answer: dict[str, Any]) -> None:
        table(console, answer.get("results", []), ("source", "status", "message"))

    return operation.run(session, "backup_verify", {"name": name}, draw, reads=True)


def prune(
    session: Session,
    *,
    names: Annotated[list[str] | None, argument("backup.names", metavar="NAME")] = None,
    dry_run: Annotated[bool, option("dry_run", "--dry-run", "-n")] = False,
) -> int:
    """Delete backups by name, or those that the settings keep no longer."""
    payload = {"names": names or None, "dry_run": dry_run}
    return operation.run(session, "backup_prune", payload, rows_of("removed", *_COLUMNS))


def restore(session: Session, *, name: Annotated[str, argument("backup.name", metavar="NAME")]) -> int:
    """Put a backup back; the present is kept as another backup first."""

    def draw(console: Console, answer: dict[str, Any]) -> None:
        table(console, [answer["restored"], answer["before"]], _COLUMNS)

    return operation.run(session, "backup_restore", {"name": name}, draw)


def _single(member: str) -> operation.Draw:
    return lambda console, answer: table(console, [answer[member]], _COLUMNS)


COMMANDS = (("list", list_), ("make", make), ("verify", verify), ("prune", prune), ("restore", restore))
