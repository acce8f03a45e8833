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

KIND = "VV"


def key(models: Models) -> str:
    """Return the version key of the vectors in force."""
    return models.version_key(KIND)


def embed(models: Models, memory: Memory, text: str) -> NDArray[np.float32]:
    """Return the place of a text in the visual space."""
    return memory.embedding(models.version_key("VT"), text, lambda wanted: models.visual_text().embed([wanted])[0])


def rank(context: Context, wanted: NDArray[np.float32], *, limit: int) -> Ranking:
    """Rank by nearness to a visual vector: a picture's, or a text's."""
    return context.nearest(KIND, key(context.models), wanted, limit=limit)
