"""`collection_import`: take in collections of another library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.carrying import CollectionsFile, carried
from imageparser.ipc.changes import CLAIMS, journaled
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Shape
from imageparser.library import collection_files

if TYPE_CHECKING:
    from imageparser.ipc.job import Job

_NAMED = 100


class CollectionImportPayload(Payload):
    """The file that `collection_export` gave."""

    file: CollectionsFile


class MissingPicture(Shape):
    """A picture of a collection that this library does not have."""

    collection: str
    name: str
    digest: str


class CollectionImportDone(Done):
    """How many collections were made or got more pictures; `lacking` pictures are not here, the first are named."""

    created: int
    merged: int
    added: int
    lacking: int
    missing: list[MissingPicture]
    edit: int | None


@op("collection_import", payload=CollectionImportPayload, done=CollectionImportDone, claims=lambda _: CLAIMS)
def collection_import(job: Job, payload: CollectionImportPayload) -> dict[str, Any]:
    """Take in collections, their pictures found by content; what is there already is kept and added to."""
    rows = carried(payload.file)
    report, edit = journaled(job, {"collections": len(rows)}, lambda tx, now: collection_files.unpack(tx, rows, now))
    missing = [dict(zip(("collection", "name", "digest"), one, strict=True)) for one in report.missing[:_NAMED]]
    counts = {"created": report.created, "merged": report.merged, "added": report.added}
    return {**counts, "lacking": len(report.missing), "missing": missing, "edit": edit}
