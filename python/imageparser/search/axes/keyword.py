"""The keyword axis: BM25 over names, layer names, texts, captions and tags; Hangul as words, stems and bigrams."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np

from imageparser.library import files, fulltext, tag_names
from imageparser.search.ranking import Ranking, best
from imageparser.text import keyword_query

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.search.context import Context
    from imageparser.search.language import Query

    # Files with their scores.
    Scored = tuple[NDArray[np.int32] | NDArray[np.int64], NDArray[np.float64]]

_PLAIN = re.compile(r'"([0-9a-z\u00c0-\u024f]+)"')


def rank(context: Context, query: Query, columns: Mapping[str, float], *, limit: int) -> Ranking:
    """Rank the pictures whose texts hold any of the words; rarer words and more words weigh more.

    `columns` say how much a word counts where it stands; without any, as usual.
    """
    weights = columns or fulltext.WEIGHTS
    wanted = parts(query)
    if not wanted:
        return Ranking()
    found: list[Scored] = [fulltext.scores(context.reader, part, weights) for part in wanted]
    found += [_tagged(context.reader, part, weights.get("tags", 0.0)) for part in wanted]
    return _sum(found, context.within, limit)


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


def _tagged(reader: Reader, part: str, weight: float) -> Scored:
    """Score the pictures that the user gave a tag with this word: the rarer the more, as a word in a tag's column.

    BM25 gives weight * 2.2 / (weight + 1.2) per idf to one word in a text of usual length.
    """
    ids = tag_names.files(reader, part)
    everything = files.highest(reader)
    idf = math.log(1 + (max(everything - len(ids), 0) + 0.5) / (len(ids) + 0.5))
    return ids, np.full(len(ids), weight * 2.2 / (weight + 1.2) * idf)


def _sum(found: Sequence[Scored], within: NDArray[np.int64] | None, limit: int) -> Ranking:
    """Add the scores up, each of different files; only those of `within` count."""
    size = 1 + max((int(ids.max()) for ids, _ in found if len(ids)), default=0)
    total = np.zeros(size)
    for ids, scores in found:
        total[ids] += scores
    reached = np.flatnonzero(total) if within is None else within[within < size]
    reached = reached[total[reached] > 0]
    return best(reached, total[reached], limit)


def _joined(row: list[str]) -> list[str]:
    return [f'"{" ".join(row)}"'] if row else []
