"""What the pictures of a folder say now: from the library where its rows fit the files, else from the files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from imageparser import _core
from imageparser.archive.thumbs import Marked
from imageparser.errors import CancelledError, NotFoundError
from imageparser.library import prompts
from imageparser.text import path_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from imageparser.archive.report import Report
    from imageparser.library.connection import Database

BATCH = 64  # files between two looks at whether the job was cancelled
# What the core reads prompts from.
TAILS = (b".png", b".webp", b".jpg", b".jpeg", b".avif")


class Look(NamedTuple):
    """One file: its tags by set, empty where it has no record (`name` is None then), or why it cannot be read."""

    file: Marked
    name: str | None
    tags: Mapping[str, list[str]]
    error: str | None = None


class Looker:
    """Look at the pictures below a folder, by path; iterate for batches of them."""

    def __init__(self, database: Database, folder: str, *, workers: int, report: Report) -> None:
        self._database = database
        self._workers = workers
        self._report = report
        self.files = _pictures(folder, report)

    def __iter__(self) -> Iterator[list[Look]]:
        for begin in range(0, len(self.files), BATCH):
            yield self._look(self.files[begin : begin + BATCH])
            if self._report.cancel.cancelled:
                raise CancelledError

    def _look(self, files: Sequence[Marked]) -> list[Look]:
        known = prompts.trusted(self._database.read(), [file.key for file in files], records=False)
        found: dict[str, Look] = {}
        for file in files:
            row = known.get(file.key)
            if row is not None and (row.size, row.mtime_ns) == (file.size, file.mtime_ns):
                found[file.key] = Look(file, row.name, row.tags)
        rest = [file for file in files if file.key not in found]
        found |= {look.file.key: look for look in self._read(rest)}
        return [found[file.key] for file in files]

    def _read(self, files: Sequence[Marked]) -> Iterator[Look]:
        paths = [file.raw for file in files]
        reads = _core.read_prompts(paths, threads=self._workers, cancel=self._report.cancel) if paths else []
        for file, read in zip(files, reads, strict=True):
            if isinstance(read, _core.Failure):
                if read.code == "cancelled":
                    raise CancelledError
                yield Look(file, None, {}, f"{read.code}: {read.message}")
            else:
                now = Marked(file.key, file.raw, read.size, read.mtime_ns)
                given = prompts.parsed(read.generator)
                yield Look(now, given["name"] if given else None, prompts.tags_of(given))


def looks_like(raw: bytes, size: int, mtime_ns: int) -> bool:
    """Return whether a file has these marks now."""
    try:
        state = os.stat(raw)  # noqa: PTH116  # thousands of raw paths
    except OSError:
        return False
    return (state.st_size, state.st_mtime_ns) == (size, mtime_ns)
