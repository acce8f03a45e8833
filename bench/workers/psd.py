"""One contender does one job on listed documents; prints milliseconds per file, as the median of its repeats.

Usage: psd.py CONTENDER JOB THREADS REPEATS LIST
Jobs: header, tree (names, kinds, boxes), decode (samples of all layers), composite (from the layers), merged (the
stored picture as pixels), thumb (the stored picture as a WebP of 256 pixels), toggle (a preview of 1600 pixels with
another layer switched off each time). At one thread the process is held on one core.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Job = Callable[[str], object]
EDGE, QUALITY, METHOD, PREVIEW = 256, 85, 4, 1600


def ours(threads: int) -> dict[str, Job]:
    from imageparser import _core

    def decode(path: str) -> object:
        document = _core.Document.open(path)
        ids = [layer.id for layer in document.layers]
        if threads == 1:
            return sum(document.pixels(number).size for number in ids)
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(threads) as pool:
            return sum(pool.map(lambda number: document.pixels(number).size, ids))

    return {
        "header": _core.probe,
        "tree": lambda path: [(layer.name, layer.kind, layer.bbox) for layer in _core.Document.open(path).layers],
        "decode": decode,
        "composite": lambda path: _core.Document.open(path).composite().pixels.shape,
        "merged": lambda path: _core.Document.open(path).composite(source="merged").pixels.shape,
        "thumb": lambda path: _core.thumbnail(path, size=EDGE, quality=QUALITY, method=METHOD),
    }


def webp(image: Any) -> bytes:
    image = image if image.mode in {"RGB", "RGBA"} else image.convert("RGB")
    image.thumbnail((EDGE, EDGE), reducing_gap=2.0)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=METHOD)
    return out.getvalue()


def psdparse(_threads: int) -> dict[str, Job]:
    import psdparse as library

    def opened(path: str) -> Any:
        document = library.PSDFile()
        if not document.load(path):
            raise ValueError("load() is False")
        return document

    def decode(path: str) -> object:
        document = opened(path)
        boxes = [at for at, layer in enumerate(document.layers) if layer.width > 0 and layer.height > 0]
        return sum(len(document.layer_image(at, "image")) for at in boxes)

    def tree(path: str) -> object:
        layers = opened(path).layers
        return [(x.name_unicode, x.layer_type, x.left, x.top, x.right, x.bottom) for x in layers]

    def thumb(path: str) -> object:
        from PIL import Image

        document = opened(path)
        size = document.header.width, document.header.height
        return webp(Image.frombuffer("RGBA", size, document.merged_image(), "raw", "BGRA", 0, 1))

    return {
        "header": lambda path: opened(path).header.width,
        "tree": tree,
        "decode": decode,
        "composite": lambda path: len(opened(path).composite()),
        "merged": lambda path: len(opened(path).merged_image()),
        "thumb": thumb,
    }


def psd_tools(_threads: int) -> dict[str, Job]:
    import logging
    import warnings

    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    from psd_tools import PSDImage
    from psd_tools.psd.header import FileHeader

    def header(path: str) -> object:
        with Path(path).open("rb") as stream:
            return FileHeader.read(stream)

    def decode(path: str) -> object:
        pictures = (layer.topil() for layer in PSDImage.open(path).descendants() if layer.has_pixels())
        return sum(image.width * image.height for image in pictures if image is not None)

    def stored(path: str) -> Any:
        image = PSDImage.open(path).topil(apply_icc=False)
        if image is None:
            raise ValueError("no stored picture")
        return image

    return {
        "header": header,
        "tree": lambda path: [(layer.name, layer.kind, layer.bbox) for layer in PSDImage.open(path).descendants()],
        "decode": decode,
        "composite": lambda path: PSDImage.open(path).composite(force=True).size,
        "merged": lambda path: stored(path).size,
        "thumb": lambda path: webp(stored(path)),
    }


def photoshopapi(_threads: int) -> dict[str, Job]:
    import photoshopapi as library

    def decode(path: str) -> object:
        layers = library.LayeredFile.read(path).flat_layers
        return sum(len(layer.get_image_data()) for layer in layers if hasattr(layer, "get_image_data"))

    def tree(path: str) -> object:
        return [(layer.name, layer.width, layer.height) for layer in library.LayeredFile.read(path).flat_layers]

    return {"tree": tree, "decode": decode}


def pillow(_threads: int) -> dict[str, Job]:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None

    def merged(path: str) -> object:
        with Image.open(path) as image:
            image.load()
            return image.size

    def thumb(path: str) -> object:
        with Image.open(path) as image:
            return webp(image)

    return {"merged": merged, "thumb": thumb}


CONTENDERS = {
    "ours": ours, "psdparse": psdparse, "psd-tools": psd_tools, "photoshopapi": photoshopapi, "pillow": pillow,
}  # fmt: skip


def timed(job: Job, path: str, repeats: int) -> dict[str, float | str]:
    """Return the medians of one file, or what went wrong."""
    walls, cpus = [], []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            job(path)
        except Exception as problem:  # noqa: BLE001 - a peer may raise anything
            return {"error": f"{type(problem).__name__}: {problem}"[:200]}
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return {"wall": sorted(walls)[len(walls) // 2] * 1e3, "cpu": sorted(cpus)[len(cpus) // 2] * 1e3}


def toggles(path: str, repeats: int) -> dict[str, float | str]:
    """Switch one layer off after another, as somebody does who looks at a document; only ours can."""
    from imageparser import _core

    document = _core.Document.open(path)
    scale = min(1.0, PREVIEW / max(document.header.width, document.header.height))
    began = time.perf_counter()
    document.composite(scale=scale)
    first = (time.perf_counter() - began) * 1e3
    seen = [layer.id for layer in document.layers if layer.visible and layer.kind != "group"]
    walls = []
    for number in seen[:: max(1, len(seen) // repeats)]:
        began = time.perf_counter()
        document.composite(scale=scale, hide=[number])
        walls.append((time.perf_counter() - began) * 1e3)
    return {"wall": sorted(walls)[len(walls) // 2], "worst": max(walls), "first": first}


def peak_mb() -> float:
    """Return the peak of this program alone: what getrusage tells begins with the memory of the process that forked."""
    status = Path("/proc/self/status")
    if status.is_file():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    name, job, threads, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    files = Path(sys.argv[5]).read_text(encoding="utf-8").splitlines()
    if threads == 1 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    if name == "ours" and job not in {"header", "tree", "thumb"}:
        import numpy as np  # noqa: F401 - loaded for the first array otherwise; the peers load theirs before the clock
    jobs = {} if job == "toggle" else CONTENDERS[name](threads)
    told = {}
    for path in files:
        with Path(path).open("rb") as stream:
            while stream.read(1 << 18):  # in pieces: the peak memory is a contender's own
                pass
        told[path] = toggles(path, repeats) if job == "toggle" else timed(jobs[job], path, repeats)
        if name == "ours" and "error" in told[path]:
            raise SystemExit(f"{path}: {told[path]['error']}")
    print(json.dumps({"files": told, "rss_mb": peak_mb()}))


if __name__ == "__main__":
    main()
