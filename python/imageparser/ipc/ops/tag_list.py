"""`tag_list`: the tags of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Shape
from imageparser.library import tag_tree

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class TagListPayload(Payload):
    """Nothing: there are thousands at most."""


class UserTag(Shape):
    """A tag of the user with its place in the tree and the number of present pictures that have it."""

    name: str
    parent: str | None
    color: str | None
    aliases: list[str]
    files: int


class TagListDone(Done):
    """Every tag of the user by name."""

    tags: list[UserTag]


@op("tag_list", payload=TagListPayload, done=TagListDone, claims=lambda _: Claims(reads=("edits",)))
def tag_list(job: Job, payload: TagListPayload) -> dict[str, Any]:
    """List the user's tags with their tree, aliases and colours; `tag_cloud` counts those of any query."""
    del payload
    reader = job.library.database.read()
    with reader.snapshot():
        nodes, aliases = tag_tree.every(reader)
    names = {node.folded: node.name for node in nodes}
    told = [
        {
            "name": node.name,
            "parent": names.get(node.parent or ""),
            "color": node.color,
            "aliases": aliases.get(node.folded, []),
            "files": node.files,
        }
        for node in nodes
    ]
    return {"tags": told}
