"""`collection_list`: the collections with their live counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser import clock
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Row, Shape
from imageparser.library import collections
from imageparser.search.candidates import of_collections

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.connection import Reader


class CollectionListPayload(Payload):
    """One `collection` with its pictures in their order, else all without them."""

    collection: Row | None = None


class ListedCollection(Shape):
    """A collection; `query` is that of a smart one. `files` counts its present pictures as of now.

    `total` counts those of the collections inside it, too.
    """

    id: int
    parent: int | None
    name: str
    description: str
    query: str | None
    cover: int | None
    files: int
    total: int
    created_at: str
    updated_at: str


class CollectionListDone(Done):
    """The collections in the user's order, each before those inside it; the pictures of the one that was asked for."""

    collections: list[ListedCollection]
    pictures: list[int] | None = None


@op(
    "collection_list",
    payload=CollectionListPayload,
    done=CollectionListDone,
    claims=lambda _: Claims(reads=("edits",)),
)
def collection_list(job: Job, payload: CollectionListPayload) -> dict[str, Any]:
    """List the collections in their order, smart ones with the number of pictures that their queries find now."""
    reader = job.library.database.read()
    with reader.snapshot():
        if payload.collection is None:
            return {"collections": [_told(reader, row) for row in collections.every(reader)]}
        row = collections.get(reader, payload.collection)
        smart = row.query is not None
        pictures = of_collections(reader, [row.id]).tolist() if smart else collections.items(reader, row.id)
        return {"collections": [_told(reader, row)], "pictures": pictures}


def _told(reader: Reader, row: collections.Collection) -> dict[str, Any]:
    total = len(of_collections(reader, [row.id]))
    return {
        "id": row.id,
        "parent": row.parent_id,
        "name": row.name,
        "description": row.description,
        "query": row.query,
        "cover": row.cover_id,
        "files": total if row.query is not None else len(collections.members(reader, [row.id])),
        "total": total,
        "created_at": clock.iso(row.created_at),
        "updated_at": clock.iso(row.updated_at),
    }
