"""Search for nearest vectors with one contender; prints milliseconds, recall and memory as one line of JSON.

Usage: rank.py make|ask CONTENDER FOLDER KEPT      (FOLDER as `bench.vectors.made` leaves it, KEPT for what it builds)
"""

from __future__ import annotations

import importlib
import json
import resource
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

if TYPE_CHECKING:
    from collections.abc import Callable

    Array = np.ndarray[Any, Any]
    # A query, how many are wanted and which ids are allowed, to the ids found.
    Ask = Callable[[Array, int, Array | None], list[int]]

BATCH, RESCORED = 8192, 20
KIND, KEY = "VV", "bench"
INSERT = "INSERT INTO v VALUES (?, {value})"
NEAREST = "SELECT id FROM v WHERE e MATCH {value} AND k = ?"
WITHIN = " AND id IN (SELECT value FROM json_each(?))"


def batches(rows: Array) -> Any:
    for first in range(0, len(rows), BATCH):
        block = np.array(rows[first : first + BATCH])
        yield list(range(first + 1, first + len(block) + 1)), block


def make_ours(rows: Array, kept: Path) -> dict[str, float]:
    """Store the vectors as a run does, and let the file of codes follow."""
    from imageparser.library import Database, vectors
    from imageparser.library.codes import Codes

    with Database.open(kept / "library.sqlite") as database:
        began = time.process_time()
        for ids, block in batches(rows):
            database.write(lambda tx, ids=ids, block=block: vectors.put(tx, KIND, KEY, ids, block))
        stored = time.process_time()
        codes = Codes(database)
        codes.bring_up_all()
        coded = time.process_time()
        (file,) = (kept / "library.sqlite.rank").glob("*.rank")
        index_bytes = file.stat().st_size
        again = list(range(1, min(len(rows), BATCH) + 1))
        database.write(lambda tx: vectors.put(tx, KIND, KEY, again, np.array(rows[: len(again)])))
        noted = time.process_time()
        codes.bring_up_all()
        added = time.process_time()
    return {
        "stored_per_s": len(rows) / (stored - began),
        "coded_per_s": len(rows) / (coded - stored),
        "replaced_per_s": len(again) / (noted - coded),
        "appended_per_s": len(again) / (added - noted),
        "index_bytes_per_row": index_bytes / len(rows),
    }


def ask_ours(_: Array, kept: Path) -> Ask:
    from imageparser.library import Database
    from imageparser.library.codes import Codes
    from imageparser.search.vectors import VectorSearch

    database = Database.open(kept / "library.sqlite", read_only=True)
    search = VectorSearch(Codes(database, background=False))

    def ask(query: Array, k: int, within: Array | None) -> list[int]:
        reader = database.read()
        with reader.snapshot():
            found: list[int] = search.rank(reader, KIND, KEY, query, limit=k, within=within).ids.tolist()
        return found

    return ask


def ask_exact(_: Array, kept: Path) -> Ask:
    """Let the sqlite-vec that we use compare with every vector."""
    from imageparser.library import Database, vectors

    database = Database.open(kept / "library.sqlite", read_only=True)

    def ask(query: Array, k: int, within: Array | None) -> list[int]:
        return [item for item, _ in vectors.nearest(database.read(), KIND, KEY, query, k, within=within)]

    return ask


def vec_connection(kept: Path) -> Any:
    import apsw
    import sqlite_vec

    connection = apsw.Connection(str(kept / "vec.sqlite"))
    connection.enable_load_extension(True)  # noqa: FBT003  # the driver takes no keyword
    connection.load_extension(sqlite_vec.loadable_path())
    connection.execute("PRAGMA mmap_size=1073741824")
    return connection


def make_vec(rows: Array, kept: Path, column: str, value: str) -> dict[str, float]:
    connection = vec_connection(kept)
    connection.execute("PRAGMA page_size=16384")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"CREATE VIRTUAL TABLE v USING vec0(id INTEGER PRIMARY KEY, e {column})")
    began = time.process_time()
    for ids, block in batches(rows):
        with connection:
            pairs = ((i, row.tobytes()) for i, row in zip(ids, block, strict=True))
            connection.executemany(INSERT.format(value=value), pairs)
    return {"stored_per_s": len(rows) / (time.process_time() - began)}


def ask_vec(_: Array, kept: Path, value: str) -> Ask:
    connection = vec_connection(kept)
    sql = NEAREST.format(value=value)

    def ask(query: Array, k: int, within: Array | None) -> list[int]:
        if within is None:
            return [row[0] for row in connection.execute(sql, (query.tobytes(), k))]
        return [row[0] for row in connection.execute(sql + WITHIN, (query.tobytes(), k, json.dumps(within.tolist())))]

    return ask


def make_faiss(rows: Array, kept: Path) -> dict[str, float]:
    import faiss

    began = time.process_time()
    index = faiss.IndexBinaryFlat(rows.shape[1])
    for _, block in batches(rows):
        index.add(np.packbits(block > 0, axis=1))
    faiss.write_index_binary(index, str(kept / "binary.faiss"))
    return {"stored_per_s": len(rows) / (time.process_time() - began)}


