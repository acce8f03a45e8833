"""MC: a model says what the picture shows, from its pixels; what is known of the file stands beside it.

A model behind a server is asked once for equal pixels: what it said is remembered by their digest (`library.answers`).
Where its server is not there the phase waits: files without any caption get the built-in record meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from imageparser import _core
from imageparser.errors import CaptionsWaitingError, ImageParserError, ModelFailedError
from imageparser.library import answers, captions, files, fulltext, prompts, tasks
from imageparser.library import layers as layer_table
from imageparser.models.captions.picture import digest_of
from imageparser.models.captions.record import remembered, said_by
from imageparser.models.protocol import CaptionInput
from imageparser.models.record import CaptionRecord
from imageparser.pipeline.phase import Done, Failed, Item, Outcome, Phase, Result, Waiting
from imageparser.text import name_of, parent_key, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from imageparser.library.connection import Reader, Transaction
    from imageparser.library.files import FileRow
    from imageparser.library.tasks import FileRef
    from imageparser.pipeline.phase import Context, Storing

ID = "MC"
NEAR_FOLDERS = 2  # folders above tell where on the disk, not what is in the picture
MOST_LAYERS = 50
HEARD = 256  # answers kept in memory: those of the batch before, at least
QUALITY = 92  # of a picture that is larger than the stored thumbnail


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a file when its turn comes.

    `digest` stands for the pixels where the captioner wants a size of its own, `larger` is the picture in that size if
    the thumbnail is too small; `said` is what was said of these pixels before; `captioned` tells whether the file has a
    caption of any model.
    """

    given: CaptionInput
    larger: bytes = b""
    digest: str = ""
    said: Mapping[str, Any] | None = None
    captioned: bool = False


@dataclass(frozen=True, slots=True)
class Captioned:
    """A record, with the digest of the pixels if it is new, and the version key if it stands in for another one."""

    record: CaptionRecord
    digest: str = ""
    version_key: str = ""


def load(context: Context, reader: Reader, refs: Sequence[FileRef]) -> list[Item | Failed]:
    """Bring together the picture, what was said of it before, and everything that is written in or around the file."""
    ids = [ref.id for ref in refs]
    rows = {row.id: row for row in files.rows(reader, ids)}
    captioned = captions.having(reader, ids)
    edge = context.models.captioner().edge
    items = [_item(context, reader, ref, rows[ref.id], edge) for ref in refs if ref.id in rows]
    digests = [item.value.digest for item in items if isinstance(item, Item)]
    said = answers.get(reader, context.version_key, filter(None, digests), since=context.since)
    return [
        Item(item.ref, replace(item.value, said=said.get(item.value.digest), captioned=item.ref.id in captioned))
        if isinstance(item, Item)
        else item
        for item in items
    ]


def _item(context: Context, reader: Reader, ref: FileRef, row: FileRow, edge: int) -> Item | Failed:
    try:
        thumbnail = context.thumbnails.read(ref.digest or "")
        larger = _larger(context, ref, edge)
    except ImageParserError as error:
        return Failed.of(ref, error)
    layers = layer_table.of_file(reader, ref.id)
    folders = [part for part in parent_key(row.key).split("/") if part][-NEAR_FOLDERS:]
    given = CaptionInput(
        image=thumbnail,
        name_words=words_of(name_of(row.key)),
        folder_words=[word for folder in folders for word in words_of(folder)],
        layer_names=list(dict.fromkeys(layer.name for layer in layers if layer.name))[:MOST_LAYERS],
        layer_texts=[layer.text for layer in layers if layer.text][:MOST_LAYERS],
        prompt=prompts.text_of(reader, ref.id),
        exif=row.exif,
        palette=row.palette,
    )
    return Item(ref, Shown(given, larger, digest_of(larger or thumbnail, edge) if edge else ""))


def _larger(context: Context, ref: FileRef, edge: int) -> bytes:
    """Return the picture, read from the file, where the captioner wants it larger than the thumbnail."""
    if edge <= context.settings.thumbnails.size:
        return b""
    return _core.thumbnail(ref.raw, size=edge, quality=QUALITY)


