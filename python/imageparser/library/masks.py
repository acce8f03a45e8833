"""Filters over the columns in memory: the same answers as `library.filters`, which they are tested against, sooner.

The set of files that fulfil a condition is kept while the library does not change, since people change the words of a
query more often than its filters.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser.library import facts, filters, postings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.library.facts import Flags
    from imageparser.library.filters import Clause


def candidate_ids(reader: Reader, clauses: Iterable[Clause]) -> NDArray[np.int64] | None:
    """Return the ids of the present files that fulfil every clause, ascending; None means every row there is."""
    every = list(clauses)
    if not facts.usable(reader):
        return filters.candidate_ids(reader, every)
    if not every and not reader.value(filters.ANY_MISSING):
        return None
    # Reading the columns takes longer than one walk over the index: that pays from the second question on.
    if next(reader.kept.get("questions", count)) == 0:
        return filters.candidate_ids(reader, every)
    found = facts.present(reader)
    for clause in every:
        holds = fulfilling(reader, clause)
        found = found & ~holds if clause.negated else found & holds
    return np.flatnonzero(found)


def present_ids(reader: Reader) -> NDArray[np.int64]:
    """Return the ids of all present files, ascending."""
    return np.flatnonzero(facts.present(reader)) if facts.usable(reader) else filters.present_ids(reader)


def fulfilling(reader: Reader, clause: Clause) -> Flags:
    """Return which files fulfil a clause (not negated); files that are not present may be among them."""
    key = ("clause", clause.column, clause.operator, repr(clause.value))
    return reader.kept.get(key, lambda: _make(reader, clause))


def _make(reader: Reader, clause: Clause) -> Flags:
    column = filters.COLUMNS.get(clause.column, "")
    if clause.operator == "range":
        return _between(facts.numbers(reader, column), *clause.value)
    if clause.operator == "box":
        width, height = (facts.numbers(reader, side) for side in column.split())
        return _between(width, *clause.value[0]) & _between(height, *clause.value[1])
    if clause.operator == "in":
        known, codes = facts.codes(reader, column)
        return np.isin(codes, [known[value] for value in clause.value if value in known])
    if clause.operator == filters.TAGGED:
        return facts.flags(reader, postings.find(reader, clause.value))
    return facts.flags(reader, facts.integers(reader, *filters.asking(clause)))


def _between(numbers: NDArray[np.int64], low: Any, high: Any) -> Flags:
    found: Flags = numbers != facts.NONE if low is None else numbers >= low
    return found if high is None else found & (numbers < high)
