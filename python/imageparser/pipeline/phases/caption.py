"""MC: a model says what the picture shows, from its thumbnail and from the words around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.errors import ImageParserError, ModelFailedError
from imageparser.library import captions, files, fulltext, prompts, tasks
from imageparser.library import layers as layer_table
from imageparser.models.protocol import CaptionInput
from imageparser.models.record import CaptionRecord
from imageparser.pipeline.phase import Done, Failed, Item, Phase, Result
from imageparser.text import name_of, parent_key, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.library.connection import Reader, Transaction
    from imageparser.library.files import FileRow
    from imageparser.library.tasks import FileRef
    from imageparser.pipeline.phase import Context, Storing

NEAR_FOLDERS = 2  # folders above tell where on the disk, not what is in the picture
MOST_LAYERS = 50


def load(context: Context, reader: Reader, refs: Sequence[FileRef]) -> list[Item | Failed]:
    """Bring together the thumbnail and everything that is written in or around the file."""
    rows = {row.id: row for row in files.rows(reader, [ref.id for ref in refs])}
    return [_item(context, reader, ref, rows[ref.id]) for ref in refs if ref.id in rows]


def _item(context: Context, reader: Reader, ref: FileRef, row: FileRow) -> Item | Failed:
    try:
        image = context.thumbnails.read(row.digest or "")
    except ImageParserError as error:
        return Failed.of(ref, error)
    layers = layer_table.of_file(reader, ref.id)
    folders = [part for part in parent_key(row.key).split("/") if part][-NEAR_FOLDERS:]
    return Item(
        ref,
        CaptionInput(
            image=image,
            name_words=words_of(name_of(row.key)),
            folder_words=[word for folder in folders for word in words_of(folder)],
            layer_names=list(dict.fromkeys(layer.name for layer in layers if layer.name))[:MOST_LAYERS],
            layer_texts=[layer.text for layer in layers if layer.text][:MOST_LAYERS],
            prompt=prompts.text_of(reader, ref.id),
            exif=row.exif,
            palette=row.palette,
        ),
    )


def run(context: Context, items: Sequence[Item]) -> list[Result | Failed]:
    """Let the model caption the pictures."""
    records = context.models.captioner().caption([item.value for item in items])
    if len(records) != len(items):
        raise ModelFailedError(f"{len(items)} captions were asked for, {len(records)} came")
    return [_checked(item, record) for item, record in zip(items, records, strict=True)]


def _checked(item: Item, record: CaptionRecord) -> Result | Failed:
    if not record.caption.strip():
        return Failed.of(item.ref, ModelFailedError("the caption is empty"))
    return Result(item.ref, record)


def store(storing: Storing, tx: Transaction, results: Sequence[Result]) -> list[Done]:
    """Store captions, tags and the keyword index; what was built on another caption is to be done again."""
    for result in results:
        file_id, record = result.ref.id, result.value
        before = captions.get(tx, file_id)
        words = record.keyword_text()
        captions.put(tx, file_id, storing.task[1], record.to_dict(), storing.now_ms, keyword_text=words)
        if before is not None and CaptionRecord.from_dict(before.record).meaning_text() != record.meaning_text():
            tasks.reset(tx, file_id, storing.dependents)
        fulltext.refresh(tx, [file_id])
        tasks.done(tx, file_id, storing.task, storing.now_ms, took_ms=storing.took_ms)
    return [Done(result.ref.id) for result in results]


PHASE = Phase(
    id="MC",
    needs=("P",),
    slot="MC",
    resource="model",
    batch=16,
    input=load,
    result=CaptionRecord,
    run=run,
    store=store,
)
