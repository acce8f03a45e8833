"""`tag_suggest`: tags that pictures could have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.asking import ChosenPayload, chosen
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Shape
from imageparser.search.spaces import spaces
from imageparser.search.tag_suggestions import suggest

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class TagSuggestPayload(ChosenPayload):
    """The pictures; `limit` tags are told."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 20


class TagReason(Shape):
    """Who calls so many pictures so, and how much that says (0-1).

    `kind` is model, file, prompt, or neighbours: pictures that look alike and have the tag from the user, of which
    the nearest are named.
    """

    kind: str
    score: float
    files: int
    pictures: list[int]


class SuggestedTag(Shape):
    """A tag with its score (0-1) and the reasons; `own` says that it is one of the user's tags already.

    `files` of the chosen pictures have it from a model, the file itself or the prompt.
    """

    tag: str
    score: float
    files: int
    own: bool
    reasons: list[TagReason]


class TagSuggestDone(Done):
    """The tags, the likeliest first; those that all of the pictures have are left out."""

    tags: list[SuggestedTag]


@op("tag_suggest", payload=TagSuggestPayload, done=TagSuggestDone, claims=lambda _: Claims(reads=("edits",)))
def tag_suggest(job: Job, payload: TagSuggestPayload) -> dict[str, Any]:
    """Suggest tags for pictures: what models, files and prompts say of them, and the user of what looks alike."""
    library = job.library
    ids, reader = chosen(job, payload), library.database.read()
    with reader.snapshot():
        space = spaces(reader, library.models)["visual"]
        found = suggest(reader, library.memory.vectors, space, ids, limit=payload.limit)
    told = [{**one._asdict(), "reasons": [reason._asdict() for reason in one.reasons]} for one in found]
    return {"tags": told}
