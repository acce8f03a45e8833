"""Vectors in sqlite-vec tables, one table for each kind and model version."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from imageparser.errors import InternalError, ModelFailedError
from imageparser.library import vector_notes
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader, Transaction

Q = load("vectors")
# Small chunks: finding one vector in a chunk, or writing one into it, walks over the pages before it.
# Names of tables cannot be bound; ours are made here of a kind and a number and nothing else.
CREATE = """CREATE VIRTUAL TABLE {table} USING vec0(
    file_id INTEGER PRIMARY KEY, embedding float[{dim}] distance_metric=cosine, chunk_size=64
)"""
DELETE = "DELETE FROM {table} WHERE file_id = ?"
INSERT = "INSERT INTO {table} (file_id, embedding) VALUES (?, ?)"
ALL = "SELECT file_id, embedding FROM {table}"
SOME = "SELECT v.file_id, v.embedding FROM json_each(?) w CROSS JOIN {table} v ON v.file_id = w.value"
HAVING = "SELECT v.file_id FROM json_each(?) w CROSS JOIN {table} v ON v.file_id = w.value"
ANY = HAVING + " LIMIT 1"
NEAREST = "SELECT file_id, distance FROM {table} WHERE embedding MATCH ? AND k = ? ORDER BY distance"
NEAREST_WITHIN = NEAREST.replace("ORDER", "AND file_id IN (SELECT value FROM json_each(?)) ORDER")
IDS = "SELECT file_id FROM {table} LIMIT ?"
DROP = "DROP TABLE {table}"
COUNT = "SELECT count(*) FROM {table}"
AT_LEAST = "SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT ?)"
MAX_K = 4096  # of sqlite-vec
PROBES = 32
# Whose ids a table holds.
FILE, LAYER_PICTURE = "file", "layer_picture"


class State(NamedTuple):
    """A vector table as of one moment; `stamp` is the random number of its generation."""

    kind: str
    version_key: str
    name: str
    dim: int
    generation: int
    stamp: int


class VectorTable(NamedTuple):
    """A vector table; `owner` tells what its ids are: FILE or LAYER_PICTURE."""

    name: str
    kind: str
    version_key: str
    dim: int
    owner: str


def ensure(tx: Transaction, kind: str, version_key: str, dim: int, *, owner: str = FILE) -> str:
    """Return the table of a kind under a version key; it is made where it does not exist.

    Raises:
        InternalError: the table exists with another dimension: two models share a version key.
    """
    found = tx.row(Q["table"], (kind, version_key))
    if found is not None:
        if found[1] != dim:
            raise InternalError(f"vectors of {kind} have {found[1]} numbers under this version key, not {dim}")
        return str(found[0])
    if not kind.isascii() or not kind.isalnum():
        raise InternalError(f"{kind!r} is no kind of vector")
    number = int(tx.value(Q["next_number"]))
    name = f"vec_{kind.lower()}_{number}"
    tx.run(CREATE.format(table=name, dim=int(dim)))
    # A table that comes in the place of a dropped one never has a generation that the other had.
    tx.run(Q["register"], (name, kind, version_key, dim, owner, (number - 1) << 32))
    return name


def put(
    tx: Transaction,
    kind: str,
    version_key: str,
    ids: Sequence[int],
    matrix: NDArray[np.float32],
    *,
    owner: str = FILE,
) -> None:
    """Store one row of `matrix` for each id in place of what it had; makes the table where needed.

    Raises:
        ModelFailedError: a vector is zero or not finite; it would be near to everything or to nothing.
    """
    rows = np.ascontiguousarray(matrix, dtype=np.float32)
    refuse_unusable(rows, ids)
    table = ensure(tx, kind, version_key, rows.shape[1], owner=owner)
    tx.run_many(DELETE.format(table=table), ((i,) for i in _having(tx, table, ids)))
    tx.run_many(INSERT.format(table=table), ((int(i), row.tobytes()) for i, row in zip(ids, rows, strict=True)))
    _changed(tx, table, ids)


def _changed(tx: Transaction, table: str, ids: Iterable[int]) -> None:
    vector_notes.take(tx, table, ids, tx.value(Q["bump"], (table,)))


def refuse_unusable(rows: NDArray[np.float32], ids: Sequence[int]) -> None:
    """Raise ModelFailedError for vectors that may not be stored."""
    if rows.ndim != 2 or rows.shape[0] != len(ids) or rows.shape[1] == 0:
        raise ModelFailedError(f"{len(ids)} vectors were asked for, the model gave an array of shape {rows.shape}")
    norms = np.linalg.norm(rows, axis=1)
    bad = ~np.isfinite(norms) | (norms < 1e-6)
    if bad.any():
        raise ModelFailedError(f"the vector of file {ids[int(np.argmax(bad))]} is zero or not finite")


def matrix(reader: Reader, kind: str, version_key: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the ids and vectors of a kind, all as of one moment; empty where nothing is stored yet."""
    found = reader.row(Q["table"], (kind, version_key))
    if found is None:
        return np.empty(0, np.int64), np.empty((0, 0), np.float32)
    ids, blobs = [], []
    for file_id, blob in reader.each(ALL.format(table=found[0])):
        ids.append(file_id)
        blobs.append(blob)
    values = np.frombuffer(b"".join(blobs), dtype=np.float32).reshape(len(ids), found[1])
    return np.array(ids, dtype=np.int64), values


def get(reader: Reader, kind: str, version_key: str, ids: Iterable[int]) -> dict[int, NDArray[np.float32]]:
    """Return the vectors of some files; files without one are left out."""
    found = reader.row(Q["table"], (kind, version_key))
    return {} if found is None else dict(zip(*some(reader, found[0], found[1], ids), strict=True))


