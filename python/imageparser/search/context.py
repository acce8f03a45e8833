"""What one search stands on: the reader, the models, and the candidates that the filters left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.models.lifecycle import Models
    from imageparser.search.memory import Memory
    from imageparser.search.ranking import Ranking
    from imageparser.search.spaces import Space

# The share of a pool that is compared by the vectors themselves; each costs 5 microseconds. Of the ten that are nearest
# of all, 0.95 (texts by labels among 100,000 pictures) to 1.0 (among a fifth of them) are then the first ten of 1,000.
EXACT_SHARE = 0.6


@dataclass(frozen=True)
class Context:
    """One search in one library; `within` are the candidates in order, None means every present picture."""

    reader: Reader
    models: Models
    memory: Memory
    within: NDArray[np.int64] | None
    spaces: Mapping[str, Space]

    def nearest(self, kind: str, key: str, wanted: NDArray[np.float32], *, limit: int, pool: bool = False) -> Ranking:
        """Rank the candidates by nearness of their vectors of one kind under one version key.

        Of a `pool`, which is fused with others, only EXACT_SHARE are compared by the vectors themselves.
        """
        exact = int(limit * EXACT_SHARE) if pool else None
        return self.memory.vectors.rank(self.reader, kind, key, wanted, limit=limit, within=self.within, exact=exact)
