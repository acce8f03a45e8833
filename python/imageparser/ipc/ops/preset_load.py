"""`preset_load`: read a template file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from imageparser.archive import template, template_file
from imageparser.ipc.fields import PlainTemplate, Template, plain
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, PathText, Payload, unknown_fields

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class PresetLoadPayload(Payload):
    """Which file."""

    path: PathText


class PresetLoadDone(Done):
    """The template and where it came from."""

    preset: PlainTemplate
    path: str


@op(
    "preset_load",
    payload=PresetLoadPayload,
    done=PresetLoadDone,
    claims=lambda payload: Claims(folders=(payload.path,)),
)
def preset_load(job: Job, payload: PresetLoadPayload) -> dict[str, Any]:
    """Read a template file."""
    value = template_file.read(Path(payload.path))
    given = Template.read(value, "template")
    if unknown := ", ".join(unknown_fields(Template, value)):
        job.log(f"unknown fields ignored: {unknown}")
    return {"preset": template.checked(plain(given)), "path": payload.path}
