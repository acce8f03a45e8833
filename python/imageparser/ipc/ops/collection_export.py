"""`collection_export`: collections as JSON, for another library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.carrying import CollectionsFile  # noqa: TC001  # pydantic reads the annotation
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Row
from imageparser.library import collection_files

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class CollectionExportPayload(Payload):
    """Which ones, with all inside them; without numbers all."""

    collections: list[Row] | None = None


class CollectionExportDone(Done):
    """The file: pictures are named by the digests of their contents."""

    file: CollectionsFile


@op(
    "collection_export",
    payload=CollectionExportPayload,
    done=CollectionExportDone,
    claims=lambda _: Claims(reads=("edits",)),
)
def collection_export(job: Job, payload: CollectionExportPayload) -> dict[str, Any]:
    """Give collections as JSON that another library can take in."""
    reader = job.library.database.read()
    with reader.snapshot():
        return {"file": collection_files.pack(reader, payload.collections)}
