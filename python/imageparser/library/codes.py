"""Files of vector codes beside the library: made, brought up to date in the background, guarded.

A file speaks for one generation of one vector table, which its random number proves. Where the library has moved on,
the notes say for which vectors the file does not speak. Without a file that fits nothing is lost but time.
"""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING

import numpy as np

from imageparser._core import VectorCodes, VectorCodesWriter
from imageparser.errors import ImageParserError
from imageparser.library import vector_notes, vectors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from imageparser.library.connection import Database, Reader
    from imageparser.library.vectors import State

# Fewer vectors are compared one by one in less time than it takes to look at their codes.
LEAST = 1000
# Vectors that the mean is taken of, and that are encoded at a time.
SAMPLE, BATCH = 8192, 8192
# A file is written anew where it has more batches, or where more of its rows are no longer wanted.
MOST_BATCHES, MOST_WASTE = 256, 0.25
# A mean of few vectors is taken anew when there are this many times as many.
GROWN = 8

_Mark = tuple[str, int] | None


def folder_of(database: Database) -> Path:
    """Return where the files of codes of a library lie."""
    return database.path.with_name(database.path.name + ".rank")


def files_of(database: Database) -> list[Path]:
    """Return every file of codes of a library, those in the making too; a name begins with that of its table."""
    return sorted(folder_of(database).glob("vec_*"))


