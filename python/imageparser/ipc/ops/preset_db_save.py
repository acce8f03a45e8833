"""`preset_db_save`: keep the values of one variable in the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser import clock
from imageparser.archive import template
from imageparser.errors import NotFoundError, UsageError
from imageparser.ipc.fields import Value, plain
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Row, Shape
from imageparser.library import presets

if TYPE_CHECKING:
    from imageparser.ipc.job import Job

_NAMES = ("name", "source_kind", "variable_name")


class Preset(Shape):
    """The values of one variable; with an `id` it takes the place of that preset."""

    id: Row | None = None
    name: str | None = None
    source_kind: str | None = None
    variable_name: str | None = None
    values: list[Value] | None = None


class PresetDbSavePayload(Payload):
    """The preset."""

    preset: Preset


class PresetDbSaveDone(Done):
    """Where it is kept."""

    id: int
    name: str


@op("preset_db_save", payload=PresetDbSavePayload, done=PresetDbSaveDone, claims=lambda _: Claims(rows=("presets",)))
def preset_db_save(job: Job, payload: PresetDbSavePayload) -> dict[str, Any]:
    """Keep the values of one variable in the library."""
    given, row = payload.preset, payload.preset.id
    names = {name: template.tidy(getattr(given, name)) for name in _NAMES}
    if not all(names.values()):
        raise UsageError("name/source_kind/variable_name are required")
    if given.values is None:
        raise UsageError("values is required")
    kept = {**names, "values": template.values([plain(value) for value in given.values], "preset.values")}
    now = clock.now_ms()
    if row is None:
        row = job.library.database.write(lambda tx: presets.add(tx, kept, now))
    elif not job.library.database.write(lambda tx: presets.replace(tx, row, kept, now)):
        raise NotFoundError("preset not found")
    return {"id": row, "name": names["name"]}
