from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import apsw
import pytest

from imageparser.errors import (
    LibraryCorruptError,
    LibraryReadOnlyError,
    NotFoundError,
    UsageError,
)
from imageparser.library import Database, failures

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_library_has_our_settings(database: Database) -> None:
    reader = database.read()
    assert reader.value("PRAGMA journal_mode") == "wal"
    assert reader.value("PRAGMA page_size") == 16384
    assert reader.value("PRAGMA foreign_keys") == 1
    assert reader.value("PRAGMA synchronous") == 1
    assert "v" in reader.value("SELECT vec_version()")
    assert database.read().rows("PRAGMA quick_check") == [("ok",)]


def test_each_thread_has_its_own_reader(database: Database) -> None:
    mine = database.read()
    assert database.read() is mine
    others: list[object] = []
    threads = [threading.Thread(target=lambda: others.append(database.read())) for _ in range(3)]
    for thread in threads:
        thread.start()
        thread.join()
    assert mine not in others
    assert len(database._readers) <= 2  # those of ended threads are closed when the next one comes


def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(LibraryReadOnlyError):
        database.read().rows("DELETE FROM settings")


def test_a_snapshot_does_not_see_later_writes(database: Database) -> None:
    count = "SELECT count(*) FROM settings"
    reader = database.read()
    with reader.snapshot():
        assert reader.value(count) == 0
        database.write(lambda tx: tx.run("INSERT INTO settings VALUES ('a', '1')"))
        assert reader.value(count) == 0
    assert reader.value(count) == 1


def test_hangul_and_awkward_names(tmp_path: Path) -> None:
    path = tmp_path / "사진 ?#%20&" / "내 라이브러리.sqlite"
    Database.open(path).close()
    assert path.exists()
    with Database.open(path, create=False) as database:
        assert database.thumbnails == path.with_name("내 라이브러리.sqlite.thumbs")


def test_closing_leaves_no_log_behind(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "l.sqlite")
    database.write(lambda tx: tx.run("INSERT INTO settings VALUES ('a', '1')"))
    assert database.read().value("SELECT count(*) FROM settings") == 1
    database.close()
    database.close()
    assert [path.name for path in tmp_path.iterdir()] == ["l.sqlite"]
    with pytest.raises(NotFoundError, match="closed"):
        database.read()


@pytest.mark.parametrize("options", [{"create": False}, {"read_only": True}])
def test_nothing_is_made_where_nothing_may_be_made(tmp_path: Path, options: dict[str, bool]) -> None:
    path = tmp_path / "no" / "l.sqlite"
    with pytest.raises(NotFoundError) as caught:
        Database.open(path, **options)
    assert caught.value.path == str(path)
    assert not path.parent.exists()


def test_a_folder_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="folder"):
        Database.open(tmp_path)


@pytest.mark.parametrize("content", [b"no database at all, only text" * 50, b"SQLite format 3\0" + b"\xff" * 4096])
@pytest.mark.parametrize("read_only", [True, False])
def test_garbage_is_no_library(tmp_path: Path, content: bytes, *, read_only: bool) -> None:
    path = tmp_path / "l.sqlite"
    path.write_bytes(content)
    with pytest.raises(LibraryCorruptError) as caught:
        Database.open(path, read_only=read_only)
    assert caught.value.path == str(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("read_only", [True, False])
def test_another_programs_database_is_left_alone(tmp_path: Path, *, read_only: bool) -> None:
    path = tmp_path / "other.sqlite"
    other = apsw.Connection(str(path))
    other.execute("CREATE TABLE theirs (a)")
    other.close()
    with pytest.raises(LibraryCorruptError, match="another program"):
        Database.open(path, read_only=read_only)


def test_an_empty_file_becomes_a_library(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    path.touch()
    with Database.open(path) as database:
        assert database.read().value("PRAGMA user_version") > 0


def test_a_read_only_library_refuses_writes(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    Database.open(path).close()
    with Database.open(path, read_only=True) as database, pytest.raises(LibraryReadOnlyError):
        database.write(lambda tx: tx.run("DELETE FROM settings"))


def test_a_backup_is_a_whole_library(database: Database, tmp_path: Path) -> None:
    database.write(lambda tx: tx.run("INSERT INTO settings VALUES ('a', '1')"))
    database.backup(tmp_path / "copy.sqlite")
    with Database.open(tmp_path / "copy.sqlite", create=False) as copy:
        assert copy.read().rows("SELECT * FROM settings") == [("a", "1")]


def test_every_driver_error_that_people_meet_has_a_class() -> None:
    for name in failures.BY_DRIVER_CLASS:
        assert issubclass(getattr(apsw, name), apsw.Error)
