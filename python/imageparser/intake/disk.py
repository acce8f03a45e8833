"""What is done to the disk in single steps, and what the system's refusals mean."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING

from imageparser import _core
from imageparser.errors import (
    DeniedError,
    DiskFullError,
    ExistsError,
    ImageParserError,
    InternalError,
    NotFoundError,
    UsageError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


_NOT_SAME_DEVICE = 17  # what Windows says of a rename to another drive
KINDS: dict[int, type[ImageParserError]] = {
    errno.ENOSPC: DiskFullError,
    errno.EDQUOT: DiskFullError,
    errno.EACCES: DeniedError,
    errno.EPERM: DeniedError,
    errno.EROFS: DeniedError,
    errno.ENOENT: NotFoundError,
    errno.EEXIST: ExistsError,
    errno.ENOTDIR: ExistsError,
    errno.ENAMETOOLONG: UsageError,
}


def explained(error: OSError) -> ImageParserError:
    """Return our error for one of the system."""
    kind = KINDS.get(error.errno or 0, InternalError)
    return kind(error.strerror or str(error))


def rename(source: str, target: str) -> bool:
    """Give a file another path without replacing anything; False where that is on another device.

    Raises:
        ExistsError: something has that path.
    """
    if os.name == "nt":
        return _rename_on_windows(source, target)
    try:
        return _core.rename_noreplace(source, target)
    except ExistsError:
        raise ExistsError("target exists") from None


def sync_folder(folder: str) -> None:
    """Bring the names in a folder onto the disk, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove_empty(folders: Iterable[str]) -> None:
    """Remove those of some folders that are empty, inner ones first."""
    for folder in sorted(folders, key=len, reverse=True):
        with contextlib.suppress(OSError):
            os.rmdir(folder)


def _rename_on_windows(source: str, target: str) -> bool:
    try:
        os.rename(source, target)  # this system's own call replaces nothing
    except FileExistsError:
        raise ExistsError("target exists") from None
    except OSError as error:
        if getattr(error, "winerror", 0) == _NOT_SAME_DEVICE:
            return False
        raise
    return True
