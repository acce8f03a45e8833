"""`filter_preset_list`: the queries that are kept under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser import clock
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Shape
from imageparser.library import filter_presets

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class FilterPresetListPayload(Payload):
    """Nothing is asked."""


class ListedFilterPreset(Shape):
    """A query under a name."""

    id: int
    name: str
    query: str
    created_at: str
    updated_at: str


class FilterPresetListDone(Done):
    """The presets by name; the list as such can be imported elsewhere."""

    presets: list[ListedFilterPreset]


@op(
    "filter_preset_list",
    payload=FilterPresetListPayload,
    done=FilterPresetListDone,
    claims=lambda _: Claims(reads=("edits",)),
)
def filter_preset_list(job: Job, _payload: FilterPresetListPayload) -> dict[str, Any]:
    """List the queries that are kept under a name."""
    rows = filter_presets.every(job.library.database.read())
    times = ("created_at", "updated_at")
    return {"presets": [{**row._asdict(), **{name: clock.iso(getattr(row, name)) for name in times}} for row in rows]}
