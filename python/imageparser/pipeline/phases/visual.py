"""VV: the visual vector of the thumbnail; files of the same content share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from imageparser.errors import ImageParserError
from imageparser.library import vectors
from imageparser.models.protocol import Prepared
from imageparser.pipeline.phase import Failed, Item, Phase, Result
from imageparser.pipeline.phases import vector

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.library.tasks import FileRef
    from imageparser.pipeline.phase import Context

ID = "VV"


def load(context: Context, reader: Reader, refs: Sequence[FileRef]) -> list[Item | Failed]:
    """Decode the thumbnails, or read the vector itself where a file of the same content has one."""
    twins = vectors.twins(reader, ID, context.version_key, [ref.id for ref in refs])
    known = vectors.get(reader, ID, context.version_key, set(twins.values()))
    found = {ref.id: known[twins[ref.id]] for ref in refs if twins.get(ref.id) in known}
    seen = _prepared(context, {ref.digest or "" for ref in refs if ref.id not in found})
    return [_item(ref, found[ref.id] if ref.id in found else seen[ref.digest or ""]) for ref in refs]


def _prepared(context: Context, digests: Collection[str]) -> dict[str, Prepared | ImageParserError]:
    """Return each content as the model wants it, decoded once however many files have it."""
    images: dict[str, bytes] = {}
    errors: dict[str, Prepared | ImageParserError] = {}
    for digest in digests:
        try:
            images[digest] = context.thumbnails.read(digest)
        except ImageParserError as error:
            errors[digest] = error
    prepared = context.models.visual().prepare(list(images.values())) if images else []
    return errors | dict(zip(images, prepared, strict=True))


def _item(ref: FileRef, value: NDArray[np.float32] | Prepared | ImageParserError) -> Item | Failed:
    return Failed.of(ref, value) if isinstance(value, ImageParserError) else Item(ref, value)


def run(context: Context, items: Sequence[Item]) -> list[Result | Failed]:
    """Let the model look at each content once."""
    contents = {item.ref.digest: item for item in items if isinstance(item.value, Prepared)}
    made: dict[str | None, Result | Failed] = {}
    if contents:
        embedded = context.models.visual().embed([item.value for item in contents.values()])
        answers = vector.results([item.ref for item in contents.values()], embedded)
        made = dict(zip(contents, answers, strict=True))
    return [_answer(item, made) for item in items]


def _answer(item: Item, made: Mapping[str | None, Result | Failed]) -> Result | Failed:
    if not isinstance(item.value, Prepared):
        return Result(item.ref, item.value)
    answer = made[item.ref.digest]
    if isinstance(answer, Failed):
        return Failed(item.ref, answer.code, answer.message)
    return Result(item.ref, answer.value)


PHASE = Phase(
    id=ID,
    needs=("P",),
    slot="VV",
    resource="model",
    batch=16,
    input=load,
    result=np.ndarray,
    run=run,
    store=vector.store,
    embeds=True,
)
