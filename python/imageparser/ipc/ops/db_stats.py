"""`db_stats`: what the library holds, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Shape

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class DbStatsPayload(Payload):
    """Nothing is asked."""


class Numbers(Shape):
    """How many there are: `images` that are there, `missing` ones that are not."""

    images: int
    missing: int


class DbStatsDone(Done):
    """The numbers."""

    stats: Numbers


@op("db_stats", payload=DbStatsPayload, done=DbStatsDone)
def db_stats(job: Job, _payload: DbStatsPayload) -> dict[str, Any]:
    """Count what the library holds."""
    numbers = job.library.stats()
    return {"stats": {"images": numbers["files"], "missing": numbers["missing"]}}
