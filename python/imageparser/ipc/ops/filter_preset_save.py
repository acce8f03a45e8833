"""`filter_preset_save`: keep a query under a name, or change what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.errors import UsageError
from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Row, Text
from imageparser.library import filter_presets
from imageparser.search import language

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.connection import Transaction


class FilterPresetSavePayload(Payload):
    """A new preset, or with `preset` another name or query for that one."""

    preset: Row | None = None
    name: Text | None = None
    query: Text | None = None


class FilterPresetSaveDone(Done):
    """The number of the preset."""

    preset: int
    edit: int | None


@op("filter_preset_save", payload=FilterPresetSavePayload, done=FilterPresetSaveDone, claims=lambda _: CLAIMS)
def filter_preset_save(job: Job, payload: FilterPresetSavePayload) -> dict[str, Any]:
    """Keep a query under a name, rename it or replace it."""
    query = None if payload.query is None else language.show(language.parse(payload.query))

    def work(tx: Transaction, now: int) -> int:
        if payload.preset is not None:
            filter_presets.change(tx, payload.preset, name=payload.name, query=query, now_ms=now)
            return payload.preset
        if payload.name is None or query is None:
            raise UsageError("name and query are required")
        return filter_presets.add(tx, payload.name, query, now)

    given = payload.model_dump(exclude_none=True)
    number, edit = journaled(job, given, work)
    return {"preset": number, "edit": edit}
