"""`imageparser mark PICTURE...`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.cli import operation
from imageparser.cli.record_view import facts

if TYPE_CHECKING:
    from imageparser.cli.session import Session, argument, option


def mark(
    session: Session,
    *,
    pictures: Annotated[list[int] | None, argument("chosen.pictures", metavar="PICTURE")] = None,
    query: Annotated[str | None, option("chosen.query", "--query", "-q")] = None,
    rating: Annotated[int | None, option("mark.rating", "--rating", metavar="0-5|-1")] = None,
    label: Annotated[str | None, option("mark.label", "--label", metavar="COLOUR")] = None,
    note: Annotated[str | None, option("mark.note", "--note", metavar="TEXT")] = None,
) -> int:
    """Give pictures a rating, a colour label or a note, or take them away."""
    payload = {"ids": pictures or None, "query": query, "rating": rating, "label": label, "note": note}
    return operation.run(session, "mark", payload, facts)
