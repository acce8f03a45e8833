"""A library that another process holds, that lies on a full disk or on a medium that cannot be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import pictures, png
from fixtures.phase_models import PhaseModels
from imageparser.errors import (
    DiskFullError,
    ImageParserError,
    LibraryCorruptError,
    LibraryLockedError,
    LibraryReadOnlyError,
)
from imageparser.library import Database, health, stats
from imageparser.pipeline.runner import Runner
from imageparser.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PUT = "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING"
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

HOLDER = """
import sys, apsw
connection = apsw.Connection(sys.argv[1])
connection.execute("BEGIN IMMEDIATE")
connection.execute("INSERT INTO settings VALUES ('holder', '1')")
print("held", flush=True)
sys.stdin.readline()
connection.execute("COMMIT")
"""


class Holder:
    """Another process that holds the write lock."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-c", HOLDER, str(path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == b"held"

    def release(self) -> None:
        self._process.communicate(b"\n", timeout=30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "library" / "l.sqlite"
    Database.open(path).close()
    return path


def test_a_locked_library_is_named_after_the_wait(path: Path) -> None:
    with Database.open(path, busy_timeout=0.2) as database:
        holder = Holder(path)
        with pytest.raises(LibraryLockedError) as caught:
            database.write(lambda tx: tx.run(PUT, ("a", "1")))
        assert caught.value.path == str(path)
        assert database.read().value("SELECT count(*) FROM settings") == 0  # reading goes on
        holder.release()
        assert database.write(lambda tx: tx.run(PUT, ("a", "1"))) == 1


def test_a_lock_that_ends_in_time_is_waited_for(path: Path) -> None:
    with Database.open(path, busy_timeout=20) as database:
        holder = Holder(path)
        future = database.submit(lambda tx: tx.run(PUT, ("a", "1")))
        threading.Timer(0.3, holder.release).start()
        assert future.result(30) == 1


def test_a_locked_library_can_be_opened(path: Path) -> None:
    holder = Holder(path)
    with Database.open(path, busy_timeout=0.2) as database:
        assert database.read().value("SELECT count(*) FROM settings") == 0
    with Database.open(path, read_only=True) as database:
        assert stats.collect(database, [])["files"] == 0
    holder.release()


def test_two_processes_make_the_same_new_library(tmp_path: Path) -> None:
    script = "import sys; from imageparser.library import Database; Database.open(sys.argv[1]).close()"
    command = [sys.executable, "-c", script, str(tmp_path / "new.sqlite")]
    children = [subprocess.Popen(command) for _ in range(4)]
    assert [child.wait(60) for child in children] == [0] * 4
    with Database.open(tmp_path / "new.sqlite") as database:
        assert health.check(database)["ok"]


def test_two_processes_write_in_turn(path: Path) -> None:
    script = """
import sys
from imageparser.library import Database
with Database.open(sys.argv[1]) as database:
    for number in range(100):
        database.write(lambda tx: tx.run("INSERT INTO settings VALUES (?, '1')", (f"{sys.argv[2]}-{number}",)))
"""
    children = [subprocess.Popen([sys.executable, "-c", script, str(path), str(n)]) for n in range(3)]
    assert [child.wait(100) for child in children] == [0] * 3
    with Database.open(path) as database:
        assert database.read().value("SELECT count(*) FROM settings") == 300


@pytest.mark.parametrize("where", [0, 100, 16384 * 3])
def test_a_damaged_file_is_found(path: Path, where: int) -> None:
    with path.open("r+b") as file:
        file.seek(where)
        file.write(b"\xde\xad\xbe\xef" * 4096)
    with pytest.raises(LibraryCorruptError) as caught:
        look_at(path)
    assert caught.value.path == str(path)


def look_at(path: Path) -> None:
    """Open a library and read it whole; damage shows at one step or the other."""
    with Database.open(path) as database:
        problems = [row for row in database.read().rows("PRAGMA quick_check") if row != ("ok",)]
        stats.collect(database, [])
    if problems:
        raise LibraryCorruptError(problems[0], path=str(path))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of three megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if not IS_ROOT or mount is None:
        pytest.skip("only root may mount a small file system")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], check=False, capture_output=True)
    if done.returncode:
        pytest.skip(f"no small file system can be mounted here: {done.stderr.decode()}")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def fill(disk: Path) -> Path:
    """Leave no room on a disk and return the file to delete for some."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    return ballast


def test_a_full_disk_is_named_and_nothing_stored_is_lost(small_disk: Path) -> None:
    path = small_disk / "l.sqlite"
    with Database.open(path) as database:
        database.write(lambda tx: tx.run(PUT, ("kept", "1")))
        ballast = fill(small_disk)
        with pytest.raises(DiskFullError) as caught:
            database.write(lambda tx: tx.run(PUT, ("large", "x" * 500_000)))
        assert caught.value.path == str(path)
        ballast.unlink()
        assert database.write(lambda tx: tx.run(PUT, ("later", "1"))) == 1
        names = [row[0] for row in database.read().rows("SELECT name FROM settings ORDER BY name")]
        assert names == ["kept", "later"]
        assert health.check(database)["ok"]


def index(database: Database, folder: Path) -> Any:
    return Runner(database, PhaseModels(), Settings()).index([folder])  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pictures"
    made.mkdir()
    for number in range(60):
        png.write(made / f"{number}.png", pictures.scene(128, 96, seed=number), color=png.RGB)
    return made


def test_a_run_on_a_disk_that_fills_up_can_go_on_later(small_disk: Path, folder: Path) -> None:
    path = small_disk / "l.sqlite"
    with Database.open(path) as database:
        ballast = fill(small_disk)
        with pytest.raises(DiskFullError):
            index(database, folder)
        ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    with Database.open(path) as database:
        report = index(database, folder)
        assert (report.failed, report.phases["MV"]["failed"]) == ([], 0)
        assert index(database, folder).nothing_to_do
        assert health.check(database)["ok"]


@pytest.fixture
def read_only_medium(path: Path) -> Iterator[Path]:
    """Mount the folder of a closed library so that nobody, root included, can write to it."""
    mount = shutil.which("mount")
    if not IS_ROOT or mount is None:
        pytest.skip("only root may mount a folder read-only")
    done = subprocess.run([mount, "--bind", path.parent, path.parent], check=False, capture_output=True)
    if done.returncode:
        pytest.skip(f"no folder can be mounted here: {done.stderr.decode()}")
    subprocess.run([mount, "-o", "remount,bind,ro", path.parent], check=True)
    yield path
    subprocess.run(["umount", "-l", path.parent], check=True)


def test_a_read_only_medium_can_be_searched(read_only_medium: Path) -> None:
    with Database.open(read_only_medium, read_only=True) as database:
        assert stats.collect(database, [])["files"] == 0
        assert health.check(database)["ok"]


def test_a_read_only_medium_refuses_writing(read_only_medium: Path) -> None:
    with pytest.raises(LibraryReadOnlyError) as caught:
        Database.open(read_only_medium)
    assert caught.value.path == str(read_only_medium)
    with pytest.raises(ImageParserError):
        Database.open(read_only_medium.with_name("new.sqlite"))


def test_readers_are_not_held_up_by_a_long_write(path: Path) -> None:
    with Database.open(path) as database:
        begun, go_on = threading.Event(), threading.Event()

        def long_write(tx: Any) -> None:
            tx.run(PUT, ("a", "1"))
            begun.set()
            go_on.wait(20)

        future = database.submit(long_write)
        assert begun.wait(20)
        began = time.monotonic()
        assert database.read().value("SELECT count(*) FROM settings") == 0
        assert time.monotonic() - began < 5
        go_on.set()
        future.result()
        assert database.read().value("SELECT count(*) FROM settings") == 1
