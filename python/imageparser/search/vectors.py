"""Vectors of a library held in memory, one copy for each kind, dropped when the library's generation moves."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from imageparser.library import vectors
from imageparser.search.ranking import Ranking, best

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from imageparser.library.connection import Reader

# Above this many bytes of one kind the vectors stay in the database and its own search answers.
MEMORY_LIMIT = 1 << 30


@dataclass(frozen=True)
class _State:
    """What is known of one kind as of a generation; no matrix yet, or none at all where it would be too large."""

    key: str
    generation: int
    ids: NDArray[np.int64] | None = None
    matrix: NDArray[np.float32] | None = None


class VectorCache:
    """Answers "which vectors are nearest" for one library; usable from threads.

    The first question about a generation is answered by the database, which is quicker than reading every vector;
    whoever asks again gets them from memory.

    All vectors are of length one, so that the inner product is the cosine.
    """

    def __init__(self, memory_limit: int = MEMORY_LIMIT) -> None:
        self._limit = memory_limit
        self._states: dict[str, _State] = {}
        self._lock = Lock()

    def rank(
        self,
        reader: Reader,
        kind: str,
        key: str,
        wanted: NDArray[np.float32],
        *,
        limit: int,
        within: NDArray[np.int64] | None = None,
    ) -> Ranking:
        """Return the ids whose vectors have the greatest cosine to `wanted`; `within` is sorted and limits them."""
        state = self._state(reader, kind, key)
        if state.ids is None or state.matrix is None:
            found = vectors.nearest(reader, kind, key, wanted, limit, within=within)
            return best(np.array([i for i, _ in found], np.int64), np.array([s for _, s in found], np.float64), limit)
        ids, matrix = state.ids, state.matrix
        if within is not None:
            keep = np.flatnonzero(np.isin(ids, within, assume_unique=True))
            if len(keep) < len(ids):
                ids, matrix = ids[keep], matrix[keep]
        return best(ids, matrix @ wanted, limit) if len(ids) else Ranking()

    def _state(self, reader: Reader, kind: str, key: str) -> _State:
        generation = vectors.generation(reader, kind, key)
        with self._lock:
            known = self._states.get(kind)
            if known is None or known.key != key or known.generation != generation:
                known = self._states[kind] = _State(key, generation)
            elif known.matrix is None:
                known = self._states[kind] = self._load(reader, kind, key, generation)
            return known

    def _load(self, reader: Reader, kind: str, key: str, generation: int) -> _State:
        if vectors.size_bytes(reader, kind, key) > self._limit:
            return _State(key, generation)
        ids, matrix = vectors.matrix(reader, kind, key)
        return _State(key, generation, ids, matrix)
