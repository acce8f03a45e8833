"""`duplicates_mark`: pictures that look alike and are no duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.asking import EditDone
from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Payload, Row
from imageparser.library import duplicates

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.connection import Transaction


class DuplicatesMarkPayload(Payload):
    """Pictures of which no two are duplicates; without `apart` they may be so again."""

    ids: Annotated[list[Row], Field(min_length=2)]
    apart: bool = True


class DuplicatesMarkDone(EditDone):
    """How many pairs were marked, or are no longer."""


@op("duplicates_mark", payload=DuplicatesMarkPayload, done=DuplicatesMarkDone, claims=lambda _: CLAIMS)
def duplicates_mark(job: Job, payload: DuplicatesMarkPayload) -> dict[str, Any]:
    """Remember that pictures are no duplicates of each other, or forget it."""

    def work(tx: Transaction, now: int) -> int:
        if payload.apart:
            return duplicates.keep_apart(tx, payload.ids, now)
        return duplicates.let_together(tx, payload.ids)

    changed, edit = journaled(job, {"pictures": len(payload.ids), "apart": payload.apart}, work)
    return {"changed": changed, "edit": edit}
