"""`jobs`: the named jobs of this process, wherever they were asked for, and the runs of other processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.errors import ImageParserError
from imageparser.ipc.board import NamedJob, elsewhere
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
    """List the jobs that go on without the page that began them, other programs' runs, and how the latest ended."""
    own = [] if job.schedule is None else job.schedule.board.listed()
    return {"jobs": _elsewhere(job) + own}


def _elsewhere(job: Job) -> list[dict[str, Any]]:
    try:
        return elsewhere(job.library.path)
    except ImageParserError:
        return []  # why the library cannot be opened is told to those who want something of it
