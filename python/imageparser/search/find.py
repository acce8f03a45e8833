"""The ranked search: parse, limit, rank on each axis, fuse, answer a page."""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict, cast

import numpy as np

from imageparser import clock
from imageparser.errors import CancelledError
from imageparser.library import orders, searches
from imageparser.search import fit, language, paging
from imageparser.search.asked import ask
from imageparser.search.candidates import candidates
from imageparser.search.context import Context
from imageparser.search.fuse import fuse
from imageparser.search.memory import Memory
from imageparser.search.paging import Ranked
from imageparser.search.results import Result, results
from imageparser.search.spaces import spaces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from imageparser import _core
    from imageparser.library.connection import Database, Reader
    from imageparser.models.lifecycle import Models
    from imageparser.search.asked import Asked
    from imageparser.search.ranking import Ranking
    from imageparser.search.request import Request

# So many each axis offers at least, and so many times the wanted number: with fewer the axes would hardly ever meet.
# What lies beyond cannot be paged to.
_POOL_FACTOR = 10
_POOL_LEAST = 1_000
_NEAREST = 3  # that are told where nothing fits


class FindAnswer(TypedDict):
    """What a search found; `visual_by` says what the visual axis compared with: text, labels or a picture.

    `parsed` is the query as JSON (`search.language`), with notes on what of it was not understood. `total` counts what
    can be paged through, `among` from how many pictures these are the best, None where no axis left any out. `next` is
    the `after` of the next page, None where nothing follows. `ids` are the numbers of all results in order, where they
    were asked for.
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
    among: int | None
    next: str | None
    ids: list[int] | None
    results: list[Result]
    nearest: list[Result]


@dataclass(frozen=True)
class _Search:
    """One run of a request."""

    database: Database
    models: Models
    memory: Memory
    request: Request
    cancel: _core.CancelToken | None

    def answer(self) -> FindAnswer:
        """Return the page that the request asks for, or the pictures that it names, of one state of the library."""
        request, reader = self.request, self.database.read()
        with reader.snapshot():
            ranked = self._ranked(reader)
            every = self._every(reader, ranked) if request.ids or request.only is not None else None
            shown, total, following = self._page(reader, ranked, every)
            scores = dict(ranked.scored)
            order = [(item, scores.get(item, 0.0)) for item in shown]
            found = results(self.database, reader, order, ranked.rankings, ranked.asked, explained=request.explain)
            among = self._among(reader, ranked)
        near: list[Result] = []
        if not ranked.fits:
            found, near, total, following = [], found[:_NEAREST], 0, None
        return FindAnswer(
            query=request.query.raw,
            parsed=language.to_json(request.query),
            took_ms=0.0,
            visual_by=ranked.asked.visual_by,
            notes=ranked.asked.notes,
            weights=dict(ranked.asked.weights),
            nothing_fits=not ranked.fits,
            total=total,
            among=among,
            next=following,
            ids=every.tolist() if every is not None and request.ids else None,
            results=found,
            nearest=near,
        )

    def _page(
        self, reader: Reader, ranked: Ranked, every: NDArray[np.int64] | None
    ) -> tuple[list[int], int, str | None]:
        """Return the pictures that are told, how many results there are in all, and where the next page begins."""
        request = self.request
        if request.only is not None and every is not None:
            wanted = np.array(request.only, np.int64)
            return wanted[np.isin(wanted, every)].tolist(), len(every), None
        places, total = paging.page(reader, request, ranked)
        more = len(places) > request.limit
        shown = places[: request.limit]
        return [place.id for place in shown], total, request.end(shown[-1]) if more else None

    def _ranked(self, reader: Reader) -> Ranked:
        """Return the ranking of all pages, that of the page before where nothing has changed since."""
        if self.request.by_file:
            return self._rank(reader)
        return self.memory.rankings.get(self.key(), self.database.version(), lambda: self._rank(reader))

    def key(self) -> tuple[Any, ...]:
        """Return what the ranking depends on besides the library."""
        keys = (self.models.version_key(slot) for slot in ("VV", "VT", "MV"))
        return (*self.request.key(), *keys, self._pool())

    def _rank(self, reader: Reader) -> Ranked:
        request = self.request
        where = spaces(reader, self.models)
        asked = ask(self.memory.embedding_threads, reader, self.models, self.memory, request, spaces=where)
        within = candidates(reader, request.clauses, request.query, without=request.compared)
        self._check()
        context = Context(reader, self.models, self.memory, within, where)
        rankings = asked.rank(context, limit=self._pool())
        self._check()
        scored = [] if asked.is_empty else _fused(rankings, asked)
        fits = not (request.cut and scored) or fit.fits(context, asked, rankings)
        return Ranked(asked, within, rankings, scored, fits)

    def _pool(self) -> int:
        return max(_POOL_LEAST, self.request.limit * _POOL_FACTOR)

    def _among(self, reader: Reader, ranked: Ranked) -> int | None:
        """Return from how many pictures the results are the best, None where no axis had to leave any out."""
        if not ranked.fits or all(len(one.ids) < self._pool() for one in ranked.rankings.values()):
            return None
        chosen_from = orders.count(reader, ranked.within)
        return chosen_from if chosen_from > len(ranked.scored) else None

    def _every(self, reader: Reader, ranked: Ranked) -> NDArray[np.int64]:
        """Return the numbers of all results in order, kept like the ranking that they are put in order from."""
        if not ranked.fits:
            return np.empty(0, np.int64)
        if self.request.by_file:
            return paging.every(reader, self.request, ranked)
        version = self.database.version()
        return self.memory.orders.get(self.key(), version, lambda: paging.every(reader, self.request, ranked))

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
    # The numbers of all results are as large as the library, and whoever names pictures has not asked for them before.
    if request.by_file or request.ids or request.only is not None:
        answer = run.answer()
    else:
        page = (*run.key(), request.limit, request.after, request.explain)
        # What is remembered must not change in other hands.
        answer = _copied(memory.answers.get(page, database.version(), run.answer))
    answer["took_ms"] = round((clock.monotonic() - started) * 1000, 1)
    return answer


def _copied(answer: FindAnswer) -> FindAnswer:
    """Return a copy, which is quick because answers are made of what JSON knows."""
    copy: FindAnswer = marshal.loads(marshal.dumps(cast("Any", answer)))  # noqa: S302  # our own bytes
    return copy


def _fused(rankings: Mapping[str, Ranking], asked: Asked) -> list[tuple[int, float]]:
    counting = {axis: ranking.ids for axis, ranking in rankings.items() if asked.weights[axis]}
    return fuse(counting, asked.weights)
