"""`jobs`: the named jobs of this process, wherever they were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.board import NamedJob  # noqa: TC001  # pydantic reads the annotation
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class JobsPayload(Payload):
    """Nothing has to be said."""


class JobsDone(Done):
    """Those that have not ended, then the latest that have."""

    jobs: list[NamedJob]


@op("jobs", payload=JobsPayload, done=JobsDone)
def jobs(job: Job, _payload: JobsPayload) -> dict[str, Any]:
    """List the jobs that go on without the page that began them, and how the latest of them ended."""
    return {"jobs": [] if job.schedule is None else job.schedule.board.listed()}
