from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import apsw
import pytest

from imageparser.errors import InternalError, LibraryCorruptError, LibraryNewerError, LibraryReadOnlyError
from imageparser.library import Database, backup_files, migrate
from imageparser.library.migrate import Migration

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = """SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"""


@pytest.fixture
def next_step(monkeypatch: pytest.MonkeyPatch) -> Migration:
    """Let the program know one migration more than the library will."""
    last = migrate.steps()[-1]
    step = Migration(last.version + 1, "more", "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;")
    know(monkeypatch, (*migrate.steps(), step))
    return step


def know(monkeypatch: pytest.MonkeyPatch, steps: tuple[Migration, ...]) -> None:
    monkeypatch.setattr(migrate, "steps", lambda: steps)


def test_steps_are_numbered_without_a_gap() -> None:
    assert [step.version for step in migrate.steps()] == list(range(1, len(migrate.steps()) + 1))


def test_a_fresh_library_equals_a_migrated_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = migrate.steps()
    grown = tmp_path / "grown.sqlite"
    for count in range(1, len(every) + 1):
        know(monkeypatch, every[:count])
        Database.open(grown).close()
    with Database.open(grown) as old, Database.open(tmp_path / "fresh.sqlite") as fresh:
        assert old.read().rows(SCHEMA) == fresh.read().rows(SCHEMA)
        assert old.read().value("PRAGMA user_version") == every[-1].version


def test_a_migration_is_preceded_by_a_backup(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "l.sqlite"
    with Database.open(path) as database:
        version = database.read().value("PRAGMA user_version")
        database.write(lambda tx: tx.run("INSERT INTO settings VALUES ('a', '1')"))
    assert backup_files.listed(path) == []
    request.getfixturevalue("next_step")
    with Database.open(path) as database:
        assert database.read().value("PRAGMA user_version") == version + 1
        assert database.read().rows("SELECT * FROM more") == []
    (made,) = backup_files.listed(path)
    assert made.reason == backup_files.MIGRATION
    backup = apsw.Connection(str(made.path))
    assert backup.execute("SELECT * FROM settings").fetchall() == [("a", "1")]
    assert backup.execute("PRAGMA user_version").fetchone() == (version,)
    backup.close()


def test_a_failing_migration_changes_nothing(tmp_path: Path, next_step: Migration, monkeypatch: Any) -> None:
    path = tmp_path / "l.sqlite"
    good = migrate.steps()[:-1]
    know(monkeypatch, good)
    Database.open(path).close()
    know(monkeypatch, (*good, replace(next_step, sql=next_step.sql + "CREATE TABLE broken (;")))
    with pytest.raises(InternalError):
        Database.open(path)
    know(monkeypatch, good)
    with Database.open(path) as database:
        assert not database.read().rows("SELECT 1 FROM sqlite_master WHERE name = 'more'")


def test_an_edited_migration_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "l.sqlite"
    Database.open(path).close()
    first, *rest = migrate.steps()
    know(monkeypatch, (replace(first, sql=first.sql + "-- edited"), *rest))
    with pytest.raises(InternalError, match="edited"):
        Database.open(path)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_library_is_refused_and_not_touched(tmp_path: Path, *, read_only: bool) -> None:
    path = tmp_path / "l.sqlite"
    Database.open(path).close()
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LibraryNewerError, match="999"):
        Database.open(path, read_only=read_only)
    assert path.read_bytes() == before


def test_an_older_library_cannot_be_read_as_it_is(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "l.sqlite"
    Database.open(path).close()
    request.getfixturevalue("next_step")
    with pytest.raises(LibraryReadOnlyError, match="up to date"):
        Database.open(path, read_only=True)


def test_a_lost_record_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    with Database.open(path) as database:
        database.write(lambda tx: tx.run("DELETE FROM migrations"))
    with pytest.raises(LibraryCorruptError, match="record of migration 1"):
        Database.open(path)
