"""`filter_preset_delete`: forget a query that is kept under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Row
from imageparser.library import filter_presets

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class FilterPresetDeletePayload(Payload):
    """Which one."""

    preset: Row


class FilterPresetDeleteDone(Done):
    """Which one it was."""

    preset: int
    edit: int | None


@op("filter_preset_delete", payload=FilterPresetDeletePayload, done=FilterPresetDeleteDone, claims=lambda _: CLAIMS)
def filter_preset_delete(job: Job, payload: FilterPresetDeletePayload) -> dict[str, Any]:
    """Forget a query that is kept under a name."""
    number = payload.preset
    _, edit = journaled(job, {"preset": number}, lambda tx, _: filter_presets.delete(tx, number))
    return {"preset": number, "edit": edit}
