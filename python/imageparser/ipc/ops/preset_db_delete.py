"""`preset_db_delete`: forget a preset of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.errors import NotFoundError
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Row
from imageparser.library import presets

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class PresetDbDeletePayload(Payload):
    """Which one."""

    id: Row


class PresetDbDeleteDone(Done):
    """Which one it was."""

    id: int


@op(
    "preset_db_delete",
    payload=PresetDbDeletePayload,
    done=PresetDbDeleteDone,
    claims=lambda _: Claims(rows=("presets",)),
)
def preset_db_delete(job: Job, payload: PresetDbDeletePayload) -> dict[str, Any]:
    """Forget a preset of the library."""
    if not job.library.database.write(lambda tx: presets.delete(tx, payload.id)):
        raise NotFoundError("preset not found")
    return {"id": payload.id}
