"""`mark`: rating, colour label and note of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imageparser.errors import UsageError
from imageparser.ipc.asking import ChosenPayload, EditDone, chosen
from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.library import marks

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.connection import Transaction


class MarkPayload(ChosenPayload):
    """What is given stays on the pictures: a `rating` (-1 takes it away, so that the one in the file counts again).

    An empty `label` or `note` takes that away. A note replaces the one that is there.
    """

    rating: Annotated[int, Field(ge=-1, le=5)] | None = None
    label: Literal["", "red", "orange", "yellow", "green", "blue", "purple", "gray"] | None = None
    note: str | None = None


class MarkDone(EditDone):
    """How many marks were changed."""


@op("mark", payload=MarkPayload, done=MarkDone, claims=lambda _: CLAIMS)
def mark(job: Job, payload: MarkPayload) -> dict[str, Any]:
    """Give pictures a rating, a colour label or a note, or take them away."""
    given = payload.model_dump(include={"rating", "label", "note"}, exclude_none=True)
    if not given:
        raise UsageError("rating, label or note is required")
    ids = chosen(job, payload)

    def work(tx: Transaction, now: int) -> int:
        changed = 0
        if payload.rating is not None:
            changed += marks.set_rating(tx, ids, None if payload.rating < 0 else payload.rating)
        if payload.label is not None:
            changed += marks.set_label(tx, ids, payload.label or None)
        if payload.note is not None:
            changed += sum(marks.set_note(tx, one, payload.note, now) for one in ids)
        return changed

    changed, edit = journaled(job, {**given, "pictures": len(ids)}, work)
    return {"changed": changed, "edit": edit}
