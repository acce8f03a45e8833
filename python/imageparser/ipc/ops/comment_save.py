"""`comment_save`: say something about a picture, or say it otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.errors import UsageError
from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Row, Text
from imageparser.library import comments

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.connection import Transaction


class CommentSavePayload(Payload):
    """A new comment of an `author` on a `picture`, or another wording for `comment`."""

    body: Text
    picture: Row | None = None
    author: Text | None = None
    comment: Row | None = None


class CommentSaveDone(Done):
    """The number of the comment."""

    comment: int
    edit: int | None


@op("comment_save", payload=CommentSavePayload, done=CommentSaveDone, claims=lambda _: CLAIMS)
def comment_save(job: Job, payload: CommentSavePayload) -> dict[str, Any]:
    """Add a comment to a picture, or edit one; what it said before is kept."""

    def work(tx: Transaction, now: int) -> int:
        if payload.comment is not None and payload.picture is None and payload.author is None:
            comments.edit(tx, payload.comment, payload.body, now)
            return payload.comment
        if payload.comment is None and payload.picture is not None and payload.author is not None:
            return comments.add(tx, payload.picture, payload.author, payload.body, now)
        raise UsageError("picture and author are required, or comment")

    given = payload.model_dump(include={"picture", "author", "comment"}, exclude_none=True)
    comment, edit = journaled(job, given, work)
    return {"comment": comment, "edit": edit}
