"""`tag_suggest`: tags that pictures could have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.asking import ChosenPayload, chosen
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Shape
from imageparser.library import tags

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class TagSuggestPayload(ChosenPayload):
    """So many at most."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 20


class SuggestedTag(Shape):
    """A tag with the number of the chosen pictures that a model or the file itself calls so."""

    tag: str
    files: int


class TagSuggestDone(Done):
    """The tags, those of most pictures first."""

    tags: list[SuggestedTag]


@op("tag_suggest", payload=TagSuggestPayload, done=TagSuggestDone)
def tag_suggest(job: Job, payload: TagSuggestPayload) -> dict[str, Any]:
    """Suggest tags for pictures from what models and the files themselves call them."""
    ids = chosen(job, payload)
    found = tags.suggested(job.library.database.read(), ids, payload.limit)
    return {"tags": [one._asdict() for one in found]}
