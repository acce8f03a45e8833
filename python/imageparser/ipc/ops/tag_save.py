"""`tag_save`: a tag of the user: its spelling, place, colour and other names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Text
from imageparser.library import tag_tree

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class TagSavePayload(Payload):
    """The tag, made where there is none; what is given of it changes everywhere.

    A new `name` leaves the old one as an alias; an empty `parent` or `color` takes that away.
    """

    tag: Text
    name: Text | None = None
    parent: str | None = None
    color: str | None = None
    aliases: list[str] | None = None


class TagSaveDone(Done):
    """The tag as it is now."""

    name: str
    parent: str | None
    color: str | None
    edit: int | None


@op("tag_save", payload=TagSavePayload, done=TagSaveDone, claims=lambda _: CLAIMS)
def tag_save(job: Job, payload: TagSavePayload) -> dict[str, Any]:
    """Make a tag of the user or change its name, parent, colour or aliases."""
    given = payload.model_dump(include={"name", "parent", "color"}, exclude_none=True)
    aliases = None if payload.aliases is None else tuple(payload.aliases)
    change = tag_tree.Change(**given, aliases=aliases)
    node, edit = journaled(
        job, {"tag": payload.tag, **given}, lambda tx, now: tag_tree.save(tx, payload.tag, change, now)
    )
    reader = job.library.database.read()
    parent = None if node.parent is None else tag_tree.get(reader, node.parent).name
    return {"name": node.name, "parent": parent, "color": node.color, "edit": edit}
