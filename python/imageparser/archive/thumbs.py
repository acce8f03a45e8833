"""The cache of previews: small WebP files that may be deleted at any time, the longest unused ones first."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from imageparser import _core, clock
from imageparser.errors import CancelledError, DiskFullError, ImageParserError, LibraryReadOnlyError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MAX_FILES = 5000
MAX_BYTES = 2 << 30
_OWN = re.compile(r"[0-9a-f]{40}\.webp")
_LEFTOVER = re.compile(r"[0-9a-f]{40}\.[0-9]+-[0-9]+\.tmp")
_LEFT_AFTER = 3600.0  # seconds; a younger one may be under way in another process


@dataclass(frozen=True, slots=True)
class ThumbOptions:
    """Where previews are kept, how large they are, and how many may stay; 0 files or bytes means without limit."""

    folder: Path
    size: int = 256
    quality: int = 85
    max_files: int = MAX_FILES
    max_bytes: int = MAX_BYTES


class Marked(NamedTuple):
    """A file as it is now: another content has other marks and so another preview."""

    key: str
    raw: bytes
    size: int
    mtime_ns: int


class Preview(NamedTuple):
    """The path of a preview, or why there is none."""

    path: str | None
    message: str | None = None


class Thumbs:
    """Make and find previews on several threads; a file of the cache is whole or absent."""

    def __init__(self, options: ThumbOptions, *, workers: int = 0, cancel: _core.CancelToken | None = None) -> None:
        self._options = options
        self._workers = workers or os.cpu_count() or 1
        self._cancel = cancel or _core.CancelToken()
        self._folder = os.path.abspath(options.folder)  # names are joined as text, many thousand times

    def previews(self, files: Sequence[Marked]) -> list[Preview]:
        """Return a preview of each file, made where there was none.

        Raises:
            CancelledError: the job was cancelled meanwhile.
            DiskFullError, LibraryReadOnlyError: the cache cannot be written.
        """
        if not files:
            return []
        self._make_folder()
        with ThreadPoolExecutor(min(self._workers, len(files)), thread_name_prefix="preview") as pool:
            return list(pool.map(self._preview, files))

    def prune(self) -> int:
        """Delete what is over the limits, the longest unused first; return how many previews went.

        Nothing that is not named as a preview is touched.
        """
        own, now = self._entries(), clock.now_ms() / 1000
        own.sort()
        count, total = len(own), sum(size for _, size, _ in own)
        gone = 0
        for _, size, path in own:
            within_files = not self._options.max_files or count - gone <= self._options.max_files
            if within_files and (not self._options.max_bytes or total <= self._options.max_bytes):
                break
            with contextlib.suppress(OSError):
                os.unlink(path)
            gone += 1
            total -= size
        self._sweep(now)
        return gone

    def name_of(self, file: Marked) -> str:
        """Return the file name of a preview: another content, size or quality is another file."""
        options = self._options
        parts = (file.key, file.size, file.mtime_ns, options.size, options.quality)
        return hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=20).hexdigest() + ".webp"

    def _preview(self, file: Marked) -> Preview:
        if self._cancel.cancelled:
            raise CancelledError
        path = os.path.join(self._folder, self.name_of(file))
        with contextlib.suppress(OSError):
            os.utime(path)  # its last use; fails where it is not there yet
            return Preview(path)
        try:
            webp = _core.thumbnail(file.raw, size=self._options.size, quality=self._options.quality)
        except ImageParserError as error:
            return Preview(None, error.message)
        self._write(path, webp)
        return Preview(path)

    def _write(self, path: str, webp: bytes) -> None:
        temporary = f"{path.removesuffix('.webp')}.{os.getpid()}-{threading.get_ident()}.tmp"
        try:
            with open(temporary, "wb") as out:
                out.write(webp)
            os.replace(temporary, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise _explained(error, self._folder) from error

    def _make_folder(self) -> None:
        try:
            os.makedirs(self._folder, exist_ok=True)
        except OSError as error:
            raise _explained(error, self._folder) from error

    def _entries(self) -> list[tuple[float, int, str]]:
        """Return (last use, size, path) of every preview."""
        found = []
        with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                if _OWN.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    with contextlib.suppress(OSError):  # another process may prune too
                        state = entry.stat(follow_symlinks=False)
                        found.append((state.st_mtime, state.st_size, entry.path))
        return found

    def _sweep(self, now: float) -> None:
        """Delete what an interrupted write left behind."""
        with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                if _LEFTOVER.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    with contextlib.suppress(OSError):
                        if now - entry.stat(follow_symlinks=False).st_mtime > _LEFT_AFTER:
                            os.unlink(entry.path)


def _explained(error: OSError, folder: str) -> ImageParserError:
    cls = DiskFullError if error.errno in {errno.ENOSPC, errno.EDQUOT} else LibraryReadOnlyError
    return cls(f"the preview cannot be written: {error.strerror}", path=folder)
