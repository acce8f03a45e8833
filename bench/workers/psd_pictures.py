"""One contender composites listed documents from their layers, or decodes the stored pictures, into .npy files of RGBA.

Usage: psd_pictures.py CONTENDER LIST      (a line of LIST is: document, tab, target)
Beside each target a .json says `seconds` and either `error` or what was not rendered.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

Told = dict[str, Any]
Picture = tuple["NDArray[Any]", Told]


def ours(path: str) -> Picture:
    from imageparser import _core

    made = _core.Document.open(path).composite()
    return rgba(made.pixels), {"unrendered": made.unrendered, "warnings": made.warnings}


def stored(path: str) -> Picture:
    """Decode the stored picture with the reader that most people use."""
    from psd_tools import PSDImage

    image = PSDImage.open(path).topil()
    if image is None:
        raise ValueError("no stored picture")
    return np.asarray(image.convert("RGBA")), {}


def psd_tools(path: str) -> Picture:
    from psd_tools import PSDImage

    return np.asarray(PSDImage.open(path).composite(force=True).convert("RGBA")), {}


def psdparse(path: str) -> Picture:
    import psdparse as library

    document = library.PSDFile()
    if not document.load(path):
        raise ValueError("load() is False")
    told = document.composite()
    raw = next(part for part in told if isinstance(part, bytes)) if isinstance(told, tuple) else told
    header = document.header
    return np.frombuffer(raw, np.uint8).reshape(header.height, header.width, 4)[..., [2, 1, 0, 3]], {}


def rgba(pixels: NDArray[Any]) -> NDArray[Any]:
    """Bring grey, grey and alpha, and RGB to RGBA."""
    pixels = pixels if pixels.ndim == 3 else pixels[..., None]
    count = pixels.shape[2]
    alpha = pixels[..., -1:] if count in (2, 4) else np.full_like(pixels[..., :1], 255)
    colours = pixels[..., :3] if count >= 3 else np.repeat(pixels[..., :1], 3, axis=2)
    return np.concatenate([colours, alpha], axis=2)


CONTENDERS: dict[str, Callable[[str], Picture]] = {
    "ours": ours, "stored": stored, "psd-tools": psd_tools, "psdparse": psdparse,
}  # fmt: skip


def one(contender: str, source: str, target: Path) -> None:
    began = time.perf_counter()
    told: Told
    try:
        pixels, told = CONTENDERS[contender](source)
        np.save(target, pixels)
    except Exception as problem:  # noqa: BLE001 - a peer may raise anything
        told = {"error": f"{type(problem).__name__}: {problem}"[:300]}
    told["seconds"] = round(time.perf_counter() - began, 4)
    target.with_suffix(".json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines():
        source, target = line.split("\t")
        one(sys.argv[1], source, Path(target))


if __name__ == "__main__":
    main()
