"""`models_install`: fetch a model, or take it from a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field

from imageparser.ipc.modelling import PrecisionName, telling
from imageparser.ipc.op import Claims, joined, op
from imageparser.ipc.protocol import DEFAULT_STEP, Done, PathText, Payload, Step, Text
from imageparser.models.install import install
from imageparser.settings import load_settings

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ModelsInstallPayload(Payload):
    """Which model; `source` is a folder to take it from, `precisions` none means the one that suits the device.

    Progress counts MiB.
    """

    id: Text
    source: PathText | None = None
    precisions: list[PrecisionName] = Field(default_factory=list)
    progress_step: Step = DEFAULT_STEP


class ModelsInstallDone(Done):
    """What is installed now; `already` where nothing was to be done.

    `differences` tells what the checkpoint says otherwise than the catalogue, which then follows the checkpoint.
    """

    id: str
    precision: str
    precisions: list[str]
    commit: str
    size: int
    already: bool
    differences: list[str]


@op(
    "models_install",
    payload=ModelsInstallPayload,
    done=ModelsInstallDone,
    claims=lambda payload: Claims(folders=joined([payload.source]), rows=("models",)),
)
def models_install(job: Job, payload: ModelsInstallPayload) -> dict[str, Any]:
    """Install a model from the place that the catalogue names, or from a folder."""
    origin = None if payload.source is None else Path(payload.source)
    progress = telling(job)
    made = install(load_settings(), payload.id, precisions=payload.precisions, origin=origin, progress=progress)
    return made.to_dict()
