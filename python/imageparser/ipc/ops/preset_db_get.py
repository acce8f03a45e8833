"""`preset_db_get`: one preset of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser import clock
from imageparser.errors import NotFoundError
from imageparser.ipc.fields import PlainPreset  # noqa: TC001  # pydantic reads the annotation
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Row
from imageparser.library import presets

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class PresetDbGetPayload(Payload):
    """Which one."""

    id: Row


class PresetDbGetDone(Done):
    """The preset."""

    id: int
    name: str
    source_kind: str
    variable_name: str
    payload: PlainPreset
    updated_at: str


@op("preset_db_get", payload=PresetDbGetPayload, done=PresetDbGetDone, claims=lambda _: Claims(reads=("presets",)))
def preset_db_get(job: Job, payload: PresetDbGetPayload) -> dict[str, Any]:
    """Get one preset of the library."""
    found = presets.get(job.library.database.read(), payload.id)
    if found is None:
        raise NotFoundError("preset not found")
    return {**found._asdict(), "updated_at": clock.iso(found.updated_at)}
