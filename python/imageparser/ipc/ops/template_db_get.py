"""`template_db_get`: one template of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser import clock
from imageparser.errors import NotFoundError, UsageError
from imageparser.ipc.fields import PlainTemplate  # noqa: TC001  # pydantic reads the annotation
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Row
from imageparser.library import templates
from imageparser.text import nfc

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class TemplateDbGetPayload(Payload):
    """Which one; `id` wins over `name`."""

    id: Row | None = None
    name: str | None = None


class TemplateDbGetDone(Done):
    """The template."""

    id: int
    name: str
    payload: PlainTemplate
    updated_at: str


@op(
    "template_db_get",
    payload=TemplateDbGetPayload,
    done=TemplateDbGetDone,
    claims=lambda _: Claims(reads=("templates",)),
)
def template_db_get(job: Job, payload: TemplateDbGetPayload) -> dict[str, Any]:
    """Get one template of the library."""
    reader = job.library.database.read()
    if payload.id is not None:
        found = templates.by_id(reader, payload.id)
    elif payload.name:
        found = templates.by_name(reader, nfc(payload.name).strip())
    else:
        raise UsageError("name is required")
    if found is None:
        raise NotFoundError("template not found")
    return {**found._asdict(), "updated_at": clock.iso(found.updated_at)}
