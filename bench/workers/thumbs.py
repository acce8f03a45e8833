"""One contender makes WebP thumbnails of listed files and prints one line of JSON.

Usage: thumbs.py CONTENDER SIZE THREADS METHOD LIST [SAVE_FOLDER]
All fit inside SIZE x SIZE at quality 85. The files are read once before the clock starts: the page cache is warm.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

QUALITY = 85
Thumb = Callable[[str], bytes]


def ours(size: int, method: int) -> Thumb:
    from imageparser import _core

    return lambda path: _core.thumbnail(path, size=size, quality=QUALITY, method=method)


def pillow(size: int, method: int) -> Thumb:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None

    def thumb(path: str) -> bytes:
        out = io.BytesIO()
        with Image.open(path) as image:
            image.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=2.0)
            image.save(out, "WEBP", quality=QUALITY, method=method)
        return out.getvalue()

    return thumb


def pyvips(size: int, method: int) -> Thumb:
    import pyvips as vips

    vips.cache_set_max(0)
    return lambda path: vips.Image.thumbnail(path, size, height=size, size="down").webpsave_buffer(
        Q=QUALITY, effort=method
    )


def _shrink(cv2: object, image: object, size: int) -> bytes:
    height, width = image.shape[:2]
    scale = min(1, size / max(height, width))
    target = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(image, target, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".webp", small, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])[1].tobytes()


def opencv(size: int, method: int) -> Thumb:
    import cv2
    import imagesize

    assert method == 4, "OpenCV's WebP writer has one method, libwebp's default"
    cv2.setNumThreads(1)
    flags = {8: cv2.IMREAD_REDUCED_COLOR_8, 4: cv2.IMREAD_REDUCED_COLOR_4, 2: cv2.IMREAD_REDUCED_COLOR_2}

    def thumb(path: str) -> bytes:
        flag = cv2.IMREAD_COLOR
        if path.endswith("jpg"):
            longest = max(imagesize.get(path))
            flag = next((flags[k] for k in (8, 4, 2) if longest // k >= size), flag)
        return _shrink(cv2, cv2.imread(path, flag), size)

    return thumb


def simplejpeg(size: int, method: int) -> Thumb:
    import cv2
    import simplejpeg as sj

    assert method == 4, "OpenCV's WebP writer has one method, libwebp's default"
    cv2.setNumThreads(1)

    def thumb(path: str) -> bytes:
        if not path.endswith("jpg"):
            return _shrink(cv2, cv2.imread(path, cv2.IMREAD_COLOR), size)
        data = Path(path).read_bytes()
        height, width = sj.decode_jpeg_header(data)[:2]
        scale = size / max(height, width)
        least = {"min_height": max(1, int(height * scale)), "min_width": max(1, int(width * scale)), "min_factor": 1}
        return _shrink(cv2, sj.decode_jpeg(data, "BGR", fastdct=True, fastupsample=True, **least), size)

    return thumb


CONTENDERS = {"ours": ours, "pillow": pillow, "pyvips": pyvips, "opencv": opencv, "simplejpeg": simplejpeg}


def plug(name: str, size: int) -> Thumb:
    """Load `module:function(path, size) -> WebP bytes`, to put another library into the race."""
    import importlib

    module, function = name.split(":")
    make = getattr(importlib.import_module(module), function)
    return lambda path: make(path, size)


def main() -> None:
    name, size, threads, method = sys.argv[1], *(int(word) for word in sys.argv[2:5])
    files = Path(sys.argv[5]).read_text(encoding="utf-8").splitlines()
    save = Path(sys.argv[6]) if len(sys.argv) > 6 else None
    thumb = CONTENDERS[name](size, method) if name in CONTENDERS else plug(name.removeprefix("PLUG:"), size)
    for path in files:
        with Path(path).open("rb") as stream:
            while stream.read(1 << 18):  # in pieces: the peak memory is a contender's own
                pass
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    def timed(path: str) -> tuple[str, float, int]:
        began = time.process_time()
        data = thumb(path)
        spent = time.process_time() - began
        if save:
            (save / f"{Path(path).parent.name}-{Path(path).stem}.webp").write_bytes(data)
        return Path(path).parent.name, spent, len(data)

    cpu, wall = time.process_time(), time.perf_counter()
    if threads == 1:
        done = [timed(path) for path in files]
    else:
        with ThreadPoolExecutor(threads) as pool:
            done = list(pool.map(timed, files))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    kinds: dict[str, list[float]] = {}
    for kind, spent, _ in done:
        kinds.setdefault(kind, []).append(spent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    per_kind = {kind: sum(spent) / len(spent) * 1e3 for kind, spent in kinds.items()}
    size_in = sum(Path(path).stat().st_size for path in files)
    told = {"wall": wall, "cpu": cpu, "files": len(done), "ms": per_kind, "rss_mb": peak, "rss_before_mb": before}
    print(json.dumps(told | {"in_bytes": size_in, "out_bytes": sum(length for *_, length in done)}))


if __name__ == "__main__":
    main()
