"""The order that one axis gives to the candidates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Ranking:
    """Ids best first with their scores; greater is better, equal scores stand in the order of their ids."""

    ids: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    scores: NDArray[np.float64] = field(default_factory=lambda: np.empty(0, np.float64))


def best(ids: NDArray[np.int64], scores: NDArray[np.floating], limit: int) -> Ranking:
    """Return the best `limit` of unordered ids."""
    if len(ids) > 4 * limit:
        # Whatever ties with the last one that fits must stay, or the ids could not decide.
        last = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        keep = np.flatnonzero(scores >= last)
        ids, scores = ids[keep], scores[keep]
    order = np.lexsort((ids, -scores))[:limit]
    return Ranking(ids[order], scores[order].astype(np.float64))
