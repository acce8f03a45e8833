"""Make pictures of many megapixels in every format, cheaply: one photographic tile, repeated.

Usage: big.py FOLDER SIDE       (any Python with numpy and Pillow)
"""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fixtures import pictures, png, psd

TILE = 256
Image.MAX_IMAGE_PIXELS = None


def tiled(side: int) -> np.ndarray:
    count = -(-side // TILE)
    return np.tile(pictures.scene(TILE, TILE), (count, count, 1))[:side, :side]


def png_rows(path: Path, rgb: np.ndarray, depth: int) -> None:
    """Write a PNG row by row, so that the maker itself stays small; 16 bit gets an alpha channel."""
    height, width = rgb.shape[:2]
    packer = zlib.compressobj(1)
    parts = [png.header(width, height, depth, png.RGB if depth == 8 else png.RGBA)]
    alpha = np.full((width, 1), 200, np.uint8)
    for row in rgb:
        samples = row if depth == 8 else np.hstack([row, alpha]).astype(">u2") * 257
        data = packer.compress(b"\0" + samples.astype(">u2" if depth == 16 else np.uint8).tobytes())
        parts += [png.chunk(b"IDAT", data)] if data else []
    path.write_bytes(b"".join([*parts, png.chunk(b"IDAT", packer.flush()), png.chunk(b"IEND")]))


def png_interlaced(path: Path, rgb: np.ndarray) -> None:
    packer = zlib.compressobj(1)
    parts = []
    for x, y, dx, dy in png.ADAM7:
        parts += [packer.compress(b"\0" + row.tobytes()) for row in rgb[y::dy, x::dx]]
    body = b"".join(parts) + packer.flush()
    head = png.header(rgb.shape[1], rgb.shape[0], 8, png.RGB, 1)
    path.write_bytes(head + png.chunk(b"IDAT", body) + png.chunk(b"IEND"))


def psd_raw(path: Path, rgb: np.ndarray) -> None:
    psd.write(path, rgb, form=psd.Form(merged=psd.RAW))


def psd_rle(path: Path, rgb: np.ndarray) -> None:
    """Write the merged picture as PackBits; the rows repeat, so only a tile's worth is packed."""
    height, width = rgb.shape[:2]
    packed = [[psd.packbits(rgb[y, :, c].tobytes()) for y in range(min(TILE, height))] for c in range(3)]
    rows = [packed[c][y % TILE] for c in range(3) for y in range(height)]
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, height, width, 8, psd.RGB) + bytes(12) + struct.pack(">H", psd.RLE)
    counts = np.array([len(row) for row in rows], ">u2").tobytes()
    path.write_bytes(head + counts + b"".join(rows))


def main(folder: Path, side: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rgb = tiled(side)
    image = Image.fromarray(rgb)
    png_rows(folder / "rgb 8.png", rgb, 8)
    png_rows(folder / "rgba 16.png", rgb, 16)
    png_interlaced(folder / "interlaced.png", rgb)
    image.save(folder / "baseline.jpg", quality=90)
    image.save(folder / "progressive.jpg", quality=90, progressive=True)
    psd_raw(folder / "raw.psd", rgb)
    psd_rle(folder / "rle.psd", rgb)
    image.save(folder / "lzw.tif", compression="tiff_lzw")
    image.save(folder / "plain.bmp")
    image.quantize(64).save(folder / "still.gif")
    wide = min(16_383, side)
    image.crop((0, 0, wide, wide)).save(folder / "lossy.webp", quality=80, method=0)
    (folder / "complete").touch()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
