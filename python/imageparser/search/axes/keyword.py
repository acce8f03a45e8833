"""The keyword axis: BM25 over names, layer names, texts, captions and tags; Hangul as words, stems and bigrams."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np

from imageparser.library import files, tag_names
from imageparser.search.ranking import Ranking, best
from imageparser.text import keyword_query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.search.context import Context
    from imageparser.search.language import Query

# What BM25 gives, per idf, to one word in a column of weight 3 in a text of usual length: 3 * 2.2 / (3 + 1.2).
_TAG_WEIGHT = 1.57
_PLAIN = re.compile(r'"([0-9a-z\u00c0-\u024f]+)"')


def rank(context: Context, query: Query, *, limit: int) -> Ranking:
    """Rank the pictures whose texts hold any of the words; rarer words and more words weigh more."""
    wanted = match(query)
    if not wanted:
        return Ranking()
    found = context.fulltext(wanted, limit=limit)
    ids = np.array([item for item, _ in found], np.int64)
    # SQLite's bm25 is smaller for better; turned round like every other score.
    texts = Ranking(ids, np.array([-score for _, score in found], np.float64))
    tagged = [_tagged(context, part) for part in parts(query)]
    return _sum([texts, *(ranking for ranking in tagged if len(ranking.ids))], limit)


def match(query: Query) -> str:
    """Return the MATCH expression of what is wanted: any of the words and phrases; empty where nothing is."""
    return " OR ".join(parts(query))


def parts(query: Query) -> list[str]:
    """Return a MATCH expression for each word and phrase that is wanted."""
    return [*keyword_query(" ".join(query.words)), *filter(None, map(phrase, query.phrases))]


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


def _tagged(context: Context, part: str) -> Ranking:
    """Score the pictures that the user gave a tag with this word: the rarer the more, as a word in a tag's column."""
    ids = tag_names.files(context.reader, part)
    everything = files.highest(context.reader)
    idf = math.log(1 + (max(everything - len(ids), 0) + 0.5) / (len(ids) + 0.5))
    if context.within is not None:
        ids = np.intersect1d(ids, context.within, assume_unique=True)
    return Ranking(ids, np.full(len(ids), _TAG_WEIGHT * idf))


def _sum(rankings: Sequence[Ranking], limit: int) -> Ranking:
    if len(rankings) == 1:
        return rankings[0]
    ids, places = np.unique(np.concatenate([ranking.ids for ranking in rankings]), return_inverse=True)
    scores = np.bincount(places, np.concatenate([ranking.scores for ranking in rankings]), len(ids))
    return best(ids, scores.astype(np.float64), limit)


def _joined(row: list[str]) -> list[str]:
    return [f'"{" ".join(row)}"'] if row else []
