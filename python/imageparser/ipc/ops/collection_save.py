"""`collection_save`: make a collection or change one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.errors import UsageError
from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import MAX_ROW, Done, Payload, Row, Text
from imageparser.library import collections

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.connection import Transaction

_FIELDS = {"name": "name", "parent": "parent_id", "description": "description", "query": "query", "cover": "cover_id"}


class CollectionSavePayload(Payload):
    """A new collection, or with `collection` what is to change of that one; 0 for `parent` or `cover` means none.

    It stands at the end of its place, or `before` another collection there; 0 for `before` puts it at the end.
    With a `query` it is a smart one: its pictures are those that the query describes at any time.
    """

    collection: Row | None = None
    name: Text | None = None
    parent: Annotated[int, Field(ge=0, le=MAX_ROW)] | None = None
    description: str | None = None
    query: Text | None = None
    cover: Annotated[int, Field(ge=0, le=MAX_ROW)] | None = None
    before: Annotated[int, Field(ge=0, le=MAX_ROW)] | None = None


class CollectionSaveDone(Done):
    """The number of the collection."""

    collection: int
    edit: int | None


@op("collection_save", payload=CollectionSavePayload, done=CollectionSaveDone, claims=lambda _: CLAIMS)
def collection_save(job: Job, payload: CollectionSavePayload) -> dict[str, Any]:
    """Make a collection, or change its name, place, order, description, query or cover."""
    given = payload.model_dump(include={*_FIELDS, "before"}, exclude_none=True)
    values = {_FIELDS[name]: None if value == 0 else value for name, value in given.items() if name != "before"}

    def work(tx: Transaction, now: int) -> int:
        number = payload.collection
        changed = number is not None and (bool(values) or payload.before is None)
        if number is None:
            if payload.name is None:
                raise UsageError("name is required")
            place = {name: values.get(name) for name in ("parent_id", "query")}
            number = collections.create(tx, payload.name, now, description=payload.description or "", **place)
        if changed or "cover_id" in values:
            collections.change(tx, number, values, now)
        if payload.before is not None:
            collections.arrange(tx, number, payload.before or None)
        return number

    number, edit = journaled(job, {"collection": payload.collection, **given}, work)
    return {"collection": number, "edit": edit}
