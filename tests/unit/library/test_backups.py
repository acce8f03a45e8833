from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser import clock
from imageparser.errors import (
    CancelledError,
    DiskFullError,
    LibraryCorruptError,
    LibraryNewerError,
    LibraryReadOnlyError,
    NotFoundError,
)
from imageparser.library import Database, backup_files, backups, connection, migrate
from imageparser.library.backup_files import ASKED, MIGRATION, RESTORE, SCHEDULE, Backup

if TYPE_CHECKING:
    from imageparser.library.connection import Transaction

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def say(database: Database, value: str) -> None:
    def work(tx: Transaction) -> None:
        tx.run("INSERT INTO settings VALUES ('said', ?) ON CONFLICT DO UPDATE SET value = excluded.value", (value,))

    database.write(work)


def said(database: Database) -> Any:
    return database.read().value("SELECT value FROM settings WHERE name = 'said'")


def test_a_backup_is_made_listed_and_sound(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_COPIED_AT_ONCE", 2)
    say(database, "하나")
    told: list[tuple[int, int]] = []
    made = backups.make(database, ASKED, lambda done, every: told.append((done, every)))
    assert backup_files.listed(database.path) == [made]
    assert backup_files.named(database.path, made.name) == made
    assert backups.verify(made) == []
    assert 0 < told[0][0] < told[-1][0] < told[-1][1]
    assert made.bytes == made.path.stat().st_size
    assert abs(made.at - clock.now_ms()) < 60_000
    with Database.open(made.path, read_only=True) as copy:
        assert said(copy) == "하나"


def test_other_files_in_the_folder_are_no_backups(database: Database) -> None:
    folder = backup_files.folder_of(database.path)
    folder.mkdir()
    for name in ("notes.txt", "20269999T000000000Z-asked.sqlite", "20260101T000000000Z-whim.sqlite"):
        (folder / name).write_text("x", encoding="utf-8")
    assert backup_files.listed(database.path) == []
    with pytest.raises(NotFoundError):
        backup_files.named(database.path, "notes.txt")


def test_one_that_was_broken_off_leaves_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_COPIED_AT_ONCE", 2)

    def stop(_done: int, _every: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        backups.make(database, ASKED, stop)
    assert list(backup_files.folder_of(database.path).iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next(database: Database) -> None:
    folder = backup_files.folder_of(database.path)
    folder.mkdir()
    for name in ("20260101T000000000Z-asked.4194304.draft", "20260101T000000000Z-asked.4194304.draft-journal"):
        (folder / name).write_bytes(b"half")  # no process has a number so high
    made = backups.make(database, ASKED)
    assert [path.name for path in folder.iterdir()] == [made.name]


def test_a_full_disk_is_told_before_anything_is_written(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_files, "SPARE", 1 << 62)
    monkeypatch.setattr(backups, "SPARE", 1 << 62)
    with pytest.raises(DiskFullError):
        backups.make(database, ASKED)
    assert backup_files.listed(database.path) == []


@pytest.mark.parametrize("damage", ["truncated", "foreign", "empty", "scribbled"])
def test_a_damaged_backup_is_told_and_never_put_back(database: Database, damage: str) -> None:
    say(database, "present")
    made = backups.make(database, ASKED)
    whole = made.path.read_bytes()
    if damage == "foreign":
        made.path.unlink()
        with apsw.Connection(str(made.path)) as foreign:
            foreign.execute("CREATE TABLE t (x); PRAGMA application_id = 7")
        foreign.close()
    else:
        middle = len(whole) // 2
        broken = {
            "truncated": whole[:middle],
            "empty": b"",
            "scribbled": whole[:16_484] + b"\xff" * 30_000 + whole[46_484:],
        }
        made.path.write_bytes(broken[damage])
    assert backups.verify(made)
    with pytest.raises(LibraryCorruptError):
        backups.restore(database, made)
    assert said(database) == "present"


def test_a_backup_is_put_back_and_the_present_kept(database: Database) -> None:
    say(database, "before")
    made = backups.make(database, ASKED)
    say(database, "after")
    version, paths = database.version(), database.read().value("SELECT value FROM generations WHERE name = 'paths'")
    kept = backups.restore(database, made)
    assert said(database) == "before"
    assert kept.reason == RESTORE
    assert {path.suffix for path in backup_files.folder_of(database.path).iterdir()} == {".sqlite"}
    with Database.open(kept.path, read_only=True) as copy:
        assert said(copy) == "after"
    assert database.version() != version
    assert database.read().value("SELECT value FROM generations WHERE name = 'paths'") > paths
    say(database, "on")  # the writer goes on
    assert database.read().rows("PRAGMA integrity_check") == [("ok",)]
    backups.restore(database, kept)
    assert said(database) == "after"


def test_who_reads_meanwhile_goes_on_with_what_he_sees(database: Database) -> None:
    say(database, "before")
    made = backups.make(database, ASKED)
    say(database, "after")
    with Database.open(database.path) as other:
        reader = other.read()
        with reader.snapshot():
            assert said(other) == "after"
            backups.restore(database, made)
            assert said(other) == "after"
        assert said(other) == "before"


def test_one_that_is_broken_off_leaves_the_present(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    say(database, "before")
    made = backups.make(database, ASKED)
    say(database, "after")
    monkeypatch.setattr(connection, "_COPIED_AT_ONCE", 2)
    starts: list[int] = []

    def stop(done: int, every: int) -> None:
        starts.extend([done] if done <= 2 else [])
        if len(starts) == 2 and done > every // 2:  # the copy of the present is made, the other one half-way
            raise CancelledError

    with pytest.raises(CancelledError):
        backups.restore(database, made, stop)
    assert len(starts) == 2
    assert said(database) == "after"
    assert not list(backup_files.folder_of(database.path).glob("*.restoring*"))


def test_an_older_backup_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = migrate.steps()
    path = tmp_path / "l.sqlite"
    monkeypatch.setattr(migrate, "steps", lambda: every[:8])
    with Database.open(path) as database:
        say(database, "old")
    monkeypatch.undo()
    with Database.open(path) as database:
        say(database, "new")
        (old,) = backup_files.listed(path)
        assert old.reason == MIGRATION
        backups.restore(database, old)
        assert said(database) == "old"
        assert database.read().value("PRAGMA user_version") == every[-1].version


def test_a_newer_backup_is_refused(database: Database) -> None:
    made = backups.make(database, ASKED)
    with apsw.Connection(str(made.path)) as newer:
        newer.execute("PRAGMA user_version = 999")
    newer.close()
    say(database, "present")
    with pytest.raises(LibraryNewerError):
        backups.restore(database, made)
    assert said(database) == "present"


def test_a_read_only_library_takes_nothing_back(database: Database) -> None:
    made = backups.make(database, ASKED)
    with Database.open(database.path, read_only=True) as reading, pytest.raises(LibraryReadOnlyError):
        backups.restore(reading, made)


def test_failing_migrations_do_not_fill_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    path.write_bytes(b"library")
    for _ in range(backup_files.MIGRATIONS + 2):
        backup_files.before_migration(path, lambda target: target.write_bytes(b"copy") and None)
        clock.sleep(0.002)
    assert len(backup_files.listed(path)) == backup_files.MIGRATIONS


def at(moment: datetime, reason: str = SCHEDULE) -> Backup:
    ms = round(moment.timestamp() * 1000)
    return Backup(f"{clock.stamp(ms)}-{reason}.sqlite", Path("/x"), reason, ms, 1)


def test_days_and_weeks_are_kept() -> None:
    rows = [at(BEGIN + timedelta(hours=6 * number)) for number in range(4 * 60)]  # sixty days, four a day
    gone = set(backup_files.rotated(rows, daily=3, weekly=2))
    left = sorted((row.at for row in rows if row not in gone), reverse=True)
    days = [datetime.fromtimestamp(ms / 1000, tz=UTC) for ms in left]
    # 1 March 2026 is a Sunday, so it ends the newest week, too.
    assert [f"{day:%m-%d %H}" for day in days] == ["03-01 18", "02-28 18", "02-27 18", "02-22 18"]


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from([ASKED, SCHEDULE, MIGRATION])), max_size=40, unique=True),
    st.integers(0, 5),
    st.integers(0, 5),
)
def test_rotation_keeps_the_newest_and_what_was_asked_for(rows: list[Any], daily: int, weekly: int) -> None:
    found = [at(BEGIN + timedelta(minutes=minutes), reason) for minutes, reason in rows]
    gone = backup_files.rotated(found, daily=daily, weekly=weekly)
    kept = [row for row in found if row not in gone]
    own = [row for row in found if row.reason != ASKED]
    assert all(row.reason != ASKED for row in gone)
    if own:
        assert max(own, key=lambda row: row.at) in kept
        assert len([row for row in kept if row.reason != ASKED]) <= max(1, daily + weekly)
    assert backup_files.rotated(kept, daily=daily, weekly=weekly) == []


def test_a_schedule_is_due_after_its_days(database: Database) -> None:
    now = clock.now_ms()
    assert backup_files.due(database.path, every_days=1, now_ms=now)
    assert not backup_files.due(database.path, every_days=0, now_ms=now)
    backups.make(database, ASKED)
    assert not backup_files.due(database.path, every_days=1, now_ms=now)
    assert backup_files.due(database.path, every_days=1, now_ms=now + 2 * 86_400_000)


@given(st.integers(0, 4_000_000_000_000))
def test_a_stamp_tells_its_time(ms: int) -> None:
    assert clock.of_stamp(clock.stamp(ms)) == ms
    assert clock.stamp(ms) < clock.stamp(ms + 1)
