"""Read a whole package and refuse it where anything in it is wrong, before a library is touched."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from imageparser.errors import CancelledError, PackageTooLargeError
from imageparser.library import package_lines as shapes
from imageparser.packages import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from imageparser._core import CancelToken
    from imageparser.packages.layout import Vectors
    from imageparser.packages.reader import Package

L = TypeVar("L", bound=shapes.Line)
_HEAD = 36  # digest and length of a thumbnail
_ROWS = 4_000
_LEAST = 1e-6  # the length of a vector that points somewhere


def whole(package: Package, cancel: CancelToken, passed: Callable[[int], None]) -> None:
    """Read everything in a package once.

    Raises:
        PackageInvalidError: something does not fit together, or is no number.
        PackageChecksumError: a member is not what the manifest says.
        PackageTooLargeError: a member is larger than it says, or than anybody holds in memory.
        CancelledError: the check was cancelled.
    """
    counts = package.manifest.counts
    captions: Counter[str] = Counter()
    pictures, before = 0, ""
    for pictures, line in _counted(package, layout.PICTURES, shapes.PictureLine, cancel):
        if line.digest < before:
            raise package.invalid(f"picture {pictures} does not stand in the order of contents")
        before = line.digest
        if line.root is not None and line.root >= len(package.manifest.roots):
            raise package.invalid(f"picture {pictures} lies below an unknown root")
        captions.update(caption.version_key for caption in line.captions)
        passed(1)
    _equal(package, "pictures", pictures, counts.pictures)
    if dict(captions) != dict(counts.captions):
        raise package.invalid("the manifest counts other captions")
    for _, done in _counted(package, layout.DONE, shapes.DoneLine, cancel):
        _known(package, done.picture, pictures)
    marked = 0
    for _, marks in _counted(package, layout.MARKS, shapes.MarksLine, cancel):
        _known(package, marks.picture, pictures)
        marked += 1
    _equal(package, "marked", marked, counts.marked)
    _check_lists(package, cancel)
    for one in package.manifest.vectors:
        for _ in vector_rows(package, one, cancel):
            pass
    _equal(package, "vectors", sum(one.count for one in package.manifest.vectors), counts.vectors)
    if package.manifest.options.thumbnails:
        _equal(package, "thumbnails", sum(1 for _ in thumbnails(package, cancel)), counts.thumbnails)


def vector_rows(package: Package, told: Vectors, cancel: CancelToken) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield (numbers of pictures or layer digests as rows of bytes, vectors) of one version key, some at a time.

    Raises:
        PackageInvalidError: a number is none of a picture, or a vector is zero or not finite; and as `Package.blocks`.
    """
    width = layout.ID_BYTES[told.owner]
    names = package.blocks(f"{told.member}.ids", width * _ROWS)
    seen = 0
    for block in package.blocks(f"{told.member}.f32", 4 * told.dim * _ROWS):
        ids = next(names, b"")
        if len(block) != len(ids) // width * told.dim * 4 or len(ids) % width:
            raise package.invalid(f"{told.member} has vectors of another length than {told.dim}")
        rows = np.frombuffer(block, "<f4").reshape(-1, told.dim)
        with np.errstate(over="ignore", invalid="ignore"):
            norms = np.linalg.norm(rows, axis=1)
        if not np.isfinite(norms).all() or (norms < _LEAST).any():
            raise package.invalid(f"a vector of {told.member} is zero or not finite")
        keys = np.frombuffer(ids, "<u4") if told.owner == "file" else np.frombuffer(ids, np.uint8).reshape(-1, width)
        if told.owner == "file" and len(keys):
            _known(package, int(keys.max()), package.manifest.counts.pictures)
        seen += len(rows)
        _stop(cancel)
        yield keys, rows
    if next(names, None) is not None:
        raise package.invalid(f"{told.member} has more numbers than vectors")
    _equal(package, told.member, seen, told.count)


def thumbnails(package: Package, cancel: CancelToken) -> Iterator[tuple[str, bytes]]:
    """Yield (digest of the picture, WebP) of every thumbnail.

    Raises:
        PackageInvalidError: one is no WebP or too large; and as `Package.blocks`.
    """
    rest = bytearray()
    for block in package.blocks(layout.THUMBNAILS):
        rest += block
        place = 0
        while len(rest) - place >= _HEAD:
            size = int.from_bytes(rest[place + _HEAD - 4 : place + _HEAD], "little")
            if not 0 < size <= layout.MOST_THUMBNAIL:
                raise package.invalid("a thumbnail is empty or too large")
            if len(rest) - place < _HEAD + size:
                break
            webp = bytes(rest[place + _HEAD : place + _HEAD + size])
            if webp[:4] != b"RIFF" or webp[8:12] != b"WEBP":
                raise package.invalid("a thumbnail is no WebP")
            yield rest[place : place + 32].hex(), webp
            place += _HEAD + size
        del rest[:place]
        _stop(cancel)
    if rest:
        raise package.invalid("the last thumbnail has no end")


def _check_lists(package: Package, cancel: CancelToken) -> None:
    counts = package.manifest.counts
    above: set[str] = set()
    tags = 0
    for _, tag in _counted(package, layout.TAGS, shapes.TagLine, cancel):
        if tag.parent is not None and tag.parent not in above:
            raise package.invalid(f"the tag above {tag.name!r} does not stand before it")
        above.add(tag.name)
        tags += 1
    _equal(package, "tags", tags, counts.tags)
    smart: list[bool] = []
    for number, row in _counted(package, layout.COLLECTIONS, shapes.CollectionLine, cancel):
        if row.parent is not None and (row.parent >= number - 1 or smart[row.parent]):
            raise package.invalid(f"collection {row.name!r} stands inside none that is before it")
        if row.cover is not None:
            _known(package, row.cover, counts.pictures)
        smart.append(row.query is not None)
    _equal(package, "collections", len(smart), counts.collections)
    inside = 0
    for _, items in _counted(package, layout.ITEMS, shapes.ItemsLine, cancel):
        inside += len(items.items)
        if inside > layout.MOST_ITEMS:
            raise PackageTooLargeError("the collections hold too many pictures", path=str(package.path))
        if items.collection >= len(smart) or smart[items.collection]:
            raise package.invalid(f"there is no collection {items.collection} for pictures")
        for picture, _ in items.items:
            _known(package, picture, counts.pictures)
    presets = sum(1 for _ in _counted(package, layout.PRESETS, shapes.PresetLine, cancel))
    _equal(package, "presets", presets, counts.presets)


def _counted(package: Package, name: str, shape: type[L], cancel: CancelToken) -> Iterator[tuple[int, L]]:
    for number, line in enumerate(package.lines(name, shape), start=1):
        _stop(cancel)
        yield number, line


def _known(package: Package, picture: int, pictures: int) -> None:
    if picture >= pictures:
        raise package.invalid(f"there is no picture {picture}")


def _equal(package: Package, what: str, seen: int, told: int) -> None:
    if seen != told:
        raise package.invalid(f"{what}: the manifest tells {told}, there are {seen}")


def _stop(cancel: CancelToken) -> None:
    if cancel.cancelled:
        raise CancelledError
