"""`imageparser edits ...`: what the user changed in the library, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.cli import operation
from imageparser.cli.record_view import facts, rows_of

if TYPE_CHECKING:
    from imageparser.cli.session import Session, argument, option


def list_(
    session: Session,
    *,
    limit: Annotated[int, option("edits.limit", "--limit", min=1)] = 20,
    offset: Annotated[int, option("edits.offset", "--offset", min=0)] = 0,
) -> int:
    """List the changes, the newest first."""
    draw = rows_of("edits", "id", "at", "kind", "summary", "undone_at")
    return operation.run(session, "edit_list", {"limit": limit, "offset": offset}, draw, reads=True)


def undo(session: Session, *, edit: Annotated[int | None, argument("edits.number", metavar="NUMBER")] = None) -> int:
    """Take a change back, the latest where none is named."""
    return operation.run(session, "edit_undo", {"edit": edit}, facts)


def redo(session: Session, *, edit: Annotated[int | None, argument("edits.number", metavar="NUMBER")] = None) -> int:
    """Make a change again that was taken back, the last such one where none is named."""
    return operation.run(session, "edit_undo", {"edit": edit, "redo": True}, facts)


COMMANDS = (("list", list_), ("undo", undo), ("redo", redo))
