"""`comment_list`: what people said about a picture, or where somebody is mentioned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser import clock
from imageparser.errors import UsageError
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Row, Shape, Text
from imageparser.library import comments

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.comments import Comment


class CommentListPayload(Payload):
    """The thread of a `picture`, or the comments that `mention` a name; `history` adds what edits replaced.

    Without either no comments are told, only the names.
    """

    picture: Row | None = None
    mention: Text | None = None
    history: bool = False
    limit: Annotated[int, Field(ge=1, le=10_000)] = 1000


class EarlierWording(Shape):
    """What a comment said before an edit, and since when."""

    body: str
    at: str


class ListedComment(Shape):
    """A comment; a deleted one keeps its place and says nothing. `mentions` are the names behind an @."""

    id: int
    picture: int
    author: str
    body: str
    created_at: str
    edited_at: str | None
    deleted_at: str | None
    mentions: list[str]
    history: list[EarlierWording]


class MentionedName(Shape):
    """Somebody who is mentioned in that many comments, or has written one."""

    name: str
    mentions: int


class CommentListDone(Done):
    """A thread in the order of time, mentions the newest first; and everybody who can be mentioned."""

    comments: list[ListedComment]
    names: list[MentionedName]


@op("comment_list", payload=CommentListPayload, done=CommentListDone, claims=lambda _: Claims(reads=("edits",)))
def comment_list(job: Job, payload: CommentListPayload) -> dict[str, Any]:
    """List the comments of a picture, or those that mention somebody."""
    reader = job.library.database.read()
    earlier: dict[int, list[dict[str, str]]] = {}
    if payload.picture is not None and payload.mention is None:
        found = comments.thread(reader, payload.picture)[: payload.limit]
        for version in comments.versions(reader, payload.picture) if payload.history else ():
            earlier.setdefault(version.comment_id, []).append({"body": version.body, "at": clock.iso(version.at)})
    elif payload.mention is not None and payload.picture is None:
        found = comments.mentioning(reader, payload.mention, payload.limit)
    elif payload.picture is None:
        found = []
    else:
        raise UsageError("picture or mention is required, not both")
    names = [one._asdict() for one in comments.names(reader)]
    return {"comments": [_told(one, earlier.get(one.id, [])) for one in found], "names": names}


def _told(comment: Comment, history: list[dict[str, str]]) -> dict[str, Any]:
    times = {name: getattr(comment, name) for name in ("created_at", "edited_at", "deleted_at")}
    return {
        "id": comment.id,
        "picture": comment.file_id,
        "author": comment.author,
        "body": comment.body,
        **{name: None if at is None else clock.iso(at) for name, at in times.items()},
        "mentions": comments.mentions(comment.body),
        "history": history,
    }
