"""Which pictures may be ranked at all: filters, required phrases and exclusions, before any ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from imageparser.library import filters, fulltext
from imageparser.search.axes.keyword import phrase
from imageparser.text import keyword_query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.search.filters import Clause
    from imageparser.search.query import Query

_ALL = -1  # SQLite's word for "no limit"


def candidates(
    reader: Reader, clauses: Sequence[Clause], query: Query, *, without: int | None = None
) -> NDArray[np.int64] | None:
    """Return the ids that may be ranked, in order; None means every picture of the library.

    Only present files are candidates, let through by every filter. A phrase must occur in the texts of a
    picture; an excluded word or phrase must not; `without` is the picture that others are compared with.
    """
    found = filters.candidate_ids(reader, clauses)
    for text in query.phrases:
        matching = _matching(reader, phrase(text))
        found = matching if found is None else np.intersect1d(found, matching, assume_unique=True)
    unwanted = [_matching(reader, _excluding(text)) for text in query.excluded]
    if without is not None:
        unwanted.append(np.array([without], np.int64))
    if not unwanted:
        return found
    if found is None:
        found = filters.present_ids(reader)
    return np.setdiff1d(found, np.concatenate(unwanted), assume_unique=False)


def _excluding(text: str) -> str:
    return phrase(text) if " " in text else " AND ".join(keyword_query(text))


def _matching(reader: Reader, match: str) -> NDArray[np.int64]:
    if not match:
        return np.empty(0, np.int64)
    return np.sort(np.array([item for item, _ in fulltext.search(reader, match, _ALL)], np.int64))
