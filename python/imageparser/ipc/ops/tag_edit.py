"""`tag_edit`: tags for many pictures at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from imageparser.errors import UsageError
from imageparser.ipc.asking import ChosenPayload, EditDone, chosen
from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Text  # noqa: TC001  # pydantic reads the annotation
from imageparser.library import tags

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.connection import Transaction


class TagEditPayload(ChosenPayload):
    """Tags to `add` to the pictures and to `remove` from them; tags of models and of the files stay."""

    add: list[Text] = Field(default_factory=list)
    remove: list[Text] = Field(default_factory=list)


class TagEditDone(EditDone):
    """How many tags were given and taken."""


@op("tag_edit", payload=TagEditPayload, done=TagEditDone, claims=lambda _: CLAIMS)
def tag_edit(job: Job, payload: TagEditPayload) -> dict[str, Any]:
    """Add tags to pictures and remove tags from them, for any selection or query."""
    if not payload.add and not payload.remove:
        raise UsageError("add or remove is required")
    ids = chosen(job, payload)

    def work(tx: Transaction, now: int) -> int:
        return tags.take(tx, ids, payload.remove) + tags.give(tx, ids, payload.add, now)

    summary = {"add": payload.add, "remove": payload.remove, "pictures": len(ids)}
    changed, edit = journaled(job, summary, work)
    return {"changed": changed, "edit": edit}
