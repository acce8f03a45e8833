"""The meaning axis: what the description of a picture says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from imageparser.models.lifecycle import Models
    from imageparser.search.context import Context
    from imageparser.search.memory import Memory
    from imageparser.search.ranking import Ranking

KIND = "MV"


def key(models: Models) -> str:
    """Return the version key of the vectors in force."""
    return models.version_key(KIND)


def embed(models: Models, memory: Memory, text: str) -> NDArray[np.float32]:
    """Return the place of a query among the descriptions."""
    return memory.embedding(key(models), text, lambda wanted: models.meaning().embed([wanted], role="query")[0])


def rank(context: Context, wanted: NDArray[np.float32], *, limit: int) -> Ranking:
    """Rank by nearness of the descriptions to the query."""
    return context.nearest(KIND, key(context.models), wanted, limit=limit)
