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
    from imageparser.search.spaces import Space

KIND = "MV"


def embed(models: Models, memory: Memory, space: Space, text: str) -> NDArray[np.float32]:
    """Return the place of a query among the descriptions."""
    encoder = models.meaning(space.model)
    return memory.embedding(space.key, text, lambda wanted: encoder.embed([wanted], role="query")[0])


def rank(context: Context, wanted: NDArray[np.float32], *, limit: int) -> Ranking:
    """Rank by nearness of the descriptions to the query."""
    return context.nearest(KIND, context.spaces["meaning"].key, wanted, limit=limit, pool=True)
