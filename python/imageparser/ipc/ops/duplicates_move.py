"""`duplicates_move`: duplicates go into a folder of the user's choice."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from imageparser.archive import set_aside as archive
from imageparser.archive.work import Options
from imageparser.ipc.doubles import KeptGroup, merging
from imageparser.ipc.moving import MovingDone, claims, forget_old
from imageparser.ipc.op import op
from imageparser.ipc.protocol import DEFAULT_STEP, Details, PathText, Payload, Step

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class DuplicatesMovePayload(Payload):
    """The pictures to keep, each with those of its group that go to `target_root`, which is made where it is absent."""

    groups: Annotated[list[KeptGroup], Field(min_length=1, max_length=1_000_000)]
    target_root: PathText
    dry_run: bool = True
    progress_step: Step = DEFAULT_STEP


class DuplicatesMoveDetails(Details):
    """The code of an ERROR."""

    code: str | None = None


class DuplicatesMoveDone(MovingDone):
    """What `undo` needs."""


@op(
    "duplicates_move",
    payload=DuplicatesMovePayload,
    done=DuplicatesMoveDone,
    details=DuplicatesMoveDetails,
    # Where the pictures lie the library knows, the message does not: the job waits for those in any folder.
    claims=lambda payload: claims(payload.target_root, os.sep, dry_run=payload.dry_run),
)
def duplicates_move(job: Job, payload: DuplicatesMovePayload) -> dict[str, int | None]:
    """Move all but the kept picture of each group into a folder; nothing is replaced or deleted."""
    request = archive.SetAsideRequest(merging(payload.groups), payload.target_root, Options(dry_run=payload.dry_run))
    done = archive.set_aside(job.library.database, request, job)
    forget_old(job, dry_run=payload.dry_run)
    return done
