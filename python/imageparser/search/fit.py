"""Whether anything fits a query at all: the best of a large library is always near, and may be nothing like it.

The nearest of many pictures stands far above the mean by chance alone: of n numbers from a normal distribution the
greatest is most often b(n) deviations above it (`usual_best`; Cramer 1946, "Mathematical Methods of Statistics",
28.6). A picture fits where it is so much nearer than that on an axis, or says a word of the query. What is so much was
measured with captions by people (785 pictures, built-in models): on the half that chose the numbers 1 of 100 queries
that are answered well was refused, on the other half 3 of 100; of 50 queries for what is not there, 22 were refused.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from imageparser.library import files
from imageparser.search import scales

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imageparser.search.asked import Asked
    from imageparser.search.context import Context
    from imageparser.search.ranking import Ranking

# Deviations above the usual best from which on the best picture of an axis is no chance.
ABOVE: Mapping[str, float] = {"visual": 0.8, "meaning": 1.5}
# BM25 of a word that hardly any picture is without is next to nothing.
SPOKEN = 1.0
# Among fewer pictures chance cannot be told from nearness.
FEWEST = 100


def fits(context: Context, asked: Asked, rankings: Mapping[str, Ranking]) -> bool:
    """Tell whether any picture fits: true, too, where that cannot be told."""
    if asked.placed or not asked.query.words or asked.query.phrases:
        return True  # a picture has neighbours, and a phrase has limited the pictures already
    told = False
    for axis, ranking in rankings.items():
        if not asked.weights[axis]:
            continue
        if axis == "keyword":
            if len(ranking.ids) and ranking.scores[0] >= SPOKEN:
                return True
            continue
        above = _above(context, asked, axis, ranking)
        if above is None or above >= ABOVE[axis]:
            return True
        told = True
    return not told


def usual_best(count: int) -> float:
    """Return how many deviations above the mean the greatest of so many normal numbers most often is."""
    root = math.sqrt(2 * math.log(count))
    return root - (math.log(math.log(count)) + math.log(4 * math.pi)) / (2 * root)


def _above(context: Context, asked: Asked, axis: str, ranking: Ranking) -> float | None:
    """Return how far the best of an axis is above the usual best, in deviations; None where few were compared."""
    sample = scales.sample(context, axis)
    count = files.highest(context.reader) if context.within is None else len(context.within)
    if len(sample) < FEWEST or count < FEWEST or not len(ranking.ids):
        return None
    # Not `@`: threads of BLAS wait for a core that others have.
    cosines = np.einsum("ij,j->i", sample, asked.vectors[axis].result()).astype(np.float64)
    spread = max(float(cosines.std()), scales.LEAST_SPREAD)
    return (float(ranking.scores[0]) - float(cosines.mean())) / spread - usual_best(count)
