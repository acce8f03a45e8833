"""The journal of the jobs that move files: the whole plan before the first change, then what became of each file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from imageparser.library import fulltext, paths
from imageparser.library.integers import signed, unsigned
from imageparser.library.queries import load
from imageparser.text import key_of, parent_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imageparser.library.connection import Reader, Transaction

Q = load("journal")
SCAN = load("scan")


class JobState(StrEnum):
    """Where a job is; `interrupted` ones were given up after a crash."""

    APPLYING = "applying"
    DONE = "done"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    UNDONE = "undone"


class State(StrEnum):
    """Where a file is: `held` at its temporary name, `copied` at its target and still at its source."""

    PENDING = "pending"
    HELD = "held"
    COPIED = "copied"
    DONE = "done"
    FAILED = "failed"
    GIVEN_UP = "given_up"


class NewJob(NamedTuple):
    """A job that is about to begin; `parameters` is JSON for people, `digest` binds it to its request."""

    kind: str
    folder: str
    parameters: str
    digest: str
    owner: str
    undoes: int | None = None


class JobRow(NamedTuple):
    """A job; times are milliseconds."""

    id: int
    kind: str
    folder: str
    parameters: str
    digest: str
    owner: str
    state: str
    created_at: int
    finished_at: int | None
    undoes: int | None


class Listed(NamedTuple):
    """A job and how many pictures it was to move, has moved, and could not move."""

    job: JobRow
    items: int
    done: int
    failed: int


@dataclass(slots=True)
class Item:
    """One file of a job; `picture` is the number of the picture that it goes with, its own for a picture."""

    number: int
    picture: int
    source: str
    target: str
    temporary: str | None
    size: int
    mtime_ns: int
    file_id: int
    digest: str | None = None
    state: State = State.PENDING
    message: str | None = None


class Move(NamedTuple):
    """A file that has just been given another path, with the marks that it has there."""

    source: str
    target: str
    size: int
    mtime_ns: int
    file_id: int


def begin(tx: Transaction, job: NewJob, items: Iterable[Item], folders: Iterable[str], now_ms: int) -> int:
    """Write a whole plan and return the number of the job."""
    values = {**job._asdict(), "state": JobState.APPLYING, "now": now_ms}
    job_id = tx.insert(Q["begin"], values)
    tx.run_many(Q["put_item"], (_item_values(job_id, item) for item in items))
    tx.run_many(Q["put_folder"], ((job_id, os.fsencode(folder)) for folder in folders))
    return job_id


def settle(tx: Transaction, job_id: int, items: Iterable[Item], moves: Sequence[Move], now_ms: int) -> None:
    """Write what became of some files; the rows of the library follow those that were moved."""
    follow(tx, moves, now_ms)
    tx.run_many(
        Q["settle"],
        (
            {
                "job": job_id,
                "number": item.number,
                "state": item.state,
                "message": item.message,
                "size": item.size,
                "mtime_ns": item.mtime_ns,
                "file_id": signed(item.file_id),
                "digest": bytes.fromhex(item.digest) if item.digest else None,
            }
            for item in items
        ),
    )


def follow(tx: Transaction, moves: Sequence[Move], now_ms: int) -> None:
    """Give the rows of moved files their new paths; all leave the old ones first, so that they can trade places.

    The recorded states of the folders go: the next scan compares their files anew and finds nothing changed.
    """
    paths.touch(tx)
    folders = dict.fromkeys(parent_key(key_of(path)) for move in moves for path in (move.source, move.target))
    known = [(tx.row(Q["place_of"], (key_of(source),)), source, move) for source, move in _net(moves).items()]
    # Of two names that differ only in their Unicode form, the row is that of one.
    owners = [(row[0], move) for row, source, move in known if row and _named(row[1], source)]
    for file_id, _ in owners:
        tx.run(SCAN["lose"], {"id": file_id, "now": now_ms})
    for file_id, move in owners:
        key = key_of(move.target)
        tx.run(SCAN["lose_key"], {"key": key, "now": now_ms})
        marks = (move.size, move.mtime_ns, signed(move.file_id))
        tx.run(SCAN["place"], (file_id, key, os.fsencode(move.target), parent_key(key), *marks))
    for folder in folders:
        tx.run(SCAN["drop_directory"], (folder,))
    fulltext.refresh(tx, [file_id for file_id, _ in owners])


def _named(raw: bytes, path: str) -> bool:
    return Path(os.fsdecode(raw)).name == Path(path).name


def _net(moves: Sequence[Move]) -> dict[str, Move]:
    """Return where each file has gone after all moves, by the path that it had before them."""
    origins: dict[str, str] = {}
    found: dict[str, Move] = {}
    for move in moves:
        origin = origins.pop(move.source, move.source)
        origins[move.target] = origin
        found[origin] = move
    return found


def own(tx: Transaction, job_id: int, owner: str) -> None:
    """Let a process take a job over."""
    tx.run(Q["own"], {"job": job_id, "owner": owner, "state": JobState.APPLYING})


def finish(tx: Transaction, job_id: int, state: JobState, now_ms: int) -> None:
    """Write that a job has ended; one that is given up does nothing more."""
    if state is JobState.INTERRUPTED:
        tx.run(Q["give_up"], (job_id,))
    tx.run(Q["finish"], {"job": job_id, "state": state, "now": now_ms})


def prune(tx: Transaction, *, keep: int, before_ms: int) -> int:
    """Forget old jobs and return how many.

    The newest `keep` stay, and what has not ended; so does, unless it ended before `before_ms`, what can be undone.
    """
    return tx.run(
        Q["prune"], {"keep": keep, "before": before_ms, "applying": JobState.APPLYING, "undone": JobState.UNDONE}
    )


def get(reader: Reader, job_id: int) -> JobRow | None:
    """Return a job, None where there is none."""
    row = reader.row(Q["job"], (job_id,))
    return None if row is None else JobRow(*row)


def applying(reader: Reader) -> list[JobRow]:
    """Return the jobs that were begun and have not ended."""
    return [JobRow(*row) for row in reader.rows(Q["in_state"], (JobState.APPLYING,))]


def latest(reader: Reader, kind: str, digest: str) -> JobRow | None:
    """Return the last job of a kind with the same request."""
    row = reader.row(Q["latest"], (kind, digest))
    return None if row is None else JobRow(*row)


def listed(reader: Reader, folder: str | None, limit: int, offset: int) -> list[Listed]:
    """Return jobs, the newest first; those of one folder where it is given."""
    rows = reader.rows(Q["listed"], {"folder": folder, "limit": limit, "offset": offset})
    return [Listed(JobRow(*row[:10]), *row[10:]) for row in rows]


def count(reader: Reader, folder: str | None) -> int:
    """Return how many jobs `listed` would give without a limit."""
    return int(reader.value(Q["count"], {"folder": folder}))


def items(reader: Reader, job_id: int) -> list[Item]:
    """Return the files of a job in the order in which they are moved."""
    return [_item(row) for row in reader.rows(Q["items"], (job_id,))]


def folders(reader: Reader, job_id: int) -> list[str]:
    """Return the folders that a job was to make, outer ones first."""
    return [os.fsdecode(row[0]) for row in reader.rows(Q["folders"], (job_id,))]


def _item_values(job_id: int, item: Item) -> dict[str, Any]:
    return {
        "job": job_id,
        "number": item.number,
        "picture": item.picture,
        "source": os.fsencode(item.source),
        "target": os.fsencode(item.target),
        "temporary": item.temporary and os.fsencode(item.temporary),
        "size": item.size,
        "mtime_ns": item.mtime_ns,
        "file_id": signed(item.file_id),
        "state": item.state,
    }


def _item(row: tuple[Any, ...]) -> Item:
    number, picture, source, target, temporary, size, mtime_ns, file_id, digest, state, message = row
    return Item(
        number,
        picture,
        os.fsdecode(source),
        os.fsdecode(target),
        temporary and os.fsdecode(temporary),
        size,
        mtime_ns,
        unsigned(file_id),
        digest.hex() if digest else None,
        State(state),
        message,
    )
