"""What the two phases that make vectors share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from imageparser.errors import ModelFailedError
from imageparser.library import tasks, vectors
from imageparser.pipeline.phase import Done, Failed, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Transaction
    from imageparser.library.tasks import FileRef
    from imageparser.pipeline.phase import Storing


def results(refs: Sequence[FileRef], matrix: NDArray[np.float32]) -> list[Result | Failed]:
    """Return one result for each row of a model's answer; an unusable vector is that file's failure."""
    if matrix.ndim != 2 or len(matrix) != len(refs):
        raise ModelFailedError(f"{len(refs)} vectors were asked for, an array of shape {matrix.shape} came")
    return [_result(ref, row) for ref, row in zip(refs, matrix, strict=True)]


def _result(ref: FileRef, row: NDArray[np.float32]) -> Result | Failed:
    try:
        vectors.refuse_unusable(row[np.newaxis], [ref.id])
    except ModelFailedError as error:
        return Failed.of(ref, error)
    return Result(ref, row)


def store(storing: Storing, tx: Transaction, done: Sequence[Result]) -> list[Done]:
    """Store the vectors under the kind and version key of the task that they complete."""
    if not done:
        return []
    kind, version_key = storing.task
    ids = [result.ref.id for result in done]
    vectors.put(tx, kind, version_key, ids, np.stack([result.value for result in done]))
    for file_id in ids:
        tasks.done(tx, file_id, storing.task, storing.now_ms, took_ms=storing.took_ms)
    return [Done(file_id) for file_id in ids]
