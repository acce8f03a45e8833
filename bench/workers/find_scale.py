"""Ask a large library as people do; prints milliseconds and megabytes.

Usage: find_scale.py ROOT WARM_UP TIMES      (ROOT as bench/cases/find_scale.py leaves it)
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench import living

from imageparser import Library
from imageparser.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FACETS = ("", "format:png", "rating:>=2", "format:jpeg rating:>=1", "type:photo", "date:2015..2018 label:red", "clock")
BULK = 100_000
PAGE = 50


def clocked(work: Callable[[], Any]) -> tuple[float, float]:
    """Return how many milliseconds something took, by the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3


def spread(name: str, works: Iterable[Callable[[], Any]]) -> dict[str, float]:
    """Return the middle and the slowest twentieth of some work."""
    spent = np.array([clocked(work) for work in works])
    return {
        f"{name}_{kind}p{part}_ms": float(np.percentile(spent[:, column], part))
        for column, kind in enumerate(("", "cpu_"))
        for part in (50, 95)
    }


def finds(library: Library, texts: living.Texts, warm_up: int, times: int) -> dict[str, float]:
    """Ask `times` different queries after others, then the last of them again."""

    def ask(query: str, filters: list[str]) -> Callable[[], Any]:
        return lambda: library.find(query, filters=filters, top=PAGE)

    for query, filters in living.queries(texts, warm_up, seed=4):
        library.find(query, filters=filters, top=PAGE)
    asked = [ask(*one) for one in living.queries(texts, times)]
    first = spread("find", asked)
    return first | spread("again", asked[-50:])


def facets(library: Library) -> dict[str, float]:
    """Count over queries that leave all, some and few pictures: the slowest of each, asked the second time."""
    first = clocked(lambda: library.run("facets", {"query": FACETS[0]}))[0]
    for query in FACETS:
        library.run("facets", {"query": query})
    spent = [clocked(lambda query=query: library.run("facets", {"query": query}))[0] for query in FACETS]
    return {"facets_ms": max(spent), "facets_first_ms": first}


def suggestions(library: Library, texts: living.Texts) -> dict[str, float]:
    """Type the beginnings of words, where the operation is there."""
    try:
        library.run("suggest", {"query": "a"})
    except UsageError:
        return {}
    words = [*texts.english[:2000:40], *texts.korean[:2000:40]]
    typed = [word[: 1 + place % 4] for place, word in enumerate(words)]
    return spread("suggest", [lambda one=one: library.run("suggest", {"query": one}) for one in typed])


def bulk(library: Library) -> dict[str, float]:
    """Give a tag to many pictures at once, then take that back; a filter after a change reads its column anew."""
    ids = library.database.read().rows("SELECT id FROM files WHERE missing_since IS NULL LIMIT ?", (BULK,))
    payload = {"ids": [row[0] for row in ids], "add": ["일괄 태그"]}
    told = {"bulk_tag_ms": clocked(lambda: library.run("tag_edit", payload))[0]}
    told["filter_first_ms"] = clocked(lambda: library.find("clock", filters=["rating=1..2"], top=PAGE))[0]
    told["bulk_undo_ms"] = clocked(lambda: library.run("edit_undo"))[0]
    return told


def memory() -> dict[str, float]:
    """Return what the process holds by itself at the end: without pages of files that are mapped."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.is_file() else []
    own = next((line for line in lines if line.startswith("RssAnon")), None)
    return {} if own is None else {"own_mb": int(own.split()[1]) / 1024}


def main() -> None:
    root, warm_up, times = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    texts = living.Texts(json.loads((root / "scenes.json").read_text(encoding="utf-8")))
    with Library.open(root / "library.sqlite") as library:
        told = finds(library, texts, warm_up, times)
        told |= facets(library) | suggestions(library, texts) | memory()
        told |= bulk(library)
    print(json.dumps({key: float(value) for key, value in told.items()}))


if __name__ == "__main__":
    main()
