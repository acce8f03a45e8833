"""`models_export`: make a model of a checkpoint's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field

from imageparser.ipc.modelling import PrecisionName, telling
from imageparser.ipc.op import Claims, joined, op
from imageparser.ipc.protocol import DEFAULT_STEP, Done, PathText, Payload, Step, Text
from imageparser.models.install import export

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ModelsExportPayload(Payload):
    """The checkpoint's folder, the id of the model to be, and a folder for it, which `models_install` takes."""

    folder: PathText
    id: Text
    out: PathText
    precisions: list[PrecisionName] = Field(default=["fp32"])
    progress_step: Step = DEFAULT_STEP


class ModelsExportDone(Done):
    """Where the model lies, how large it is, and how far each graph is from the checkpoint."""

    id: str
    folder: str
    entry: str
    size: int
    parity: dict[str, list[dict[str, Any]]]
    differences: list[str]


@op(
    "models_export",
    payload=ModelsExportPayload,
    done=ModelsExportDone,
    claims=lambda payload: Claims(folders=joined([payload.folder, payload.out])),
)
def models_export(job: Job, payload: ModelsExportPayload) -> dict[str, Any]:
    """Export a checkpoint's folder into graphs, in a folder that can be installed from."""
    told = telling(job)
    return export(Path(payload.folder), payload.id, precisions=payload.precisions, out=Path(payload.out), progress=told)
