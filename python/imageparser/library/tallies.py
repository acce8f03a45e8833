"""Counts of the values of filters over columns in memory: the same as `library.facets`, sooner, over a million files.

What is one of few values stands under one number for the whole combination, so that one pass counts all of it.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from imageparser.library import facts
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.library.facts import Flags, Numbers

Q = load("tallies")
COMBINED = ("format", "label", "rating", "camera", "shape", "mp", "layers")
# Seconds since the epoch by the facet of their months.
WHEN = {
    "date": "coalesce(taken_at, mtime_ns / 1000000) / 1000",
    "modified": "mtime_ns / 1000000000",
    "added": "added_at / 1000",
}
# What files have one or several of, each value with its files by a query of its own.
LISTED = {"model": "models", "generator": "generators", "font": "fonts"}
# Months whose beginnings are looked up; outside of them SQLite is asked for each second.
FIRST, LAST = 1970, 2037
_CODE_BITS = 24  # of a type beside its file


class Pairs(NamedTuple):
    """Files with the values that they have, each pair once; the code of a value is its place in `names`."""

    names: Sequence[str]
    files: NDArray[np.int32]
    codes: NDArray[np.int32]

    nbytes: int = 0

    def counts(self, chosen: Flags) -> NDArray[np.int64]:
        """Return how many of the chosen files have each value."""
        return np.bincount(self.codes[chosen[self.files]], minlength=len(self.names))


def of_files(reader: Reader, file_ids: Numbers | None) -> dict[str, Counter[str]]:
    """Return how many of some present files, or of all, have which value of every facet but tags."""
    chosen = facts.present(reader)
    if file_ids is not None:
        chosen = chosen & facts.flags(reader, file_ids)
    found = _combined(reader, chosen)
    for name, expression in WHEN.items():
        names, months = _months(reader, expression)
        found[name] = _counter(names, np.bincount(months[chosen], minlength=len(names)))
    types = reader.kept.get("types", lambda: _types(reader))
    found["type"] = _counter(types.names, types.counts(chosen))
    for name, query in LISTED.items():
        pairs = reader.kept.get(query, partial(_several, reader, query))
        found[name] = _counter(pairs.names, pairs.counts(chosen))
    return found


def tags(reader: Reader, file_ids: Numbers | None, limit: int) -> list[tuple[str, int]]:
    """Return the tags that most of some present files, or of all, have, with their number; the most frequent first.

    A tag is told in one spelling, the first in order of those that any file has.
    """
    chosen = facts.present(reader)
    if file_ids is not None:
        chosen = chosen & facts.flags(reader, file_ids)
    pairs = reader.kept.get("tags", lambda: _tags(reader))
    if np.array_equal(chosen, facts.present(reader)):
        counts = reader.kept.get("tags of all", lambda: pairs.counts(chosen))
    else:
        counts = pairs.counts(chosen)
    # Numbers follow the order of the folded forms, by which equal ones stand.
    order = np.lexsort((np.arange(len(counts)), -counts))[:limit]
    return [(pairs.names[place], int(counts[place])) for place in order.tolist() if counts[place]]


def _combined(reader: Reader, chosen: Flags) -> dict[str, Counter[str]]:
    known, codes = reader.kept.get("combined", lambda: _combinations(reader))
    counts = np.bincount(codes[chosen], minlength=len(known)).tolist()
    found: dict[str, Counter[str]] = {name: Counter() for name in COMBINED}
    for values, count in zip(known, counts, strict=True):
        if count:
            for name, value in zip(COMBINED, values, strict=True):
                if value is not None:
                    found[name][str(value)] += count
    return found


def _combinations(reader: Reader) -> tuple[Mapping[tuple[Any, ...], int], NDArray[np.int32]]:
    known: dict[tuple[Any, ...], int] = {}
    coded = ((row[0], known.setdefault(row[1:], len(known))) for row in reader.each(Q["combined"]))
    pairs = _pairs(coded)
    found = np.zeros(facts.size(reader), np.int32)
    found[pairs[:, 0]] = pairs[:, 1]
    return known, found


def _months(reader: Reader, expression: str) -> tuple[Sequence[str], NDArray[np.int32]]:
    return reader.kept.get(("months", expression), lambda: _make_months(reader, expression))


def _make_months(reader: Reader, expression: str) -> tuple[Sequence[str], NDArray[np.int32]]:
    seconds = facts.numbers(reader, expression)
    firsts = [datetime(year, month, 1) for year in range(FIRST, LAST + 1) for month in range(1, 13)]  # noqa: DTZ001  # local
    starts = np.array([one.timestamp() for one in firsts], np.int64)
    names = [f"{one:%Y-%m}" for one in firsts]
    codes = np.searchsorted(starts, seconds, "right").astype(np.int32) - 1
    odd = np.flatnonzero((seconds != facts.NONE) & ((codes < 0) | (codes == len(names) - 1)))
    for second in np.unique(seconds[odd]).tolist():
        name = str(reader.value(Q["month"], (second,)))
        names += [] if name in names else [name]
        codes[odd[seconds[odd] == second]] = names.index(name)
    return names, np.where(seconds == facts.NONE, 0, codes)


def _types(reader: Reader) -> Pairs:
    """Read what the newest caption of each file says."""
    names: list[str] = []
    parts = [np.empty((0, 3), np.int64)]
    for name, files, times in reader.each(Q["types"]):
        columns = [np.fromstring(text, np.int64, sep=",") for text in (files, times)]
        parts.append(np.stack([columns[0], np.full(len(columns[0]), len(names)), columns[1]], axis=1))
        names.append(name)
    rows = np.concatenate(parts)
    newest = np.full(facts.size(reader), facts.NONE)
    np.maximum.at(newest, rows[:, 0], rows[:, 2])
    said = rows[newest[rows[:, 0]] == rows[:, 2]]
    silent = names.index("") if "" in names else -1
    said = said[said[:, 1] != silent]
    once = np.unique(said[:, 0] << _CODE_BITS | said[:, 1])
    return _made(names, np.stack([once >> _CODE_BITS, once & ((1 << _CODE_BITS) - 1)], axis=1))


def _tags(reader: Reader) -> Pairs:
    """Read the tags of all files; a file that has a tag from two sources has it once."""
    names, pairs = _listed(reader, "tags")
    first = np.ones(len(pairs), np.bool_)
    first[1:] = (pairs[1:] != pairs[:-1]).any(axis=1)
    return _made(names, pairs[first])


def _several(reader: Reader, query: str) -> Pairs:
    return _made(*_listed(reader, query))


def _listed(reader: Reader, query: str) -> tuple[list[str], NDArray[np.int64]]:
    """Return values and the pairs (file, place of the value) of a query that gives each value with its files.

    SQLite writes the numbers of the files of a value into one text, which is read four times as soon as rows are.
    """
    names: list[str] = []
    parts: list[NDArray[np.int64]] = []
    for name, files in reader.each(Q[query]):
        names.append(name)
        parts.append(np.fromstring(files, np.int64, sep=","))
    places = np.repeat(np.arange(len(names)), [len(part) for part in parts])
    return names, np.stack([np.concatenate([np.empty(0, np.int64), *parts]), places], axis=1)


def _made(names: Sequence[str], pairs: NDArray[np.int64]) -> Pairs:
    files, codes = pairs[:, 0].astype(np.int32), pairs[:, 1].astype(np.int32)
    return Pairs(names, files, codes, files.nbytes + codes.nbytes)


def _pairs(coded: Iterable[tuple[int, int]]) -> NDArray[np.int64]:
    return np.fromiter(chain.from_iterable(coded), np.int64).reshape(-1, 2)


def _counter(names: Sequence[str], counts: NDArray[np.int64]) -> Counter[str]:
    return Counter({names[place]: int(counts[place]) for place in np.flatnonzero(counts).tolist()})
