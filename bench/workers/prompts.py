"""One contender looks into listed NovelAI pictures; prints seconds of CPU and wall after its imports.

Usage: prompts.py CONTENDER LIST
  sd-parsers, ours read, ours headers, ours thumbnails: each file of the list once, one thread

Usage: prompts.py ours scan|ours scan thumbs|ours rescan FOLDER LIBRARY
  the operation `scan` of a folder into a library, one thread
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

THUMB, QUALITY = 256, 85
Work = Callable[[], int]


def listed(name: str, files: list[str]) -> Work:
    """Return what reads each file and tells how many prompts it found."""
    if name == "sd-parsers":
        from sd_parsers import ParserManager

        manager = ParserManager()
        return lambda: sum(bool(manager.parse(path).prompts) for path in files)
    from imageparser import _core

    if name == "ours headers":
        return lambda: sum(isinstance(one, _core.Probe) for one in _core.probe_many(files, threads=1))
    if name == "ours thumbnails":
        return lambda: sum(bool(_core.thumbnail(path, size=THUMB, quality=QUALITY)) for path in files)
    return lambda: sum(
        isinstance(one, _core.PromptRead) and one.generator is not None for one in _core.read_prompts(files, threads=1)
    )


def scan(name: str, folder: str, path: str) -> Work:
    """Return what runs the operation and tells how many files it went through."""
    from imageparser import Library
    from imageparser.ipc import direct

    payload = {"folder": folder, "workers": 1, "incremental": name == "ours rescan"}
    if name == "ours scan thumbs":
        payload |= {"thumbs": True, "thumb_size": THUMB, "thumb_quality": QUALITY}
        payload |= {"thumb_cache_dir": str(Path(path).parent / "thumbs")}
    library = Library.open(path)
    empty = Path(path).parent / "empty"  # the modules that the operation loads when it is first asked for
    empty.mkdir(exist_ok=True)
    direct.run(lambda: library, "scan", payload | {"folder": str(empty)})

    def work() -> int:
        done = direct.run(lambda: library, "scan", payload)
        assert not done["errors"], done
        return int(done["processed"])

    return work


def main() -> None:
    name, *words = sys.argv[1:]
    if hasattr(os, "sched_setaffinity"):  # one core for whatever threads there are
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if len(words) > 1:
        work = scan(name, *words)
    else:
        work = listed(name, Path(words[0]).read_text(encoding="utf-8").splitlines())
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    found = work()
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"cpu": cpu, "wall": wall, "found": found}))


if __name__ == "__main__":
    main()
