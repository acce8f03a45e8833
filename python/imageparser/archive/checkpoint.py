"""Checkpoint files: which files a job has dealt with, one path a line, so that a job that was cut off can go on."""

from __future__ import annotations

import contextlib
import os
import re
from typing import TYPE_CHECKING, BinaryIO

from imageparser.archive.walk import shown
from imageparser.errors import DeniedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


KINDS = ("rename", "move")
_HEAD = re.compile(rb"# imageparser checkpoint 1 (rename|move) ([0-9a-f]{64})")
_LOOKED_AT = 1 << 16
_LONGEST_PATH = 1 << 15


def default_path(folder: str, kind: str) -> str:
    """Return where the checkpoint of a folder is where no other place is named."""
    return os.path.join(folder, f".nai_resume_{kind}.txt")


def is_checkpoint(path: str) -> bool:
    """Return whether a file is a checkpoint: ours, an empty one, or a plain list of paths of pictures."""
    try:
        with open(path, "rb") as file:
            beginning = file.read(_LOOKED_AT)
    except OSError:
        return False
    lines = beginning.splitlines()
    if not lines or _HEAD.fullmatch(lines[0]):
        return True
    whole = lines if len(beginning) < _LOOKED_AT else lines[:-1]
    return bool(whole) and all(_is_path(line) for line in whole if line)


def clear(path: str) -> bool:
    """Delete a checkpoint and tell whether there was one.

    Raises:
        UsageError: the file is no checkpoint.
        DeniedError: it cannot be deleted.
    """
    if not os.path.lexists(path):
        return False
    if not (os.path.isfile(path) and is_checkpoint(path)):
        raise UsageError(f"failed to remove resume file: not a checkpoint: {shown(path)}")
    try:
        os.unlink(path)
    except OSError as error:
        raise DeniedError(f"failed to remove resume file: {error.strerror}: {shown(path)}") from None
    return True


class Checkpoint:
    """The checkpoint of one job. A job goes on without one where it cannot be written, which is said once."""

    def __init__(self, path: str, kind: str, digest: str, step: int, say: Callable[[str], None]) -> None:
        """`digest` binds it to the parameters of the job; lines reach the file every `step` paths.

        Raises:
            UsageError: there is a file that is no checkpoint.
        """
        if os.path.lexists(path) and not (os.path.isfile(path) and is_checkpoint(path)):
            raise UsageError(f"resume_path is not a checkpoint: {shown(path)}")
        self.path = path
        self._head = f"# imageparser checkpoint 1 {kind} {digest}\n".encode()
        self._step = step
        self._say = say
        self._file: BinaryIO | None = None
        self._lines: list[bytes] = []

    def load(self) -> set[str]:
        """Return the paths of a checkpoint with the same parameters, nothing of any other."""
        try:
            with open(self.path, "rb") as file:
                content = file.read()
        except FileNotFoundError:
            return set()
        except OSError as error:
            self._say(f"checkpoint cannot be read: {error.strerror}")
            return set()
        if not content.startswith(self._head):
            if content:
                self._say("checkpoint ignored: it was made with other parameters")
            return set()
        # A line without an end was cut off while it was written.
        whole = content[len(self._head) :].split(b"\n")[:-1]
        return {os.fsdecode(line) for line in whole}

    def begin(self, kept: set[str]) -> None:
        """Write the file anew with what is kept of an earlier one."""
        try:
            self._file = open(self.path, "wb")  # noqa: SIM115  # open as long as the job
        except OSError as error:
            self._say(f"checkpoint cannot be written: {error.strerror}")
            return
        lines = b"".join(os.fsencode(path) + b"\n" for path in sorted(kept))
        self._put(self._head + lines)

    def add(self, path: str) -> None:
        """Note a file that needs no more work, by the path that it has now."""
        if self._file is None or "\n" in path or "\r" in path:
            return
        self._lines.append(os.fsencode(path) + b"\n")
        if len(self._lines) >= self._step:
            self.flush()

    def flush(self) -> None:
        """Bring the lines into the file."""
        lines, self._lines = self._lines, []
        self._put(b"".join(lines))

    def close(self, *, remove: bool) -> None:
        """End it; the file of a job that has done its work is removed."""
        self.flush()
        if self._file is not None:
            self._file.close()
        if self._file is not None and remove:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.path)
        self._file = None

    def _put(self, content: bytes) -> None:
        if self._file is None or not content:
            return
        try:
            self._file.write(content)
            self._file.flush()
        except OSError as error:
            self._say(f"checkpoint cannot be written: {error.strerror}")
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None


def _is_path(line: bytes) -> bool:
    name = line.rstrip().lower()
    return len(line) < _LONGEST_PATH and b"\0" not in line and name.endswith((b".png", b".webp", b".jpg", b".jpeg"))
