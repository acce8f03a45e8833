"""One contender digests every file of a folder; prints CPU and wall seconds.

Usage: digest.py CONTENDER FOLDER
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

Work = Callable[[list[str]], object]


def sha256(files: list[str]) -> None:
    for path in files:
        with Path(path).open("rb") as stream:
            hashlib.file_digest(stream, "sha256").digest()


def contender(name: str) -> Work:
    if name == "sha256":
        return sha256
    if name.startswith("ours"):
        from imageparser import _core

        threads = 1 if name.endswith("1 thread") else 0
        return lambda files: _core.digest_many(files, threads=threads)
    from blake3 import blake3

    def work(files: list[str]) -> None:
        for path in files:
            blake3(max_threads=blake3.AUTO).update_mmap(path).digest()

    return work


def main() -> None:
    work = contender(sys.argv[1])
    paths = sorted(Path(sys.argv[2]).iterdir())
    size = sum(len(path.read_bytes()) for path in paths)
    files = [str(path) for path in paths]
    work(files[:8])
    before, wall = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    work(files)
    wall, after = time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"cpu": cpu, "wall": wall, "files": len(files), "bytes": size}))


if __name__ == "__main__":
    main()
