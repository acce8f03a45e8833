"""Reciprocal rank fusion: the ranks of the axes become one order."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

# Being eleventh on two axes beats being first on one. With the usual 60 the fused order was behind the best axis alone
# (bench cases `stamps` and `retrieval`, each shape of query by itself).
K = 10

# How much each axis counts by the shape of the query; each row adds up to one. Measured as above.
WEIGHTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "word": {"visual": 0.45, "meaning": 0.20, "keyword": 0.35},
        "words": {"visual": 0.50, "meaning": 0.20, "keyword": 0.30},
        "sentence": {"visual": 0.50, "meaning": 0.25, "keyword": 0.25},
        "phrase": {"visual": 0.20, "meaning": 0.30, "keyword": 0.50},
        "picture": {"visual": 0.60, "meaning": 0.20, "keyword": 0.20},
    }
)


def fuse(
    rankings: Mapping[str, Sequence[int] | NDArray[np.int64]], weights: Mapping[str, float], *, k: int = K
) -> list[tuple[int, float]]:
    """Return (id, score) best first from the order of ids on each axis.

    An axis on which an id does not occur adds nothing to it, so agreement of axes is rewarded.
    Equal scores stand in the order of their ids.
    """
    axes = sorted(rankings)  # the order in which they are named must not decide how a sum is rounded
    if not axes:
        return []
    shares = np.concatenate([weights[axis] / np.arange(k + 1, k + 1 + len(rankings[axis])) for axis in axes])
    ids, places = np.unique(
        np.concatenate([np.asarray(rankings[axis], np.int64) for axis in axes]), return_inverse=True
    )
    scores = np.bincount(places, shares, len(ids))
    order = np.lexsort((ids, -scores))
    return list(zip(ids[order].tolist(), scores[order].tolist(), strict=True))
