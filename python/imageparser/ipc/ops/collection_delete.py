"""`collection_delete`: forget a collection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Row
from imageparser.library import collections

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class CollectionDeletePayload(Payload):
    """Which one; those inside it go, too, the pictures stay."""

    collection: Row


class CollectionDeleteDone(Done):
    """Which one it was."""

    collection: int
    edit: int | None


@op("collection_delete", payload=CollectionDeletePayload, done=CollectionDeleteDone, claims=lambda _: CLAIMS)
def collection_delete(job: Job, payload: CollectionDeletePayload) -> dict[str, Any]:
    """Forget a collection and those inside it; no picture is touched."""
    number = payload.collection
    _, edit = journaled(job, {"collection": number}, lambda tx, _: collections.delete(tx, number))
    return {"collection": number, "edit": edit}
