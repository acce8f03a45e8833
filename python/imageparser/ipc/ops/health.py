"""`health`: what is wrong with the library, and what is worth knowing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.examining import HealthAnswer, stepping
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Payload
from imageparser.library.health import STEPS

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class HealthPayload(Payload):
    """`limit` examples of each finding; with `quick` nothing is read whole: neither the library file nor thumbnails."""

    limit: Annotated[int, Field(ge=1, le=10_000)] = 20
    quick: bool = False


class HealthDone(HealthAnswer):
    """How the library is."""


@op("health", payload=HealthPayload, done=HealthDone)
def health(job: Job, payload: HealthPayload) -> dict[str, Any]:
    """Check the library: faults, what could not be read, what waits, what it takes on the disk."""
    return job.library.doctor(deep=not payload.quick, limit=payload.limit, step=stepping(job, STEPS))
