"""`imageparser suggest "QUERY"`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.cli import operation
from imageparser.cli.record_view import rows_of

if TYPE_CHECKING:
    from imageparser.cli.session import Session, argument, option


def suggest(
    session: Session,
    *,
    query: Annotated[str, argument("suggest.query", metavar="QUERY", show_default=False)] = "",
    cursor: Annotated[int | None, option("suggest.cursor", "--cursor", min=0)] = None,
    limit: Annotated[int, option("suggest.limit", "--limit", min=1, max=100)] = 10,
) -> int:
    """Tell how a query could go on; what is new in the library is counted first."""
    payload = {"query": query, "cursor": cursor, "limit": limit, "wait": True}
    _, told = operation.ask(session, "suggest", payload, reads=True)
    if told["behind"]:  # only now is it known that there is a library, and that something is to be written
        _, told = operation.ask(session, "suggest", payload)
    draw = rows_of("suggestions", "kind", "text", "files", "insert")
    session.answer(told, lambda console: draw(console, told))
    return 0
