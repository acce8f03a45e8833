"""Pictures for a screen: renderings with layers switched, tiles of every level; what is costly is kept a while."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from imageparser import _core
from imageparser.documents import heat
from imageparser.errors import NotFoundError, UsageError
from imageparser.keeping import Kept
from imageparser.library import files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Database
    from imageparser.library.files import FileRow

Box = tuple[int, int, int, int]

TILE = 512
LEVELS = 16
# The longer side, in pixels, from which on coarser levels are halved from one another: a file is decoded once for them.
HALVED_FROM = 4096
PIXEL_BYTES = 768 << 20
# Room for the reduced layers of documents that are open; one document never gets more than half of it.
LAYER_BYTES = 768 << 20
LEAST_BYTES = 32 << 20
MOST_FACTOR = 128
# What browsers show by themselves, upright and with its colour profile.
PLAIN = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"}
_BMP_HEADERS = 14 + 108


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture for a screen: the user's file itself (`path`) or bytes (`data`); `mark` differs with its content."""

    media_type: str
    width: int
    height: int
    mark: str
    path: bytes | None = None
    data: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a picture is looked at: reduced by a whole factor so that its longer side is at least `size` where it can be.

    `hidden` and `shown` are layers whose eye is switched, `only` is the one layer to show, with `crop` cut to its box.
    `region` (left, top, right, bottom, pixels of the canvas) is the part that is wanted; `size` is of that part then.
    With `layers` the picture is made from its layers though none is switched. `against` is another picture, of which
    the difference is shown: black where both are alike.
    """

    size: int | None = None
    hidden: Sequence[int] = ()
    shown: Sequence[int] = ()
    only: int | None = None
    crop: bool = False
    region: Box | None = None
    layers: bool = False
    against: int | None = None

    @property
    def switched(self) -> bool:
        """Whether it shows something else than the document's own picture."""
        return bool(self.hidden or self.shown or self.only is not None or self.layers)

    def factor(self, width: int, height: int) -> int:
        """Return by how much something of that size is reduced."""
        return min(max(1, max(width, height) // self.size), MOST_FACTOR) if self.size else 1


@dataclass(frozen=True, slots=True)
class _Opened:
    """A document that is looked at by one factor, and what its reduced layers may take."""

    core: _core.Document
    factor: int

    @property
    def nbytes(self) -> int:
        return max(_layer_bytes(self.core, self.factor) if self.factor > 1 else 0, LEAST_BYTES)


class Previews:
    """Renderings and tiles of a library's pictures; usable from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # An open document keeps its layers at the factor that was asked for last, so each factor has its own.
        self._documents: Kept[_Opened] = Kept(LAYER_BYTES, lambda opened: opened.nbytes)
        self._cut: Kept[_core.Document] = Kept(1)
        self._levels: Kept[NDArray[np.uint8]] = Kept(PIXEL_BYTES, lambda pixels: pixels.nbytes)

    def preview(self, item: int, view: View, *, cancel: _core.CancelToken | None = None) -> Shown:
        """Return a picture as it is looked at.

        Raises:
            NotFoundError: there is no such picture, its file is gone, or a layer has nothing to be seen.
            UsageError: a layer or region that it does not have.
            ImageParserError: it cannot be read.
        """
        row = self._row(item)
        if view.against is not None:
            pixels = _difference(row, self._row(view.against), view, cancel)
        elif view.crop and view.only is not None:
            document = self._cut.get(_mark(row), lambda: _core.Document.open(row.raw))
            pixels = _rendered(document, view, _seen_box(document, view.only), cancel)
        elif view.switched or row.layer_count:
            pixels = _rendered(self._document(row, view).core, view, view.region, cancel)
        else:
            factor = view.factor(*_size(row, view.region))
            if factor == 1 and view.region is None and row.format in PLAIN:
                return Shown(PLAIN[row.format], row.width or 0, row.height or 0, _mark(row), path=row.raw)
            pixels = _core.render(row.raw, scale=1 / factor, region=view.region, cancel=cancel).pixels
        height, width = pixels.shape[:2]
        return Shown("image/bmp", width, height, _mark(row), data=bitmap(pixels))

    def tile(self, item: int, level: int, x: int, y: int) -> Shown:
        """Return the tile of `TILE` pixels in column `x` and row `y`; each level above 0 halves the one before it.

        Raises:
            NotFoundError: there is no such picture or tile.
            ImageParserError: it cannot be read.
        """
        if not 0 <= level < LEVELS:
            raise UsageError(f"a level is a number from 0 to {LEVELS - 1}")
        row = self._row(item)
        part = self._level(row, level)[y * TILE : (y + 1) * TILE, x * TILE : (x + 1) * TILE]
        if x < 0 or y < 0 or not part.size:
            raise NotFoundError(f"picture {item} has no tile {x}, {y} in level {level}")
        if part[..., 3].min() == 255:
            part = part[..., :3]
        height, width = part.shape[:2]
        mark = f"{_mark(row)}-{level}-{x}-{y}"
        return Shown("image/png", width, height, mark, data=_core.encode_png(np.ascontiguousarray(part)))

    def close(self) -> None:
        """Give the memory back."""
        self._documents.clear()
        self._cut.clear()
        self._levels.clear()

    def _document(self, row: FileRow, view: View) -> _Opened:
        factor = view.factor(*_size(row, view.region))
        return self._documents.get((_mark(row), factor), lambda: _Opened(_core.Document.open(row.raw), factor))

    def _level(self, row: FileRow, level: int) -> NDArray[np.uint8]:
        def make() -> NDArray[np.uint8]:
            if level and max(_size(row)) / 2 ** (level - 1) <= HALVED_FROM:
                return halved(self._level(row, level - 1))
            return _fitted(_core.render(row.raw, scale=1 / 2**level).pixels, row, level)

        return self._levels.get((_mark(row), level), make)

    def _row(self, item: int) -> FileRow:
        row = files.get(self._database.read(), item)
        if row is None:
            raise NotFoundError(f"the library has no picture {item}")
        return row


def bitmap(pixels: NDArray[np.uint8]) -> bytes:
    """Return a BMP of height x width x RGBA: what a layer switch shows must not wait for a compressor.

    The header is BITMAPV4HEADER (108 bytes) with masks for four channels; rows stand from the top (negative height).
    """
    height, width = pixels.shape[:2]
    size = width * height * 4
    file = struct.pack("<2sIHHI", b"BM", _BMP_HEADERS + size, 0, 0, _BMP_HEADERS)
    bitfields, resolution = 3, 2835
    info = struct.pack("<IiiHHIIiiII", 108, width, -height, 1, 32, bitfields, size, resolution, resolution, 0, 0)
    # Masks of red, green, blue and alpha as the bytes lie in memory; the colours are sRGB.
    masks = struct.pack("<IIII4s48x", 0xFF, 0xFF00, 0xFF0000, 0xFF000000, b"BGRs")
    return b"".join((file, info, masks, np.ascontiguousarray(pixels).data))


def halved(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return height x width x RGBA with half as many rows and columns, rounded up; colours count as they are opaque."""
    odd = [(0, pixels.shape[axis] % 2) for axis in (0, 1)]
    whole = np.pad(pixels, [*odd, (0, 0)], mode="edge") if any(more for _, more in odd) else pixels
    quarters = [whole[top::2, left::2] for top in (0, 1) for left in (0, 1)]
    if whole[..., 3].min() == 255:
        total = sum((part.astype(np.uint16) for part in quarters), np.uint16(2))
        return (np.asarray(total) >> 2).astype(np.uint8)
    weights = [part[..., 3:].astype(np.float32) for part in quarters]
    weight = np.asarray(sum(weights))
    colours = sum(part[..., :3] * share for part, share in zip(quarters, weights, strict=True)) / np.maximum(weight, 1)
    return np.concatenate([colours, weight / 4], axis=2).round().astype(np.uint8)


def _fitted(pixels: NDArray[np.uint8], row: FileRow, level: int) -> NDArray[np.uint8]:
    """Return a level with as many columns and rows as a viewer counts, who rounds up: the last ones twice."""
    wanted = [-(-side // 2**level) for side in reversed(_size(row))]
    missing = [max(0, want - have) for want, have in zip(wanted, pixels.shape[:2], strict=True)]
    return np.pad(pixels, [(0, missing[0]), (0, missing[1]), (0, 0)], mode="edge") if any(missing) else pixels


def _rendered(
    document: _core.Document, view: View, region: Box | None, cancel: _core.CancelToken | None
) -> NDArray[np.uint8]:
    header = document.header
    factor = view.factor(*(_sides(region) if region else (header.width, header.height)))
    # Reduced layers stay in memory, which has its limit: a whole is reduced more, a part is read in full size.
    while 1 < factor < MOST_FACTOR and _layer_bytes(document, factor) > LAYER_BYTES // 2:
        factor = 1 if region else factor + 1
    made = document.composite(
        show=view.shown,
        hide=view.hidden,
        only=view.only,
        scale=1 / factor,
        region=region,
        source="layers" if view.switched else "auto",
        cancel=cancel,
    )
    return made.pixels


def _layer_bytes(document: _core.Document, factor: int) -> int:
    pixels = sum((right - left) * (bottom - top) for left, top, right, bottom in (one.bbox for one in document.layers))
    return 4 * pixels // factor**2


def _seen_box(document: _core.Document, layer: int) -> Box:
    """Return where a layer, or what is in a group, lies on the canvas."""
    boxes = [one.bbox for one in document.layers if one.id == layer or layer in one.path]
    boxes = [box for box in boxes if box[0] < box[2] and box[1] < box[3]]
    if not any(one.id == layer for one in document.layers):
        raise UsageError(f"the document has no layer {layer}")
    if boxes:
        left, top, right, bottom = (
            max(0, min(box[0] for box in boxes)),
            max(0, min(box[1] for box in boxes)),
            min(document.header.width, max(box[2] for box in boxes)),
            min(document.header.height, max(box[3] for box in boxes)),
        )
        if left < right and top < bottom:
            return left, top, right, bottom
    raise NotFoundError(f"layer {layer} has nothing to be seen")


def _difference(a: FileRow, b: FileRow, view: View, cancel: _core.CancelToken | None) -> NDArray[np.uint8]:
    """Return how far two pictures differ as colours, both reduced alike and made the same way."""
    factor = max(view.factor(*_size(one)) for one in (a, b))

    def made(source: str) -> list[_core.Rendering]:
        return [_core.render(one.raw, scale=1 / factor, source=source, cancel=cancel) for one in (a, b)]

    found = made("auto")
    if found[0].source != found[1].source and a.layer_count and b.layer_count:
        found = made("layers")
    painted = heat.painted(heat.difference(found[0].pixels, found[1].pixels))
    return np.dstack([painted, np.full(painted.shape[:2], 255, np.uint8)])


def _size(row: FileRow, region: Box | None = None) -> tuple[int, int]:
    return _sides(region) if region else (row.width or 0, row.height or 0)


def _sides(box: Box) -> tuple[int, int]:
    return box[2] - box[0], box[3] - box[1]


def _mark(row: FileRow) -> str:
    return row.digest or f"{row.id}-{row.size}-{row.mtime_ns}"
