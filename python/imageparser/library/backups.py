"""Copies of an open library: made while it is in use, checked, put back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from imageparser.errors import ImageParserError, LibraryCorruptError, LibraryReadOnlyError
from imageparser.library import backup_files, migrate
from imageparser.library.backup_files import RESTORE, SPARE, Backup
from imageparser.library.connection import Database
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imageparser.library.connection import Transaction

Q = load("backups")


def make(database: Database, reason: str, told: Callable[[int, int], None] | None = None) -> Backup:
    """Copy an open library; `told` gets the pages done and all pages, and may raise to break off.

    Raises:
        DiskFullError: there is no room for it.
        LibraryReadOnlyError: the folder cannot be written to.
    """
    needed = database.path.stat().st_size + SPARE
    return backup_files.write(database.path, reason, needed, lambda target: database.backup(target, told))


def verify(backup: Backup) -> list[str]:
    """Return what is wrong with a copy; empty is good. Reads all of it."""
    with Database.unchecked(backup.path) as database:
        try:
            reader = database.read()
            migrate.refuse_foreign(reader)
            if not reader.value(Q["version"]):
                return ["the file is no library"]
            return [str(row[0]) for row in reader.rows(Q["integrity"]) if row[0] != "ok"]
        except ImageParserError as error:
            return [error.message]


def restore(database: Database, backup: Backup, told: Callable[[int, int], None] | None = None) -> Backup:
    """Put a copy in the place of what the library holds; return the copy of that, which is made first.

    An older copy is brought up to date on the way. The change is one transaction: whoever reads meanwhile goes on with
    what he sees, and a crash leaves the library as it was.

    Raises:
        LibraryCorruptError: the copy is damaged, or is no library.
        LibraryNewerError: it was written by a newer version.
        DiskFullError: there is no room for the copies.
    """
    if database.read_only:
        raise LibraryReadOnlyError(path=str(database.path))
    if complaints := verify(backup):
        raise LibraryCorruptError(complaints[0], path=str(backup.path))
    before = make(database, RESTORE, told)
    draft = backup.path.with_suffix(".restoring")
    reader = database.read()
    known, tables = reader.rows(Q["generations"]), reader.rows(Q["vector_generations"])
    try:
        backup_files.make_sure_of_room(draft.parent, backup.bytes + SPARE)
        shutil.copyfile(backup.path, draft)
        with Database.open(draft, create=False) as chosen:
            chosen.write(lambda tx: _go_beyond(tx, known, tables))
            chosen.backup(database.path, told)
    finally:
        for path in draft.parent.glob(draft.name + "*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return before


def _go_beyond(tx: Transaction, known: Sequence[tuple[str, int]], tables: Sequence[tuple[int, str]]) -> None:
    """Raise the numbers that caches go by: none may come back with another meaning."""
    tx.run_many(Q["raise_generation"], known)
    tx.run_many(Q["raise_vectors"], tables)
