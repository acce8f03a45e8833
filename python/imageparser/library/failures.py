"""What an error of the database means to the person who sees it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from imageparser.errors import (
    DeniedError,
    DiskFullError,
    ImageParserError,
    InternalError,
    LibraryCorruptError,
    LibraryLockedError,
    LibraryReadOnlyError,
    NotFoundError,
    UsageError,
)

if TYPE_CHECKING:
    from pathlib import Path

# By the name of the driver's class: the driver itself is known to `connection` alone.
BY_DRIVER_CLASS: dict[str, type[ImageParserError]] = {
    "BusyError": LibraryLockedError,
    "LockedError": LibraryLockedError,
    "ReadOnlyError": LibraryReadOnlyError,
    "CorruptError": LibraryCorruptError,
    "NotADBError": LibraryCorruptError,
    "FormatError": LibraryCorruptError,
    "FullError": DiskFullError,
    "PermissionsError": DeniedError,
    "AuthError": DeniedError,
}
# Below this a failed write of SQLite is taken for a full disk: it reports some of them as plain I/O errors.
FULL_BELOW_BYTES = 256 * 1024


def explain(error: Exception, path: Path) -> ImageParserError:
    """Return our error for an error of the driver on the library at `path`."""
    name = type(error).__name__
    if name == "CantOpenError":
        return _cannot_open(path)
    if name == "IOError" and _is_full(path):
        return DiskFullError(path=str(path))
    cls = BY_DRIVER_CLASS.get(name)
    if cls is None:
        return InternalError(f"{name}: {error}", path=str(path))
    return cls(path=str(path))


def _cannot_open(path: Path) -> ImageParserError:
    if path.is_dir():
        return UsageError("a folder is no library; name a file", path=str(path))
    if not path.parent.is_dir():
        return NotFoundError("the folder of the library does not exist", path=str(path))
    if not path.exists():
        return LibraryReadOnlyError("the library cannot be made here", path=str(path))
    if os.access(path, os.R_OK):
        return LibraryReadOnlyError(path=str(path))
    return DeniedError("the library cannot be opened", path=str(path))


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < FULL_BELOW_BYTES
    except OSError:
        return False
