"""`models_use`: let a model serve, from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Text

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ModelsUsePayload(Payload):
    """The id of a model, or the name of a tier; `slots` none means all that the model serves."""

    id: Text
    slots: list[Literal["VV", "MV", "MC"]] = Field(default_factory=list)


class ModelsUseDone(Done):
    """Which model serves which slot, and how many pictures each phase has to do anew."""

    serves: dict[str, str]
    anew: dict[str, int]


@op("models_use", payload=ModelsUsePayload, done=ModelsUseDone, claims=lambda _payload: Claims(rows=("models",)))
def models_use(job: Job, payload: ModelsUsePayload) -> dict[str, Any]:
    """Let a model or a tier serve from now on, and write that into the settings."""
    return dict(job.library.use_model(payload.id, payload.slots))
