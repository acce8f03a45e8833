"""One contender reads headers or texts of listed files; prints microseconds of CPU per file.

Usage: headers.py CONTENDER REPEATS LIST
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

BATCH = 25
Work = Callable[[Sequence[str]], object]


def one_by_one(read: Callable[[str], object]) -> Work:
    def work(files: Sequence[str]) -> None:
        for path in files:
            read(path)

    return work


def contender(name: str) -> Work:
    if name.startswith("ours"):
        from imageparser import _core

        if name == "ours, batch":
            return lambda files: _core.probe_many(files, threads=1)
        return one_by_one(_core.text_chunks if name == "ours, text" else _core.probe)
    if name == "imagesize":
        import imagesize

        return one_by_one(imagesize.get)
    from PIL import Image

    def size(path: str) -> object:
        with Image.open(path) as image:
            return image.size

    def text(path: str) -> object:
        with Image.open(path) as image:
            return image.text

    return one_by_one(text if name == "pillow, text" else size)


def main() -> None:
    work, repeats = contender(sys.argv[1]), int(sys.argv[2])
    files = Path(sys.argv[3]).read_text(encoding="utf-8").splitlines()
    if sys.argv[1] == "pillow, text":
        repeats = max(1, repeats // 50)
    if sys.argv[1] == "ours, batch":  # a batch is a folder's worth, not a handful
        files, repeats = files * BATCH, max(1, repeats // BATCH)
    work(files)
    spent = []
    for _ in range(3):
        began = time.process_time()
        for _ in range(repeats):
            work(files)
        spent.append((time.process_time() - began) / repeats / len(files) * 1e6)
    print(json.dumps({"us": sorted(spent)[1], "files": len(files)}))


if __name__ == "__main__":
    main()
