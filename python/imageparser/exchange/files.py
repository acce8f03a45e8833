"""Files beside pictures are written whole or not at all, and never over what somebody else has written meanwhile."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from typing import TYPE_CHECKING

from imageparser import _core, drafts
from imageparser.errors import ChangedError, DeniedError, ExistsError, ImageParserError, NotFoundError
from imageparser.intake import disk
from imageparser.text import path_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# A leading dot keeps walks and people away; the number is that of the process that writes.
_OURS = re.compile(rb"\.imageparser-(\d+)-.*\.tmp")
_NEW_FILE = 0o666
State = tuple[int, int, int]


def state_of(path: bytes) -> State | None:
    """Return what tells one version of a file from another, None where there is no file."""
    try:
        about = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (about.st_size, about.st_mtime_ns, about.st_ino)


def write(path: bytes, data: bytes, expected: State | None, *, before: Callable[[], None] = lambda: None) -> State:
    """Let a file have these bytes, from one moment to the next, and return the version that it is then.

    `expected` is the version that they come from, None where there is to be no such file yet. `before` is called
    when the new bytes are safe and the old file still stands.

    Raises:
        ChangedError: the file is another one by now, or there is one by now.
        DeniedError, DiskFullError: the folder cannot be written to.
    """
    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    fresh = os.path.join(folder, b".imageparser-%d-%s.tmp" % (os.getpid(), name[:180]))
    try:
        made = _fill(fresh, data, target if expected is not None else None)
        before()
        if state_of(target) != expected:
            raise ChangedError("the file has changed meanwhile", path=path_text(path))
        if expected is None:
            _core.rename_noreplace(fresh, target)
        else:
            os.replace(fresh, target)
        disk.sync_folder(os.fsdecode(folder))
    except ExistsError:
        raise ChangedError("the file has appeared meanwhile", path=path_text(path)) from None
    except OSError as error:
        if isinstance(error, ImageParserError):
            raise
        found = disk.explained(error)
        raise type(found)(f"the file cannot be written: {found.message}", path=path_text(path)) from None
    finally:
        with contextlib.suppress(OSError):
            os.unlink(fresh)
    return made


def read(path: bytes, most: int) -> bytes:
    """Return the bytes of a regular file, one more than `most` where it is larger.

    Raises:
        NotFoundError: there is no such file.
        DeniedError: it is no file, or cannot be read.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise DeniedError("it is no file", path=path_text(path))
        with open(path, "rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise NotFoundError(path=path_text(path)) from None
    except OSError as error:
        if isinstance(error, ImageParserError):
            raise
        raise DeniedError(f"the file cannot be read: {error.strerror}", path=path_text(path)) from None


def sweep(folders: Iterable[bytes]) -> None:
    """Remove what processes left that died while they wrote."""
    for folder in folders:
        drafts.sweep(folder, _OURS)


def _fill(fresh: bytes, data: bytes, like: bytes | None) -> State:
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), _NEW_FILE)
    with os.fdopen(handle, "wb") as file:
        if like is not None:
            os.chmod(fresh, stat.S_IMODE(os.stat(like).st_mode))
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        about = os.fstat(file.fileno())
        return (about.st_size, about.st_mtime_ns, about.st_ino)
