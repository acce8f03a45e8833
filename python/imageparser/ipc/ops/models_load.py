"""`models_load`: load the model of a slot before it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.modelling import SlotName  # noqa: TC001  # pydantic reads the annotation
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ModelsLoadPayload(Payload):
    """Which slot."""

    slot: SlotName


class ModelsLoadDone(Done):
    """The resident model processes of this program."""

    resident: list[dict[str, Any]]


@op("models_load", payload=ModelsLoadPayload, done=ModelsLoadDone, claims=lambda _payload: Claims(reads=("models",)))
def models_load(job: Job, payload: ModelsLoadPayload) -> dict[str, Any]:
    """Load the model of a slot and wait until it can answer."""
    job.library.models.load(payload.slot)
    return {"resident": job.library.models.status()}