def some(reader: Reader, table: str, dim: int, ids: Iterable[int]) -> tuple[list[int], NDArray[np.float32]]:
    """Return those of some ids that have a vector, with their vectors, in the given order."""
    rows = reader.rows(SOME.format(table=table), (_json(ids),))
    values = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.float32).reshape(len(rows), dim)
    return [row[0] for row in rows], values


def having(reader: Reader, kind: str, version_key: str, ids: Iterable[int]) -> set[int]:
    """Return those of some ids that have a vector."""
    found = reader.row(Q["table"], (kind, version_key))
    return set() if found is None else set(_having(reader, found[0], ids))


def _having(reader: Reader, table: str, ids: Iterable[int]) -> list[int]:
    return [row[0] for row in reader.rows(HAVING.format(table=table), (_json(ids),))]


def _json(ids: Iterable[int]) -> str:
    return json.dumps(ids.tolist() if isinstance(ids, np.ndarray) else [int(i) for i in ids])


def nearest(
    reader: Reader,
    kind: str,
    version_key: str,
    vector: NDArray[np.float32],
    limit: int,
    *,
    within: Iterable[int] | None = None,
) -> list[tuple[int, float]]:
    """Return (file id, cosine similarity) of the nearest vectors, the nearest first; `within` limits the files."""
    found = reader.row(Q["table"], (kind, version_key))
    if found is None or limit < 1:
        return []
    query = np.ascontiguousarray(vector, dtype=np.float32).tobytes()
    if within is None:
        rows = reader.rows(NEAREST.format(table=found[0]), (query, min(limit, MAX_K)))
    else:
        rows = reader.rows(NEAREST_WITHIN.format(table=found[0]), (query, min(limit, MAX_K), _json(within)))
    return sorted(((i, 1.0 - distance) for i, distance in rows), key=lambda found: (-found[1], found[0]))


def count(reader: Reader, kind: str, version_key: str) -> int:
    """Return how many vectors of a kind there are."""
    found = reader.row(Q["table"], (kind, version_key))
    return 0 if found is None else int(reader.value(COUNT.format(table=found[0])))


def present(reader: Reader, kind: str, version_key: str) -> bool:
    """Return whether there is any vector of a kind under a version key; costs next to nothing, unlike `count`."""
    found = reader.row(Q["table"], (kind, version_key))
    if found is None:
        return False
    # sqlite-vec sorts all rows before it tells the first of them; one of some ids is there nearly always.
    most = int(reader.value(Q["highest"]) or 0)
    some = dict.fromkeys([*range(1, PROBES), *(most * part // PROBES for part in range(PROBES, 0, -1))])
    return bool(
        reader.rows(ANY.format(table=found[0]), (_json(some),)) or reader.rows(IDS.format(table=found[0]), (1,))
    )


def at_least(reader: Reader, table: str, number: int) -> bool:
    """Tell whether a table holds so many vectors, without counting more of them."""
    return int(reader.value(AT_LEAST.format(table=table), (number,))) >= number


def batches(reader: Reader, table: str, dim: int, size: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Yield all ids and vectors of a table, `size` at a time."""
    rows = reader.each(ALL.format(table=table))
    while part := list(itertools.islice(rows, size)):
        values = np.frombuffer(b"".join(row[1] for row in part), dtype=np.float32).reshape(len(part), dim)
        yield np.array([row[0] for row in part], np.int64), values


def state(reader: Reader, kind: str, version_key: str) -> State | None:
    """Return where the vectors of a kind stand, None before the first."""
    found = reader.row(Q["table"], (kind, version_key))
    return None if found is None else State(kind, version_key, *found)


def generation(reader: Reader, kind: str, version_key: str) -> int:
    """Return a number that grows with every change of these vectors, for caches; 0 before the first."""
    found = reader.row(Q["table"], (kind, version_key))
    return 0 if found is None else int(found[2])


def twins(reader: Reader, phase: str, version_key: str, ids: Iterable[int]) -> dict[int, int]:
    """Return for some files another file of the same content that a phase has done already."""
    values = {"phase": phase, "version_key": version_key, "ids": json.dumps(list(ids))}
    return dict(reader.rows(Q["twins"], values))


def clear(tx: Transaction, file_id: int) -> None:
    """Forget every vector of a file."""
    for table in tables(tx):
        if table.owner == FILE and _having(tx, table.name, [file_id]):
            remove(tx, table.name, [file_id])


def touch(tx: Transaction, owner: str) -> None:
    """Tell caches that what the ids of an owner stand for has changed."""
    tx.run(Q["bump_owner"], (owner,))


def tables(reader: Reader) -> list[VectorTable]:
    """Return every vector table."""
    return [VectorTable(*row) for row in reader.rows(Q["tables"])]


def ids(reader: Reader, table: str, *, limit: int = -1) -> list[int]:
    """Return the ids that a vector table holds, all or some; `table` is a name that `tables` gave."""
    return [row[0] for row in reader.rows(IDS.format(table=table), (limit,))]


def remove(tx: Transaction, table: str, file_ids: Iterable[int]) -> None:
    """Take vectors out of a table; `table` is a name that `tables` gave."""
    gone = [int(file_id) for file_id in file_ids]
    tx.run_many(DELETE.format(table=table), ((file_id,) for file_id in gone))
    _changed(tx, table, gone)


def drop(tx: Transaction, table: str) -> None:
    """Take away a whole table; `table` is a name that `tables` gave."""
    tx.run(DROP.format(table=table))
    tx.run(Q["unregister"], (table,))
    vector_notes.forget(tx, table)
