"""`move`: sort pictures into folders after the values that their tags have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from imageparser.archive import move as archive
from imageparser.ipc.moving import MovingDetails, MovingDone, MovingPayload, by_tags, claims, forget_old
from imageparser.ipc.op import op

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class MovePayload(MovingPayload):
    """What is sorted, and by what: a tree of variables, one folder level for each, or a single variable.

    `template` makes the name of a folder out of `[value]`.
    """

    variable_name: str = ""
    variable_tree: list[str] | str = Field(default_factory=list)
    template: str = ""
    target_root: str = ""


class MoveDetails(MovingDetails):
    """The folder of a picture below the target, or why it stays."""

    folder: str | None = None


class MoveDone(MovingDone):
    """What `undo` needs."""


@op(
    "move",
    payload=MovePayload,
    done=MoveDone,
    details=MoveDetails,
    claims=lambda payload: claims(payload.folder, *filter(None, [payload.target_root]), dry_run=payload.dry_run),
)
def move(job: Job, payload: MovePayload) -> dict[str, int | None]:
    """Sort pictures into folders after the values that their tags have."""
    request = archive.MoveRequest(
        folder=payload.folder,
        target_root=payload.target_root,
        variable_name=payload.variable_name,
        variable_tree=payload.variable_tree,
        template=payload.template,
        **by_tags(job, payload),
    )
    done = archive.move(job.library.database, request, job)
    forget_old(job, dry_run=payload.dry_run)
    return done
