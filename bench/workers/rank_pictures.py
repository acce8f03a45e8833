"""Embed crops of real pictures with the built-in model; writes unit vectors, one row for each crop.

Usage: rank_pictures.py LIST COUNT OUT
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from imageparser import _core
from imageparser.errors import ImageParserError
from imageparser.models.lifecycle import Models
from imageparser.models.protocol import Prepared
from imageparser.settings import load_settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE, BATCH, LEAST = 480, 32, 48


def decoded(path: str) -> NDArray[np.uint8] | None:
    """Return a picture in its own shape, at most SIZE long; None where it is no use."""
    try:
        encoded = _core.thumbnail(path, size=SIZE)
        told = _core.probe(path)
    except ImageParserError:
        return None
    scale = min(1.0, SIZE / max(told.width, told.height))
    width, height = round(told.width * scale), round(told.height * scale)
    if min(width, height) < LEAST:
        return None
    made, _ = _core.prepare_pictures([encoded], width=width, height=height, filter="bilinear")
    return made[0]


def crop(picture: NDArray[np.uint8], dice: np.random.Generator) -> bytes:
    """Return a part of a picture, perhaps mirrored, a little lighter or darker and of another tint."""
    height, width = (max(LEAST, int(side * dice.uniform(0.35, 1.0))) for side in picture.shape[:2])
    top = int(dice.integers(0, picture.shape[0] - height + 1))
    left = int(dice.integers(0, picture.shape[1] - width + 1))
    part = picture[top : top + height, left : left + width].astype(np.float32)
    part = part * dice.uniform(0.85, 1.15, 3) + dice.uniform(-12, 12)
    if dice.random() < 0.5:
        part = part[:, ::-1]
    return _core.encode_png(np.ascontiguousarray(part.clip(0, 255).astype(np.uint8)))


def main() -> None:
    files = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    count, out = int(sys.argv[2]), Path(sys.argv[3])
    dice = np.random.default_rng(1)
    pictures = [picture for path in files if (picture := decoded(path)) is not None]
    rows = []
    models = Models(load_settings())
    try:
        for first in range(0, count, BATCH):
            some = range(first, min(count, first + BATCH))
            prepared = models.visual().prepare([crop(pictures[i % len(pictures)], dice) for i in some])
            rows.append(models.visual().embed([picture for picture in prepared if isinstance(picture, Prepared)]))
    finally:
        models.close()
    np.save(out, np.concatenate(rows))
    print(json.dumps({"pictures": len(pictures), "vectors": count}))


if __name__ == "__main__":
    main()
