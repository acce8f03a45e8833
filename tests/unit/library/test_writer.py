from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from imageparser.errors import DiskFullError, InternalError, LibraryLockedError
from imageparser.library import Database
from imageparser.library.writer import Writer

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

PUT = "INSERT INTO settings (name, value) VALUES (?, ?)"
ALL = "SELECT name FROM settings ORDER BY name"


def names(database: Database) -> list[str]:
    return [row[0] for row in database.read().rows(ALL)]


def test_a_write_returns_its_result_after_the_commit(database: Database) -> None:
    assert database.write(lambda tx: tx.run(PUT, ("a", "1"))) == 1
    assert names(database) == ["a"]


def test_one_failure_does_not_undo_its_neighbours(database: Database) -> None:
    gate = threading.Event()
    blocked = database.submit(lambda _: gate.wait(10))
    good = database.submit(lambda tx: tx.run(PUT, ("good", "1")))

    def bad(tx: Any) -> None:
        tx.run(PUT, ("half", "1"))
        raise ValueError("no")

    failing = database.submit(bad)
    after = database.submit(lambda tx: tx.run(PUT, ("after", "1")))
    gate.set()
    assert blocked.result()
    assert good.result() == after.result() == 1
    with pytest.raises(ValueError, match="no"):
        failing.result()
    assert names(database) == ["after", "good"]


def test_a_statement_that_fails_is_ours_and_alone(database: Database) -> None:
    database.write(lambda tx: tx.run(PUT, ("a", "1")))
    with pytest.raises(InternalError, match="Constraint"):
        database.write(lambda tx: tx.run(PUT, ("a", "2")))
    assert database.write(lambda tx: tx.run(PUT, ("b", "2"))) == 1


def test_many_threads_write_and_read(database: Database) -> None:
    def work(number: int) -> None:
        for i in range(25):
            database.write(lambda tx, i=i: tx.run(PUT, (f"{number}-{i}", "x")))
            assert f"{number}-{i}" in names(database)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(database)) == 200


def test_a_write_inside_a_write_is_refused(database: Database) -> None:
    with pytest.raises(InternalError, match="wait for itself"):
        database.write(lambda _: database.write(lambda tx: tx.run(PUT, ("a", "1"))))


def test_closing_finishes_what_was_submitted(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "l.sqlite")
    futures = [database.submit(lambda tx, i=i: tx.run(PUT, (str(i), "x"))) for i in range(300)]
    database.close()
    assert sum(future.result() for future in futures) == 300
    with pytest.raises(InternalError, match="closed"):
        database.submit(lambda tx: tx.run(PUT, ("late", "x")))
    with Database.open(tmp_path / "l.sqlite") as again:
        assert len(names(again)) == 300


class Side:
    """A connection that counts its statements and can be told to fail."""

    def __init__(self, failing: str = "", *, breaks_off: bool = False) -> None:
        self.tx: Any = None
        self.path: Any = "x"
        self.statements: list[str] = []
        self.closed = False
        self.in_transaction = False
        self._failing = failing
        self._breaks_off = breaks_off

    def execute(self, sql: str) -> None:
        self.statements.append(sql)
        if sql == self._failing:
            self.in_transaction = False
            raise DiskFullError
        if sql.startswith("BEGIN"):
            self.in_transaction = True
        elif sql in {"COMMIT", "ROLLBACK"}:
            self.in_transaction = False

    def close(self) -> None:
        self.closed = True


def grouped(side: Side, *functions: Any) -> list[Future[Any]]:
    """Submit functions so that all land in one group."""
    writer = Writer(side)
    gate, begun = threading.Event(), threading.Event()

    def block(_: Any) -> None:
        begun.set()
        gate.wait(10)

    writer.submit(block)
    begun.wait(10)
    side.statements.clear()
    futures = [writer.submit(fn) for fn in functions]
    gate.set()
    writer.close()
    return futures


def test_what_waits_shares_one_commit() -> None:
    side = Side()
    futures = grouped(side, *(lambda _, i=i: i for i in range(10)))
    assert [future.result() for future in futures] == list(range(10))
    # The blocking function's own COMMIT came first, then one for all ten.
    assert side.statements.count("COMMIT") == 2
    assert side.statements.count("SAVEPOINT job") == 10
    assert side.closed


def test_a_failed_commit_fails_the_whole_group() -> None:
    side = Side()
    writer = Writer(side)
    side._failing = "COMMIT"
    future = writer.submit(lambda _: 1)
    with pytest.raises(DiskFullError):
        future.result(10)
    side._failing = ""
    assert writer.submit(lambda _: 2).result(10) == 2
    writer.close()


def test_a_transaction_that_sqlite_gave_up_fails_the_whole_group() -> None:
    side = Side()

    def full(_: Any) -> None:
        side.in_transaction = False
        raise DiskFullError

    first, second = grouped(side, lambda _: 1, full)
    for future in (first, second):
        with pytest.raises(DiskFullError):
            future.result()


def test_a_locked_library_is_told_to_everybody() -> None:
    side = Side()
    writer = Writer(side)

    def locked(sql: str) -> None:
        raise LibraryLockedError(path=sql)

    side.execute = locked  # type: ignore[method-assign]
    with pytest.raises(LibraryLockedError):
        writer.submit(lambda _: 1).result(10)
    del side.execute
    writer.close()


def test_a_cancelled_future_is_not_run() -> None:
    side = Side()
    writer = Writer(side)
    gate, begun = threading.Event(), threading.Event()
    writer.submit(lambda _: (begun.set(), gate.wait(10)))
    begun.wait(10)
    ran: list[int] = []
    future = writer.submit(lambda _: ran.append(1))
    assert future.cancel()
    gate.set()
    writer.close()
    assert not ran
