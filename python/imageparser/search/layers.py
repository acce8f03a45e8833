"""Single layers as evidence: the best layer of a document lifts it on the visual axis, and is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from imageparser.library import layer_pictures, layers, vectors
from imageparser.search.axes import keyword
from imageparser.search.ranking import Ranking, best

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.search.context import Context
    from imageparser.search.language import Query

KIND = "LV"
# One in so many of the layers that are looked for is compared by the vectors themselves: a layer lifts its picture only
# where it is among the nearest.
EXACT_SHARE = 5


@dataclass(frozen=True)
class LayerHit:
    """A layer that speaks for its file; `score` is that of the axis that found it."""

    layer_id: int
    score: float


def lift(
    context: Context, wanted: NDArray[np.float32], pictures: Ranking, *, limit: int
) -> tuple[Ranking, dict[int, LayerHit]]:
    """Return the visual ranking with every file as good as its best layer, and the layers that lifted theirs."""
    return merged(pictures, nearest(context, wanted, limit=limit, exact=limit // EXACT_SHARE)[0], limit=limit)


def merged(pictures: Ranking, hits: Mapping[int, LayerHit], *, limit: int) -> tuple[Ranking, dict[int, LayerHit]]:
    """Return the ranking of whole pictures with each as good as its best layer, and the layers that made one better."""
    own = dict(zip(pictures.ids.tolist(), pictures.scores.tolist(), strict=True))
    lifting = {item: hit for item, hit in hits.items() if hit.score > own.get(item, -np.inf)}
    if not lifting:
        return pictures, {}
    scores = own | {item: hit.score for item, hit in lifting.items()}
    ids = np.fromiter(scores, np.int64, len(scores))
    return best(ids, np.fromiter(scores.values(), np.float64, len(scores)), limit), lifting


def named(reader: Reader, scores: Mapping[int, float], query: Query) -> dict[int, LayerHit]:
    """Return, for pictures that the keyword axis found by a layer's name or text, that layer with their scores."""
    match = keyword.match(query)
    if not match or not scores:
        return {}
    found = layers.best_by_words(reader, scores, match)
    return {item: LayerHit(layer_id, scores[item]) for item, layer_id in found.items()}


def nearest(
    context: Context, wanted: NDArray[np.float32], *, limit: int, exact: int | None = None
) -> tuple[Mapping[int, LayerHit], float | None]:
    """Return the best layer of each of the best candidates, and the score that no layer left out is above.

    The latter is None where nothing is left out; it holds where not only `exact` are compared by their vectors.
    """
    key = context.spaces["visual"].key
    generation = vectors.generation(context.reader, KIND, key)
    if not generation:
        return {}, None
    links = context.memory.layer_links(generation, lambda: layer_pictures.every_link(context.reader))
    allowed = None
    if context.within is not None:
        links = links[_among(links[:, 1], context.within)]
        allowed = links[np.diff(links[:, 0], prepend=-1) > 0, 0]
    found = context.memory.vectors.rank(context.reader, KIND, key, wanted, limit=limit, within=allowed, exact=exact)
    hits: dict[int, LayerHit] = {}
    firsts = np.searchsorted(links[:, 0], found.ids, "left").tolist()
    lasts = np.searchsorted(links[:, 0], found.ids, "right").tolist()
    for score, first, last in zip(found.scores.tolist(), firsts, lasts, strict=True):
        for _, item, layer_id in links[first:last].tolist():
            hits.setdefault(item, LayerHit(layer_id, score))
    return hits, float(found.scores[-1]) if len(found.ids) == limit else None


def _among(items: NDArray[np.int64], within: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which numbers are among ascending ones, which are a good part of all."""
    flags = np.zeros(1 + max(int(items.max(initial=0)), int(within.max(initial=0))), np.bool_)
    flags[within] = True
    return flags[items]
