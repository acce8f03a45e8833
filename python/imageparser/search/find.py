"""The ranked search: parse, limit, rank on each axis, fuse, answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypedDict

from imageparser import clock
from imageparser.library import files
from imageparser.search import filters as filter_table
from imageparser.search import language
from imageparser.search.asked import ask
from imageparser.search.candidates import candidates
from imageparser.search.context import Context
from imageparser.search.fuse import fuse
from imageparser.search.memory import Memory
from imageparser.search.results import Result, results
from imageparser.search.spaces import spaces

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from imageparser.library.connection import Database
    from imageparser.models.lifecycle import Models
    from imageparser.search.language import Query

# Each axis offers this many times the wanted number: with fewer the axes would hardly ever meet.
_POOL_FACTOR = 10
_POOL_LEAST = 500


class FindAnswer(TypedDict):
    """What a search found; `visual_by` says what the visual axis compared with: text, labels or a picture.

    `parsed` is the query as JSON (`search.language`), with notes on what of it was not understood.
    """

    query: str
    parsed: dict[str, Any]
    took_ms: float
    visual_by: str | None
    notes: list[str]
    results: list[Result]


def find(
    database: Database,
    models: Models,
    query: str | Query,
    *,
    top: int = 20,
    filters: Sequence[str] = (),
    image: str | os.PathLike[str] | None = None,
    like: int | None = None,
    memory: Memory | None = None,
) -> FindAnswer:
    """Search a library and return the best `top` pictures; without anything asked, the newest ones.

    The query is a text of the query language, or one that was taken apart; `filters` are added to its own.

    `image` (a file) or `like` (a picture of the library) is what the visual axis compares with; without
    them it is the query. `memory` makes further searches quick.

    Raises:
        UsageError: a filter is wrong.
        NotFoundError: `like` names no picture that can be compared.
    """
    started = clock.monotonic()
    parsed = language.parse(query) if isinstance(query, str) else query
    clauses = [*parsed.clauses, *filter_table.parse_all(filters)]
    memory = memory or Memory()
    reader = database.read()
    with ThreadPoolExecutor(2, thread_name_prefix="embed") as executor, reader.snapshot():
        where = spaces(reader, models)
        asked = ask(executor, reader, models, memory, parsed, spaces=where, image=image, like=like)
        within = candidates(reader, clauses, parsed, without=like)
        context = Context(reader, models, memory, within, where)
        rankings = asked.rank(context, limit=max(_POOL_LEAST, top * _POOL_FACTOR))
        if asked.is_empty:
            order = [(item, 0.0) for item in files.newest(reader, top, within=within)]
        else:
            order = fuse({axis: ranking.ids.tolist() for axis, ranking in rankings.items()}, asked.weights)[:top]
        found = results(database, reader, order, rankings, asked)
    took = round((clock.monotonic() - started) * 1000, 1)
    return FindAnswer(
        query=parsed.raw,
        parsed=language.to_json(parsed),
        took_ms=took,
        visual_by=asked.visual_by,
        notes=asked.notes,
        results=found,
    )