def ask_faiss(rows: Array, kept: Path) -> Ask:
    """Look at the bits, then score twenty times as many as wanted from mapped floats."""
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.read_index_binary(str(kept / "binary.faiss"))

    def ask(query: Array, k: int, within: Array | None) -> list[int]:
        parameters = None if within is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(within - 1))
        bits = np.packbits(query[None] > 0, axis=1)
        if parameters is None:
            _, found = index.search(bits, max(100, RESCORED * k))
        else:
            _, found = index.search(bits, max(100, RESCORED * k), params=parameters)
        some = np.sort(found[0][found[0] >= 0])
        scores = rows[some] @ query
        return [int(some[i]) + 1 for i in np.argsort(-scores)[:k]]

    return ask


def ask_numpy(rows: Array, _: Path) -> Ask:
    def ask(query: Array, k: int, within: Array | None) -> list[int]:
        if within is None:
            scores = rows @ query
            best = np.argpartition(-scores, k)[:k]
            return [int(i) + 1 for i in best[np.argsort(-scores[best])]]
        scores = rows[within - 1] @ query
        return [int(within[i]) for i in np.argsort(-scores)[:k]]

    return ask


def ask_usearch(rows: Array, _: Path) -> Ask:
    from usearch.index import search

    def ask(query: Array, k: int, within: Array | None) -> list[int]:
        if within is not None:
            raise NotImplementedError
        return [int(key) + 1 for key in search(rows, query, k, "ip", exact=True, threads=1).keys]

    return ask


MAKERS: dict[str, Callable[[Array, Path], dict[str, float]]] = {
    "ours": make_ours,
    "sqlite-vec alpha f32": lambda rows, kept: make_vec(rows, kept, f"float[{rows.shape[1]}]", "?"),
    "sqlite-vec alpha bit": lambda rows, kept: make_vec(rows, kept, f"bit[{rows.shape[1]}]", "vec_quantize_binary(?)"),
    "faiss": make_faiss,
}
ASKERS: dict[str, Callable[[Array, Path], Ask]] = {
    "ours": ask_ours,
    "sqlite-vec 0.1.9 f32": ask_exact,
    "sqlite-vec alpha f32": lambda rows, kept: ask_vec(rows, kept, "?"),
    "sqlite-vec alpha bit": lambda rows, kept: ask_vec(rows, kept, "vec_quantize_binary(?)"),
    "faiss": ask_faiss,
    "numpy": ask_numpy,
    "usearch": ask_usearch,
}


_OURS = ("imageparser.library.codes", "imageparser.search.vectors")
MODULES: dict[str, tuple[str, ...]] = {
    "ours": _OURS,
    "sqlite-vec 0.1.9 f32": _OURS,
    "sqlite-vec alpha f32": ("apsw", "sqlite_vec"),
    "sqlite-vec alpha bit": ("apsw", "sqlite_vec"),
    "faiss": ("faiss",),
    "numpy": (),
    "usearch": ("usearch.index",),
}


def measured(ask: Ask, folder: Path, times: int, count: int) -> dict[str, Any]:
    """Return milliseconds of CPU and wall, and recall, for each number wanted and each filter."""
    from bench.vectors import FILTERS, allowed

    queries = np.load(folder / "queries.npy")
    told: dict[str, Any] = {}
    for name, share in FILTERS.items():
        within, exact = allowed(count, share), np.load(folder / f"answers-{name}.npy")
        for k in (10, 100) if share == 1.0 else (10,):
            spent, waited, found = [], [], 0
            try:
                ask(queries[-1], k, within)
            except NotImplementedError:
                continue
            for query, truth in list(zip(queries, exact, strict=True))[:times]:
                began, wall = time.process_time(), time.perf_counter()
                ids = ask(query, k, within)
                spent.append((time.process_time() - began) * 1e3)
                waited.append((time.perf_counter() - wall) * 1e3)
                found += len(set(ids) & set(truth[:k].tolist()))
            cell = {"cpu_ms": float(np.median(spent)), "wall_ms": float(np.median(waited)), "best_ms": min(waited)}
            told[f"{name}, k {k}"] = cell | {"recall": found / len(spent) / min(k, exact.shape[1])}
    return told


def main() -> None:
    verb, name, folder, kept = sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
    times = int(sys.argv[5]) if len(sys.argv) > 5 else 50
    rows = np.load(folder / "rows.npy", mmap_mode="r")
    if verb == "make":
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        print(json.dumps(MAKERS[name](rows, kept)))
        return
    for module in MODULES[name]:  # a program that searches has them already
        importlib.import_module(module)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    query = np.load(folder / "queries.npy")[0]
    began = time.perf_counter()
    ask = ASKERS[name](rows, kept)
    opened = time.perf_counter()
    ask(query, 10, None)
    first = {"open_ms": (opened - began) * 1e3, "first_ms": (time.perf_counter() - opened) * 1e3}
    each = measured(ask, folder, times, len(rows))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(json.dumps({"each": each, "grown_mb": grown} | first))


if __name__ == "__main__":
    main()
