"""What is asked of a search besides the library itself, and where a page of its answer ends."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from imageparser.errors import UsageError
from imageparser.library import fulltext
from imageparser.library.orders import Place
from imageparser.search import filters as filter_table
from imageparser.search import language
from imageparser.search.language import Query, Sort
from imageparser.search.references import Reference, checked

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from imageparser.search.filters import Clause

AXES = ("visual", "meaning", "keyword")


@dataclass(frozen=True)
class Request:
    """A search: a query, further filters, and references to compare with, all of them or any (`mode`).

    `weights` say how much each axis counts, in place of those that go by the shape of the query. `after` is the
    `next` of an earlier answer to the same request. With `explain` every result says why it was found, with
    `remember` the query is kept for suggestions.
    `columns` say how much a word counts where it stands, in place of `fulltext.WEIGHTS`. Without `cut` there are
    results where nothing fits, too. With `ids` the answer holds the numbers of all results; of the pictures `only`
    those that are results are told, in place of a page.
    """

    query: Query
    filters: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    mode: str = "all"
    limit: int = 20
    after: str | None = None
    weights: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    explain: bool = False
    remember: bool = False
    columns: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    cut: bool = True
    only: tuple[int, ...] | None = None
    ids: bool = False

    @property
    def clauses(self) -> list[Clause]:
        """The conditions of the query and of the further filters."""
        return [*self.query.clauses, *filter_table.parse_all(self.filters)]

    @property
    def sort(self) -> Sort:
        """The order of the results: what the query says, else by relevance."""
        return self.query.sort or Sort()

    @property
    def by_picture(self) -> bool:
        """Whether a picture is what others are compared with."""
        return any(one.words is None and not one.minus for one in self.references)

    @property
    def compared(self) -> frozenset[int]:
        """The pictures of the library that others are compared with; they are no results."""
        return frozenset(one.picture for one in self.references if one.picture is not None)

    @property
    def by_file(self) -> bool:
        """Whether a file is looked at, which may change without anybody saying so."""
        return any(one.path is not None for one in self.references)

    @property
    def start(self) -> Place | None:
        """Where the page before this one ended.

        Raises:
            UsageError: `after` is no place in this order.
        """
        if self.after is None:
            return None
        try:
            by, value, item = json.loads(self.after)
            place = Place(value, int(item))
        except (ValueError, TypeError):
            by, place = None, Place(None, 0)
        if by != self.sort.by or not isinstance(place.value, str if by == "name" else int | float):
            raise UsageError("after: no place in this order; take `next` of the page before")
        return place

    def end(self, place: Place) -> str:
        """Return the text from which `start` of the next page is read."""
        return json.dumps([self.sort.by, place.value, place.id], ensure_ascii=False)

    def key(self) -> tuple[Any, ...]:
        """Return what two requests with the same results have in common."""
        clauses = tuple((c.column, c.operator, c.value, c.negated) for c in self.clauses)
        weights = tuple(sorted(self.weights.items()))
        references = tuple(one.key for one in self.references)
        columns = tuple(sorted(self.columns.items()))
        asked = (self.query.raw, self.query.parts, self.sort, clauses, references, self.mode)
        return (*asked, weights, columns, self.cut)


def request(
    query: str | Query = "",
    *,
    filters: Sequence[str] = (),
    weights: Mapping[str, float] | None = None,
    columns: Mapping[str, float] | None = None,
    references: Sequence[Reference] = (),
    mode: str = "all",
    image: str | os.PathLike[str] | None = None,
    like: int | None = None,
    **options: Any,
) -> Request:
    """Return a request; a query may be a text, `image` and `like` are short for references.

    Raises:
        UsageError: a weight is negative, of no axis or column, or all are nothing; senseless references.
        TooLargeError: a pasted picture is too large.
    """
    parsed = language.parse(query) if isinstance(query, str) else query
    if options.get("only") is not None:
        options["only"] = tuple(options["only"])
    options["weights"] = _weights("weights", weights or {}, AXES)
    options["columns"] = _weights("columns", columns or {}, fulltext.FIELDS)
    short = [] if like is None else [Reference(picture=like)]
    short += [] if image is None else [Reference(path=image)]
    compared = checked([*short, *references], mode, words=bool(parsed.text))
    return Request(parsed, filters=tuple(filters), references=compared, mode=mode, **options)


def _weights(name: str, given: Mapping[str, float], known: Sequence[str]) -> Mapping[str, float]:
    unknown = [one for one in given if one not in known]
    if unknown:
        raise UsageError(f"{name}: {unknown[0]!r} is none of {', '.join(known)}")
    if given and (any(not 0 <= weight < 1e6 for weight in given.values()) or not any(given.values())):
        raise UsageError(f"{name}: numbers that are not negative, one of them more than nothing")
    return MappingProxyType(dict(given))
