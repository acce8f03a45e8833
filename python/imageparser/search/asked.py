"""A query in the form that the axes take: words for the keyword axis, vectors for the other two."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imageparser.errors import ModelFailedError, ModelMissingError
from imageparser.library import vectors
from imageparser.search import layers
from imageparser.search.axes import keyword, meaning, visual
from imageparser.search.blend import blend
from imageparser.search.fuse import WEIGHTS
from imageparser.search.references import Reference, place
from imageparser.search.request import AXES
from imageparser.search.scales import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Executor, Future

    import numpy as np
    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.models.lifecycle import Models
    from imageparser.search.context import Context
    from imageparser.search.language import Query
    from imageparser.search.layers import LayerHit
    from imageparser.search.memory import Memory
    from imageparser.search.ranking import Ranking
    from imageparser.search.references import Placed
    from imageparser.search.request import Request
    from imageparser.search.scales import Near
    from imageparser.search.spaces import Space

_BY_VECTOR = {"visual": visual, "meaning": meaning}


@dataclass
class Asked:
    """What is asked of each axis; vectors are computed at the side while the candidates are limited.

    `lifted` are the layers that lifted their files on the visual axis, by file; `near` says how near each picture is to
    each of the references that are `placed`.
    """

    request: Request
    vectors: dict[str, Future[NDArray[np.float32]]]
    visual_by: str | None = None
    notes: list[str] = field(default_factory=list)
    lifted: Mapping[int, LayerHit] = field(default_factory=dict)
    placed: Sequence[Placed] = ()
    near: Mapping[int, Sequence[Near]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked that could rank: the filters alone decide."""
        return not (self.query.text or self.placed)

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
            rankings["keyword"] = keyword.rank(context, self.query, self.request.columns, limit=limit)
        for axis, vector in self.vectors.items():
            try:
                rankings[axis] = _BY_VECTOR[axis].rank(context, vector.result(), limit=limit)
            except (ModelMissingError, ModelFailedError):
                self.notes.append(f"{axis}_unavailable")
        if self.placed:
            self._compare(context, rankings, limit=limit)
        elif "visual" in rankings:
            wanted = self.vectors["visual"].result()
            rankings["visual"], self.lifted = layers.lift(context, wanted, rankings["visual"], limit=limit)
        return rankings

    def _compare(self, context: Context, rankings: dict[str, Ranking], *, limit: int) -> None:
        """Add the visual order that several references or a single one make."""
        try:
            wanted = [Wanted(one.vector.result(), one.reference.weight, one.reference.minus) for one in self.placed]
        except (ModelMissingError, ModelFailedError):
            self.notes.append("visual_unavailable")
            return
        found = blend(context, wanted, self.request.mode, limit=limit)
        rankings["visual"], self.lifted, self.near = found.ranking, found.lifted, found.near
        if not found.sure:
            self.notes.append("visual_not_sure")


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
    visual_space = spaces["visual"]
    references = _references(request)
    asked.placed = [place(executor, reader, models, memory, one, space=visual_space) for one in references]
    for axis, module in _BY_VECTOR.items():
        compared = axis == "visual" and bool(references)
        if query.text and not compared and vectors.generation(reader, module.KIND, spaces[axis].key):
            asked.vectors[axis] = executor.submit(module.embed, models, memory, spaces[axis], query.text)
    by_words = "visual" in asked.vectors or any(one.words is not None for one in references)
    labels = by_words and models.visual_text(visual_space.model).approximate
    if request.by_picture:
        asked.visual_by = "picture"
    elif by_words:
        asked.visual_by = "labels" if labels else "text"
    if labels:
        asked.notes.append("visual_by_labels")
    used = [*asked.vectors, *(["visual"] if references else [])]
    asked.notes += [f"{axis}_{spaces[axis].note}" for axis in AXES if axis in used and spaces[axis].note]
    return asked


def _references(request: Request) -> Sequence[Reference]:
    """Return what the visual axis compares with: the query's words, too, where nothing else is wanted."""
    if request.references and all(one.minus for one in request.references):
        return (*request.references, Reference(words=request.query.text))
    return request.references
