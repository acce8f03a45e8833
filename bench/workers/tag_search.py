"""Make a library of many rows with prompts, or ask it by three tags; prints milliseconds.

Usage: tag_search.py make ROOT COUNT|ask ROOT TIMES

Only the rows that a first page can show have a file behind them, so that answers are checked against real files.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser._core import Generator
from imageparser.library import Database, postings, prompts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imageparser.library.connection import Transaction

INSERT = "INSERT INTO files (id, key, raw, folder, size, mtime_ns, file_id, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0)"
SIZE, MTIME = 7, 1_700_000_000_000_000_000
BATCH, IN_FOLDER, TAGS = 10_000, 1_000, 20_000
PAGE = 2_000
# How common the tags of a query are: share of the rows that have each.
QUERIES = {"common": (0.9, 0.6, 0.4), "mixed": (0.6, 0.05, 0.01), "rare": (0.02, 0.02, 0.4)}
SHARES = sorted({share for shares in QUERIES.values() for share in shares}, reverse=True)


def asked(shares: tuple[float, ...]) -> list[str]:
    """Return the tags of a query: one of each share, a repeated share another tag."""
    return [f"share {share} {'b' if share in shares[:place] else 'a'}" for place, share in enumerate(shares)]


def rows(count: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's number with its tags: the asked ones at their shares, others as unevenly as real ones."""
    for first in range(0, count, BATCH):
        dice = np.random.default_rng(first)
        size = min(BATCH, count - first)
        has = {(share, twin): dice.random(size) < share for share in SHARES for twin in "ab"}
        others = np.minimum(dice.zipf(1.3, (size, 16)), TAGS).tolist()
        for place in range(size):
            tags = [f"share {share} {twin}" for (share, twin), there in has.items() if there[place]]
            yield first + place, [*tags, *(f"tag {number}" for number in set(others[place]))]


def record(tags: list[str], number: int) -> Generator:
    """Return a generator's record as the core gives it."""
    told = [{"tag": tag, "text": tag, "weight": 1.0, "set": "positive", "character": None} for tag in tags]
    texts = {
        "name": "NovelAI",
        "source": "png_text",
        "prompt": ", ".join(tags),
        "negative": "lowres",
        "signature": "absent",
    }
    rest = {
        "characters": [],
        "tags": told,
        "seed": number,
        "steps": 28,
        "sampler": "k_euler",
        "cfg": 5.0,
        "model": "V4.5",
    }
    lists: dict[str, Any] = {"loras": [], "found_in": ["png_text"], "differences": [], "raw": {}, "stealth": False}
    return Generator.from_json(json.dumps(texts | rest | lists))


def make(root: Path, count: int) -> dict[str, Any]:
    """Fill a library; files are made for the first page of each query."""
    shown = dict.fromkeys(QUERIES, 0)
    wanted = {name: set(asked(shares)) for name, shares in QUERIES.items()}
    pending: list[tuple[int, list[str]]] = []

    def store(tx: Transaction) -> None:
        places = [(root / f"{number // IN_FOLDER:04}" / f"그림 {number:07}.png", number) for number, _ in pending]
        files = [(n + 1, str(p), os.fsencode(p), str(p.parent), SIZE, MTIME, n + 1) for p, n in places]
        tx.run_many(INSERT, files)
        prompts.put(tx, [prompts.Reading(n + 1, SIZE, MTIME, record(tags, n)) for n, tags in pending])
        postings.settle(tx)

    with Database.open(root / "library.sqlite") as database:
        for number, tags in rows(count):
            pending.append((number, tags))
            for name, needed in wanted.items():
                if shown[name] < PAGE and needed <= set(tags):
                    shown[name] += 1
                    path = root / f"{number // IN_FOLDER:04}" / f"그림 {number:07}.png"
                    path.parent.mkdir(exist_ok=True)
                    path.write_bytes(bytes(SIZE))
                    os.utime(path, ns=(MTIME, MTIME))
            if len(pending) == BATCH or number == count - 1:
                database.write(store)
                pending.clear()
    return {"made": count}


def ask(root: Path, times: int) -> dict[str, Any]:
    """Return the median milliseconds of each query, for a page of 100 and for the default page."""
    from imageparser import Library
    from imageparser.ipc import direct

    each: dict[str, dict[str, float]] = {}
    with Library.open(root / "library.sqlite") as library:
        for name, shares in QUERIES.items():
            for page in (100, PAGE):
                payload = {"tags": ", ".join(asked(shares)), "limit": page}
                found: list[dict[str, Any]] = []
                spent = []
                for _ in range(times + 1):
                    found.clear()
                    began = time.perf_counter()
                    direct.run(lambda: library, "search", payload, on_line=found.append)
                    spent.append((time.perf_counter() - began) * 1e3)
                results = sum(line["type"] == "result" and line["status"] == "OK" for line in found)
                each[f"{name}, {page}"] = {"ms": statistics.median(spent[1:]), "first_ms": spent[0], "results": results}
    return {"each": each}


def main() -> None:
    name, root, number = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    print(json.dumps(make(root, number) if name == "make" else ask(root, number)))


if __name__ == "__main__":
    main()
