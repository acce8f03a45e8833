"""How a query that is being typed could go on: recent searches, filters and their values, and what the library says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from imageparser.hangul import begins, plain
from imageparser.library import collections, searches, terms
from imageparser.library.terms import Term
from imageparser.search import filters, language, values
from imageparser.search.language import Condition, Phrase, Query, Word, orders, spots
from imageparser.text import strip_particle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from imageparser import _core
    from imageparser.library.connection import Database, Reader
    from imageparser.library.searches import Search
    from imageparser.search.counting import Counting
    from imageparser.search.language.spots import Spot

# The terms that the values of a filter come from.
TERMS: dict[str, tuple[str, ...]] = {
    "tag": ("tag", "ai_tag", "keyword"),
    "caption": ("word",),
    "layer": ("layer",),
    "font": ("font",),
    "prompt": ("prompt_tag", "character_tag"),
    "prompt_tag": ("prompt_tag", "character_tag"),
    "negative": ("negative_tag", "character_negative_tag"),
    "model": ("model",),
    "generator": ("generator",),
    "sampler": ("sampler",),
    "lora": ("lora",),
    "camera": ("camera",),
    "lens": ("lens",),
    "folder": ("folder",),
    "type": ("type",),
    "seen": ("seen",),
}
# What a bare word may become, and the filter that it then becomes the value of; None where it stays words. The number
# says how many doublings of the count being of that kind is worth: names that people gave come first.
BARE: dict[str, tuple[str | None, float]] = {
    "tag": ("tag", 6.0),
    "collection": ("in", 5.0),
    "ai_tag": (None, 2.0),
    "keyword": (None, 3.0),
    "character_tag": ("prompt_tag", 1.0),
    "prompt_tag": ("prompt_tag", 0.5),
    "word": (None, 1.0),
    "layer": ("layer", 1.0),
    "font": ("font", 0.5),
    "folder": ("folder", 1.0),
    "model": ("model", 1.0),
    "lora": ("lora", 0.0),
    "camera": ("camera", 0.5),
}
_FILTER = "filter"
_RECENT = 3  # searches and filters that are offered beside what the library says
_WORTH_OF_FILTER = 6.0


class Suggestion(TypedDict):
    """One way to go on: `insert` stands in place of the query from `start` to the `end` of the answer.

    `files` is how many pictures have it, None where that is not counted; `key` is the filter that it is a value of,
    `alias_of` the tag that an alias stands for.
    """

    kind: str
    text: str
    insert: str
    start: int
    files: int | None
    key: str | None
    alias_of: str | None


class SuggestAnswer(TypedDict):
    """Suggestions, the likeliest first; `behind` says that the library is still being counted."""

    end: int
    suggestions: list[Suggestion]
    behind: bool


class _Found(NamedTuple):
    """A term of a kind that fits a spot."""

    kind: str
    term: Term
    spot: Spot


def answer(
    database: Database,
    counting: Counting,
    query: str,
    *,
    cursor: int | None = None,
    limit: int = 10,
    wait: bool = False,
    cancel: _core.CancelToken | None = None,
) -> SuggestAnswer:
    """Return how a query that is being typed could go on at the cursor, at its end where none is given.

    Suggested are recent searches, filters and their values, tags, words of captions, names of layers, fonts and what
    else the library says, with counts. What is new is counted in the background, with `wait` before the answer.

    Raises:
        CancelledError: `cancel` was raised while everything was counted.
    """
    behind = counting.bring_up(wait=wait, cancel=cancel)
    reader = database.read()
    with reader.snapshot():
        end, found = suggest(reader, query, cursor, limit=limit, recent=searches.listed(database))
    return SuggestAnswer(end=end, suggestions=found, behind=behind)


def suggest(
    reader: Reader, query: str, place: int | None = None, *, limit: int = 10, recent: Sequence[Search] = ()
) -> tuple[int, list[Suggestion]]:
    """Return how a query can go on at a place in it (its end where none is named), and where the piece there ends.

    `recent` are searches that are remembered, the latest first.

    Korean may be typed in part (`고야`, `고양ㅇ`) or by its initial consonants (`ㄱㅇㅇ`).
    """
    at = len(query) if place is None else max(0, min(place, len(query)))
    end = spots.end(query, at)
    found = spots.spots(query, at)
    again = _recent(recent, query, at) if not query[end:].strip() else []
    if not found:
        return end, again[:limit]
    made = _values(reader, found[0], limit) if found[0].key is not None else _bare(reader, found, limit)
    return end, _once([*again, *made])[:limit]


def _recent(recent: Sequence[Search], query: str, at: int) -> list[Suggestion]:
    typed = plain(query[:at])
    known = [one for one in recent if begins(typed, plain(one.query)) and plain(one.query) != typed]
    if typed:
        known.sort(key=lambda one: -one.uses)
    return [_suggestion("history", one.query, one.query, start=0) for one in known[: _RECENT if typed else None]]


def _bare(reader: Reader, row: Sequence[Spot], limit: int) -> list[Suggestion]:
    """Return what a bare word, or the last few of them, may become."""
    found = list(_terms(reader, BARE, row, limit))
    kept = _without_inflected(reader, found)
    ranked = [(_rank(one, BARE[one.kind][1]), _of_term(one, BARE[one.kind][0])) for one in kept]
    if not row[0].quoted:
        ranked += [((False, False, -_WORTH_OF_FILTER, name), made) for name, made in _keys(row[0])]
    return [made for _, made in sorted(ranked, key=lambda pair: pair[0])]


def _values(reader: Reader, spot: Spot, limit: int) -> list[Suggestion]:
    """Return values of the filter, or orders, that a key names; of a list of values the last one is being typed."""
    key = (spot.key or "").lower()
    if key in orders.KEYS:
        return [_value(spot, "sort", "sort", name) for name in orders.DESCENDING if begins(plain(spot.typed), name)]
    row = filters.BY_NAME[key]
    before, comma, typed = spot.typed.rpartition(",")
    last = spot._replace(typed=typed.strip())
    kinds = ("collection",) if row.kind == "collection" else TERMS.get(row.name, ())
    found = sorted(_terms(reader, kinds, [last], limit), key=lambda one: _rank(one, float(one.kind == terms.TAG)))
    counted = {plain(one.term.name) for one in found}
    choices = [name for name in _choices(row.kind, last.typed) if name not in counted]
    made = [_of_term(one, row.name, f"{before}{comma}") for one in found]
    return made + [_value(spot, row.name, "value", f"{before}{comma}{name}", text=name) for name in choices]


def _choices(kind: str, typed: str) -> list[str]:
    wanted = plain(typed)
    known = values.choices(kind).items()
    return [name for name, others in known if any(begins(wanted, plain(one)) for one in (name, *others))]


def _keys(spot: Spot) -> list[tuple[str, Suggestion]]:
    """Return the filters whose names begin so, under the name that was typed."""
    wanted, sign = plain(spot.typed), "-" if spot.negated else ""
    found: dict[str, str] = {}
    for name in (*filters.BY_NAME, *orders.KEYS):
        row = filters.BY_NAME.get(name)
        if begins(wanted, name) and wanted:
            found.setdefault(row.name if row is not None else "sort", name)
    names = sorted(found.values(), key=len)[:_RECENT]
    return [(name, _suggestion(_FILTER, f"{name}:", f"{sign}{name}:", start=spot.start)) for name in names]


def _terms(reader: Reader, kinds: Iterable[str], row: Sequence[Spot], limit: int) -> Iterator[_Found]:
    for spot in row:
        for kind in kinds:
            found = _collections(reader, spot.typed) if kind == "collection" else None
            for term in terms.nearest(reader, kind, spot.typed, limit) if found is None else found:
                yield _Found(kind, term, spot)


def _collections(reader: Reader, typed: str) -> list[Term]:
    """Return the collections that begin so; there are hundreds at most."""
    wanted, found = plain(typed), []
    for number, name, smart in collections.names(reader):
        parts = terms.starts(plain(name))
        if any(begins(wanted, part) for part in parts):
            files = 0 if smart else collections.size(reader, number)
            found.append(Term(name, files, not begins(wanted, parts[0]), None))
    return found


def _without_inflected(reader: Reader, found: Sequence[_Found]) -> list[_Found]:
    """Leave out words of captions with a particle where the bare word is known, too."""
    stems = {plain(one.term.name): plain(strip_particle(one.term.name)) for one in found if one.kind == "word"}
    cut = {stem for word, stem in stems.items() if stem != word}
    known = terms.known(reader, [(kind, stem) for stem in cut for kind in ("word", "ai_tag", "keyword")])
    bare = {folded for _, folded in known}
    return [one for one in found if one.kind != "word" or _stem(one, stems) not in bare]


def _stem(one: _Found, stems: dict[str, str]) -> str | None:
    word = plain(one.term.name)
    return stems[word] if stems[word] != word else None


def _rank(one: _Found, worth: float) -> tuple[bool, bool, float, str]:
    """Order: what begins so before what has a word that does, as it is written before as it is typed, then counts."""
    typed = plain(one.spot.typed)
    spelled = typed in plain(one.term.name)
    return (one.term.inner, not spelled, -worth - math.log2(1 + one.term.files), one.term.name)


def _of_term(one: _Found, name: str | None, before: str = "") -> Suggestion:
    """Return a term as the value of a filter (behind other values `before`), or as words where none is named."""
    kind, term, spot = one
    if name is not None and (spot.key is not None or not spot.quoted):
        made = _value(spot, name, kind, before + term.name, text=term.name)
        made["files"], made["alias_of"] = term.files, term.stands_for
        return made
    parts: tuple[Word | Phrase, ...] = tuple(Word(word, spot.negated) for word in term.name.split())
    if spot.quoted or (spot.negated and len(parts) > 1):
        parts = (Phrase(term.name, spot.negated),)
    insert = language.show(Query(parts=parts))
    return _suggestion(kind, term.name, insert, start=spot.start, files=term.files, alias_of=term.stands_for)


def _value(spot: Spot, name: str, kind: str, value: str, *, text: str | None = None) -> Suggestion:
    insert = language.show(Query(parts=(Condition(name, value, spot.negated),)))
    return _suggestion(kind, value if text is None else text, insert, start=spot.start, key=name)


def _suggestion(
    kind: str,
    text: str,
    insert: str,
    *,
    start: int,
    files: int | None = None,
    key: str | None = None,
    alias_of: str | None = None,
) -> Suggestion:
    return Suggestion(kind=kind, text=text, insert=insert, start=start, files=files, key=key, alias_of=alias_of)


def _once(made: Sequence[Suggestion]) -> list[Suggestion]:
    """Leave each text once: a word that is a tag of the user, too, is suggested as that."""
    found: dict[tuple[str, str], Suggestion] = {}
    for one in made:
        found.setdefault((plain(one["text"]), "" if one["kind"] in BARE else one["kind"]), one)
    return list(found.values())
