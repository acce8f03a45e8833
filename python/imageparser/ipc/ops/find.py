"""`find`: the pictures that a query describes, the best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imageparser.ipc.asking import MAX_PAGE, LanePayload, ParsedQuery, QueryPayload, lane_of, query_of
from imageparser.ipc.comparing import FindReference, reference_of
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, PathText, Row, Shape, Text

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class FindPayload(QueryPayload, LanePayload):
    """A query, further `filters` (NAME=VALUE), and what pictures are compared with.

    `references` are pictures, layers and words that all results are near to, or with the `mode` any to one of them;
    `image` and `like` are short for a file and for a picture of the library.
    `limit` pictures are told, those behind `after`, the `next` of the page before. `weights` say how much the axes
    visual, meaning and keyword count; with `explain` each picture says why it was found.
    With `remember` the query is kept for suggestions, unless the library is not to keep any (`history`).
    `columns` say how much a word counts in name, folder, layers, text, caption, tags, prompt and notes. Without `cut`
    there are results where nothing fits, too. With `ids` the numbers of all results are told in order; `only` names
    pictures that are told in place of a page, as far as they are results. Both go by the ranking that pages with the
    same `limit` come from.
    """

    filters: list[str] = Field(default_factory=list)
    image: PathText | None = None
    like: Row | None = None
    references: list[FindReference] = Field(default_factory=list)
    mode: Literal["all", "any"] = "all"
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 50
    after: Text | None = None
    weights: dict[str, float] | None = None
    explain: bool = False
    remember: bool = False
    columns: dict[str, float] | None = None
    cut: bool = True
    ids: bool = False
    only: Annotated[list[Row], Field(max_length=MAX_PAGE)] | None = None


class FoundAxis(Shape):
    """Place and score on one axis, null where the axis does not speak of the picture."""

    rank: int | None
    score: float | None


class FoundLayer(Shape):
    """The layer for which a picture was found, with the groups around it and the score of the axis that found it."""

    id: int
    name: str
    path: list[int]
    score: float


class FoundPicture(Shape):
    """A picture that was found; `thumbnail` is the path of its stored thumbnail, `why` says the reasons by axis.

    `layers` counts those of a document, `prompt` says whether a generator left its record, `comments` counts those that
    stand.
    """

    id: int
    path: str
    score: float
    axes: dict[str, FoundAxis]
    format: str | None
    width: int | None
    height: int | None
    bytes: int
    date_ms: int
    rating: int | None
    label: str | None
    layers: int
    prompt: bool
    comments: int
    digest: str | None
    thumbnail: str | None
    layer: FoundLayer | None
    why: dict[str, Any] | None


class FindDone(Done):
    """A page of results; `total` counts what can be paged through, `next` is null on the last page.

    Each axis ranks its best 1,000 pictures (ten times `limit`, if that is more): where one left some out, `among` is
    the number of pictures that it chose from; else null.

    `ids` are the numbers of all results, null where they were not asked for.

    `parsed` is the query taken apart, with notes on what of it was not understood; `notes` are codes (`note.*` of the
    locales); `visual_by` says what the visual axis compared with. Where `nothing_fits` there are no results: no picture
    says a word of the query, and none is nearer than chance would have it; `nearest` are those that came first.
    """

    query: str
    parsed: ParsedQuery
    took_ms: float
    visual_by: str | None
    notes: list[str]
    weights: dict[str, float]
    nothing_fits: bool
    total: int
    among: int | None
    next: str | None
    ids: list[int] | None
    results: list[FoundPicture]
    nearest: list[FoundPicture]


_OPTIONS = {
    "filters", "image", "like", "mode", "after", "weights", "explain", "remember", "columns", "cut", "ids", "only",
}  # fmt: skip


@op("find", payload=FindPayload, done=FindDone, lane=lane_of)
def find(job: Job, payload: FindPayload) -> dict[str, Any]:
    """Search by words, filters and pictures over the axes visual, meaning and keyword."""
    options = payload.model_dump(include=_OPTIONS)
    options["references"] = [reference_of(one, place) for place, one in enumerate(payload.references)]
    return dict(job.library.find(query_of(payload), top=payload.limit, cancel=job.cancel, **options))
