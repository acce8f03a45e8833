"""Ask the library of `find_scale` for the nearest by the built-in model's vectors; prints milliseconds and recall.

Usage: rank_living.py ROOT CROPS PICTURES TIMES      (CROPS and PICTURES as `bench.vectors.crops` leaves them)
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench import vectors as made

from imageparser.library import Database, vectors
from imageparser.library.codes import Codes
from imageparser.search.vectors import VectorSearch

if TYPE_CHECKING:
    from imageparser.library.connection import Reader
    from imageparser.library.vectors import State

    Array = np.ndarray[Any, Any]

BATCH = 8192


def exact(reader: Reader, state: State, queries: Array, count: int) -> dict[str, Array]:
    """Return the ids of the nearest of each query under each filter, by every vector."""
    chosen = {name: made.allowed(count, share) for name, share in made.FILTERS.items()}
    found = {name: [(np.empty(0, np.float32), np.empty(0, np.int64))] * len(queries) for name in chosen}
    for ids, rows in vectors.batches(reader, state.name, state.dim, BATCH):
        scores = queries @ rows.T
        for name, some in chosen.items():
            kept = np.arange(len(ids)) if some is None else np.flatnonzero(np.isin(ids, some))
            for place, (best, numbers) in enumerate(found[name]):
                every, names = np.concatenate([best, scores[place, kept]]), np.concatenate([numbers, ids[kept]])
                order = np.argsort(-every, kind="stable")[: made.MOST]
                found[name][place] = every[order], names[order]
    return {name: np.stack([numbers for _, numbers in told]) for name, told in found.items()}


def main() -> None:
    root, crops, pictures, times = Path(sys.argv[1]), np.load(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    queries = next(iter(made.picture_blocks(times, 1, crops, pictures))).astype(np.float32)
    each: dict[str, dict[str, float]] = {}
    with Database.open(root / "library.sqlite", read_only=True) as database:
        reader = database.read()
        table = next(table for table in vectors.tables(reader) if table.kind == "VV")
        state = vectors.state(reader, "VV", table.version_key)
        assert state is not None
        count = int(reader.value("SELECT max(id) FROM files"))
        right = exact(reader, state, queries, count)
        search = VectorSearch(Codes(database, background=False))
        for name, share in made.FILTERS.items():
            within = made.allowed(count, share)
            for k in (10, 100) if share == 1.0 else (10,):
                spent, found = [], 0
                for query, truth in zip(queries, right[name], strict=True):
                    began = time.process_time()
                    with reader.snapshot():
                        ids = search.rank(reader, "VV", table.version_key, query, limit=k, within=within).ids
                    spent.append((time.process_time() - began) * 1e3)
                    found += len(set(ids.tolist()) & set(truth[:k].tolist()))
                each[f"{name}, k {k}"] = {"cpu_ms": float(np.median(spent)), "recall": found / len(queries) / k}
    print(json.dumps({"each": each}))


if __name__ == "__main__":
    main()
