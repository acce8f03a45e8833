"""Checks of the files beside the library: thumbnails, codes of vectors, backups; files of the user are not opened."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from imageparser import clock
from imageparser._core import VectorCodes
from imageparser.errors import ImageParserError
from imageparser.library import backup_files, codes, tasks, vectors
from imageparser.library.findings import Finding, Known, within
from imageparser.library.queries import load
from imageparser.library.thumbnails import Thumbnails

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from imageparser.library.connection import Database, Reader, Transaction

Q = load("health")
# What is younger may be in the making.
LEFT_OVER_MS = 86_400_000


def thumbnails(database: Database, reader: Reader, known: Known) -> Iterator[Finding]:
    """Compare the thumbnails with the files that they show, and look whether each is whole."""
    shelf = Thumbnails(database.thumbnails)
    stored, needed = set(shelf.digests()), {digest for _, digest in reader.each(Q["parsed"])}
    present = list(reader.each(Q["present_parsed"]))
    lacking = [file_id for file_id, digest in present if digest not in stored]
    broken = {digest for digest in stored & needed if not shelf.is_whole(digest)}
    damaged = [file_id for file_id, digest in present if digest in broken]
    orphans, leftovers = sorted(stored - needed), list(shelf.leftovers())

    def make_again(tx: Transaction) -> str:
        for file_id in lacking:
            tasks.reread(tx, file_id, known.reading)
        return "the next index run reads these files again"

    def replace(tx: Transaction) -> str:
        for digest in broken:
            shelf.remove(digest)
        for file_id in damaged:
            tasks.reread(tx, file_id, known.reading)
        return "removed; the next index run reads these files again"

    def remove(_database: Database) -> str:
        for digest in orphans:
            shelf.remove(digest)
        for path in leftovers:
            path.unlink(missing_ok=True)
        return "removed"

    yield Finding("thumbnails_missing", lacking, within(make_again), of_files=True)
    yield Finding("thumbnails_damaged", damaged, within(replace), of_files=True)
    yield Finding("thumbnails_without_file", [*orphans, *leftovers], remove)


def vector_codes(database: Database, reader: Reader, _known: Known) -> Iterator[Finding]:
    """Look for files of codes of tables that are gone, and for those that cannot be read; all can be made again."""
    tables = {table.name: table for table in vectors.tables(reader)}
    stray, damaged = [], []
    for path in codes.files_of(database):
        table = tables.get(path.name.split(".")[0])
        if table is None:
            stray.append(path)
        elif path.suffix == ".rank":
            try:
                VectorCodes.open(path, table.kind, table.version_key, table.dim)
            except ImageParserError:
                damaged.append(path)
    yield Finding("codes_without_vectors", stray, _removing(stray))
    yield Finding("codes_damaged", damaged, _removing(damaged))


def backups(database: Database, _reader: Reader, _known: Known) -> Iterator[Finding]:
    """Look for backups that were broken off long ago."""
    old = []
    with contextlib.suppress(FileNotFoundError):
        for path in backup_files.folder_of(database.path).iterdir():
            unfinished = ".draft" in path.name or ".restoring" in path.name
            if unfinished and clock.now_ms() - path.stat().st_mtime_ns // 1_000_000 > LEFT_OVER_MS:
                old.append(path)
    yield Finding("backups_broken_off", old, _removing(old))


def _removing(paths: Sequence[Path]) -> Callable[[Database], str]:
    def remove(_database: Database) -> str:
        for path in paths:
            with contextlib.suppress(PermissionError):  # another process may hold it open; the next repair finds it
                path.unlink(missing_ok=True)
        return "removed"

    return remove
