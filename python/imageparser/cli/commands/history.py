"""`imageparser history`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.cli import operation
from imageparser.cli.record_view import rows_of

if TYPE_CHECKING:
    from imageparser.cli.session import Session, argument, option


def history(
    session: Session,
    *,
    forget: Annotated[list[str] | None, argument("history.forget", metavar="QUERY", show_default=False)] = None,
    clear: Annotated[bool, option("history.clear", "--clear")] = False,
    keep: Annotated[bool | None, option("history.keep", "--keep/--no-keep")] = None,
    limit: Annotated[int, option("history.limit", "--limit", min=1, max=500)] = 50,
) -> int:
    """List the searches that are remembered; forget those that are named, or all of them."""
    payload = {"forget": forget or [], "clear": clear, "keep": keep, "limit": limit}
    reads = not (forget or clear or keep is not None)
    return operation.run(session, "history", payload, rows_of("searches", "query", "uses", "at"), reads=reads)
