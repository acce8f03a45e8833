"""`filter_preset_import`: take in queries that were kept elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Shape, Text
from imageparser.library import filter_presets
from imageparser.search import language

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.connection import Transaction


class CarriedPreset(Shape):
    """A query under a name."""

    name: Text
    query: str


class FilterPresetImportPayload(Payload):
    """What `filter_preset_list` gave; one of the same name stays as it is, unless `replace`."""

    presets: Annotated[list[CarriedPreset], Field(max_length=10_000)]
    replace: bool = False


class FilterPresetImportDone(Done):
    """How many were added, replaced or left out since their names are taken."""

    added: int
    replaced: int
    kept: int
    edit: int | None


@op("filter_preset_import", payload=FilterPresetImportPayload, done=FilterPresetImportDone, claims=lambda _: CLAIMS)
def filter_preset_import(job: Job, payload: FilterPresetImportPayload) -> dict[str, Any]:
    """Take in queries that were kept elsewhere."""

    def work(tx: Transaction, now: int) -> dict[str, int]:
        counts = {"added": 0, "replaced": 0, "kept": 0}
        for one in payload.presets:
            query, known = language.show(language.parse(one.query)), filter_presets.find(tx, one.name)
            if known is None:
                filter_presets.add(tx, one.name, query, now)
            elif payload.replace:
                filter_presets.change(tx, known, name=None, query=query, now_ms=now)
            counts["added" if known is None else "replaced" if payload.replace else "kept"] += 1
        return counts

    counts, edit = journaled(job, {"presets": len(payload.presets)}, work)
    return {**counts, "edit": edit}
