"""One contender compares a tree with what it knew; prints CPU and wall seconds after its imports.

Usage: rescan.py ours|python first|again ROOT STATE_FOLDER
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Counts = dict[str, int]


def ours(root: Path, state: Path) -> Counts:
    from imageparser import _core
    from imageparser.library import Database, scan

    counts = scan.ScanCounts()
    with Database.open(state / "library.sqlite") as database:
        known = scan.known(database.read(), [_core.path_key(root)])
        for batch in _core.Scanner([root], known=known):
            counts += database.write(lambda tx, batch=batch: scan.record(tx, batch, 1, reading=("P",)))
    return {"added": counts.added, "changed": counts.changed, "unchanged": counts.unchanged}


def entries(root: str) -> Iterator[tuple[str, int, int, int]]:
    stack = [root]
    while stack:
        with os.scandir(stack.pop()) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                else:
                    stat = entry.stat(follow_symlinks=False)
                    yield entry.path, stat.st_size, stat.st_mtime_ns, stat.st_ino


def python(root: Path, state: Path) -> Counts:
    connection = sqlite3.connect(state / "python.sqlite")
    connection.execute(
        "create table if not exists files(path text primary key, size int, mtime int, inode int) without rowid"
    )
    known = {row[0]: row[1:] for row in connection.execute("select path, size, mtime, inode from files")}
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    fresh = []
    for path, *marks in entries(str(root)):
        before = known.get(path)
        kind = "added" if before is None else "unchanged" if before == tuple(marks) else "changed"
        counts[kind] += 1
        if kind != "unchanged":
            fresh.append((path, *marks))
    with connection:
        connection.executemany("insert or replace into files values(?, ?, ?, ?)", fresh)
    connection.close()
    return counts


def main() -> None:
    work = {"ours": ours, "python": python}[sys.argv[1]]
    if sys.argv[1] == "ours":
        import imageparser._core
        import imageparser.library
        import imageparser.library.scan  # noqa: F401 - imports are not what is measured
    before = resource.getrusage(resource.RUSAGE_SELF)
    wall = time.perf_counter()
    counts = work(Path(sys.argv[3]), Path(sys.argv[4]))
    wall = time.perf_counter() - wall
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps(counts | {"cpu": cpu, "wall": wall}))


if __name__ == "__main__":
    main()
