"""`job_stop`: end a named job of this process, wherever it was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.errors import NotFoundError
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Text

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class JobStopPayload(Payload):
    """The name of the job."""

    name: Text


class JobStopDone(Done):
    """How many jobs of this name were asked to end."""

    stopped: int


@op("job_stop", payload=JobStopPayload, done=JobStopDone)
def job_stop(job: Job, payload: JobStopPayload) -> dict[str, Any]:
    """Cancel a job by its name, as `cancel` does in the conversation that began it."""
    found = [] if job.schedule is None else job.schedule.board.named(payload.name)
    if not found:
        raise NotFoundError(f"no job {payload.name} is under way")
    for live in found:
        live.stop()
    return {"stopped": len(found)}
