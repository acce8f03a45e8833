"""Nearest vectors: candidates by their codes, scored by the vectors themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from imageparser.errors import CorruptError
from imageparser.library import vectors
from imageparser.search.ranking import Ranking, best

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from imageparser._core import VectorCodes
    from imageparser.library.codes import Codes
    from imageparser.library.connection import Reader
    from imageparser.library.vectors import State

    # Ids, estimates best first, and how far these spread.
    _Offered = tuple[NDArray[np.int64], NDArray[np.float32], float]

# So few candidates are scored without a look at their codes, times the number that must be exact.
FEW, FEW_EACH = 256, 2
# Candidates that the codes offer at first, and how many times as many where these were too few to be sure: a query that
# is near to nothing, as texts are among pictures, has many that seem equally near.
OFFERED, OFFERED_EACH = 128, 4
MORE, MOST_OFFERED = 6, 1 << 15
# Beyond the estimate by this many of its standard deviations one in forty vectors scores.
SURE = 2.0
# Changed vectors that are scored with each question before the file of codes is brought up to date.
BEHIND = 256
# With more the database compares every vector instead.
MOST_BEHIND = 1 << 14
# Candidates that are scored at a time.
FIRST = 32


class VectorSearch:
    """Answers "which vectors are nearest" for one library; usable from threads.

    All vectors are of length one, so that the inner product is the cosine.
    """

    def __init__(self, codes: Codes) -> None:
        self._codes = codes

    def rank(
        self,
        reader: Reader,
        kind: str,
        key: str,
        wanted: NDArray[np.float32],
        *,
        limit: int,
        within: NDArray[np.int64] | None = None,
        exact: int | None = None,
    ) -> Ranking:
        """Return the ids whose vectors have the greatest cosine to `wanted`; `within` is sorted and limits them.

        With `exact` only so many, those that seem nearest, are compared by the vectors themselves, and the others stand
        as their codes say: fetching a vector is what costs most, and behind the best few hundred little depends on it.
        """
        state = vectors.state(reader, kind, key)
        if state is None or limit < 1:
            return Ranking()
        if within is not None and len(within) <= FEW + FEW_EACH * min(limit, FEW if exact is None else exact // 2):
            ids, rows = vectors.some(reader, state.name, state.dim, within)
            return best(np.array(ids, np.int64), rows @ wanted, limit)
        found = self._current(reader, state)
        if found is None:
            return _by_all(reader, state, wanted, limit, within)
        codes, changed = found
        without = changed if len(changed) else None
        asked = np.ascontiguousarray(wanted, np.float32)
        scores = _Scores(reader, state, asked)
        scores.add(changed if within is None else np.intersect1d(changed, within, assume_unique=True))
        keep = OFFERED + OFFERED_EACH * limit
        try:
            if exact is not None:
                return scores.mixed(codes.find(asked, limit, within=within, without=without), exact, limit)
            while not scores.take(codes.find(asked, keep, within=within, without=without), limit, keep):
                keep *= MORE
        except CorruptError:  # cut off by another program; the next question finds it so and has it made anew
            self._codes.forget(state)
            return _by_all(reader, state, wanted, limit, within)
        return best(scores.ids, scores.scores, limit)

    def _current(self, reader: Reader, state: State) -> tuple[VectorCodes, NDArray[np.int64]] | None:
        """Return the codes and what they do not speak for, provided that it is little."""
        found = self._codes.current(reader, state)
        behind = len(found[1]) if found is not None else 0
        if behind > BEHIND or (found is None and vectors.at_least(reader, state.name, self._codes.least)):
            self._codes.ask(state)
        return None if behind > MOST_BEHIND else found


class _Scores:
    """Ids with their exact scores, as far as they were asked for."""

    def __init__(self, reader: Reader, state: State, wanted: NDArray[np.float32]) -> None:
        self._reader, self._state, self._wanted = reader, state, wanted
        self.ids = np.empty(0, np.int64)
        self.scores = np.empty(0, np.float32)

    def mixed(self, offered: _Offered, exact: int, limit: int) -> Ranking:
        """Score the first of what is offered and return the best of all, the others as they were estimated."""
        ids, estimates, _ = offered
        self.add(ids[:exact])
        scores = np.concatenate([self.scores, estimates[exact:]])
        return best(np.concatenate([self.ids, ids[exact:]]), scores, limit)

    def add(self, ids: NDArray[np.int64]) -> None:
        if not len(ids):
            return
        # In order, since neighbours stand in one page.
        having, rows = vectors.some(self._reader, self._state.name, self._state.dim, np.sort(ids))
        self.ids = np.concatenate([self.ids, np.array(having, np.int64)])
        # Not `@`: for so few rows the threads of BLAS cost more than they save.
        self.scores = np.concatenate([self.scores, np.einsum("ij,j->i", rows, self._wanted)])

    def take(self, offered: _Offered, limit: int, keep: int) -> bool:
        """Score what is offered, best estimates first; True once what is left is surely not among the best.

        False where `keep` were offered and the last of them might still have been among the best.
        """
        ids, estimates, spread = offered
        whole = len(ids) < keep or keep >= MOST_OFFERED
        if len(self.ids):
            fresh = ~np.isin(ids, self.ids)
            ids, estimates = ids[fresh], estimates[fresh]
        first, size = 0, limit + FIRST
        while first < len(ids):
            if estimates[first] + SURE * spread < self._last(limit):
                return True
            self.add(ids[first : first + size])
            first, size = first + size, max(FIRST, limit // 2)
        return whole or (len(estimates) > 0 and float(estimates[-1]) + SURE * spread < self._last(limit))

    def _last(self, limit: int) -> float:
        """Return the score that the last of `limit` has, so far."""
        if len(self.scores) < limit:
            return -np.inf
        return float(np.partition(self.scores, len(self.scores) - limit)[len(self.scores) - limit])


def _by_all(
    reader: Reader, state: State, wanted: NDArray[np.float32], limit: int, within: NDArray[np.int64] | None
) -> Ranking:
    """Let the database compare with every vector."""
    found = vectors.nearest(reader, state.kind, state.version_key, wanted, limit, within=within)
    return best(np.array([i for i, _ in found], np.int64), np.array([s for _, s in found], np.float64), limit)
