"""The results of a search as they leave it: what the picture is, and what each axis thought of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from imageparser.library import files
from imageparser.library.thumbnails import Thumbnails
from imageparser.search.asked import AXES
from imageparser.text import path_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from imageparser.library.connection import Database, Reader
    from imageparser.search.ranking import Ranking


class AxisResult(TypedDict):
    """Place and score of a picture on one axis; None where the axis does not speak of it."""

    rank: int | None
    score: float | None


class Result(TypedDict):
    """One picture that was found."""

    id: int
    path: str
    score: float
    axes: dict[str, AxisResult]
    format: str | None
    width: int | None
    height: int | None
    thumbnail: str | None


def results(
    database: Database, reader: Reader, order: Sequence[tuple[int, float]], rankings: Mapping[str, Ranking]
) -> list[Result]:
    """Return the pictures of `order`, each with the ranks and scores that the fusion used."""
    scores = dict(order)
    axes = {axis: _places(rankings[axis], scores) if axis in rankings else {} for axis in AXES}
    thumbnails = Thumbnails(database.thumbnails)
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
            thumbnail=_existing(thumbnails, row.digest),
        )
        for row in files.rows(reader, scores)
    ]


def _places(ranking: Ranking, wanted: Collection[int]) -> dict[int, AxisResult]:
    pairs = enumerate(zip(ranking.ids.tolist(), ranking.scores.tolist(), strict=True), start=1)
    return {item: AxisResult(rank=rank, score=round(score, 6)) for rank, (item, score) in pairs if item in wanted}


def _existing(thumbnails: Thumbnails, digest: str | None) -> str | None:
    path = thumbnails.path(digest) if digest else None
    return str(path) if path is not None and path.exists() else None
