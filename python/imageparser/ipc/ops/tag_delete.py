"""`tag_delete`: forget a tag of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.asking import EditDone
from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Payload, Text
from imageparser.library import tag_tree

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class TagDeletePayload(Payload):
    """Which one."""

    tag: Text


class TagDeleteDone(EditDone):
    """How many pictures had it."""


@op("tag_delete", payload=TagDeletePayload, done=TagDeleteDone, claims=lambda _: CLAIMS)
def tag_delete(job: Job, payload: TagDeletePayload) -> dict[str, Any]:
    """Forget a tag of the user and take it from all pictures."""
    changed, edit = journaled(job, {"tag": payload.tag}, lambda tx, _: tag_tree.delete(tx, payload.tag))
    return {"changed": changed, "edit": edit}
