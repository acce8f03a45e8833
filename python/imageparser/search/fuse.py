"""Reciprocal rank fusion: the ranks of the axes become one order."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


def fuse(rankings: Mapping[str, Sequence[int]], weights: Mapping[str, float], *, k: int = K) -> list[tuple[int, float]]:
    """Return (id, score) best first from the order of ids on each axis.

    An axis on which an id does not occur adds nothing to it, so agreement of axes is rewarded.
    Equal scores stand in the order of their ids.
    """
    parts: dict[int, list[float]] = {}
    for axis, ids in rankings.items():
        weight = weights[axis]
        for rank, item in enumerate(ids, start=1):
            parts.setdefault(item, []).append(weight / (k + rank))
    # fsum is exact, so that the order in which the axes are named never decides.
    scored = [(item, math.fsum(shares)) for item, shares in parts.items()]
    return sorted(scored, key=lambda entry: (-entry[1], entry[0]))
