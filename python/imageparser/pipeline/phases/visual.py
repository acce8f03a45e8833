"""VV: the visual vector of the thumbnail; files of the same content share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser.errors import ImageParserError
from imageparser.library import vectors
from imageparser.pipeline.phase import Failed, Item, Phase, Result
from imageparser.pipeline.phases import vector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.library.tasks import FileRef
    from imageparser.pipeline.phase import Context

ID = "VV"


def load(context: Context, reader: Reader, refs: Sequence[FileRef]) -> list[Item | Failed]:
    """Read the thumbnails, or the vector itself where a file of the same content has one."""
    twins = vectors.twins(reader, ID, context.version_key, [ref.id for ref in refs])
    known = vectors.get(reader, ID, context.version_key, set(twins.values()))
    return [_item(context, ref, known.get(twins.get(ref.id, 0))) for ref in refs]


def _item(context: Context, ref: FileRef, known: NDArray[np.float32] | None) -> Item | Failed:
    if known is not None:
        return Item(ref, known)
    try:
        return Item(ref, context.thumbnails.read(ref.digest or ""))
    except ImageParserError as error:
        return Failed.of(ref, error)


def run(context: Context, items: Sequence[Item]) -> list[Result | Failed]:
    """Let the model look at each content once."""
    contents = {item.ref.digest: item.value for item in items if isinstance(item.value, bytes)}
    made: dict[str | None, Any] = {}
    if contents:
        embedded = context.models.visual().embed(list(contents.values()))
        refs = {item.ref.digest: item.ref for item in items}
        answers = vector.results([refs[digest] for digest in contents], embedded)
        made = {answer.ref.digest: answer for answer in answers}
    return [_answer(item, made) for item in items]


def _answer(item: Item, made: dict[str | None, Result | Failed]) -> Result | Failed:
    if not isinstance(item.value, bytes):
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
)
