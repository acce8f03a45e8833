"""One visual order from several references (`search.scales`), by the nearest of each.

Candidates are the nearest of each reference, and for `all` those of their weighted mean, too. A picture in none of
these lists is below what the lists' last ones score together, and for `all` below the last of the mean's, since no
least value is above a mean. While the wanted pictures do not score above that, the lists are made longer (the threshold
algorithm of Fagin, Lotem and Naor 2001, "Optimal Aggregation Algorithms for Middleware").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from imageparser.library import vectors
from imageparser.search import layers
from imageparser.search.axes.visual import KIND
from imageparser.search.ranking import Ranking, best
from imageparser.search.scales import Near, Wanted, combined, scales

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from imageparser.search.context import Context
    from imageparser.search.layers import LayerHit

    Matrix = NDArray[np.float64]

# Length of the lists at first, how many times as long they become, and at last.
FIRST, MORE, LAST = 1000, 4, 16_000
# So many of the best are sure to be the best.
SURE = 100
# Vectors that are scored at a time.
_AT_ONCE = 4096


@dataclass(frozen=True)
class Blended:
    """The ranking, the layers that lifted pictures in it, and how near each picture is to each reference."""

    ranking: Ranking
    lifted: Mapping[int, LayerHit]
    near: Mapping[int, tuple[Near, ...]]
    sure: bool


def blend(context: Context, references: Sequence[Wanted], mode: str, *, limit: int) -> Blended:
    """Rank the candidates by their visual vectors under several references; at least one is no minus one."""
    run = _Blending(context, references, mode)
    depth, done = max(FIRST, limit), False
    while not done:
        done = run.look(depth, limit)
        depth *= MORE
    return run.result(limit)


class _Blending:
    def __init__(self, context: Context, references: Sequence[Wanted], mode: str) -> None:
        self._context, self._mode = context, mode
        self._key = context.spaces["visual"].key
        self._rows = np.stack([one.vector for one in references]).astype(np.float32)
        self._scales = scales(context, references)
        self._plus = [place for place, one in enumerate(references) if not one.minus]
        self._state = vectors.state(context.reader, KIND, self._key)
        self._ids = np.empty(0, np.int64)
        self._cosines = np.empty((0, len(references)))
        self._hits: list[Mapping[int, LayerHit]] = [{} for _ in references]
        self._bound = np.inf  # what no picture outside of the lists scores above
        self._sure = False

    def look(self, depth: int, limit: int) -> bool:
        """Look at the nearest `depth` pictures of each reference, or of their mean; return whether that was enough."""
        found = []
        mean = self._mode == "all" and len(self._plus) > 1
        if not mean or self._bound == np.inf or any(self._hits):
            found += self._by_each(depth)
        if mean and self._bound > -np.inf:
            ids, most = self._by_mean(depth)
            found.append(ids)
            # A layer may lift a picture above its mean.
            self._bound = self._bound if any(self._hits) else min(self._bound, most)
        self._add(np.setdiff1d(np.concatenate(found), self._ids))
        scores = np.sort(self._scored())[::-1]
        wanted = min(limit, SURE)
        self._sure = self._bound == -np.inf or (len(scores) >= wanted and bool(scores[wanted - 1] >= self._bound))
        return self._sure or depth >= LAST

    def result(self, limit: int) -> Blended:
        """Return what was found."""
        deviations = self._scales.deviations(self._lifted_cosines())
        ranking = best(self._ids, self._scales.told(self._scored()), limit)
        places = np.searchsorted(self._ids, ranking.ids)
        cosines = self._lifted_cosines()
        near = {
            int(item): tuple(Near(float(c), float(z)) for c, z in zip(cosines[at], deviations[at], strict=True))
            for item, at in zip(ranking.ids, places, strict=True)
        }
        return Blended(ranking, self._lifting(), near, self._sure)

    def _by_each(self, depth: int) -> list[NDArray[np.int64]]:
        """Return the nearest to each reference, and find what no other picture scores above."""
        lasts, found, whole = [], [], False
        for place in self._plus:
            ranking = self._context.nearest(KIND, self._key, self._rows[place], limit=depth)
            self._hits[place], last = layers.nearest(self._context, self._rows[place], limit=depth)
            found += [ranking.ids, np.array(sorted(self._hits[place]), np.int64)]
            whole = whole or len(ranking.ids) < depth  # no picture is missing in it
            lasts.append(-np.inf if whole else max(float(ranking.scores[-1]), -np.inf if last is None else last))
        if whole:
            self._bound = -np.inf
            return found
        given = self._scales
        deviations = (np.array(lasts) - given.means[self._plus]) / given.spreads[self._plus]
        self._bound = float(combined(deviations[None], given.weights[self._plus], self._mode)[0])
        return found

    def _by_mean(self, depth: int) -> tuple[NDArray[np.int64], float]:
        """Return the nearest to the weighted mean of all, and what no other picture's mean is above."""
        given = self._scales
        shares = given.weights[self._plus] / given.weights[self._plus].sum() / given.spreads[self._plus]
        direction = shares @ self._rows[self._plus]
        length = float(np.linalg.norm(direction))
        if length == 0:
            return np.empty(0, np.int64), np.inf
        ranking = self._context.nearest(KIND, self._key, (direction / length).astype(np.float32), limit=depth)
        if len(ranking.ids) < depth:
            return ranking.ids, -np.inf
        return ranking.ids, float(ranking.scores[-1] * length - shares @ given.means[self._plus])

    def _add(self, fresh: NDArray[np.int64]) -> None:
        if self._state is None:
            return
        for start in range(0, len(fresh), _AT_ONCE):
            part = fresh[start : start + _AT_ONCE]
            ids, rows = vectors.some(self._context.reader, self._state.name, self._state.dim, part)
            self._ids = np.concatenate([self._ids, np.array(ids, np.int64)])
            self._cosines = np.concatenate([self._cosines, rows @ self._rows.T])
        order = np.argsort(self._ids)
        self._ids, self._cosines = self._ids[order], self._cosines[order]

    def _scored(self) -> Matrix:
        return self._scales.scores(self._scales.deviations(self._lifted_cosines()), self._mode)

    def _lifted_cosines(self) -> Matrix:
        """Return the cosines, those of a document's best layer where they are greater."""
        if not any(self._hits):
            return self._cosines
        cosines = self._cosines.copy()
        for place, hits in enumerate(self._hits):
            for row, item in enumerate(self._ids.tolist()):
                if item in hits:
                    cosines[row, place] = max(cosines[row, place], hits[item].score)
        return cosines

    def _lifting(self) -> dict[int, LayerHit]:
        """Return the best of the layers that are nearer to a reference than their whole picture."""
        found: dict[int, LayerHit] = {}
        for place, hits in enumerate(self._hits):
            for row, item in enumerate(self._ids.tolist()):
                hit = hits.get(item)
                if hit is None or hit.score <= self._cosines[row, place]:
                    continue
                if item not in found or found[item].score < hit.score:
                    found[item] = hit
        return found
