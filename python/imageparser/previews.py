"""Pictures for a screen: renderings with layers switched, tiles of every level; what is costly is kept a while."""

from __future__ import annotations

import struct
import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from imageparser import _core
from imageparser.errors import NotFoundError, UsageError
from imageparser.library import files

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Database
    from imageparser.library.files import FileRow

T = TypeVar("T")

TILE = 512
LEVELS = 16
DOCUMENTS = 2  # open ones with their reduced scenes: two stand side by side when documents are compared
PIXEL_BYTES = 768 << 20
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


class Kept(Generic[T]):
    """What was made last, within some room; several that want the same at once let one of them make it."""

    def __init__(self, room: int, cost: Callable[[T], int] = lambda _: 1) -> None:
        self._room = room
        self._cost = cost
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, Future[T]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept for a key, else make it; an error is raised to each who waited for it, and not kept."""
        with self._lock:
            future = self._made.get(key)
            mine = future is None
            if future is None:
                future = self._made[key] = Future()
            self._made.move_to_end(key)
        if mine:
            try:
                future.set_result(make())
            except BaseException as error:
                with self._lock:
                    del self._made[key]
                future.set_exception(error)
                raise
            self._trim()
        return future.result()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._made.clear()

    def _trim(self) -> None:
        with self._lock:
            done = [
                (key, self._cost(one.result())) for key, one in self._made.items() if one.done() and not one.exception()
            ]
            total = sum(cost for _, cost in done)
            for key, cost in done[:-1]:
                if total <= self._room:
                    return
                del self._made[key]
                total -= cost


class Previews:
    """Renderings and tiles of a library's pictures; usable from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._documents: Kept[_core.Document] = Kept(DOCUMENTS)
        self._levels: Kept[NDArray[np.uint8]] = Kept(PIXEL_BYTES, lambda pixels: pixels.nbytes)

    def preview(
        self,
        item: int,
        *,
        size: int | None = None,
        hidden: Sequence[int] = (),
        shown: Sequence[int] = (),
        only: int | None = None,
    ) -> Shown:
        """Return a picture, reduced by a whole factor so that its longer side is at least `size` where it can be.

        `hidden` and `shown` are layers whose eye is switched, `only` is the one layer to show.

        Raises:
            NotFoundError: there is no such picture, or its file is gone.
            UsageError: a layer that it does not have.
            ImageParserError: it cannot be read.
        """
        row = self._row(item)
        switched = bool(hidden or shown or only is not None)
        longer = max(row.width or 0, row.height or 0)
        factor = max(1, longer // size) if size else 1
        if factor == 1 and not switched and row.format in PLAIN:
            return Shown(PLAIN[row.format], row.width or 0, row.height or 0, _mark(row), path=row.raw)
        if switched or row.layer_count:
            document = self._documents.get(_mark(row), lambda: _core.Document.open(row.raw))
            source = "layers" if switched else "auto"
            made = document.composite(show=shown, hide=hidden, only=only, scale=1 / factor, source=source)
        else:
            made = _core.render(row.raw, scale=1 / factor)
        height, width = made.pixels.shape[:2]
        return Shown("image/bmp", width, height, _mark(row), data=bitmap(made.pixels))

    def tile(self, item: int, level: int, x: int, y: int) -> Shown:
        """Return the tile of `TILE` pixels in column `x` and row `y`; each level above 0 halves the one before it.

        Raises:
            NotFoundError: there is no such picture or tile.
            ImageParserError: it cannot be read.
        """
        if not 0 <= level < LEVELS:
            raise UsageError(f"a level is a number from 0 to {LEVELS - 1}")
        row = self._row(item)
        pixels = self._levels.get((_mark(row), level), lambda: _core.render(row.raw, scale=1 / 2**level).pixels)
        part = pixels[y * TILE : (y + 1) * TILE, x * TILE : (x + 1) * TILE]
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
        self._levels.clear()

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


def _mark(row: FileRow) -> str:
    return row.digest or f"{row.id}-{row.size}-{row.mtime_ns}"
