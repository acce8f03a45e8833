"""`imageparser mark PICTURE...`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.cli import operation
from imageparser.cli.record_view import facts

if TYPE_CHECKING:
    from imageparser.cli.selection import Selection
    from imageparser.cli.session import Session, option


def mark(
    session: Session,
    *,
    selection: Selection,
    rating: Annotated[int | None, option("mark.rating", "--rating", metavar="0-5|-1")] = None,
    label: Annotated[str | None, option("mark.label", "--label", metavar="COLOUR")] = None,
    note: Annotated[str | None, option("mark.note", "--note", metavar="TEXT")] = None,
) -> int:
    """Give pictures a rating, a colour label or a note, or take them away."""
    payload = {**selection.payload(), "rating": rating, "label": label, "note": note}
    return operation.run(session, "mark", payload, facts)
