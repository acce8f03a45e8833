"""`rename`: name pictures after the values that their tags have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.archive import rename as archive
from imageparser.ipc.moving import MovingDetails, MovingDone, MovingPayload, by_tags, claims, forget_old
from imageparser.ipc.op import op

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class RenamePayload(MovingPayload):
    """What is renamed; `order` are the variables that the template may name, as a list or separated by commas.

    Without a template it is `[a]_[b]` for an order of a and b. With `prefix_mode` the old name stays behind it.
    """

    order: list[str] | str = ""
    template: str = ""
    prefix_mode: bool = False


class RenameDetails(MovingDetails):
    """Why a picture keeps its name."""


class RenameDone(MovingDone):
    """What `undo` needs."""


@op(
    "rename",
    payload=RenamePayload,
    done=RenameDone,
    details=RenameDetails,
    claims=lambda payload: claims(payload.folder, dry_run=payload.dry_run),
)
def rename(job: Job, payload: RenamePayload) -> dict[str, int | None]:
    """Name pictures after the values that their tags have."""
    request = archive.RenameRequest(
        folder=payload.folder,
        order=payload.order,
        template=payload.template,
        prefix_mode=payload.prefix_mode,
        **by_tags(job, payload),
    )
    done = archive.rename(job.library.database, request, job)
    forget_old(job, dry_run=payload.dry_run)
    return done
