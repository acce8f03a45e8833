"""`resume_clear`: delete the checkpoint of a job that was cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from imageparser.archive import checkpoint
from imageparser.errors import UsageError
from imageparser.ipc.op import Claims, joined, op
from imageparser.ipc.protocol import Done, PathText, Payload

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ResumeClearPayload(Payload):
    """Which one: that of a folder and a kind of job, or the one at `path`."""

    folder: PathText | None = None
    kind: Literal["rename", "move"] = "rename"
    path: PathText | None = None


class ResumeClearDone(Done):
    """Where it was or would be, and whether it was there."""

    path: str
    removed: bool


@op(
    "resume_clear",
    payload=ResumeClearPayload,
    done=ResumeClearDone,
    claims=lambda payload: Claims(folders=joined((payload.path or payload.folder,))),
)
def resume_clear(_job: Job, payload: ResumeClearPayload) -> dict[str, Any]:
    """Delete the checkpoint of a job that was cut off; what is no checkpoint is left alone."""
    if payload.path is None and payload.folder is None:
        raise UsageError("folder is required")
    path = payload.path or checkpoint.default_path(payload.folder or "", payload.kind)
    return {"path": path, "removed": checkpoint.clear(path)}
