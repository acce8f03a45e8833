"""The only door to SQLite: opening, per-thread readers, and the one writer."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import quote

import apsw
import sqlite_vec

from imageparser import clock
from imageparser.errors import ChangedError, ImageParserError, LibraryReadOnlyError, NotFoundError
from imageparser.library import failures, migrate
from imageparser.library.kept import Kept, Shared
from imageparser.library.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from types import TracebackType

T = TypeVar("T")

PAGE_SIZE = 16 * 1024  # a vector of 1280 floats fits into one page
MMAP_SIZE = 1 << 29  # of each reader: the vectors of 100,000 pictures; the writer has its cache instead
# KiB. Keys, seeds and sets of tags come in no order: with SQLite's 2 MiB nearly every row would write whole pages.
WRITER_CACHE = 64 * 1024
DEFAULT_BUSY_TIMEOUT, _BUSY_STEP = 10.0, 0.02
_COPIED_AT_ONCE = 2048  # pages


class Reader:
    """A connection of one thread that only reads."""

    def __init__(self, connection: apsw.Connection, path: Path, kept: Kept | None = None) -> None:
        self._connection = connection
        self.path = path
        self.kept = kept or Kept()

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Return every row of a query."""
        with translated(self.path):
            return self._connection.execute(sql, values).fetchall()

    def each(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query one by one, for results that are large."""
        with translated(self.path):
            yield from self._connection.execute(sql, values)

    def row(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None."""
        with translated(self.path):
            found: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
            return found

    def value(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """Return the first value of the first row of a query, or None."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Self]:
        """Let all queries inside see the library as of one moment."""
        with translated(self.path), self.kept.state(self._connection.execute):
            yield self


class Transaction(Reader):
    """What a function on the writer thread gets: reads see its own writes."""

    def run(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Run one statement and return how many rows it changed."""
        with translated(self.path):
            self._connection.execute(sql, values)
            return self._connection.changes()

    @property
    def open(self) -> bool:
        """Whether a transaction is open: SQLite gives up a whole one by itself where the disk is full."""
        return self._connection.in_transaction

    def run_many(self, sql: str, values: Iterable[Sequence[Any] | dict[str, Any]]) -> None:
        """Run one statement for each set of values."""
        with translated(self.path):
            self._connection.executemany(sql, values)

    def insert(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Run an INSERT ... RETURNING id and return the id."""
        found = self.row(sql, values)
        assert found is not None  # noqa: S101  # RETURNING always gives a row, else the statement has failed
        return int(found[0])

    @contextlib.contextmanager
    def recording(self, tables: Iterable[str]) -> Iterator[Callable[[], bytes]]:
        """Keep what changes in some tables inside; what is given returns it as a changeset, empty for nothing."""
        with translated(self.path):
            session = apsw.Session(self._connection, "main")
            try:
                for table in tables:
                    session.attach(table)
                yield session.changeset
            finally:
                session.close()

    def apply(self, changeset: bytes, *, inverse: bool) -> int:
        """Make the changes of a changeset again, or take them back; return how many rows were left as they are.

        A row that has been changed since stays as it is.

        Raises:
            ChangedError: something that a row belongs to is gone.
        """
        left = 0

        def leave(reason: int, change: apsw.TableChange) -> int:
            nonlocal left
            if reason == apsw.SQLITE_CHANGESET_FOREIGN_KEY:
                return apsw.SQLITE_CHANGESET_ABORT
            # What is to go and is gone already went with what it belonged to.
            left += not (reason == apsw.SQLITE_CHANGESET_NOTFOUND and change.op == "DELETE")
            return apsw.SQLITE_CHANGESET_OMIT

        with translated(self.path):
            wanted = apsw.Changeset.invert(changeset) if inverse else changeset
            try:
                apsw.Changeset.apply(wanted, self._connection, conflict=leave)
            except (apsw.AbortError, apsw.ConstraintError):
                raise ChangedError("something that this belongs to is gone") from None
        return left


def changed_rows(changeset: bytes) -> Iterator[tuple[str, tuple[Any, ...], tuple[Any, ...]]]:
    """Yield (table, values before, values after) of each row of a changeset; what a row lacks or keeps is None."""
    for change in apsw.Changeset.iter(changeset):
        values = [tuple(None if v is apsw.no_change else v for v in row or ()) for row in (change.old, change.new)]
        yield change.name, values[0], values[1]


def changed_keys(changeset: bytes, tables: Container[str]) -> set[Any]:
    """Return the first column of each row of some tables in a changeset; it must be part of their keys."""
    return {(c.old or c.new or ())[0] for c in apsw.Changeset.iter(changeset) if c.name in tables}


class Database:
    """One library: a SQLite file, a reader for each thread, and the writer; usable from any number of threads."""

    def __init__(self, path: Path, *, read_only: bool, busy_timeout: float) -> None:
        self.path = path
        self.read_only = read_only
        self._busy_timeout = busy_timeout
        self._immutable = False
        self._readers: dict[threading.Thread, Reader] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._writer: Writer | None = None
        self._watcher: Reader | None = None
        self._shared = Shared(self.version)

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        read_only: bool = False,
        create: bool = True,
        busy_timeout: float = DEFAULT_BUSY_TIMEOUT,
    ) -> Database:
        """Open a library, make it where it does not exist, and bring it to the current version.

        Raises:
            NotFoundError: the file does not exist and may not be made (`create` false, or read only).
            LibraryNewerError: it was written by a newer version.
            LibraryCorruptError: the file is damaged or is no library.
            LibraryLockedError: another process holds it for longer than `busy_timeout` seconds.
            LibraryReadOnlyError: it needs a change (a migration) and cannot be written.
        """
        database = cls(Path(path).absolute(), read_only=read_only, busy_timeout=busy_timeout)
        try:
            database._prepare(create=create)
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def unchecked(cls, path: Path) -> Database:
        """Return a library to look at as it is, damaged or of another version; nobody may change it meanwhile."""
        database = cls(path.absolute(), read_only=True, busy_timeout=0)
        database._immutable = True
        return database

    @property
    def thumbnails(self) -> Path:
        """The folder of the thumbnails, beside the library."""
        return self.path.with_name(self.path.name + ".thumbs")

    def read(self) -> Reader:
        """Return the reader of the calling thread."""
        thread = threading.current_thread()
        reader = self._readers.get(thread)
        return reader if reader is not None else self._new_reader(thread)

    def version(self) -> int:
        """Return a number that is another one after each change of the library by whichever process."""
        with self._lock:
            if self._watcher is None:
                with translated(self.path):
                    self._watcher = Reader(self._connect(apsw.SQLITE_OPEN_READONLY), self.path)
            return int(self._watcher.value("PRAGMA data_version"))

    def submit(self, fn: Callable[[Transaction], T]) -> Future[T]:
        """Queue `fn(tx)` for the writer; several functions share one commit, each fails alone."""
        if self._writer is None:
            raise LibraryReadOnlyError(path=str(self.path))
        return self._writer.submit(fn)

    def write(self, fn: Callable[[Transaction], T]) -> T:
        """Run `fn(tx)` on the writer thread, wait for its commit and return its result."""
        return self.submit(fn).result()

    def harden(self) -> None:
        """Bring what was written so far onto the disk, so that not even a power failure takes it back."""
        log = self.path.with_name(self.path.name + "-wal")
        # Without a log everything stands in the file itself, where closing the log has put it.
        with contextlib.suppress(FileNotFoundError), log.open("r+b") as file:
            os.fsync(file.fileno())

    def backup(self, target: Path, told: Callable[[int, int], None] | None = None) -> None:
        """Copy the library to `target`, whole and as of one moment, while others go on using it.

        `target` may be another library: it changes in one transaction. `told` gets the pages done and all pages.
        """
        reader = self.read()
        with reader.snapshot(), translated(self.path):
            reader.rows("PRAGMA user_version")  # from now on it sees nothing of what others write
            _copy(reader._connection, target, self._busy_timeout, told)  # noqa: SLF001  # same module

    def close(self) -> None:
        """Finish what was submitted, write the log back into the file and close."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self._forget_readers()
        # Last, since only a connection that may write removes the log.
        if self._writer is not None:
            self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def _prepare(self, *, create: bool) -> None:
        exists = self.path.exists()
        if not exists:
            if self.read_only or not create:
                raise NotFoundError("the library does not exist", path=str(self.path))
            self._make_folder()
        if self.read_only:
            self._prepare_reading()
            return
        with translated(self.path):
            connection = self._connect(apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
            try:
                self._prepare_file(connection)
            except BaseException:
                connection.close()
                raise
        self._writer = Writer(_WriterSide(connection, self.path))

    def _make_folder(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryReadOnlyError(f"the folder cannot be made: {error.strerror}", path=str(self.path)) from None

    def _prepare_file(self, connection: apsw.Connection) -> None:
        tx = Transaction(connection, self.path)
        migrate.refuse_foreign(tx)
        version = tx.value("PRAGMA user_version")
        if version == 0:
            connection.execute(f"PRAGMA page_size={PAGE_SIZE}")
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
            connection.execute(f"PRAGMA application_id={migrate.APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA cache_size=-{WRITER_CACHE}; PRAGMA mmap_size=0")
        # In memory the copies of pages that a savepoint keeps are a list which every statement walks to its end.
        connection.execute("PRAGMA temp_store=FILE")
        migrate.bring_up(tx, self.path, backup=lambda target: _copy(connection, target, self._busy_timeout))

    def _prepare_reading(self) -> None:
        try:
            reader = self.read()
            reader.rows("SELECT name FROM sqlite_master LIMIT 1")
        except (LibraryReadOnlyError, ImageParserError):
            # A medium without write access cannot hold the shared memory of WAL; a file that nobody
            # can change needs none, provided that nothing waits in its log.
            log = self.path.with_name(self.path.name + "-wal")
            if self._immutable or (log.exists() and log.stat().st_size):
                raise
            self._forget_readers()
            self._immutable = True
            reader = self.read()
        migrate.refuse_foreign(reader)
        migrate.check_readable(reader, self.path)

    def _forget_readers(self) -> None:
        for reader in filter(None, (*self._readers.values(), self._watcher)):
            reader._connection.close()  # noqa: SLF001  # same module
        self._readers.clear()
        self._watcher = None

    def _new_reader(self, thread: threading.Thread) -> Reader:
        with self._lock:
            if self._closed:
                raise NotFoundError("the library is closed", path=str(self.path))
            for dead in [owner for owner in self._readers if not owner.is_alive()]:
                self._readers.pop(dead)._connection.close()  # noqa: SLF001  # same module
            with translated(self.path):
                reader = Reader(self._connect(apsw.SQLITE_OPEN_READONLY), self.path, Kept(self._shared))
            self._readers[thread] = reader
            return reader

    def _connect(self, flags: int) -> apsw.Connection:
        name = f"file:{quote(str(self.path))}" + ("?immutable=1" if self._immutable else "")
        connection = apsw.Connection(name, flags=flags | apsw.SQLITE_OPEN_URI, statementcachesize=256)
        try:
            connection.set_busy_timeout(int(self._busy_timeout * 1000))
            connection.enable_load_extension(True)  # noqa: FBT003  # the driver takes no keyword
            connection.load_extension(sqlite_vec.loadable_path())
            connection.enable_load_extension(False)  # noqa: FBT003
            for pragma in ("synchronous=NORMAL", "foreign_keys=ON", f"mmap_size={MMAP_SIZE}", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection


class _WriterSide:
    """The verbs that the writer needs, so that it knows no driver."""

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self._connection = connection
        self.tx = Transaction(connection, path)
        self.path = path

    def execute(self, sql: str) -> None:
        with translated(self.path):
            self._connection.execute(sql)

    @property
    def in_transaction(self) -> bool:
        return self.tx.open

    def close(self) -> None:
        with contextlib.suppress(apsw.Error):  # another process may be reading: the log stays, nothing is lost
            self._connection.execute("PRAGMA optimize")
            self._connection.set_busy_timeout(0)
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


@contextlib.contextmanager
def scratch() -> Iterator[Transaction]:
    """Give an empty database in memory, for questions that only SQLite answers as SQLite does."""
    place = Path(":memory:")
    with translated(place), contextlib.closing(apsw.Connection(str(place))) as connection:
        yield Transaction(connection, place)


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn every error of the driver into ours."""
    try:
        yield
    except apsw.Error as error:
        raise failures.explain(error, path) from error


def _copy(
    source: apsw.Connection, target: Path, patience: float, told: Callable[[int, int], None] | None = None
) -> None:
    deadline = clock.monotonic() + patience
    with contextlib.closing(apsw.Connection(str(target))) as copy, copy.backup("main", source, "main") as job:
        while not job.done:
            try:
                job.step(_COPIED_AT_ONCE)
            except apsw.BusyError:
                if clock.monotonic() > deadline:
                    raise
                clock.sleep(_BUSY_STEP)
            if told is not None and not job.done:  # nothing can be broken off any more then
                told(job.page_count - job.remaining, job.page_count)
