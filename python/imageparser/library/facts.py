"""Columns of the table of files in memory, one number for each file id: a million are compared in a millisecond.

They are kept while the library does not change (`library.kept`), each from the first question that needs it.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

Q = load("facts")
NONE = np.iinfo(np.int64).min  # what is not known, and every file that is not present
# Ids are dense; beyond so many the arrays would be large, whatever there is.
MOST = 30_000_000
_COLUMN = "SELECT id, {0} FROM files WHERE missing_since IS NULL AND ({0}) IS NOT NULL"


def usable(reader: Reader) -> bool:
    """Whether columns are kept for this reader's snapshot; else each question would have to make them."""
    return reader.kept.active and size(reader) <= MOST


def size(reader: Reader) -> int:
    """Return how many places the arrays have: one more than the highest id."""
    return reader.kept.get("size", lambda: int(reader.value(Q["highest"]) or 0) + 1)


def present(reader: Reader) -> Flags:
    """Return which files are present."""
    return reader.kept.get("present", lambda: flags(reader, integers(reader, Q["present"])))


def flags(reader: Reader, ids: Numbers) -> Flags:
    """Return which files some ids name."""
    found = np.zeros(size(reader), np.bool_)
    found[ids[ids < len(found)]] = True
    return found


def numbers(reader: Reader, expression: str) -> Numbers:
    """Return an expression of whole numbers over the table of files, NONE where it is null or the file not present."""

    def make() -> Numbers:
        pairs = integers(reader, _COLUMN.format(expression)).reshape(-1, 2)
        found = np.full(size(reader), NONE)
        found[pairs[:, 0]] = pairs[:, 1]
        return found

    return reader.kept.get(("numbers", expression), make)


def codes(reader: Reader, expression: str) -> tuple[Mapping[Any, int], NDArray[np.int32]]:
    """Return an expression of few different values as (the code of each value, codes); -1 where it is null."""

    def make() -> tuple[Mapping[Any, int], NDArray[np.int32]]:
        known: dict[Any, int] = {}
        found = np.full(size(reader), -1, np.int32)
        coded = ((item, known.setdefault(value, len(known))) for item, value in reader.each(_COLUMN.format(expression)))
        pairs = np.fromiter(chain.from_iterable(coded), np.int64).reshape(-1, 2)
        found[pairs[:, 0]] = pairs[:, 1]
        return known, found

    return reader.kept.get(("codes", expression), make)


def integers(reader: Reader, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Numbers:
    """Return all values of a query of whole numbers, row by row."""
    rows: Iterable[Iterable[int]] = reader.each(sql, values)
    return np.fromiter(chain.from_iterable(rows), np.int64)
