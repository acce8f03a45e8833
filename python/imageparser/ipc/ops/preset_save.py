"""`preset_save`: write a template file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from imageparser.archive import template, template_file
from imageparser.ipc.fields import Template, plain
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, PathText, Payload

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class PresetSavePayload(Payload):
    """Where, and what; a file that is there is replaced."""

    path: PathText
    preset: Template


class PresetSaveDone(Done):
    """Where it was written."""

    path: str


@op(
    "preset_save",
    payload=PresetSavePayload,
    done=PresetSaveDone,
    claims=lambda payload: Claims(folders=(payload.path,)),
)
def preset_save(_job: Job, payload: PresetSavePayload) -> dict[str, Any]:
    """Write a template file."""
    template_file.write(Path(payload.path), template.checked(plain(payload.preset), "preset."))
    return {"path": payload.path}
