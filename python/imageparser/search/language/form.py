"""A query as JSON, for programs that build one from controls and draw one as chips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.errors import UsageError
from imageparser.search import filters
from imageparser.search.language import orders
from imageparser.search.language.parser import parse
from imageparser.search.language.printer import show
from imageparser.search.language.tokens import tidy
from imageparser.search.language.tree import Condition, Phrase, Query, Sort, Word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imageparser.search.language.tree import Part


def to_json(query: Query) -> dict[str, Any]:
    """Return a query as JSON, with its text and the notes of what was not understood."""
    return {
        "text": show(query),
        "parts": [_part(part) for part in query.parts],
        "sort": None if query.sort is None else query.sort._asdict(),
        "notes": [note._asdict() for note in query.notes],
    }


def from_json(form: Mapping[str, Any]) -> Query:
    """Return the query that a form describes: its `parts` and its `sort`; everything else is derived.

    A word that would be read as something else becomes a phrase, which looks for the same.

    Raises:
        UsageError: a part is none, a filter or an order is unknown, or a value is not taken.
    """
    parts = [_read(part) for part in form.get("parts") or ()]
    sort = form.get("sort")
    query = Query("", tuple(part for part in parts if part is not None), None if sort is None else _order(sort))
    return parse(show(query))


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Condition):
        return {"kind": "filter", "name": part.name, "value": part.value, "negated": part.negated}
    kind = "word" if isinstance(part, Word) else "phrase"
    return {"kind": kind, "text": part.text, "negated": part.negated}


def _read(form: Mapping[str, Any]) -> Part | None:
    """Return a part, None for a text without anything to look for."""
    negated = bool(form.get("negated"))
    if form.get("kind") == "filter":
        row = filters.BY_NAME.get(str(form.get("name")).lower())
        if row is None:
            raise UsageError(f"{form.get('name')!r} names no filter")
        value = " ".join(tidy(str(form.get("value", ""))).split())
        filters.clauses(row.name, value)
        return Condition(row.name, value, negated)
    if form.get("kind") not in ("word", "phrase"):
        raise UsageError(f"{form.get('kind')!r} is none of word, phrase, filter")
    text = " ".join(tidy(str(form.get("text", ""))).split())
    if not text.strip("-"):
        return None
    if form["kind"] == "word" and parse(text).parts == (Word(text),) and not parse(text).notes:
        return Word(text, negated)
    return Phrase(text, negated)


def _order(form: Mapping[str, Any]) -> Sort:
    by = form.get("by", "relevance")
    if by not in orders.DESCENDING:
        raise UsageError(f"{by!r} is no order")
    descending = form.get("descending")
    seed = form.get("seed") if by == "random" else None
    return Sort(by, orders.DESCENDING[by] if descending is None else bool(descending), seed)
