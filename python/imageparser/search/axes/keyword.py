"""The keyword axis: BM25 over names, layer names, texts, captions and tags; Hangul as words, stems and bigrams."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from imageparser.search.ranking import Ranking
from imageparser.text import keyword_query

if TYPE_CHECKING:
    from imageparser.search.context import Context
    from imageparser.search.language import Query

_PLAIN = re.compile(r'"([0-9a-z\u00c0-\u024f]+)"')


def rank(context: Context, query: Query, *, limit: int) -> Ranking:
    """Rank the pictures whose texts hold any of the words; rarer words and more words weigh more."""
    wanted = match(query)
    if not wanted:
        return Ranking()
    found = context.fulltext(wanted, limit=limit)
    ids = np.array([item for item, _ in found], np.int64)
    # SQLite's bm25 is smaller for better; turned round like every other score.
    return Ranking(ids, np.array([-score for _, score in found], np.float64))


def match(query: Query) -> str:
    """Return the MATCH expression of what is wanted: any of the words and phrases; empty where nothing is."""
    return " OR ".join([*keyword_query(" ".join(query.words)), *filter(None, map(phrase, query.phrases))])


def phrase(text: str) -> str:
    """Return the MATCH expression of a phrase: Latin words in a row stay in a row, all parts must occur."""
    parts: list[str] = []
    row: list[str] = []
    for word in text.split():
        for part in keyword_query(word):
            if plain := _PLAIN.fullmatch(part):
                row.append(plain[1])
                continue
            parts += _joined(row)
            row = []
            parts.append(part)
    parts += _joined(row)
    return f"({' AND '.join(parts)})" if parts else ""


def _joined(row: list[str]) -> list[str]:
    return [f'"{" ".join(row)}"'] if row else []
