"""What the pictures of a folder say now: from the library where its rows fit the files, else from the files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from imageparser import _core
from imageparser.archive.thumbs import Marked
from imageparser.errors import CancelledError
from imageparser.intake.walk import absolute_roots
from imageparser.library import prompts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from imageparser.archive.report import Report
    from imageparser.library.connection import Database
    from imageparser.settings import ScanSettings

BATCH = 64  # files between two looks at whether the job was cancelled
_DOCUMENTS = (".psd", ".psb")  # no generator writes them
_NAMED = 20  # left-out paths that are named


class Look(NamedTuple):
    """One file: its tags by set, empty where it has no record (`name` is None then), or why it cannot be read."""

    file: Marked
    name: str | None
    tags: Mapping[str, list[str]]
    error: str | None = None


class Looker:
    """Look at the pictures below a folder, by path; iterate for batches of them."""

    def __init__(self, database: Database, folder: str, *, walking: ScanSettings, workers: int, report: Report) -> None:
        self._database = database
        self._workers = workers
        self._report = report
        self.files = _pictures(folder, walking, report)

    def __iter__(self) -> Iterator[list[Look]]:
        for begin in range(0, len(self.files), BATCH):
            self._check()
            yield self._look(self.files[begin : begin + BATCH])
        self._check()

    def _check(self) -> None:
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
                given = read.generator
                yield Look(now, given.name, given.tags_by_set) if given else Look(now, None, {})


def _pictures(folder: str, walking: ScanSettings, report: Report) -> list[Marked]:
    """Return the pictures below a folder by path; nothing is recorded."""
    found: list[Marked] = []
    skipped: list[_core.Skip] = []
    scanner = _core.Scanner(
        absolute_roots([folder]),
        exclude=walking.exclude,
        default_excludes=walking.default_excludes,
        hidden=walking.hidden,
        cancel=report.cancel,
    )
    for batch in scanner:
        skipped += batch.skipped
        found += (
            Marked(one.key, one.raw, one.size, one.mtime_ns)
            for one in batch.added
            if not one.key.lower().endswith(_DOCUMENTS)
        )
    if report.cancel.cancelled:
        raise CancelledError
    tell_skipped(skipped, report)
    return sorted(found)


def tell_skipped(skipped: Sequence[_core.Skip], report: Report) -> None:
    """Say which paths a walk left out."""
    for skip in skipped[:_NAMED]:
        report.log(f"left out: {skip.path}: {skip.code}: {skip.reason}")
    if len(skipped) > _NAMED:
        report.log(f"left out: {len(skipped) - _NAMED} more")


def looks_like(raw: bytes, size: int, mtime_ns: int) -> bool:
    """Return whether a file has these marks now."""
    try:
        state = os.stat(raw)  # thousands of raw paths
    except OSError:
        return False
    return (state.st_size, state.st_mtime_ns) == (size, mtime_ns)
