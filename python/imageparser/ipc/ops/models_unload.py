"""`models_unload`: give the memory of models back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.modelling import SlotName  # noqa: TC001  # pydantic reads the annotation
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ModelsUnloadPayload(Payload):
    """Which slot; none means all."""

    slot: SlotName | None = None


class ModelsUnloadDone(Done):
    """The model processes that are still resident."""

    resident: list[dict[str, Any]]


@op(
    "models_unload",
    payload=ModelsUnloadPayload,
    done=ModelsUnloadDone,
    claims=lambda _payload: Claims(reads=("models",)),
)
def models_unload(job: Job, payload: ModelsUnloadPayload) -> dict[str, Any]:
    """End the process of one model, or of all; the next use starts it again."""
    job.library.models.unload(payload.slot)
    return {"resident": job.library.models.status()}
