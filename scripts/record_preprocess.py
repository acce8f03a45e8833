"""Record what transformers' image processors make of made pictures: `python scripts/record_preprocess.py`.

Needs the `export` extra; the tests compare the native core with tests/golden/preprocess.npz and need it not.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
KERNELS = {"bilinear": 2, "bicubic": 3, "lanczos": 1}
SIDE, PATCH, MOST = 32, 8, 16
SIZES = [(120, 80), (50, 200), (16, 16)]


def stored(values: Any) -> np.ndarray:
    """Return normalised values as the levels that they come from."""
    return ((np.asarray(values) * 0.5 + 0.5) * 255).round().astype(np.uint8)


def main() -> None:
    """Write the file."""
    from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil  # noqa: PLC0415
    from transformers.models.siglip2.image_processing_pil_siglip2 import Siglip2ImageProcessorPil  # noqa: PLC0415

    sys.path.insert(0, str(ROOT / "tests"))
    from fixtures import pictures  # noqa: PLC0415

    arrays: dict[str, np.ndarray] = {}
    for seed, (width, height) in enumerate(SIZES):
        picture = pictures.scene(width, height, seed)
        for kernel, number in KERNELS.items():
            fixed = SiglipImageProcessorPil(size={"height": SIDE, "width": SIDE}, resample=number)
            made = stored(fixed(picture, return_tensors="np")["pixel_values"][0])
            arrays[f"squash-{kernel}-{seed}-{width}-{height}"] = made.transpose(1, 2, 0)
        flexible = Siglip2ImageProcessorPil(patch_size=PATCH, max_num_patches=MOST)
        answer = flexible(picture, return_tensors="np")
        name = f"squares-bilinear-{seed}-{width}-{height}-{PATCH}"
        arrays[name] = stored(answer["pixel_values"][0]) * np.asarray(answer["pixel_attention_mask"][0], bool)[:, None]
        arrays[f"grid-{name}"] = np.asarray(answer["spatial_shapes"][0])
    np.savez_compressed(ROOT / "tests" / "golden" / "preprocess.npz", **arrays)


if __name__ == "__main__":
    main()
