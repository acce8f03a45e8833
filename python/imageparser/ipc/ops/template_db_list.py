"""`template_db_list`: the templates that the library keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser import clock
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Shape
from imageparser.library import templates

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class TemplateDbListPayload(Payload):
    """Nothing is asked."""


class ListedTemplate(Shape):
    """A template without its variables."""

    id: int
    name: str
    updated_at: str


class TemplateDbListDone(Done):
    """Every template, the newest first."""

    templates: list[ListedTemplate]


@op(
    "template_db_list",
    payload=TemplateDbListPayload,
    done=TemplateDbListDone,
    claims=lambda _: Claims(reads=("templates",)),
)
def template_db_list(job: Job, _payload: TemplateDbListPayload) -> dict[str, Any]:
    """List the templates of the library."""
    found = templates.listed(job.library.database.read())
    return {"templates": [{**one._asdict(), "updated_at": clock.iso(one.updated_at)} for one in found]}
