"""The order in which results are told: pages of it, one behind the other, and all of it as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from imageparser.library import orders
from imageparser.library.orders import Order, Place
from imageparser.search.candidates import manual_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.search.asked import Asked
    from imageparser.search.ranking import Ranking
    from imageparser.search.request import Request

    Ids = NDArray[np.int64]


class Ranked(NamedTuple):
    """What a request found before it is put into pages: (id, score) best first, and what that was made of."""

    asked: Asked
    within: Ids | None
    rankings: Mapping[str, Ranking]
    scored: Sequence[tuple[int, float]]
    fits: bool = True


def page(reader: Reader, request: Request, ranked: Ranked) -> tuple[list[Place], int]:
    """Return the places of a page and one more where more follow, and how many pictures there are in all."""
    start, wanted = request.start, request.limit + 1
    listed = _listed(reader, request, ranked)
    if listed is not None:
        return _behind(listed, start, wanted, descending=request.sort.descending), len(listed)
    within = _within(ranked)
    return orders.page(reader, _order(request), wanted, within=within, after=start), orders.count(reader, within)


def every(reader: Reader, request: Request, ranked: Ranked) -> Ids:
    """Return the numbers of all pictures of all pages, in their order."""
    listed = _listed(reader, request, ranked)
    if listed is None:
        return orders.every(reader, _order(request), _within(ranked))
    places = _behind(listed, None, len(listed), descending=request.sort.descending)
    return np.fromiter((place.id for place in places), np.int64, len(places))


def _listed(reader: Reader, request: Request, ranked: Ranked) -> Sequence[tuple[int, float]] | None:
    """Return all results with what orders them, None where a column of the files does."""
    if request.sort.by == "relevance" and not ranked.asked.is_empty:
        return ranked.scored
    by = manual_order(reader, request.clauses) if request.sort.by == "manual" else None
    if by is None:
        return None
    within = _within(ranked)
    allowed = None if within is None else set(within.tolist())
    return [(item, float(place)) for place, item in enumerate(by) if allowed is None or item in allowed]


def _within(ranked: Ranked) -> Ids | None:
    """Return the results in the order of their numbers, None where these are all pictures."""
    if ranked.asked.is_empty:
        return ranked.within
    return np.array(sorted(item for item, _ in ranked.scored), np.int64)


def _order(request: Request) -> Order:
    """Return the order by a column; without words, or without an order of one's own, the newest come first."""
    sort = request.sort
    return Order("date", True, None) if sort.by in ("relevance", "manual") else Order(*sort)  # noqa: FBT003


def _behind(scored: Sequence[tuple[int, float]], start: Place | None, wanted: int, *, descending: bool) -> list[Place]:
    """Return places behind one, of items that stand with the greatest score first and equal ones by their numbers."""
    if start is None and descending and wanted < len(scored):  # in this order already
        return [Place(score, item) for item, score in scored[:wanted]]
    items = [Place(score, item) for item, score in scored]
    items.sort(key=lambda place: (-place.value if descending else place.value, place.id))
    if start is not None:
        first = (-start.value if descending else start.value, start.id)
        items = [place for place in items if (-place.value if descending else place.value, place.id) > first]
    return items[:wanted]
