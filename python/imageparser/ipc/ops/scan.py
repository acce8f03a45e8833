"""`scan`: read the prompts of a folder's pictures into the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from imageparser.archive.scan import ScanRequest
from imageparser.archive.scan import scan as bring_up
from imageparser.ipc.fields import ThumbPayload, thumb_options
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import DEFAULT_STEP, Details, PathText, Step

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ScanPayload(ThumbPayload):
    """Which folder is read.

    `include_negative` changes nothing: negative tags are always stored, in a set of their own. `incremental` leaves
    out files that were read before and have not changed. `workers` null or 0 means one for each core.
    """

    folder: PathText
    include_negative: bool = False
    progress_step: Step = DEFAULT_STEP
    commit_step: Step = DEFAULT_STEP
    incremental: bool = False
    workers: Annotated[int, Field(ge=0, le=1024)] = 0


class ScanDetails(Details):
    """Which generator made the picture, null where the file has no record, and how many different tags it has."""

    generator: str | None = None
    tags: int | None = None


@op(
    "scan",
    payload=ScanPayload,
    details=ScanDetails,
    claims=lambda payload: Claims(folders=(payload.folder,), rows=("files",)),
)
def scan(job: Job, payload: ScanPayload) -> None:
    """Read the prompts of a folder's pictures into the library."""
    # The phases' modules load much that only a scan needs.
    from imageparser.pipeline.table import reading  # noqa: PLC0415

    settings = job.library.settings
    request = ScanRequest(
        folder=payload.folder,
        incremental=payload.incremental,
        commit_step=payload.commit_step,
        workers=payload.workers,
        thumbs=thumb_options(payload, settings),
        walking=settings.scan,
        reading=reading(settings),
        keep_reports=settings.reports.keep,
    )
    bring_up(job.library.database, request, job)
