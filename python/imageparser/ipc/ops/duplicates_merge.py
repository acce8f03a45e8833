"""`duplicates_merge`: what the user said of duplicates comes together on the pictures that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.doubles import KeptGroup, merging
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload
from imageparser.library import duplicates

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class DuplicatesMergePayload(Payload):
    """The pictures to keep, each with the others of its group; no file is touched."""

    groups: Annotated[list[KeptGroup], Field(min_length=1, max_length=1_000_000)]


class DuplicatesMergeDone(Done):
    """How many of each the kept pictures were given; `edit` is the number to take it back by."""

    tags: int
    collections: int
    comments: int
    notes: int
    ratings: int
    labels: int
    edit: int | None


@op("duplicates_merge", payload=DuplicatesMergePayload, done=DuplicatesMergeDone, claims=lambda _: CLAIMS)
def duplicates_merge(job: Job, payload: DuplicatesMergePayload) -> dict[str, Any]:
    """Give the kept pictures the tags, collections, comments, notes, ratings and labels of their duplicates."""
    groups = merging(payload.groups)
    summary = {"groups": len(groups), "pictures": sum(len(group.others) for group in groups)}
    merged, edit = journaled(job, summary, lambda tx, now: duplicates.merge(tx, groups, now))
    return {**merged._asdict(), "edit": edit}
