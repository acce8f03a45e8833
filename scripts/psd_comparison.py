"""Make docs/psd-comparison.png: effects and adjustments, the stored picture beside ours beside the difference.

Usage: psd_comparison.py OUT.png      (wants the corpus, see bench/data.py; run by the project's Python)
The documents are test files of psd-tools and ag-psd (both MIT licensed); docs/psd-comparison.md names them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import data, fidelity  # noqa: E402  the root is put on the path above
from bench.workers import psd_pictures  # noqa: E402  as above

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILES = (
    "ag-psd/read/effects/src.psd",
    "ag-psd/read/pattern/src.psd",
    "psd-tools/effects/stroke-effects.psd",
    "psd-tools/adjustments/exposure_rgb.psd",
    "psd-tools/adjustments/adjustment_nested_composition_3.psd",
)
EDGE, GAP, HEAD = 300, 8, 22
LOUDER = 8


def pictures(path: Path) -> tuple[NDArray[np.float32], NDArray[np.float32], fidelity.Distance]:
    """Return the stored picture and ours, both on white, and how far they are apart."""
    from imageparser import _core  # noqa: PLC0415 - needs the built core

    stored = psd_pictures.stored(str(path))[0]
    ours = psd_pictures.rgba(_core.Document.open(path).composite().pixels)
    return fidelity.on_white(stored), fidelity.on_white(ours), fidelity.distance(ours, stored)


def fitted(pixels: NDArray[np.float32]) -> Image.Image:
    """Fit a picture into its place; small ones are enlarged without smoothing, so that each pixel can be judged."""
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    share = EDGE / max(image.size)
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.NEAREST if share >= 1 else Image.Resampling.BOX)


def sheet(folder: Path) -> Image.Image:
    """Put one row a document: stored, ours, the difference made louder."""
    rows = [(name, *pictures(folder / name)) for name in FILES]
    panels = [(name, near, [fitted(stored), fitted(ours), fitted(np.abs(stored - ours) * LOUDER)])
              for name, stored, ours, near in rows]  # fmt: skip
    heights = [HEAD + max(panel.height for panel in three) + GAP for _, _, three in panels]
    canvas = Image.new("RGB", (3 * (EDGE + GAP) + GAP, sum(heights) + GAP), (244, 244, 246))
    draw = ImageDraw.Draw(canvas)
    top = GAP
    for (name, near, three), height in zip(panels, heights, strict=True):
        head = f"{name}: mean difference {near.mean:.2f} of 255, {near.off:.2%} of pixels off by more than 8"
        draw.text((GAP, top), head, fill=(30, 30, 40))
        for column, panel in enumerate(three):
            canvas.paste(panel, (GAP + column * (EDGE + GAP), top + HEAD))
        top += height
    return canvas


def main() -> None:
    """Write the sheet."""
    sheet(data.real_files() / "psd").save(sys.argv[1], optimize=True)


if __name__ == "__main__":
    main()
