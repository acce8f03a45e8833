"""Present files in the order of their paths, a page at a time, quickly for few files and for a million."""

from __future__ import annotations

import json
import threading
import weakref
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from imageparser.library.connection import Database, Reader, Transaction

Q = load("paths")
# Looking up and sorting this many paths takes less than listing all.
FEW = 2_000
# So many files of a library are looked at one by one before all are listed and kept.
NEAR = 30_000


class PathOrder:
    """The ids of one library's present files by path, kept from one question to the next; safe from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation: int | None = None
        self._ids = np.empty(0, np.int64)

    def page(self, reader: Reader, ids: NDArray[np.int64], *, offset: int, limit: int) -> tuple[list[int], int]:
        """Return a part of some files by path, and how many of them are present; `reader` should be in a snapshot."""
        generation = int(reader.value(Q["generation"]))
        with self._lock:
            known = self._ids if self._generation == generation else None
        if known is None and len(ids) <= FEW:
            found = [row[0] for row in reader.rows(Q["sorted"], (json.dumps(ids.tolist()),))]
            return found[offset : offset + limit], len(found)
        if known is None and self._is_near(reader, len(ids), offset + limit):
            missing = np.array([row[0] for row in reader.rows(Q["missing"])], np.int64)
            total = len(ids) - int(np.isin(missing, ids, assume_unique=True).sum())
            return list(islice(_walk(reader, ids), offset, offset + limit)), total
        if known is None:
            known = self._list(reader, generation)
        flags = _flags(ids, max(int(ids[-1]) if len(ids) else 0, int(known.max(initial=0))))
        found_ids = known[flags[known]]
        return found_ids[offset : offset + limit].tolist(), len(found_ids)

    def _is_near(self, reader: Reader, count: int, end: int) -> bool:
        return end * int(reader.value(Q["last"])) <= NEAR * count

    def _list(self, reader: Reader, generation: int) -> NDArray[np.int64]:
        ids = np.array([row[0] for row in reader.rows(Q["every"])], np.int64)
        with self._lock:
            self._generation, self._ids = generation, ids
        return ids


def touch(tx: Transaction) -> None:
    """Say that files have appeared, gone or moved; belongs into the transaction that records it."""
    tx.run(Q["touch"])


_ORDERS: weakref.WeakKeyDictionary[Database, PathOrder] = weakref.WeakKeyDictionary()
_ORDERS_LOCK = threading.Lock()


def order_of(database: Database) -> PathOrder:
    """Return what is kept for an open library."""
    with _ORDERS_LOCK:
        return _ORDERS.setdefault(database, PathOrder())


def _flags(ids: NDArray[np.int64], last: int) -> NDArray[np.bool_]:
    flags = np.zeros(last + 1, np.bool_)
    flags[ids] = True
    return flags


def _walk(reader: Reader, ids: NDArray[np.int64]) -> Iterator[int]:
    last = int(ids[-1])
    flags = _flags(ids, last).tobytes()
    return (file_id for (file_id,) in reader.each(Q["every"]) if file_id <= last and flags[file_id])
