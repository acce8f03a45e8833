"""Files of models: names that may be trusted, copies with their digests, room on the disk."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import re
import shutil
from typing import TYPE_CHECKING

from imageparser.errors import CorruptError, DeniedError, DiskFullError, NotFoundError
from imageparser.models.catalog import PRECISIONS, ModelFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CHUNK = 1 << 20
# A file above 4 GiB on FAT is "too large", which for the user is a disk that cannot take it.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]{0,127}")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{kind}{number}" for kind in ("com", "lpt") for number in range(10))}


def safe_name(name: str) -> str:
    """Return the name of a file inside a model's folder: plain, or with the folder of a precision before it.

    Raises:
        CorruptError: it leads elsewhere, or cannot be a name on every system.
    """
    *folders, last = name.split("/")
    plain = _NAME.fullmatch(last) and last.split(".")[0].lower() not in _DEVICES and not last.endswith(".")
    if not plain or len(folders) > 1 or set(folders) - set(PRECISIONS):
        raise CorruptError(f"{name!r} is no name of a model's file")
    return name


def free_bytes(folder: Path) -> int:
    """Return how much room a folder's disk has; the folder need not exist yet."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def need_room(folder: Path, size: int) -> None:
    """Return where a folder has room for so many bytes.

    Raises:
        DiskFullError: it has not.
    """
    free = free_bytes(folder)
    if free < size:
        message = f"{size / 1e9:.1f} GB are needed and {free / 1e9:.1f} GB are free."
        raise DiskFullError(message, path=str(folder))


@contextlib.contextmanager
def told_by_the_disk(path: Path) -> Iterator[None]:
    """Turn what the system says of a file into an error of ours."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFullError(f"The disk has no room left: {error.strerror}.", path=str(path)) from None
        kind = NotFoundError if isinstance(error, FileNotFoundError) else DeniedError
        raise kind(str(error.strerror), path=str(error.filename or path)) from None


def measure(path: Path, name: str, told: Callable[[int], None]) -> ModelFile:
    """Return size and digest of a file as it lies; `told` hears of every piece."""
    digest, size = hashlib.sha256(), 0
    with told_by_the_disk(path), path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            digest.update(piece)
            size += len(piece)
            told(len(piece))
    return ModelFile(name, size, digest.hexdigest())


def copy(source: Path, target: Path, name: str, told: Callable[[int], None]) -> ModelFile:
    """Copy a file and return size and digest of what was copied; `told` hears of every piece.

    Raises:
        CorruptError: it is a link or no plain file, which no model folder holds.
        DiskFullError, DeniedError, NotFoundError: the system refuses.
    """
    if source.is_symlink() or not source.is_file():
        raise CorruptError("A file of a model must be a plain file.", path=str(source))
    digest, size = hashlib.sha256(), 0
    with told_by_the_disk(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as reading, target.open("wb") as writing:
            while piece := reading.read(CHUNK):
                writing.write(piece)
                digest.update(piece)
                size += len(piece)
                told(len(piece))
    return ModelFile(name, size, digest.hexdigest())
