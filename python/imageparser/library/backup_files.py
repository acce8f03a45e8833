"""The folder of copies beside the library: their names, making one, and which of them stay.

A name says when and why a copy was made; nothing else records them, so a copy that is moved away or put there by hand
is as good as any.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from typing import TYPE_CHECKING, NamedTuple

from imageparser import clock, drafts
from imageparser.errors import DiskFullError, ImageParserError, LibraryReadOnlyError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

# Why a copy was made. Those that were asked for stay until they are named.
ASKED, MIGRATION, REPAIR, RESTORE, SCHEDULE = "asked", "migration", "repair", "restore", "schedule"
REASONS = (ASKED, MIGRATION, REPAIR, RESTORE, SCHEDULE)
MIGRATIONS = 3  # a migration that fails each time must not fill the disk
_DRAFT = re.compile(r".*\.(\d+)\.draft(?:-journal)?")
_NAME = re.compile(r"(\d{8}T\d{9}Z)-([a-z]+)\.sqlite")
SPARE = 16 << 20


class Backup(NamedTuple):
    """A copy; `at` is in milliseconds since the epoch."""

    name: str
    path: Path
    reason: str
    at: int
    bytes: int


def folder_of(library: Path) -> Path:
    """Return where the copies of a library lie."""
    return library.with_name(library.name + ".backups")


def listed(library: Path) -> list[Backup]:
    """Return the copies of a library, the newest first; other files in their folder are none."""
    found = []
    with contextlib.suppress(FileNotFoundError):
        for path in folder_of(library).iterdir():
            match = _NAME.fullmatch(path.name)
            with contextlib.suppress(OSError, ValueError):  # gone meanwhile, or a date that there never was
                if match is not None and match[2] in REASONS:
                    found.append(Backup(path.name, path, match[2], clock.of_stamp(match[1]), path.stat().st_size))
    return sorted(found, key=lambda one: one.name, reverse=True)


def named(library: Path, name: str) -> Backup:
    """Return the copy of a name.

    Raises:
        NotFoundError: there is none.
    """
    for one in listed(library):
        if one.name == name:
            return one
    raise NotFoundError(f"there is no backup {name}", path=str(folder_of(library)))


def before_migration(library: Path, copy: Callable[[Path], None]) -> Backup:
    """Keep a library as it is before a migration, with the few before it; `copy` writes it to a path."""
    made = write(library, MIGRATION, library.stat().st_size + SPARE, copy)
    remove([one for one in listed(library) if one.reason == MIGRATION][MIGRATIONS:])
    return made


def rotated(backups: Iterable[Backup], *, daily: int, weekly: int) -> list[Backup]:
    """Return the copies that go: not the newest, not the last of `daily` days and `weekly` weeks.

    Days and weeks without a copy do not count. Copies that were asked for are left out.
    """
    rows = sorted((one for one in backups if one.reason != ASKED), key=lambda one: one.at, reverse=True)
    kept = set(rows[:1])
    for most, period in ((daily, clock.day_of), (weekly, clock.week_of)):
        newest: dict[tuple[int, ...], Backup] = {}
        for one in rows:
            newest.setdefault(period(one.at), one)
        kept |= set(list(newest.values())[:most])
    return [one for one in rows if one not in kept]


def remove(backups: Sequence[Backup]) -> None:
    """Delete copies.

    Raises:
        LibraryReadOnlyError: one cannot be deleted.
    """
    for one in backups:
        try:
            one.path.unlink(missing_ok=True)
        except OSError as error:
            raise LibraryReadOnlyError(f"a backup cannot be deleted: {error.strerror}", path=str(one.path)) from None


def due(library: Path, *, every_days: float, now_ms: int) -> bool:
    """Tell whether it is time for a copy of its own accord; never where `every_days` is 0."""
    if not every_days:
        return False
    return all(now_ms - one.at >= every_days * 86_400_000 for one in listed(library))


def write(library: Path, reason: str, needed: int, copy: Callable[[Path], None]) -> Backup:
    """Let `copy` write a copy to a path; it appears under its name when it is whole and on the disk.

    Raises:
        DiskFullError: there is no room for `needed` bytes.
        LibraryReadOnlyError: the folder cannot be written to.
    """
    folder = folder_of(library)
    now = clock.now_ms()
    target = folder / f"{clock.stamp(now)}-{reason}.sqlite"
    draft = target.with_suffix(f".{os.getpid()}.draft")
    try:
        folder.mkdir(exist_ok=True)
        drafts.sweep(str(folder), _DRAFT)
        make_sure_of_room(folder, needed)
        copy(draft)
        with draft.open("r+b") as file:
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        if isinstance(error, ImageParserError):
            raise
        raise LibraryReadOnlyError(f"the backup cannot be written: {error.strerror}", path=str(folder)) from None
    finally:
        for path in folder.glob(draft.name + "*"):
            path.unlink(missing_ok=True)
    return Backup(target.name, target, reason, now, target.stat().st_size)


def make_sure_of_room(folder: Path, needed: int) -> None:
    """Refuse to begin what would fill the disk.

    Raises:
        DiskFullError: fewer than `needed` bytes are free.
    """
    if shutil.disk_usage(folder).free < needed:
        raise DiskFullError(f"a backup needs {needed >> 20} MB", path=str(folder))
