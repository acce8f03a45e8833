"""P: one read of the file gives its digest, metadata, layers, thumbnail, hash and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser import _core
from imageparser.library import files, tasks
from imageparser.pipeline.phase import Done, Failed, Item, Phase, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.library.connection import Reader, Transaction
    from imageparser.library.tasks import FileRef
    from imageparser.pipeline.phase import Context, Storing
    from imageparser.settings import Settings

SCHEMA = 2  # raise it when a record holds something new that every file should have


def version(settings: Settings) -> str:
    """Return the version key: another thumbnail size means reading again."""
    return f"parse:{SCHEMA}:webp{settings.thumbnails.size}"


def load(context: Context, reader: Reader, refs: Sequence[FileRef]) -> list[Item | Failed]:
    """Take the paths as they are; the native core opens the files."""
    del context, reader
    return [Item(ref, ref.raw) for ref in refs]


def run(context: Context, items: Sequence[Item]) -> list[Result | Failed]:
    """Read the files on all workers and keep the thumbnails."""
    thumbnails, limits = context.settings.thumbnails, context.settings.limits
    records = _core.ingest(
        [item.value for item in items],
        thumb_size=thumbnails.size,
        thumb_quality=thumbnails.quality,
        thumb_method=thumbnails.method,
        max_pixels=limits.max_pixels,
        max_memory=limits.max_memory,
        threads=context.workers,
        cancel=context.cancel,
        progress=context.tick,
    )
    return [_keep(context, item.ref, record) for item, record in zip(items, records, strict=True)]


def _keep(context: Context, ref: FileRef, record: _core.Record | _core.Failure) -> Result | Failed:
    if isinstance(record, _core.Failure):
        return Failed(ref, record.code, record.message)
    # Before the row: a row without its thumbnail would be a fault, a thumbnail without a row is harmless.
    context.thumbnails.write(record.digest, record.thumbnail)
    return Result(ref, record)


def store(storing: Storing, tx: Transaction, results: Sequence[Result]) -> list[Done]:
    """Store the records; a file that turns out to be a moved one gets its old row back."""
    done = []
    for result in results:
        stored = files.store_record(tx, result.ref.id, result.value, storing.now_ms)
        tasks.done(tx, stored.file_id, storing.task, storing.now_ms, took_ms=storing.took_ms)
        done.append(Done(stored.file_id, stored.refound))
    return done


PHASE = Phase(
    id="P",
    needs=(),
    slot=None,
    resource="cpu",
    batch=32,
    input=load,
    result=_core.Record,
    run=run,
    store=store,
    version=version,
)
