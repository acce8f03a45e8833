"""A file that is on its way: its bytes so far, their digests, and what they are a part of.

`<name>.part` holds the bytes, `<name>.part.json` what the source called the whole; of another whole no byte is kept.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, BinaryIO, Self

from imageparser.models.files import CHUNK, told_by_the_disk

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


class Partial:
    """Grow a file piece by piece; use it as a context manager."""

    def __init__(self, target: Path, mark: dict[str, object], size: int | None) -> None:
        self.path = target.with_name(target.name + ".part")
        self.size = 0
        self._target = target
        self._note = target.with_name(target.name + ".part.json")
        self._mark = mark
        self._whole = size
        self._stream: BinaryIO | None = None
        self._forget()

    def __enter__(self) -> Self:
        with told_by_the_disk(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not self._same():
                self.path.unlink(missing_ok=True)
            self._note.write_text(json.dumps(self._mark), encoding="utf-8")
            self._stream = self.path.open("a+b")
            self._stream.seek(0)
            while piece := self._stream.read(CHUNK):
                self._count(piece)
        if self._whole is not None and self.size > self._whole:
            self.restart()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            with told_by_the_disk(self.path):
                self._stream.close()

    @property
    def sha256(self) -> str:
        """Return the digest of the bytes so far."""
        return self._sha256.hexdigest()

    @property
    def git(self) -> str:
        """Return the bytes' name in a git repository (SHA-1 of a header with the whole size, and the bytes)."""
        return self._git.hexdigest()

    def write(self, piece: bytes) -> None:
        """Append some bytes."""
        assert self._stream is not None  # noqa: S101
        with told_by_the_disk(self.path):
            self._stream.write(piece)
            # What is counted is on the disk: a process that dies here goes on from there.
            self._stream.flush()
        self._count(piece)

    def restart(self) -> None:
        """Drop all bytes."""
        assert self._stream is not None  # noqa: S101
        with told_by_the_disk(self.path):
            self._stream.seek(0)
            self._stream.truncate()
        self._forget()

    def finish(self) -> None:
        """Give the whole file its name."""
        assert self._stream is not None  # noqa: S101
        with told_by_the_disk(self._target):
            self._stream.close()
            self.path.replace(self._target)
            self._note.unlink(missing_ok=True)

    def _same(self) -> bool:
        try:
            known = json.loads(self._note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return bool(known == self._mark and self._mark.get("etag"))

    def _forget(self) -> None:
        self.size = 0
        self._sha256 = hashlib.sha256()
        # A name of git's, not a secret.
        self._git = hashlib.sha1(f"blob {self._whole}\0".encode("ascii"), usedforsecurity=False)

    def _count(self, piece: bytes) -> None:
        self.size += len(piece)
        self._sha256.update(piece)
        self._git.update(piece)
