"""The ranked search: parse, limit, rank on each axis, fuse, answer a page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import numpy as np

from imageparser import clock
from imageparser.errors import CancelledError
from imageparser.library import orders, searches
from imageparser.library.orders import Order, Place
from imageparser.search import fit, language
from imageparser.search.asked import Asked, ask
from imageparser.search.candidates import candidates, manual_order
from imageparser.search.context import Context
from imageparser.search.fuse import fuse
from imageparser.search.memory import Memory
from imageparser.search.results import Result, results
from imageparser.search.spaces import spaces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from imageparser import _core
    from imageparser.library.connection import Database, Reader
    from imageparser.models.lifecycle import Models
    from imageparser.search.ranking import Ranking
    from imageparser.search.request import Request

# So many each axis offers at least, and so many times the wanted number: with fewer the axes would hardly ever meet.
# What lies beyond cannot be paged to.
_POOL_FACTOR = 10
_POOL_LEAST = 1_000
_NEAREST = 3  # that are told where nothing fits

T = TypeVar("T")


class FindAnswer(TypedDict):
    """What a search found; `visual_by` says what the visual axis compared with: text, labels or a picture.

    `parsed` is the query as JSON (`search.language`), with notes on what of it was not understood. `total` counts what
    can be paged through, `next` is the `after` of the next page, None where nothing follows.
    Where `nothing_fits`, there are no results, and `nearest` are the first of those that there would be without a cut.
    """

    query: str
    parsed: dict[str, Any]
    took_ms: float
    visual_by: str | None
    notes: list[str]
    weights: dict[str, float]
    nothing_fits: bool
    total: int
    next: str | None
    results: list[Result]
    nearest: list[Result]


@dataclass(frozen=True)
class _Ranked:
    """What a request found before it is put into pages: (id, score) best first, and what that was made of."""

    asked: Asked
    within: NDArray[np.int64] | None
    rankings: Mapping[str, Ranking]
    scored: Sequence[tuple[int, float]]
    fits: bool = True


@dataclass(frozen=True)
class _Search:
    """One run of a request."""

    database: Database
    models: Models
    memory: Memory
    request: Request
    cancel: _core.CancelToken | None

    def answer(self) -> FindAnswer:
        """Return the page that the request asks for, of one state of the library."""
        request, reader = self.request, self.database.read()
        with reader.snapshot():
            ranked = self._ranked(reader)
            places, total = self._order(reader, ranked)
            shown, scores = places[: request.limit], dict(ranked.scored)
            order = [(place.id, scores.get(place.id, 0.0)) for place in shown]
            found = results(self.database, reader, order, ranked.rankings, ranked.asked)
        near: list[Result] = []
        if not ranked.fits:
            found, near, total, places = [], found[:_NEAREST], 0, []
        return FindAnswer(
            query=request.query.raw,
            parsed=language.to_json(request.query),
            took_ms=0.0,
            visual_by=ranked.asked.visual_by,
            notes=ranked.asked.notes,
            weights=dict(ranked.asked.weights),
            nothing_fits=not ranked.fits,
            total=total,
            next=request.end(shown[-1]) if len(places) > request.limit else None,
            results=found,
            nearest=near,
        )

    def _ranked(self, reader: Reader) -> _Ranked:
        """Return the ranking of all pages, that of the page before where nothing has changed since."""
        if self.request.by_file:
            return self._rank(reader)
        return self.memory.rankings.get(self.key(), self.database.version(), lambda: self._rank(reader))

    def key(self) -> tuple[Any, ...]:
        """Return what the ranking depends on besides the library."""
        keys = (self.models.version_key(slot) for slot in ("VV", "VT", "MV"))
        return (*self.request.key(), *keys, self._pool())

    def _rank(self, reader: Reader) -> _Ranked:
        request = self.request
        with ThreadPoolExecutor(2, thread_name_prefix="embed") as executor:
            where = spaces(reader, self.models)
            asked = ask(executor, reader, self.models, self.memory, request, spaces=where)
            within = candidates(reader, request.clauses, request.query, without=request.compared)
            self._check()
            context = Context(reader, self.models, self.memory, within, where)
            rankings = asked.rank(context, limit=self._pool())
            self._check()
            scored = [] if asked.is_empty else _fused(rankings, asked)
            fits = not (request.cut and scored) or fit.fits(context, asked, rankings)
        return _Ranked(asked, within, rankings, scored, fits)

    def _pool(self) -> int:
        return max(_POOL_LEAST, self.request.limit * _POOL_FACTOR)

    def _order(self, reader: Reader, ranked: _Ranked) -> tuple[list[Place], int]:
        """Return the places of a page and one more where more follow, and how many pictures there are in all."""
        request, sort = self.request, self.request.sort
        start, wanted, within = request.start, request.limit + 1, ranked.within
        if not ranked.asked.is_empty:
            if sort.by == "relevance":
                return _behind(ranked.scored, start, wanted, descending=sort.descending), len(ranked.scored)
            within = np.array(sorted(item for item, _ in ranked.scored), np.int64)
        by = manual_order(reader, request.clauses) if sort.by == "manual" else None
        if by is not None:
            allowed = None if within is None else set(within.tolist())
            listed = [(item, float(place)) for place, item in enumerate(by) if allowed is None or item in allowed]
            return _behind(listed, start, wanted, descending=sort.descending), len(listed)
        # Without words, or without an order of one's own, the newest come first.
        order = Order("date", True, None) if sort.by in ("relevance", "manual") else Order(*sort)  # noqa: FBT003
        return orders.page(reader, order, wanted, within=within, after=start), orders.count(reader, within)

    def _check(self) -> None:
        if self.cancel is not None and self.cancel.cancelled:
            raise CancelledError


def find(
    database: Database,
    models: Models,
    request: Request,
    *,
    memory: Memory | None = None,
    cancel: _core.CancelToken | None = None,
) -> FindAnswer:
    """Search a library and return a page of pictures, the best first; without anything asked, the newest ones.

    `memory` makes further searches quick, and one that was answered since the library last changed next to free.

    Raises:
        UsageError: a filter, a weight or the place of the page is wrong.
        NotFoundError: a reference is nothing that can be compared.
        CancelledError: `cancel` was raised meanwhile.
    """
    started = clock.monotonic()
    memory = memory or Memory(database, background=False)
    if request.remember:
        searches.remember(database, request.query.raw)
    run = _Search(database, models, memory, request, cancel)
    if request.by_file:
        answer = run.answer()
    else:
        page = (*run.key(), request.limit, request.after)
        answer = memory.answers.get(page, database.version(), run.answer)
    answer = _copied(answer)  # what is remembered must not change in other hands
    answer["took_ms"] = round((clock.monotonic() - started) * 1000, 1)
    return answer


def _copied(value: T) -> T:
    """Return a copy of what answers are made of, a fifth of the time that any value at all would take."""
    if isinstance(value, dict):
        return {name: _copied(one) for name, one in value.items()}  # type: ignore[return-value]
    return [_copied(one) for one in value] if isinstance(value, list) else value  # type: ignore[return-value]


def _fused(rankings: Mapping[str, Ranking], asked: Asked) -> list[tuple[int, float]]:
    counting = {axis: ranking.ids for axis, ranking in rankings.items() if asked.weights[axis]}
    return fuse(counting, asked.weights)


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
