"""`template_db_save`: keep a template in the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser import clock
from imageparser.archive import template as archive
from imageparser.errors import UsageError
from imageparser.ipc.fields import Template, plain
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload
from imageparser.library import templates
from imageparser.text import nfc

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class TemplateDbSavePayload(Payload):
    """The template; a name inside it wins over the one beside it."""

    name: str | None = None
    template: Template


class TemplateDbSaveDone(Done):
    """Where it is kept."""

    id: int
    name: str


@op(
    "template_db_save",
    payload=TemplateDbSavePayload,
    done=TemplateDbSaveDone,
    claims=lambda _: Claims(rows=("templates",)),
)
def template_db_save(job: Job, payload: TemplateDbSavePayload) -> dict[str, Any]:
    """Keep a template in the library, in the place of one with the same name."""
    template = archive.checked(plain(payload.template), "template.")
    template["name"] = template["name"] or nfc(payload.name or "").strip()
    if not template["name"]:
        raise UsageError("template name is required")
    now = clock.now_ms()
    row = job.library.database.write(lambda tx: templates.put(tx, template["name"], template, now))
    return {"id": row, "name": template["name"]}
