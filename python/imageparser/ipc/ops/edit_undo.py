"""`edit_undo`: take back what the user changed in the library, or make it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser import clock
from imageparser.ipc.changes import CLAIMS
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Row
from imageparser.library import edits

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class EditUndoPayload(Payload):
    """The number of the change, else the latest; with `redo` one that was taken back is made again."""

    edit: Row | None = None
    redo: bool = False


class EditUndoDone(Done):
    """The change; `left` rows were changed again since and stayed as they are."""

    edit: int
    kind: str
    left: int


@op("edit_undo", payload=EditUndoPayload, done=EditUndoDone, claims=lambda _: CLAIMS)
def edit_undo(job: Job, payload: EditUndoPayload) -> dict[str, Any]:
    """Take back a change of the user, or make it again."""
    if payload.redo:
        taken = job.library.database.write(lambda tx: edits.redo(tx, payload.edit, clock.now_ms()))
    else:
        taken = job.library.database.write(lambda tx: edits.undo(tx, payload.edit, clock.now_ms()))
    job.library.sidecars.wake()
    return {"edit": taken.id, "kind": taken.kind, "left": taken.left}
