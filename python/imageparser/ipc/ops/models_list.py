"""`models_list`: the models that are known, and which of them is installed and serves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.modelling import ModelLine  # noqa: TC001  # pydantic reads the annotation
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload
from imageparser.models import overview
from imageparser.settings import load_settings

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ModelsListPayload(Payload):
    """Nothing is asked."""


class ModelsListDone(Done):
    """The models: those of the package by tier, then the user's own."""

    models: list[ModelLine]


@op("models_list", payload=ModelsListPayload, done=ModelsListDone)
def models_list(_job: Job, _payload: ModelsListPayload) -> dict[str, Any]:
    """List the models that are known."""
    return {"models": overview.listing(load_settings())}
