"""`tag_list`: the tags of the user, and how often every tag occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Shape
from imageparser.library import tag_tree, tags
from imageparser.search import language
from imageparser.search.candidates import members

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class TagListPayload(Payload):
    """With `cloud` so many tags of the pictures that `query` describes (of all without one), from some sources.

    Sources are `user`, `model` and `file`; without any, all of them.
    """

    cloud: Annotated[int, Field(ge=0, le=10_000)] = 0
    query: str = ""
    sources: list[Literal["user", "model", "file"]] = Field(default_factory=list)


class UserTag(Shape):
    """A tag of the user with its place in the tree and the number of present pictures that have it."""

    name: str
    parent: str | None
    color: str | None
    aliases: list[str]
    files: int


class CountedTag(Shape):
    """A tag with the number of present pictures that have it."""

    tag: str
    files: int


class TagListDone(Done):
    """Every tag of the user by name, and those that occur most."""

    tags: list[UserTag]
    cloud: list[CountedTag]


@op("tag_list", payload=TagListPayload, done=TagListDone, claims=lambda _: Claims(reads=("edits",)))
def tag_list(job: Job, payload: TagListPayload) -> dict[str, Any]:
    """List the user's tags with their tree, aliases and colours, and count the tags of any query."""
    reader = job.library.database.read()
    with reader.snapshot():
        nodes, aliases = tag_tree.every(reader)
        names = {node.folded: node.name for node in nodes}
        counted: list[tags.Counted] = []
        if payload.cloud:
            ids = members(reader, language.parse(payload.query)).tolist() if payload.query.strip() else None
            counted = tags.counts(reader, ids, sources=payload.sources or tags.SOURCES, limit=payload.cloud)
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
    return {"tags": told, "cloud": [one._asdict() for one in counted]}
