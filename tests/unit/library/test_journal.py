from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from imageparser.library import Database, journal
from imageparser.library.journal import Item, JobState, Move, NewJob, State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from imageparser.library.connection import Transaction

INSERT = "INSERT INTO files (id, key, raw, folder, size, mtime_ns, file_id, added_at) VALUES (?, ?, ?, ?, 1, 2, ?, 0)"
KEYS = "SELECT id, key, missing_since IS NULL FROM files ORDER BY id"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "library.sqlite") as opened:
        for number, name in enumerate("abc", 1):
            key = f"/p/{name}"
            opened.write(lambda tx, n=number, k=key: tx.run(INSERT, (n, k, k.encode(), "/p", n)))
        opened.write(lambda tx: tx.run("INSERT INTO directories (key, raw, blob) VALUES ('/p', x'00', x'00')"))
        yield opened


def follow(database: Database, *moves: tuple[str, str, int]) -> list[tuple[int, str, int]]:
    given = [Move(source, target, 1, 2, number) for source, target, number in moves]
    database.write(lambda tx: journal.follow(tx, given, 9))
    return [(row[0], row[1], row[2]) for row in database.read().rows(KEYS)]


def test_rows_trade_places(database: Database) -> None:
    rows = follow(database, ("/p/a", "/p/.t", 1), ("/p/b", "/p/a", 2), ("/p/.t", "/p/b", 1))
    assert rows == [(1, "/p/b", 1), (2, "/p/a", 1), (3, "/p/c", 1)]
    assert database.read().rows("SELECT key FROM directories") == []


def test_a_row_of_a_file_that_is_not_there_any_more_makes_room(database: Database) -> None:
    assert follow(database, ("/p/a", "/p/c", 1)) == [(1, "/p/c", 1), (2, "/p/b", 1), (3, "/p/c", 0)]


def test_files_without_rows_and_other_compositions(database: Database) -> None:
    database.write(lambda tx: tx.run(INSERT, (4, "/p/민지", "/p/민지".encode(), "/p", 4)))
    rows = follow(database, ("/p/x", "/p/y", 7), ("/p/\u1106\u1175\u11ab\u110c\u1175", "/p/민지", 4))
    assert rows[3] == (4, "/p/민지", 1)
    assert database.read().value("SELECT raw FROM files WHERE id = 4") == "/p/민지".encode()


def test_a_plan_comes_back_as_it_was_written(database: Database) -> None:
    items = [
        Item(0, 0, os.fsdecode(b"/p/\xff.png"), "/q/민지.png", "/p/.t", 1, 2, (1 << 64) - 1),
        Item(1, 0, "/p/a.txt", "/q/a.txt", None, 3, 4, 5),
    ]
    new = NewJob("rename", "/p", "{}", "d", "1:2.00")
    job = database.write(lambda tx: journal.begin(tx, new, items, ["/q", "/q"], 1000))
    database.harden()
    assert journal.items(database.read(), job) == items
    assert journal.folders(database.read(), job) == ["/q"]
    assert [row.id for row in journal.applying(database.read())] == [job]
    items[0].state, items[0].digest = State.COPIED, "ab" * 32
    items[1].state, items[1].message = State.FAILED, "denied: no"
    database.write(lambda tx: journal.settle(tx, job, items, [], 1000))
    assert journal.items(database.read(), job) == items


def test_jobs_are_listed_and_end(database: Database) -> None:
    jobs = []
    for number, folder in enumerate(("/p", "/q", "/p")):
        new = NewJob("move", folder, "{}", f"d{number % 2}", "1:2.00")
        item = Item(0, 0, "/p/a", "/p/b", None, 1, 2, 3)
        jobs.append(database.write(lambda tx, n=new, i=item: journal.begin(tx, n, [i], [], 1)))
    reader = database.read()
    assert [one.job.id for one in journal.listed(reader, None, 2, 0)] == jobs[::-1][:2]
    assert [one.job.id for one in journal.listed(reader, "/p", 9, 1)] == jobs[:1]
    assert (journal.count(reader, None), journal.count(reader, "/p")) == (3, 2)
    latest = journal.latest(reader, "move", "d0")
    assert latest is not None
    assert latest.id == jobs[2]
    assert journal.latest(reader, "rename", "d0") is None
    database.write(lambda tx: journal.finish(tx, jobs[0], JobState.INTERRUPTED, 5))
    assert journal.items(reader, jobs[0])[0].state is State.GIVEN_UP
    found = journal.get(reader, jobs[0])
    assert found is not None
    assert (found.state, found.finished_at) == ("interrupted", 5)
    assert journal.get(reader, 99) is None


def test_old_jobs_are_forgotten_but_not_what_may_be_wanted(database: Database) -> None:
    def job(state: JobState, ended: int, item: State) -> int:
        def write(tx: Transaction) -> int:
            made = journal.begin(tx, NewJob("rename", "/p", "{}", "d", "1:2.00"), [_item(item)], ["/q"], ended)
            if state is not JobState.APPLYING:
                journal.finish(tx, made, state, ended)
            return made

        return database.write(write)

    running = job(JobState.APPLYING, 10, State.PENDING)
    old = job(JobState.DONE, 10, State.DONE)
    undone = job(JobState.UNDONE, 900, State.DONE)
    empty = job(JobState.CANCELLED, 900, State.FAILED)
    young = job(JobState.DONE, 900, State.DONE)
    newest = job(JobState.UNDONE, 10, State.DONE)
    assert database.write(lambda tx: journal.prune(tx, keep=6, before_ms=500)) == 0
    assert database.write(lambda tx: journal.prune(tx, keep=1, before_ms=500)) == 3
    left = [listed.job.id for listed in journal.listed(database.read(), None, 9, 0)]
    assert left == [newest, young, running]
    assert not {old, undone, empty} & set(left)
    assert database.read().value("SELECT count(*) FROM journal_items") == 3
    assert database.read().value("SELECT count(*) FROM journal_folders") == 3


def _item(state: State) -> Item:
    return Item(0, 0, "/p/a", "/p/b", None, 1, 2, 3, state=state)
