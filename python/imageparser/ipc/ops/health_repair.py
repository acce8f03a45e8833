"""`health_repair`: mend what `health` finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.examining import EVERYTHING, HealthAnswer, stepping
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Payload, Text
from imageparser.library.health import STEPS

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class HealthRepairPayload(Payload):
    """Findings to mend by their codes, else all but those that have to be named; `dry_run` tells what would be done."""

    only: list[Text] | None = None
    dry_run: bool = True
    limit: Annotated[int, Field(ge=1, le=10_000)] = 20


class HealthRepairDone(HealthAnswer):
    """What was found and done; `ok` tells how the library is now, `backup` where it is kept as it was before."""

    backup: str | None


@op(
    "health_repair",
    payload=HealthRepairPayload,
    done=HealthRepairDone,
    claims=lambda payload: Claims() if payload.dry_run else EVERYTHING,
)
def health_repair(job: Job, payload: HealthRepairPayload) -> dict[str, Any]:
    """Mend what is wrong with the library, after a backup; no file of the user is touched."""
    step = stepping(job, STEPS)
    return job.library.doctor(repair=True, only=payload.only, dry_run=payload.dry_run, limit=payload.limit, step=step)
