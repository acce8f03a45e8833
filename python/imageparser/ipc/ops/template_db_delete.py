"""`template_db_delete`: forget a template of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.errors import NotFoundError
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Text
from imageparser.library import templates
from imageparser.text import nfc

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class TemplateDbDeletePayload(Payload):
    """Which one."""

    name: Text


class TemplateDbDeleteDone(Done):
    """Which one it was."""

    name: str


@op(
    "template_db_delete",
    payload=TemplateDbDeletePayload,
    done=TemplateDbDeleteDone,
    claims=lambda _: Claims(rows=("templates",)),
)
def template_db_delete(job: Job, payload: TemplateDbDeletePayload) -> dict[str, Any]:
    """Forget a template of the library."""
    name = nfc(payload.name).strip()
    if not job.library.database.write(lambda tx: templates.delete(tx, name)):
        raise NotFoundError("template not found")
    return {"name": name}
