"""Which pictures may be ranked at all: filters, collections, required phrases and exclusions, before any ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from imageparser.library import collections, filters, fulltext, masks, tag_names
from imageparser.search import language
from imageparser.search.axes.keyword import phrase
from imageparser.text import keyword_query

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.search.filters import Clause
    from imageparser.search.language import Query

    Ids = NDArray[np.int64]


def candidates(
    reader: Reader,
    clauses: Sequence[Clause],
    query: Query,
    *,
    without: Collection[int] = (),
    inside: frozenset[int] = frozenset(),
) -> Ids | None:
    """Return the ids that may be ranked, in order; None means every picture of the library.

    Only present files are candidates, let through by every filter. A phrase must occur in the texts of a
    picture; an excluded word or phrase must not; `without` are pictures that others are compared with.
    `inside` are the smart collections whose members are being looked for.
    """
    listed = [clause for clause in clauses if clause.operator == filters.LISTED]
    found = masks.candidate_ids(reader, [clause for clause in clauses if clause.operator != filters.LISTED])
    needed = [_matching(reader, phrase(text)) for text in query.phrases]
    needed += [in_collections(reader, clause.value, inside) for clause in listed if not clause.negated]
    for matching in needed:
        found = matching if found is None else found[np.isin(found, matching)]
    unwanted = [_matching(reader, _excluding(text)) for text in query.excluded]
    unwanted += [in_collections(reader, clause.value, inside) for clause in listed if clause.negated]
    if without:
        unwanted.append(np.array(sorted(without), np.int64))
    if not unwanted:
        return found
    if found is None:
        found = masks.present_ids(reader)
    return found[~np.isin(found, np.concatenate(unwanted))]


def members(reader: Reader, query: Query, inside: frozenset[int] = frozenset()) -> Ids:
    """Return the pictures that a query as such describes, in order: each of its words must occur, too."""
    found = candidates(reader, query.clauses, query, inside=inside)
    for word in query.words:
        matching = _matching(reader, _excluding(word))
        found = matching if found is None else found[np.isin(found, matching)]
    return masks.present_ids(reader) if found is None else found


def in_collections(reader: Reader, path: object, inside: frozenset[int] = frozenset()) -> Ids:
    """Return the present pictures of the collections with this path of folded names, and of those inside them.

    A smart collection that holds itself, by whatever way, adds nothing.
    """
    chosen = [row.id for row in collections.named(reader, path)]  # type: ignore[arg-type]
    return of_collections(reader, chosen, inside)


def of_collections(reader: Reader, chosen: Sequence[int], inside: frozenset[int] = frozenset()) -> Ids:
    """Return the present pictures of some collections and of those inside them, in order."""
    numbers = {number for one in chosen for number in collections.below(reader, one)}
    smart = {row.id: row.query for row in collections.every(reader) if row.id in numbers - inside and row.query}
    found = [np.array(collections.members(reader, numbers), np.int64)]
    found += [members(reader, language.parse(query), inside | {number}) for number, query in smart.items()]
    return np.unique(np.concatenate(found))


def manual_order(reader: Reader, clauses: Sequence[Clause]) -> list[int] | None:
    """Return the pictures of the one collection that is asked for in the user's order, None where none has one."""
    listed = [clause for clause in clauses if clause.operator == filters.LISTED and not clause.negated]
    named = collections.named(reader, listed[0].value) if len(listed) == 1 else []  # type: ignore[arg-type]
    if len(named) != 1 or named[0].query is not None:
        return None
    return collections.items(reader, named[0].id)


def _excluding(text: str) -> str:
    return phrase(text) if " " in text else " AND ".join(keyword_query(text))


def _matching(reader: Reader, match: str) -> Ids:
    if not match:
        return np.empty(0, np.int64)
    spoken, tagged = fulltext.matching(reader, match), tag_names.files(reader, match)
    return np.union1d(spoken, tagged) if len(tagged) else spoken
