"""Make the large documents of the bench: forty painted layers in eight groups on a square canvas.

Usage: psd_maker.py PHOTOGRAPHS OUT SIDE LAYERS     (run by the peers' Python: psd-tools packs the rows, Pillow reads)
Writes rle.psd, zip.psd and prediction.psd with the same pixels. A layer is a piece of a photograph under soft blobs of
paint, so that about half of it is clear; every second layer is painted with another blend mode. The stored picture is
the normal-mode flatten: good to decode, not to judge a composite by.
"""

from __future__ import annotations

import struct
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter
from psd_tools.compression import encode_rle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

RLE, ZIP, PREDICTION = 1, 2, 3
FILES = {"rle": RLE, "zip": ZIP, "prediction": PREDICTION}
BLENDS = (b"norm", b"mul ", b"norm", b"scrn", b"norm", b"over", b"norm", b"norm", b"sLit", b"norm")
IN_GROUP = 5
OPACITIES = (255, 204, 255, 153)
OPEN, END = 1, 3


@dataclass
class Painted:
    """The pixels of a layer (height, width, RGBA) and where they lie."""

    pixels: NDArray[np.uint8]
    left: int
    top: int


def painted(photographs: list[Path], side: int, count: int) -> Iterator[Painted]:
    """Paint the layers, from the bottom: a background, then pieces at random places; the same each time."""
    dice = np.random.default_rng(40)
    for number in range(count):
        whole = number == 0
        width, height = (side, side) if whole else (int(edge) for edge in dice.integers(side // 6, side // 2, 2))
        left, top = (0, 0) if whole else (int(dice.integers(0, side - width)), int(dice.integers(0, side - height)))
        with Image.open(photographs[number % len(photographs)]) as photograph:
            colours = np.array(photograph.convert("RGB").resize((width, height), Image.Resampling.BILINEAR))
        alpha = np.full((height, width), 255, np.uint8) if whole else blobs(dice, width, height)
        colours[alpha == 0] = 0
        yield Painted(np.dstack([colours, alpha]), left, top)


def blobs(dice: np.random.Generator, width: int, height: int) -> NDArray[np.uint8]:
    """Paint soft blobs that leave about half of the layer clear."""
    coarse = Image.fromarray((dice.random((8, 8)) * 255).astype(np.uint8))
    soft = coarse.resize((width, height), Image.Resampling.BICUBIC).point(lambda v: max(0, min(255, (v - 122) * 10)))
    return np.asarray(soft.filter(ImageFilter.GaussianBlur(3)))


def channel(plane: NDArray[np.uint8], compression: int) -> bytes:
    height, width = plane.shape
    if compression == RLE:
        return struct.pack(">H", RLE) + encode_rle(plane.tobytes(), width, height, 8, 1)
    if compression == PREDICTION:
        plane = np.concatenate([plane[:, :1], plane[:, 1:] - plane[:, :-1]], axis=1)
    return struct.pack(">H", compression) + zlib.compress(plane.tobytes(), 6)


def block(key: bytes, body: bytes) -> bytes:
    return b"8BIM" + key + struct.pack(">I", len(body)) + body


def record(name: str, box: tuple[int, int, int, int], sizes: dict[int, int], look: bytes, blocks: bytes = b"") -> bytes:
    """Return a layer record; `box` is top, left, bottom, right."""
    units = name.encode("utf-16-be")
    unicode = struct.pack(">I", len(units) // 2) + units + b"\0" * (-len(units) % 4)
    pascal = bytes((len(name),)) + name.encode("ascii")
    extra = bytes(8) + pascal + b"\0" * (-len(pascal) % 4) + block(b"luni", unicode) + blocks
    channels = b"".join(struct.pack(">hI", number, size) for number, size in sizes.items())
    head = struct.pack(">4iH", *box, len(sizes)) + channels + b"8BIM" + look
    return head + struct.pack(">I", len(extra)) + extra


def divider(name: str, kind: int) -> bytes:
    """Return the record that opens (from above) or ends a group."""
    body = struct.pack(">I", kind) + (b"8BIMpass" if kind == OPEN else b"")
    return record(name, (0, 0, 0, 0), {}, b"norm\xff\0\x18\0", block(b"lsct", body))


def layer_section(layers: list[Painted], compression: int) -> bytes:
    records, samples = [], []
    for number, layer in enumerate(layers):
        if number % IN_GROUP == 0:
            records.append(divider("</Layer group>", END))
        packed = {
            at if at < 3 else -1: channel(np.ascontiguousarray(layer.pixels[..., at]), compression) for at in range(4)
        }
        sizes = {at: len(body) for at, body in packed.items()}
        height, width = layer.pixels.shape[:2]
        box = (layer.top, layer.left, layer.top + height, layer.left + width)
        opacity = OPACITIES[number % len(OPACITIES)]
        look = BLENDS[number % len(BLENDS)] + bytes((opacity, 0, 8, 0))
        records.append(record(f"brush {number}", box, sizes, look))
        samples.append(b"".join(packed.values()))
        if number % IN_GROUP == IN_GROUP - 1 or number == len(layers) - 1:
            records.append(divider(f"group {number // IN_GROUP}", OPEN))
    body = struct.pack(">h", len(records)) + b"".join(records) + b"".join(samples)
    body += b"\0" * (-len(body) % 4)
    return struct.pack(">II", len(body) + 8, len(body)) + body + bytes(4)


def flattened(layers: list[Painted], side: int) -> NDArray[np.uint8]:
    """Lay the layers over each other, all in normal mode."""
    canvas = np.full((side, side, 3), 255, np.uint8)
    for number, layer in enumerate(layers):
        height, width = layer.pixels.shape[:2]
        place = canvas[layer.top : layer.top + height, layer.left : layer.left + width]
        share = layer.pixels[..., 3:].astype(np.uint16) * OPACITIES[number % len(OPACITIES)] // 255
        place[:] = (layer.pixels[..., :3] * share + place * (255 - share) + 127) // 255
    return canvas


def merged(canvas: NDArray[np.uint8]) -> bytes:
    """Pack the stored picture by rows: the counts of all rows come first."""
    counts, rows = [], []
    for at in range(3):
        side = canvas.shape[0]
        packed = encode_rle(np.ascontiguousarray(canvas[..., at]).tobytes(), canvas.shape[1], side, 8, 1)
        counts.append(packed[: side * 2])
        rows.append(packed[side * 2 :])
    return struct.pack(">H", RLE) + b"".join(counts + rows)


def main(photographs: Path, out: Path, side: int, count: int) -> None:
    sources = sorted(photographs.glob("*.jpg"))
    if not sources:
        raise SystemExit(f"no photographs in {photographs}: run `make bench-setup`")
    out.mkdir(parents=True, exist_ok=True)
    layers = list(painted(sources, side, count))
    tail = merged(flattened(layers, side))
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, side, side, 8, 3) + bytes(4) + bytes(4)
    for name, compression in FILES.items():
        (out / f"{name}.psd").write_bytes(head + layer_section(layers, compression) + tail)
    (out / "complete").write_text(f"{count} layers, {side} x {side}\n", encoding="utf-8")


if __name__ == "__main__":
    Image.MAX_IMAGE_PIXELS = None
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
