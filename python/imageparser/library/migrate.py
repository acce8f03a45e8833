"""Numbered migrations: forward only, each in one transaction with the record of its digest, after a backup."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from imageparser import clock
from imageparser.errors import InternalError, LibraryCorruptError, LibraryNewerError, LibraryReadOnlyError
from imageparser.library import backup_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from imageparser.library.connection import Reader, Transaction

APPLICATION_ID = 0x494D5041  # "IMPA"
_FILE = re.compile(r"^(\d{4})_([a-z0-9_]+)\.sql$")


@dataclass(frozen=True)
class Migration:
    """One step of the schema."""

    version: int
    name: str
    sql: str

    @property
    def digest(self) -> str:
        """What is recorded, so that a later edit of an applied step is noticed."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


@cache
def steps() -> tuple[Migration, ...]:
    """Return every migration that this version brings, in order."""
    folder = resources.files("imageparser.library").joinpath("migrations")
    entries = [(entry, match) for entry in folder.iterdir() if (match := _FILE.match(entry.name))]
    found = [Migration(int(match[1]), match[2], entry.read_text(encoding="utf-8")) for entry, match in entries]
    return tuple(sorted(found, key=lambda step: step.version))


def bring_up(
    tx: Transaction, path: Path, *, backup: Callable[[Path], None], known: Sequence[Migration] | None = None
) -> list[int]:
    """Apply the migrations that the library lacks and return their versions."""
    known = steps() if known is None else known
    if not _pending(tx, path, known):
        return []
    if tx.value("PRAGMA user_version") > 0:
        backup_files.before_migration(path, backup)
    applied = []
    for step in known:
        tx.run("BEGIN IMMEDIATE")
        try:
            # Another process may have applied it while we waited for the lock.
            if step.version > tx.value("PRAGMA user_version"):
                _apply(tx, step)
                applied.append(step.version)
            tx.run("COMMIT")
        except BaseException:
            if tx.open:
                tx.run("ROLLBACK")
            raise
    return applied


def refuse_foreign(reader: Reader) -> None:
    """Refuse a file that belongs to another program.

    Raises:
        LibraryCorruptError: it does.
    """
    owner = reader.value("PRAGMA application_id")
    if owner == APPLICATION_ID:
        return
    if owner != 0 or reader.value("SELECT count(*) FROM sqlite_master"):
        raise LibraryCorruptError("the file is a database of another program", path=str(reader.path))


def check_readable(reader: Reader, path: Path) -> None:
    """Refuse a library whose schema this version cannot read as it is.

    Raises:
        LibraryNewerError: it was written by a newer version.
        LibraryReadOnlyError: it is older and would have to be changed first.
    """
    if _pending(reader, path, steps()):
        raise LibraryReadOnlyError("the library must be brought up to date first: open it for writing", path=str(path))


def _pending(reader: Reader, path: Path, known: Sequence[Migration]) -> bool:
    version = reader.value("PRAGMA user_version")
    latest = known[-1].version
    if version > latest:
        raise LibraryNewerError(f"the library has version {version}, this program knows {latest}", path=str(path))
    if version > 0:
        _compare(reader, path, known, version)
    return bool(version < latest)


def _compare(reader: Reader, path: Path, known: Sequence[Migration], version: int) -> None:
    has_record = reader.value("SELECT count(*) FROM sqlite_master WHERE name = 'migrations'")
    recorded = dict(reader.rows("SELECT version, digest FROM migrations")) if has_record else {}
    for step in known:
        if step.version > version:
            break
        if step.version not in recorded:
            raise LibraryCorruptError(f"the record of migration {step.version} is missing", path=str(path))
        if recorded[step.version] != step.digest:
            raise InternalError(f"migration {step.version} was edited after it had been applied", path=str(path))


def _apply(tx: Transaction, step: Migration) -> None:
    tx.run(step.sql)
    values = (step.version, step.name, step.digest, clock.now_ms())
    tx.run("INSERT INTO migrations (version, name, digest, applied_at) VALUES (?, ?, ?, ?)", values)
    tx.run(f"PRAGMA user_version={step.version}")
