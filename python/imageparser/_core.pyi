"""The native core: reading, hashing, decoding, thumbnails. Written in Rust, crate `py`."""

from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from typing import Any, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

_AnyPath: TypeAlias = str | bytes | PathLike[str] | PathLike[bytes]

__all__ = [
    "CancelToken",
    "Failure",
    "Found",
    "Layer",
    "Moved",
    "Probe",
    "Record",
    "ScanBatch",
    "Scanner",
    "Skip",
    "__version__",
    "decode_rgb",
    "digest",
    "digest_many",
    "ingest",
    "path_key",
    "probe",
    "probe_many",
    "text_chunks",
    "thumbnail",
]

__version__: str

def path_key(path: _AnyPath) -> str:
    """Return the NFC key of a path, the only form in which paths are stored and compared."""

@final
class CancelToken:
    """A flag that ends long operations; may be raised from any thread."""

    def __new__(cls) -> CancelToken: ...
    def cancel(self) -> None: ...
    @property
    def cancelled(self) -> bool: ...

# --- scan -----------------------------------------------------------------

@final
class Found:
    """One regular picture file as the directory walk saw it."""

    key: str
    raw: bytes
    size: int
    mtime_ns: int
    file_id: int

@final
class Moved:
    """A known file that now has another path; nothing needs to be read."""

    old_key: str
    found: Found

@final
class Skip:
    """A path that the walk left out, with the reason."""

    path: str
    code: str
    reason: str

@final
class ScanBatch:
    """A part of a scan whose directory blobs and changes belong into one transaction.

    `directories` holds `(directory key, raw path, blob)`; a blob of None means that the directory is gone.
    """

    directories: list[tuple[str, bytes, bytes | None]]
    added: list[Found]
    changed: list[Found]
    moved: list[Moved]
    gone: list[str]
    skipped: list[Skip]
    unchanged: int

@final
class Scanner:
    """Walk folders in the background and yield what differs from the known manifest."""

    def __new__(
        cls,
        roots: Sequence[_AnyPath],
        *,
        known: Iterable[tuple[str, bytes]] = ...,
        exclude: Sequence[str] = ...,
        default_excludes: bool = True,
        hidden: bool = False,
        threads: int = 0,
        cancel: CancelToken | None = None,
    ) -> Scanner: ...
    def __iter__(self) -> Scanner: ...
    def __next__(self) -> ScanBatch: ...

# --- reading --------------------------------------------------------------

@final
class Failure:
    """A file that could not be processed."""

    path: bytes
    code: str
    message: str

@final
class Probe:
    """What the header of a picture says; width and height are as stored, before orientation."""

    format: str
    width: int
    height: int
    depth: int
    channels: int
    color_mode: str
    orientation: int
    has_alpha: bool
    progressive: bool
    frames: int | None
    icc: str | None
    icc_bytes: int

@final
class Layer:
    """One layer or group of a document, bottom to top, a group before its members."""

    id: int
    path: list[int]
    name: str
    kind: str
    visible: bool
    opacity: int
    blend: str
    bbox: tuple[int, int, int, int]
    clipping: bool
    mask: bool
    text: str | None

@final
class Record:
    """Everything that one read of a file gives."""

    path: bytes
    digest: str
    size: int
    mtime_ns: int
    file_id: int
    probe: Probe
    exif: dict[str, Any]
    text: dict[str, str]
    layers: list[Layer]
    layer_count: int
    has_merged: bool | None
    pixel_source: str
    palette: list[tuple[str, float]]
    phash: int
    blur: float
    thumbnail: bytes
    thumbnail_size: tuple[int, int]
    warnings: list[str]

def probe(path: _AnyPath) -> Probe:
    """Read only the header of a file."""

def probe_many(paths: Sequence[_AnyPath], *, threads: int = 0) -> list[Probe | Failure]:
    """Read the headers of many files; one result per path, in order."""

def text_chunks(path: _AnyPath) -> dict[str, str]:
    """Read the text chunks of a PNG without decoding pixels; keyword to text."""

def digest(path: _AnyPath) -> str:
    """Return the BLAKE3-256 digest of the whole file in hexadecimal."""

def digest_many(
    paths: Sequence[_AnyPath], *, threads: int = 0, cancel: CancelToken | None = None
) -> list[str | Failure]:
    """Digest many files; one result per path, in order."""

def thumbnail(path: _AnyPath, *, size: int = 256, quality: int = 85, method: int = 4) -> bytes:
    """Return a WebP picture that fits into size x size, upright, in sRGB, alpha kept."""

def ingest(
    paths: Sequence[_AnyPath],
    *,
    thumb_size: int = 512,
    thumb_quality: int = 85,
    thumb_method: int = 2,
    max_pixels: int = ...,
    max_memory: int = ...,
    threads: int = 0,
    cancel: CancelToken | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Record | Failure]:
    """Read each file once and return its record or its failure, in the order of `paths`.

    The interpreter lock is released; `progress(done, failed)` is called about ten times a second from
    the calling thread. A cancelled batch returns failures with code `cancelled` for files not begun.
    """

def decode_rgb(images: Sequence[bytes], *, width: int, height: int, fit: str = "squash") -> NDArray[np.uint8]:
    """Decode encoded pictures to one array of shape (n, height, width, 3), alpha on white, upright.

    `fit` is "squash" (ignore the aspect) or "crop" (scale to cover, cut the centre).

    Raises:
        CorruptError: one of the pictures cannot be decoded; the message holds its index.
    """