class Codes:
    """The files of one library; usable from threads. `close` waits for what is being written."""

    def __init__(self, database: Database, *, background: bool = True, least: int = LEAST) -> None:
        self.least = least
        self._database = database
        self._background = background
        self._folder = folder_of(database)
        self._known: dict[str, tuple[_Mark, VectorCodes | None]] = {}
        self._held: dict[str, VectorCodes] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._threads: dict[str, threading.Thread] = {}
        self._closed = False

    def current(self, reader: Reader, state: State) -> tuple[VectorCodes, NDArray[np.int64]] | None:
        """Return the codes of a table, and the ids that they do not speak for; None where no file fits."""
        best: VectorCodes | None = None
        for codes in self._candidates(state):
            if codes.generation == state.generation and codes.stamp == state.stamp:
                return codes, np.empty(0, np.int64)
            older = codes.generation < state.generation and (best is None or best.generation < codes.generation)
            if older and vector_notes.known(reader, state.name, codes.generation, codes.stamp):
                best = codes
        return None if best is None else (best, vector_notes.changed(reader, state.name, best.generation))

    def forget(self, state: State) -> None:
        """Open the file of a table anew with the next question."""
        self._known.pop(state.name, None)
        self._held.pop(state.name, None)

    def ask(self, state: State) -> None:
        """Bring the file of a table up to date in the background."""
        with self._lock:
            running = self._threads.get(state.name)
            if not self._background or self._closed or (running is not None and running.is_alive()):
                return
            thread = threading.Thread(target=self._quietly, args=(state,), name=f"codes-{state.name}", daemon=True)
            self._threads[state.name] = thread
            thread.start()

    def bring_up_all(self) -> None:
        """Bring the files of all tables up to date, and wait for it; those of tables that are gone go."""
        reader = self._database.read()
        tables = vectors.tables(reader)
        self._sweep({table.name for table in tables})
        for table in tables:
            state = vectors.state(reader, table.kind, table.version_key)
            if state is not None:
                self._quietly(state)

    def bring_up(self, asked: State) -> None:
        """Make the file of a table, or add to it what it does not know.

        Raises:
            ImageParserError: the library or the file cannot be read or written.
        """
        with self._writing:
            reader = self._database.read()
            with reader.snapshot():
                state = vectors.state(reader, asked.kind, asked.version_key)
                found = None if state is None else self.current(reader, state)
                if state is None or (found is not None and len(found[1]) == 0 and not _worn(found[0])):
                    return
                appended = None if found is None else self._append(reader, state, *found)
            if appended is None:
                appended = self._build(reader, state)
            if appended is not None and _worn(appended):
                path = self._next_path(state.name)
                self._publish(state, appended.compacted(path), in_file=path is not None)

    def close(self) -> None:
        """Wait for what is being written; nothing is begun any more."""
        with self._lock:
            self._closed = True
            threads = list(self._threads.values())
        for thread in threads:
            thread.join()

    def _quietly(self, state: State) -> None:
        # Whatever fails here costs time, never an answer; the next question asks again.
        with contextlib.suppress(ImageParserError, OSError):
            self.bring_up(state)

    def _append(
        self, reader: Reader, state: State, codes: VectorCodes, changed: NDArray[np.int64]
    ) -> VectorCodes | None:
        """Add what a file does not know; None where it is better made anew."""
        grown = codes.live > GROWN * codes.trained and codes.trained < SAMPLE
        in_file = codes is not self._held.get(state.name)
        if grown or (in_file and self._database.read_only):
            return None
        ids, rows = vectors.some(reader, state.name, state.dim, changed)
        self._promise(state)
        stands = {"generation": state.generation, "stamp": state.stamp}
        made = codes.append(removed=changed, ids=np.array(ids, np.int64), vectors=rows, **stands)
        if made is None:  # another process was quicker: its file is found by the next question
            return codes
        self._publish(state, made, in_file=in_file)
        return made

    def _build(self, reader: Reader, state: State) -> VectorCodes | None:
        if not self._database.read_only:
            self._database.write(lambda tx: vector_notes.begin(tx, state.name))
        with reader.snapshot():
            now = vectors.state(reader, state.kind, state.version_key)
            if now is None or not vectors.at_least(reader, now.name, self.least):
                return None
            path = self._next_path(now.name)
            writer = VectorCodesWriter(path, now.kind, now.version_key, _sample(reader, now))
            for ids, rows in vectors.batches(reader, now.name, now.dim, BATCH):
                if self._closed:
                    return None
                writer.add(ids, rows)
        self._promise(now)
        made = writer.finish(now.generation, now.stamp)
        self._publish(now, made, in_file=path is not None)
        return made

    def _promise(self, state: State) -> None:
        if not self._database.read_only:
            self._database.write(lambda tx: vector_notes.promise(tx, state.name, state.generation, state.stamp))

    def _publish(self, state: State, codes: VectorCodes, *, in_file: bool) -> None:
        """Use codes from now on; notes and files of before go."""
        if not in_file:
            self._held[state.name] = codes
            return
        self._held.pop(state.name, None)
        files = self._files(state.name)
        self._known[state.name] = (_mark(files[-1]) if files else None, codes)
        if not self._database.read_only:
            self._database.write(lambda tx: vector_notes.settle(tx, state.name, codes.generation))
        drafts = [path for path in self._folder.glob(f"{state.name}.*.draft") if _number(path) <= _number(files[-1])]
        locks = [path.with_suffix(".lock") for path in files[:-1]]
        for old in [*files[:-1], *locks, *drafts]:
            with contextlib.suppress(OSError):  # another process may hold it open, where that keeps it in its place
                old.unlink(missing_ok=True)

    def _candidates(self, state: State) -> Iterator[VectorCodes]:
        """Yield what is open already, then what lies there newer."""
        held = self._held.get(state.name)
        if held is not None:
            yield held
        mark, codes = self._known.get(state.name, (None, None))
        if codes is not None:
            yield codes
        files = self._files(state.name)
        newest = _mark(files[-1]) if files else None
        if newest is not None and newest != mark:
            try:
                codes = VectorCodes.open(files[-1], state.kind, state.version_key, state.dim)
            except ImageParserError:
                codes = None
            self._known[state.name] = (newest, codes)
            if codes is not None:
                yield codes

    def _sweep(self, names: set[str]) -> None:
        if self._database.read_only:
            return
        for path in self._folder.glob("vec_*"):
            if path.name.split(".")[0] not in names:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _files(self, name: str) -> list[Path]:
        """Return the files of a table, the newest last."""
        try:
            return sorted(self._folder.glob(f"{name}.*.rank"), key=_number)
        except OSError:
            return []

    def _next_path(self, name: str) -> Path | None:
        """Return where the next file of a table goes; None, which is memory, where nothing can be written."""
        if self._database.read_only:
            return None
        try:
            self._folder.mkdir(exist_ok=True)
        except OSError:
            return None
        if not os.access(self._folder, os.W_OK):
            return None
        files = self._files(name)
        return self._folder / f"{name}.{_number(files[-1]) + 1 if files else 1}.rank"


def _number(path: Path) -> int:
    """Return the number in `vec_vv_1.2.rank` and `vec_vv_1.2.345.draft`; a file that has none was not made by us."""
    number = path.name.split(".")[1]
    return int(number) if number.isdecimal() else 0


def _mark(path: Path) -> _Mark:
    """Return what tells that a file is another, or longer, than it was; None where it is gone."""
    try:
        return path.name, path.stat().st_size
    except OSError:
        return None


def _worn(codes: VectorCodes) -> bool:
    return codes.batches - codes.rows // (1 << 15) > MOST_BATCHES or codes.rows - codes.live > MOST_WASTE * codes.rows


def _sample(reader: Reader, state: State) -> NDArray[np.float32]:
    """Return vectors from all over a table, since neighbours are often alike; the same ones each time."""
    ids = np.array(vectors.ids(reader, state.name), np.int64)
    dice = np.random.default_rng(len(ids))
    chosen = np.sort(dice.choice(ids, min(len(ids), SAMPLE), replace=False))
    return vectors.some(reader, state.name, state.dim, chosen)[1]