def run(context: Context, items: Sequence[Item]) -> list[Outcome]:
    """Let the model caption the pictures, equal pixels once."""
    heard = context.heard.setdefault(ID, {})
    asked = {_name(item): item for item in items if _said(item, heard) is None}
    inputs = [replace(item.value.given, image=item.value.larger or item.value.given.image) for item in asked.values()]
    records = context.models.captioner().caption(inputs, cancelled=lambda: context.cancel.cancelled)
    if len(records) != len(inputs):
        raise ModelFailedError(f"{len(inputs)} captions were asked for, {len(records)} came")
    answered = dict(zip(asked, records, strict=True))
    made = [_answer(item, heard, answered, first=asked.get(_name(item)) is item) for item in items]
    heard |= {
        name: said_by(record)
        for name, record in answered.items()
        if isinstance(name, str) and isinstance(record, CaptionRecord)
    }
    while len(heard) > HEARD:
        del heard[next(iter(heard))]
    return _with_stand_ins(context, items, made)


def _name(item: Item) -> str | int:
    """Return what equal pixels share, or the file where that is not known."""
    return item.value.digest or item.ref.id


def _said(item: Item, heard: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what was said of these pixels before; the batch before may not have been stored when this one was read."""
    said: Mapping[str, Any] | None = item.value.said or heard.get(item.value.digest)
    return said


def _answer(
    item: Item,
    heard: Mapping[str, Any],
    answered: Mapping[str | int, CaptionRecord | ImageParserError],
    *,
    first: bool,
) -> Outcome:
    shown: Shown = item.value
    if (said := _said(item, heard)) is not None:
        return Result(item.ref, Captioned(remembered(said, shown.given)))
    record = answered[_name(item)]
    if isinstance(record, CaptionsWaitingError):
        return Waiting(item.ref, record.code, record.message)
    if isinstance(record, ImageParserError):
        return Failed.of(item.ref, record)
    if not record.caption.strip():
        return Failed.of(item.ref, ModelFailedError("the caption is empty"))
    if first:
        return Result(item.ref, Captioned(record, shown.digest))
    return Result(item.ref, Captioned(remembered(said_by(record), shown.given)))


def _with_stand_ins(context: Context, items: Sequence[Item], made: list[Outcome]) -> list[Outcome]:
    """Return the outcomes with a built-in record for those that wait and have no caption at all."""
    shown = {item.ref.id: item.value for item in items}
    bare = [one for one in made if isinstance(one, Waiting) and not shown[one.ref.id].captioned]
    if not bare:
        return made
    captioner, version_key = context.models.stand_in()
    records = captioner.caption([shown[one.ref.id].given for one in bare])
    serving = {
        one.ref.id: replace(one, value=Captioned(record, version_key=version_key))
        for one, record in zip(bare, records, strict=True)
        if isinstance(record, CaptionRecord)
    }
    return [serving.get(one.ref.id, one) for one in made]


def store(storing: Storing, tx: Transaction, results: Sequence[Result]) -> list[Done]:
    """Store captions, tags and the keyword index, and remember what was said of new pixels."""
    for result in results:
        made: Captioned = result.value
        if made.digest:
            answers.put(tx, storing.task[1], made.digest, said_by(made.record), storing.now_ms)
        _put(storing, tx, result.ref, made.record, storing.task[1])
        tasks.supersede(tx, result.ref.id, storing.task)  # one caption is in use: going back to a model makes it anew
        tasks.done(tx, result.ref.id, storing.task, storing.now_ms, took_ms=storing.took_ms)
    return [Done(result.ref.id) for result in results]


def stand_in(storing: Storing, tx: Transaction, waiting: Sequence[Waiting]) -> None:
    """Store the records that serve until the model can be asked."""
    for one in waiting:
        _put(storing, tx, one.ref, one.value.record, one.value.version_key)


def _put(storing: Storing, tx: Transaction, ref: FileRef, record: CaptionRecord, version_key: str) -> None:
    """Store one record; what was built on another caption is to be done again."""
    before = captions.get(tx, ref.id)
    captions.put(
        tx,
        ref.id,
        version_key,
        record.to_dict(),
        storing.now_ms,
        keyword_text=record.keyword_text(),
        facets=record.facets(),
    )
    if before is not None and CaptionRecord.from_dict(before.record).meaning_text() != record.meaning_text():
        tasks.reset(tx, ref.id, storing.dependents)
    fulltext.refresh(tx, [ref.id])


def waits(context: Context) -> ImageParserError | None:
    """Return why no captions can be written now, None where they can."""
    try:
        context.models.captioner().ready()
    except CaptionsWaitingError as error:
        return error
    return None


def most(context: Context) -> int:
    """Return how many pictures go into a batch at most: few where each takes seconds, since a kill costs a batch."""
    return context.models.captioner().batch


PHASE = Phase(
    id=ID,
    needs=("P",),
    slot="MC",
    resource="model",
    batch=16,
    input=load,
    result=Captioned,
    run=run,
    store=store,
    waits=waits,
    stand_in=stand_in,
    most=most,
)
