"""`models_show`: everything about one model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.modelling import ModelLine
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Shape, Text
from imageparser.models import overview
from imageparser.settings import load_settings

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ModelsShowPayload(Payload):
    """Which model."""

    id: Text


class ModelFileLine(Shape):
    """One installed file of a model."""

    name: str
    size: int
    sha256: str


class ModelAbout(ModelLine):
    """A model with everything that its entry and the record of its installation say."""

    source: dict[str, Any]
    preprocess: dict[str, Any]
    prompt: dict[str, Any]
    answer: dict[str, Any]
    files: list[ModelFileLine]
    folder: str
    version_key: str
    own: bool


class ModelsShowDone(Done):
    """The model."""

    model: ModelAbout


@op("models_show", payload=ModelsShowPayload, done=ModelsShowDone)
def models_show(_job: Job, payload: ModelsShowPayload) -> dict[str, Any]:
    """Tell everything about one model."""
    return {"model": overview.detail(load_settings(), payload.id)}
