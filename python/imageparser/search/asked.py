"""A query in the form that the axes take: words for the keyword axis, vectors for the other two."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imageparser.errors import ModelFailedError, ModelMissingError
from imageparser.library import vectors
from imageparser.search import layers, similar
from imageparser.search.axes import keyword, meaning, visual
from imageparser.search.fuse import WEIGHTS
from imageparser.search.request import AXES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor

    import numpy as np
    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.models.lifecycle import Models
    from imageparser.search.context import Context
    from imageparser.search.language import Query
    from imageparser.search.layers import LayerHit
    from imageparser.search.memory import Memory
    from imageparser.search.ranking import Ranking
    from imageparser.search.request import Request
    from imageparser.search.spaces import Space

_BY_VECTOR = {"visual": visual, "meaning": meaning}


@dataclass
class Asked:
    """What is asked of each axis; vectors are computed at the side while the candidates are limited.

    `lifted` are the layers that lifted their files on the visual axis, by file.
    """

    request: Request
    vectors: dict[str, Future[NDArray[np.float32]]]
    visual_by: str | None = None
    notes: list[str] = field(default_factory=list)
    lifted: dict[int, LayerHit] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked that could rank: the filters alone decide."""
        return not (self.query.text or self.request.by_picture)

    @property
    def query(self) -> Query:
        """What was typed."""
        return self.request.query

    @property
    def weights(self) -> Mapping[str, float]:
        """How much each axis counts; where weights are given, an axis without one counts nothing."""
        if self.request.weights:
            return dict.fromkeys(AXES, 0.0) | dict(self.request.weights)
        return WEIGHTS["picture" if self.request.by_picture else self.query.shape]

    def rank(self, context: Context, *, limit: int) -> dict[str, Ranking]:
        """Return the order of the candidates on each axis that can answer; the others are named in `notes`."""
        rankings: dict[str, Ranking] = {}
        if self.query.text:
            rankings["keyword"] = keyword.rank(context, self.query, limit=limit)
        for axis, vector in self.vectors.items():
            try:
                rankings[axis] = _BY_VECTOR[axis].rank(context, vector.result(), limit=limit)
            except (ModelMissingError, ModelFailedError):
                self.notes.append(f"{axis}_unavailable")
        if "visual" in rankings:
            wanted = self.vectors["visual"].result()
            rankings["visual"], self.lifted = layers.lift(context, wanted, rankings["visual"], limit=limit)
        return rankings


def ask(
    executor: Executor,
    reader: Reader,
    models: Models,
    memory: Memory,
    request: Request,
    *,
    spaces: Mapping[str, Space],
) -> Asked:
    """Begin to turn a query into vectors; an axis without any vector in the library is not asked."""
    asked, query = Asked(request, vectors={}), request.query
    if request.by_picture:
        asked.visual_by = "picture"
    if request.like is not None:
        asked.vectors["visual"] = Future()
        asked.vectors["visual"].set_result(similar.of_picture(reader, spaces["visual"], request.like))
    elif request.image is not None:
        asked.vectors["visual"] = executor.submit(similar.of_file, models, spaces["visual"], request.image)
    for axis, module in _BY_VECTOR.items():
        if query.text and axis not in asked.vectors and vectors.generation(reader, module.KIND, spaces[axis].key):
            asked.vectors[axis] = executor.submit(module.embed, models, memory, spaces[axis], query.text)
    if "visual" in asked.vectors and not request.by_picture:
        asked.visual_by = "labels" if models.visual_text(spaces["visual"].model).approximate else "text"
    if asked.visual_by == "labels":
        asked.notes.append("visual_by_labels")
    asked.notes += [f"{axis}_{spaces[axis].note}" for axis in asked.vectors if spaces[axis].note]
    return asked
