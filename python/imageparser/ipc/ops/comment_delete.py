"""`comment_delete`: take a comment away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Row
from imageparser.library import comments

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class CommentDeletePayload(Payload):
    """Which one."""

    comment: Row


class CommentDeleteDone(Done):
    """Which one it was."""

    comment: int
    edit: int | None


@op("comment_delete", payload=CommentDeletePayload, done=CommentDeleteDone, claims=lambda _: CLAIMS)
def comment_delete(job: Job, payload: CommentDeletePayload) -> dict[str, Any]:
    """Take a comment away; its place in the thread stays."""
    number = payload.comment
    _, edit = journaled(job, {"comment": number}, lambda tx, now: comments.delete(tx, number, now))
    return {"comment": number, "edit": edit}
