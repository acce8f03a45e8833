"""Compare saved thumbnails with a careful full-size reduction; prints mean SSIM and bytes as one line of JSON.

Usage: quality.py SIZE LIST FOLDER      (run by the peers' Python)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

Image.MAX_IMAGE_PIXELS = None


def luma(image: Image.Image) -> np.ndarray:
    return np.asarray(image.convert("L"), np.float64)


def ssim(a: np.ndarray, b: np.ndarray) -> float:
    """Return the structural similarity of two grey pictures, 11 x 11 Gaussian window of sigma 1.5."""

    def blur(x: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(x, (11, 11), 1.5)

    mean_a, mean_b = blur(a), blur(b)
    var_a, var_b = blur(a * a) - mean_a**2, blur(b * b) - mean_b**2
    both = blur(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    top = (2 * mean_a * mean_b + c1) * (2 * both + c2)
    return float((top / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))).mean())


def main() -> None:
    size, folder = int(sys.argv[1]), Path(sys.argv[3])
    scores, lengths = [], []
    for name in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines():
        path = Path(name)
        made = folder / f"{path.parent.name}-{path.stem}.webp"
        with Image.open(made) as thumb, Image.open(path) as full:
            upright = ImageOps.exif_transpose(full).convert("RGB")
            reference = upright.resize(thumb.size, Image.Resampling.LANCZOS)
            assert max(thumb.size) <= size
            scores.append(ssim(luma(thumb), luma(reference)))
        lengths.append(made.stat().st_size)
    print(json.dumps({"ssim": float(np.mean(scores)), "worst_ssim": min(scores), "bytes": float(np.mean(lengths))}))


if __name__ == "__main__":
    main()
