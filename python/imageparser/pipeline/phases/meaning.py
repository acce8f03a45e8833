"""MV: the vector of what the caption record means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from imageparser.library import captions
from imageparser.models.record import CaptionRecord
from imageparser.pipeline.phase import Failed, Item, Phase, Result
from imageparser.pipeline.phases import vector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.library.connection import Reader
    from imageparser.library.tasks import FileRef
    from imageparser.pipeline.phase import Context


def load(context: Context, reader: Reader, refs: Sequence[FileRef]) -> list[Item | Failed]:
    """Read the captions in use."""
    del context
    found = captions.rows(reader, [ref.id for ref in refs])
    return [
        Item(ref, CaptionRecord.from_dict(found[ref.id].record).meaning_text())
        if ref.id in found
        else Failed(ref, "not_found", "the caption is missing")
        for ref in refs
    ]


def run(context: Context, items: Sequence[Item]) -> list[Result | Failed]:
    """Let the model read the texts."""
    matrix = context.models.meaning().embed([item.value for item in items], role="document")
    return vector.results([item.ref for item in items], matrix)


PHASE = Phase(
    id="MV",
    needs=("MC",),
    slot="MV",
    resource="model",
    batch=64,
    input=load,
    result=np.ndarray,
    run=run,
    store=vector.store,
    embeds=True,
)
