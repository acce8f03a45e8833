"""`strip_suffix`: take the numbers off the ends of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.archive import strip_suffix as archive
from imageparser.archive.work import Options
from imageparser.ipc.moving import MovingDone, claims, forget_old
from imageparser.ipc.op import op
from imageparser.ipc.protocol import DEFAULT_STEP, Details, PathText, Payload, Step

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class StripSuffixPayload(Payload):
    """Where `@@@1` and the like are taken off."""

    folder: PathText
    dry_run: bool = True
    progress_step: Step = DEFAULT_STEP


class StripSuffixDetails(Details):
    """The code of an ERROR."""

    code: str | None = None


class StripSuffixDone(MovingDone):
    """What `undo` needs."""


@op(
    "strip_suffix",
    payload=StripSuffixPayload,
    done=StripSuffixDone,
    details=StripSuffixDetails,
    claims=lambda payload: claims(payload.folder, dry_run=payload.dry_run),
)
def strip_suffix(job: Job, payload: StripSuffixPayload) -> dict[str, int | None]:
    """Take the numbers off the ends of names where the names without them are free."""
    options = Options(dry_run=payload.dry_run, walking=job.library.settings.scan)
    done = archive.strip_suffix(job.library.database, archive.StripRequest(payload.folder, options), job)
    forget_old(job, dry_run=payload.dry_run)
    return done
