"""`suggest`: how a query that is being typed could go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.asking import LanePayload, lane_of
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Shape

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class SuggestPayload(LanePayload):
    """A query as far as it is typed, and where in it the cursor stands, in characters; at its end where none is given.

    `limit` suggestions at most. With `wait` everything that is new in the library is counted first.
    """

    query: str = ""
    cursor: Annotated[int, Field(ge=0)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 10
    wait: bool = False


class Suggested(Shape):
    """One way to go on: `insert` stands in place of the query from `start` to `end` (characters).

    `kind` says where it comes from: history, filter, value, tag, collection, ai_tag, keyword, prompt_tag,
    character_tag, word, layer, font, folder, model and so on. `files` is how many pictures have it (missing ones too),
    null where that is not counted; `key` the filter that it is a value of; `alias_of` the tag of an alias.
    """

    kind: str
    text: str
    insert: str
    start: int
    files: int | None
    key: str | None
    alias_of: str | None


class SuggestDone(Done):
    """Suggestions, the likeliest first; `behind` says that what is new in the library is still being counted."""

    end: int
    suggestions: list[Suggested]
    behind: bool


@op("suggest", payload=SuggestPayload, done=SuggestDone, lane=lane_of)
def suggest(job: Job, payload: SuggestPayload) -> dict[str, Any]:
    """Suggest how a query could go on: recent searches, filters and values, tags, words, layers, fonts."""
    return dict(job.library.suggest(**payload.model_dump(exclude={"lane"}), cancel=job.cancel))
