"""`models_remove`: delete the files of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Text
from imageparser.models.install import remove
from imageparser.settings import load_settings

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ModelsRemovePayload(Payload):
    """Which model."""

    id: Text


class ModelsRemoveDone(Done):
    """How many bytes came free; the vectors and captions that it made stay."""

    id: str
    freed: int


@op(
    "models_remove",
    payload=ModelsRemovePayload,
    done=ModelsRemoveDone,
    claims=lambda _payload: Claims(rows=("models",)),
)
def models_remove(_job: Job, payload: ModelsRemovePayload) -> dict[str, Any]:
    """Delete the files of an installed model."""
    return {"id": payload.id, "freed": remove(load_settings(), payload.id)}
