"""The visual axis: what a picture looks like."""

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

KIND = "VV"


def embed(models: Models, memory: Memory, space: Space, text: str) -> NDArray[np.float32]:
    """Return the place of a text in a visual space."""
    return memory.embedding(space.key, text, lambda wanted: models.visual_text(space.model).embed([wanted])[0])


def rank(context: Context, wanted: NDArray[np.float32], *, limit: int) -> Ranking:
    """Rank by nearness to a visual vector: a picture's, or a text's."""
    return context.nearest(KIND, context.spaces["visual"].key, wanted, limit=limit, pool=True)
