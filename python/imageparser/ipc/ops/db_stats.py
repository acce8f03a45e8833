"""`db_stats`: what the library holds, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Shape
from imageparser.library import stats

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class DbStatsPayload(Payload):
    """Nothing is asked."""


class Numbers(Shape):
    """How many there are: pictures present and missing, generator records, tags, templates, presets, journal jobs."""

    images: int
    missing: int
    prompts: int
    tags: int
    templates: int
    presets: int
    jobs: int


class DbStatsDone(Done):
    """The numbers."""

    stats: Numbers


@op("db_stats", payload=DbStatsPayload, done=DbStatsDone)
def db_stats(job: Job, _payload: DbStatsPayload) -> dict[str, Any]:
    """Count what the library holds."""
    return {"stats": stats.brief(job.library.database.read())}
