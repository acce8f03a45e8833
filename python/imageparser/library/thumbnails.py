"""The folder of thumbnails beside the library: WebP files named by the digest of the picture's content."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from imageparser.errors import CorruptError, DeniedError, DiskFullError, LibraryReadOnlyError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imageparser.errors import ImageParserError

_FULL = {errno.ENOSPC, errno.EDQUOT}


class Thumbnails:
    """Read and write thumbnails; safe from many threads and processes, a file is whole or absent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Return where the thumbnail of a content is, or would be."""
        return Path(self.place(str(self.folder), digest))

    @staticmethod
    def place(folder: str, digest: str) -> str:
        """Return the same as a text."""
        return os.path.join(folder, digest[:2], digest[2:4], f"{digest}.webp")  # noqa: PTH118  # a tenth of the time

    def shown(self, digest: str | None) -> str | None:
        """Return where the thumbnail of a content is, None where there is none or the content is not known."""
        path = None if digest is None else self.path(digest)
        return str(path) if path is not None and path.exists() else None

    def write(self, digest: str, webp: bytes) -> None:
        """Store a thumbnail; one that is there already is the same picture and stays.

        Raises:
            DiskFullError: the disk has no room left.
            LibraryReadOnlyError: the folder cannot be written to.
        """
        target = self.path(digest)
        if _size(target) == len(webp):
            return
        temporary = target.with_suffix(f".{os.getpid()}-{threading.get_ident()}.tmp")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(webp)
            temporary.replace(target)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise _explained(error, target) from error

    def read(self, digest: str) -> bytes:
        """Return the WebP bytes of a thumbnail.

        Raises:
            NotFoundError: there is none.
            CorruptError: it is empty.
        """
        path = self.path(digest)
        try:
            webp = path.read_bytes()
        except FileNotFoundError:
            raise NotFoundError("the thumbnail is missing; `doctor --repair` makes it again", path=str(path)) from None
        except OSError as error:
            raise DeniedError(f"the thumbnail cannot be read: {error.strerror}", path=str(path)) from error
        if not webp:
            raise CorruptError("the thumbnail is empty; `doctor --repair` makes it again", path=str(path))
        return webp

    def digests(self) -> Iterator[str]:
        """Yield the digest of every thumbnail that is not empty."""
        for path in self.folder.glob("??/??/*.webp"):
            if _size(path):
                yield path.stem

    def is_whole(self, digest: str) -> bool:
        """Tell whether a thumbnail begins as a WebP file does and is as long as it says."""
        path = self.path(digest)
        try:
            with path.open("rb") as file:
                head = file.read(12)
        except OSError:
            return False
        size = int.from_bytes(head[4:8], "little") + 8
        return head[:4] == b"RIFF" and head[8:] == b"WEBP" and size == _size(path)

    def leftovers(self) -> Iterator[Path]:
        """Yield what an interrupted write left behind."""
        yield from self.folder.glob("??/??/*.tmp")

    def remove(self, digest: str) -> None:
        """Delete a thumbnail; none there is as good."""
        self.path(digest).unlink(missing_ok=True)

    def usage(self) -> dict[str, int]:
        """Return how many thumbnails there are and how many bytes they take."""
        sizes = [_size(path) for path in self.folder.glob("??/??/*.webp")]
        return {"thumbnails": len(sizes), "thumbnails_bytes": sum(sizes)}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _explained(error: OSError, path: Path) -> ImageParserError:
    cls = DiskFullError if error.errno in _FULL else LibraryReadOnlyError
    return cls(f"the thumbnail cannot be written: {error.strerror}", path=str(path))
