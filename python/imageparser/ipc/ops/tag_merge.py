"""`tag_merge`: several tags of the user become one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Text
from imageparser.library import tag_tree

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class TagMergePayload(Payload):
    """The tags that go, and the one that takes their place everywhere; their names become its aliases."""

    tags: Annotated[list[Text], Field(min_length=1)]
    into: Text


class TagMergeDone(Done):
    """The tag that stays."""

    name: str
    edit: int | None


@op("tag_merge", payload=TagMergePayload, done=TagMergeDone, claims=lambda _: CLAIMS)
def tag_merge(job: Job, payload: TagMergePayload) -> dict[str, Any]:
    """Make one tag of several, on every picture."""
    summary = {"tags": payload.tags, "into": payload.into}
    node, edit = journaled(job, summary, lambda tx, now: tag_tree.merge(tx, payload.tags, payload.into, now))
    return {"name": node.name, "edit": edit}
