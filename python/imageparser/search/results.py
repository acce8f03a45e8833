"""The results of a search as they leave it: what the picture is, and what each axis thought of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypedDict

from imageparser.library import found as found_table
from imageparser.library import layers as layer_table
from imageparser.library.thumbnails import Thumbnails
from imageparser.search import explain, layers
from imageparser.search.request import AXES
from imageparser.text import path_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from imageparser.library.connection import Database, Reader
    from imageparser.search.asked import Asked
    from imageparser.search.ranking import Ranking


class AxisResult(TypedDict):
    """Place and score of a picture on one axis; None where the axis does not speak of it."""

    rank: int | None
    score: float | None


class LayerResult(TypedDict):
    """The layer for which a picture was found.

    `path` holds the ids of the groups around it, outermost first; `score` is that of the axis that found it.
    """

    id: int
    name: str
    path: list[int]
    score: float


class Result(TypedDict):
    """One picture that was found; `layer` where a single layer of it is why, `why` (`search.explain`) where asked for.

    `date_ms` is when it was taken, or changed last; `layers` counts those of a document, `prompt` says whether a
    generator left its record, `comments` counts those that stand.
    """

    id: int
    path: str
    score: float
    axes: dict[str, AxisResult]
    format: str | None
    width: int | None
    height: int | None
    bytes: int
    date_ms: int
    rating: int | None
    label: str | None
    layers: int
    prompt: bool
    comments: int
    digest: str | None
    thumbnail: str | None
    layer: LayerResult | None
    why: dict[str, Any] | None


def results(
    database: Database,
    reader: Reader,
    order: Sequence[tuple[int, float]],
    rankings: Mapping[str, Ranking],
    asked: Asked,
    *,
    explained: bool = False,
) -> list[Result]:
    """Return the pictures of `order`, each with the ranks and scores that the fusion used."""
    scores = dict(order)
    axes = {axis: _places(rankings[axis], scores) if axis in rankings else {} for axis in AXES}
    thumbnails = str(database.thumbnails)
    layer_of = _layers(reader, axes, asked)
    speaking = {item: [axis for axis in AXES if item in axes[axis]] for item in scores}
    why = explain.reasons(reader, asked, speaking) if explained else {}
    nowhere = AxisResult(rank=None, score=None)
    return [
        Result(
            id=row.id,
            path=path_text(row.raw),
            score=round(scores[row.id], 6),
            axes={axis: axes[axis].get(row.id, nowhere) for axis in AXES},
            format=row.format,
            width=row.width,
            height=row.height,
            bytes=row.bytes,
            date_ms=row.date_ms,
            rating=row.rating,
            label=row.label,
            layers=row.layers,
            prompt=row.prompt,
            comments=row.comments,
            digest=row.digest,
            thumbnail=_existing(thumbnails, row.digest),
            layer=layer_of.get(row.id),
            why=why.get(row.id),
        )
        for row in found_table.rows(reader, scores)
    ]


def _layers(reader: Reader, axes: Mapping[str, Mapping[int, AxisResult]], asked: Asked) -> dict[int, LayerResult]:
    """Return the layer that speaks for a picture: one that says the words before one that looks like them."""
    lifted = {item: hit for item, hit in asked.lifted.items() if item in axes["visual"]}
    by_words = {item: place["score"] or 0.0 for item, place in axes["keyword"].items()}
    hits = lifted | layers.named(reader, by_words, asked.query)
    known = layer_table.named(reader, [(item, hit.layer_id) for item, hit in hits.items()])
    found = {}
    for item, hit in hits.items():
        if (item, hit.layer_id) in known:
            path, name = known[item, hit.layer_id]
            found[item] = LayerResult(id=hit.layer_id, name=name, path=path, score=round(hit.score, 6))
    return found


def _places(ranking: Ranking, wanted: Collection[int]) -> dict[int, AxisResult]:
    pairs = enumerate(zip(ranking.ids.tolist(), ranking.scores.tolist(), strict=True), start=1)
    return {item: AxisResult(rank=rank, score=round(score, 6)) for rank, (item, score) in pairs if item in wanted}


def _existing(thumbnails: str, digest: str | None) -> str | None:
    """Return the path of a stored thumbnail, as texts: there are hundreds of them in an answer."""
    path = digest and Thumbnails.place(thumbnails, digest)
    return path if path and os.path.exists(path) else None  # noqa: PTH110  # as above
