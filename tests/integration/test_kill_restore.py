"""A process that dies while a backup is put back: the library holds the one or the other, whole."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from imageparser.library import Database, backup_files, backups

if TYPE_CHECKING:
    from pathlib import Path

DRIVER = """
import sys
from imageparser.library import Database, backup_files, backups, connection
connection._COPIED_AT_ONCE = 16
database = Database.open(sys.argv[1])
backup = backup_files.named(database.path, sys.argv[2])
told = []
def tell(done, every):
    told.append(done)
    if len(told) == int(sys.argv[3]):
        print("here", flush=True)
        sys.stdin.read()
backups.restore(database, backup, tell)
print("end", flush=True)
sys.stdin.read()
"""
ROWS, BYTES = 64, 64 * 1024


def fill(database: Database, said: str) -> None:
    body = said * (BYTES // len(said))
    database.write(
        lambda tx: tx.run_many(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            ((f"row{number}", body) for number in range(ROWS)),
        )
    )


def said(database: Database) -> set[str]:
    rows = database.read().rows("SELECT substr(value, 1, 5) FROM settings WHERE name LIKE 'row%'")
    assert len(rows) == ROWS
    return {row[0] for row in rows}


# So many steps of the two copies are made before the process is killed; the last is never reached.
@pytest.mark.parametrize("step", [1, 5, 12, 18, 24, 30, 35, 10_000])
def test_a_killed_restore_leaves_the_one_or_the_other(tmp_path: Path, step: int) -> None:
    path = tmp_path / "l.sqlite"
    with Database.open(path) as database:
        fill(database, "early")
        made = backups.make(database, backup_files.ASKED)
        fill(database, "later")
    with subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(path), made.name, str(step)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        time.sleep(0.01)
        process.kill()
    assert told == (b"end\n" if step == 10_000 else b"here\n"), step
    with Database.open(path) as database:
        assert database.read().rows("PRAGMA integrity_check") == [("ok",)]
        assert said(database) == ({"early"} if step == 10_000 else {"later"})
        assert backups.restore(database, made).reason == backup_files.RESTORE
        assert said(database) == {"early"}
