"""`preset_db_list`: the presets that the library keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser import clock
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Shape
from imageparser.library import presets

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class PresetDbListPayload(Payload):
    """Which ones; an empty text means any."""

    source_kind: str | None = None
    variable_name: str | None = None


class ListedPreset(Shape):
    """A preset without its values."""

    id: int
    name: str
    source_kind: str
    variable_name: str
    updated_at: str


class PresetDbListDone(Done):
    """The presets, the newest first."""

    presets: list[ListedPreset]


@op(
    "preset_db_list",
    payload=PresetDbListPayload,
    done=PresetDbListDone,
    claims=lambda _: Claims(reads=("presets",)),
)
def preset_db_list(job: Job, payload: PresetDbListPayload) -> dict[str, Any]:
    """List the presets of the library."""
    kind, variable = payload.source_kind or None, payload.variable_name or None
    found = presets.listed(job.library.database.read(), source_kind=kind, variable_name=variable)
    return {"presets": [{**one._asdict(), "updated_at": clock.iso(one.updated_at)} for one in found]}
