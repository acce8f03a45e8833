"""How far two renderings differ, in numbers and as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Difference 0 to 255 as black, blue, red, yellow, white.
_STOPS = (0, 24, 96, 192, 255)
_COLOURS = ((0, 0, 0), (40, 0, 120), (220, 40, 30), (255, 200, 40), (255, 255, 255))
NOTICEABLE = 8


class HeatNumbers(TypedDict):
    """Mean and greatest difference of a pixel, 0 to 1, and the share of pixels that differ noticeably."""

    mean: float
    greatest: float
    share: float


def difference(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the greatest difference of any channel, height x width; colours count as much as they are opaque.

    Pictures of different sizes are laid on each other at the upper left; what only one covers differs by its alpha.
    """
    height, width = (max(a.shape[axis], b.shape[axis]) for axis in (0, 1))
    out = np.zeros((height, width), np.uint8)
    for top in range(0, height, 256):
        rows = slice(top, min(top + 256, height))
        first, second = _weighted(a[rows], rows, width), _weighted(b[rows], rows, width)
        out[rows] = np.abs(first - second).max(axis=2)
    return out


def _weighted(part: NDArray[np.uint8], rows: slice, width: int) -> NDArray[np.int16]:
    """Return RGBA rows with colours multiplied by alpha, filled up to `width` and the number of rows."""
    out = np.zeros((rows.stop - rows.start, width, 4), np.int16)
    alpha = part[..., 3:].astype(np.uint32)
    out[: part.shape[0], : part.shape[1], :3] = (part[..., :3] * alpha + 127) // 255
    out[: part.shape[0], : part.shape[1], 3:] = alpha
    return out


def numbers(heat: NDArray[np.uint8]) -> HeatNumbers:
    """Return a difference in numbers."""
    return HeatNumbers(
        mean=round(float(heat.mean()) / 255, 6),
        greatest=round(float(heat.max()) / 255, 6),
        share=round(float((heat > NOTICEABLE).mean()), 6),
    )


def painted(heat: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a difference as an RGB picture: black where equal, bright where not."""
    levels = np.arange(256)
    table = np.stack([np.interp(levels, _STOPS, [colour[n] for colour in _COLOURS]) for n in range(3)], axis=1)
    coloured: NDArray[np.uint8] = table.round().astype(np.uint8)[heat]
    return coloured
