"""`tag_cloud`: which tags some pictures have, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from pydantic import Field

from imageparser.ipc.asking import QueryPayload, query_of
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Row, Shape
from imageparser.library import tag_cloud as clouds
from imageparser.search.candidates import members

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class TagCloudPayload(QueryPayload):
    """The pictures of `ids`, or those that the query describes; without either, all.

    `kinds` are who gave the tags: the user, models, the files themselves, prompts; all of them where none is named.
    With `roll_up` a tag of the user counts for those above it, too. `limit` tags are told.
    """

    ids: list[Row] | None = None
    kinds: list[Literal["user", "model", "file", "prompt"]] = Field(default_factory=list)
    roll_up: bool = False
    limit: Annotated[int, Field(ge=1, le=10_000)] = 100


class CloudTag(Shape):
    """A tag from one kind of source with the number of pictures; colour and parent are those of a tag of the user."""

    tag: str
    kind: str
    files: int
    color: str | None
    parent: str | None


class TagCloudDone(Done):
    """How many pictures were looked at, the tags of most of them, and of the rest how many and how often together."""

    total: int
    tags: list[CloudTag]
    rest: int
    rest_files: int


@op("tag_cloud", payload=TagCloudPayload, done=TagCloudDone, claims=lambda _: Claims(reads=("edits",)))
def tag_cloud(job: Job, payload: TagCloudPayload) -> dict[str, Any]:
    """Count the tags of pictures, by who gave them."""
    reader = job.library.database.read()
    with reader.snapshot():
        if payload.ids is not None:
            ids: np.ndarray[Any, np.dtype[np.int64]] = np.unique(np.array(payload.ids, np.int64))
        else:
            ids = members(reader, query_of(payload))
        every = payload.ids is None and not payload.query.strip() and payload.form is None
        found = clouds.cloud(
            reader,
            None if every else ids,
            kinds=payload.kinds or clouds.KINDS,
            limit=payload.limit,
            roll_up=payload.roll_up,
        )
    rest = {"rest": found.rest, "rest_files": found.rest_files}
    return {"total": len(ids), "tags": [one._asdict() for one in found.tags], **rest}
