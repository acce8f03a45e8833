"""`search`: the pictures that have every one of some tags, or any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.archive.search import LIMIT, SearchRequest
from imageparser.archive.search import search as look_for
from imageparser.ipc.fields import ThumbPayload, thumb_options
from imageparser.ipc.op import Claims, joined, op
from imageparser.ipc.protocol import DEFAULT_STEP, MAX_ROW, Details, Done, PathText, Step, Text

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class SearchPayload(ThumbPayload):
    """Tags, separated by commas, all of which a picture must have, among the wanted ones and those of characters.

    Of tags between which a bar stands (`blue eyes | green eyes`) it must have any.
    `include_negative` looks among the unwanted ones too. With `folder` its files are looked at as they are now;
    without, the library answers: `limit` pictures (0 means 2000) after the first `offset`, by path.
    """

    tags: Text
    folder: PathText | None = None
    include_negative: bool = False
    progress_step: Step = DEFAULT_STEP
    limit: Annotated[int, Field(ge=0, le=MAX_ROW)] = LIMIT
    offset: Annotated[int, Field(ge=0, le=MAX_ROW)] = 0
    workers: Annotated[int, Field(ge=0, le=1024)] = 0


class SearchDetails(Details):
    """In which sets each tag stands: positive, character, negative, character_negative."""

    sets: dict[str, list[str]] | None = None


class SearchDone(Done):
    """How many pictures were told, and how many there are in all."""

    count: int
    total: int


@op(
    "search",
    payload=SearchPayload,
    done=SearchDone,
    details=SearchDetails,
    claims=lambda payload: Claims(folders=joined([payload.folder])),
)
def search(job: Job, payload: SearchPayload) -> dict[str, Any]:
    """Find the pictures that have every one of some tags, or any of those between which a bar stands."""
    request = SearchRequest(
        tags=payload.tags,
        walking=job.library.settings.scan,
        folder=payload.folder,
        include_negative=payload.include_negative,
        limit=payload.limit,
        offset=payload.offset,
        thumbs=thumb_options(payload, job.library.settings),
        workers=payload.workers,
    )
    return look_for(job.library.database, request, job)
