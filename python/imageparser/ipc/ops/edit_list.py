"""`edit_list`: what the user changed in the library, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser import clock
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import MAX_ROW, Done, Payload, Row, Shape
from imageparser.library import edits

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class EditListPayload(Payload):
    """`limit` changes after the first `offset`; with `picture` the latest `limit` of that picture alone."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    offset: Annotated[int, Field(ge=0, le=MAX_ROW)] = 0
    picture: Row | None = None


class ListedEdit(Shape):
    """A change: `kind` is the operation that made it, `undone_at` is set where it was taken back."""

    id: int
    kind: str
    summary: dict[str, Any]
    at: str
    undone_at: str | None


class EditListDone(Done):
    """The changes, and how many are kept of all pictures."""

    edits: list[ListedEdit]
    total: int


@op("edit_list", payload=EditListPayload, done=EditListDone, claims=lambda _: Claims(reads=("edits",)))
def edit_list(job: Job, payload: EditListPayload) -> dict[str, Any]:
    """List what the user changed in the library."""
    reader = job.library.database.read()
    if payload.picture is None:
        listed = edits.listed(reader, payload.limit, payload.offset)
    else:
        listed = edits.of_picture(reader, payload.picture, payload.limit)
    found = [
        {**one._asdict(), "at": clock.iso(one.at), "undone_at": one.undone_at and clock.iso(one.undone_at)}
        for one in listed
    ]
    return {"edits": found, "total": edits.count(reader)}
