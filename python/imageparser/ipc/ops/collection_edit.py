"""`collection_edit`: the pictures of a collection and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from imageparser.errors import UsageError
from imageparser.ipc.asking import ChosenPayload, EditDone, chosen
from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Row  # noqa: TC001  # pydantic reads the annotation
from imageparser.library import collections

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.connection import Transaction


class CollectionEditPayload(ChosenPayload):
    """Pictures to `add` at the end of a collection, to `remove`, or to `place` in this order `before` another one."""

    collection: Row
    action: Literal["add", "remove", "place"]
    before: Row | None = None


class CollectionEditDone(EditDone):
    """How many pictures were added, removed or placed."""


@op("collection_edit", payload=CollectionEditPayload, done=CollectionEditDone, claims=lambda _: CLAIMS)
def collection_edit(job: Job, payload: CollectionEditPayload) -> dict[str, Any]:
    """Add pictures to a collection, remove them, or move them to a place in its order."""
    if payload.before is not None and payload.action != "place":
        raise UsageError("before belongs to the action place")
    ids, number = chosen(job, payload), payload.collection

    def work(tx: Transaction, now: int) -> int:
        if payload.action == "add":
            return collections.add(tx, number, ids, now)
        if payload.action == "remove":
            return collections.remove(tx, number, ids, now)
        return collections.place(tx, number, ids, payload.before, now)

    summary = {"collection": number, "action": payload.action, "pictures": len(ids)}
    changed, edit = journaled(job, summary, work)
    return {"changed": changed, "edit": edit}
