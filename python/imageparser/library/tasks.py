"""Which phase has done which file under which version key; what is absent is still to do.

A task that waits could not be done for want of a server; what stands in for its result lets later phases go on, and
the next run tries again. It counts as pending.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imageparser.library import roots as root_ranges
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imageparser.library.connection import Reader, Transaction

Q = load("tasks")

# A property of the content: only another content, another version or force makes a new attempt worth it.
FINAL_CODES = ("corrupt", "unsupported", "too_large")
_FOREVER = 1 << 62


@dataclass(frozen=True, slots=True)
class FileRef:
    """What a phase needs to know of a file to begin; `digest` is None before the file was read."""

    id: int
    key: str
    raw: bytes
    digest: str | None


@dataclass(frozen=True, slots=True)
class TaskFailure:
    """A phase of a file that failed."""

    raw: bytes
    phase: str
    code: str
    message: str
    attempts: int


@dataclass(frozen=True, slots=True)
class PhaseCounts:
    """Present files by the state of one phase; the three add up to all of them."""

    done: int
    failed: int
    pending: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many present files a phase waits with, and why, as it was told last."""

    files: int
    code: str
    message: str


def pending(
    reader: Reader,
    phase: str,
    version_key: str,
    *,
    needs: Sequence[tuple[str, str]] = (),
    roots: Iterable[str] | None = None,
    limit: int = -1,
    max_attempts: int = 3,
    failed_before: int = _FOREVER,
    waiting: bool = True,
    after: int = 0,
) -> list[FileRef]:
    """Return present files that a phase may do now, in the order of their ids.

    `needs` are (phase, version key) that must be done; a file that failed is tried again while it has
    attempts left, the failure is older than `failed_before` and the code is not final; one that waits since before
    `failed_before` is tried again if `waiting`; `after` continues a list.
    """
    conditions = _conditions(phase, version_key, needs, max_attempts, failed_before, waiting=waiting)
    values = {**conditions, "roots": root_ranges.as_json(roots), "limit": limit, "after": after}
    return [_ref(row) for row in reader.rows(Q["pending"], values)]


def claim(
    reader: Reader,
    phase: str,
    version_key: str,
    ids: Iterable[int],
    *,
    needs: Sequence[tuple[str, str]] = (),
    max_attempts: int = 3,
    failed_before: int = _FOREVER,
    waiting: bool = True,
) -> list[FileRef]:
    """Return those of some files that a phase may do now, by the rules of `pending`; costs as much as they are."""
    conditions = _conditions(phase, version_key, needs, max_attempts, failed_before, waiting=waiting)
    return [_ref(row) for row in reader.rows(Q["claim"], {**conditions, "ids": json.dumps(list(ids))})]


def _conditions(  # private, in the order of its two callers
    phase: str,
    version_key: str,
    needs: Sequence[tuple[str, str]],
    max_attempts: int,
    failed_before: int,
    *,
    waiting: bool,
) -> dict[str, object]:
    return {
        "phase": phase,
        "version_key": version_key,
        "needs": json.dumps(list(needs)),
        "max_attempts": max_attempts,
        "failed_before": failed_before,
        "final_codes": json.dumps(FINAL_CODES),
        "waiting": waiting,
    }


def _ref(row: tuple[int, str, bytes, str]) -> FileRef:
    file_id, key, raw, digest = row
    return FileRef(file_id, key, raw, digest or None)


def done(tx: Transaction, file_id: int, task: tuple[str, str], now_ms: int, *, took_ms: int | None = None) -> None:
    """Mark a (phase, version key) of a file as done; belongs into the transaction that stores its result."""
    tx.run(Q["done"], (file_id, *task, now_ms, took_ms))


def failed(tx: Transaction, file_id: int, task: tuple[str, str], now_ms: int, *, code: str, message: str) -> None:
    """Note that a (phase, version key) could not do a file, and count the attempt."""
    values = {"file_id": file_id, "phase": task[0], "version_key": task[1], "code": code, "message": message}
    tx.run(Q["failed"], {**values, "now": now_ms})


def wait(tx: Transaction, file_id: int, task: tuple[str, str], now_ms: int, *, code: str, message: str) -> None:
    """Note that a (phase, version key) of a file waits, and why; what is done stays done."""
    values = {"file_id": file_id, "phase": task[0], "version_key": task[1], "code": code, "message": message}
    tx.run(Q["wait"], {**values, "now": now_ms})


def waiting(
    reader: Reader, keys: Sequence[tuple[str, str]], *, roots: Iterable[str] | None = None
) -> dict[str, Waiting]:
    """Return the (phase, version key) that have files below some roots waiting, by phase."""
    rows = reader.rows(Q["waiting"], {"keys": json.dumps(list(keys)), "roots": root_ranges.as_json(roots)})
    return {phase: Waiting(files, code, message) for phase, files, code, message, _ in rows}


def supersede(tx: Transaction, file_id: int, task: tuple[str, str]) -> None:
    """Let a phase of a file count as done under no other version key: its result has taken the place of the others."""
    tx.run(Q["supersede"], (file_id, *task))


def reset(tx: Transaction, file_id: int, phases: Iterable[str]) -> None:
    """Let some phases of a file be done again."""
    tx.run(Q["reset_file"], {"file_id": file_id, "phases": json.dumps(list(phases))})


def reset_failed(tx: Transaction, file_id: int) -> None:
    """Give a file new attempts at everything that failed."""
    tx.run(Q["reset_failed"], (file_id,))


def retry(tx: Transaction, roots: Iterable[str]) -> int:
    """Give every file below some roots new attempts at what failed, and return how many failures that were."""
    return tx.run(Q["retry"], {"roots": root_ranges.as_json(roots)})


def reset_all(tx: Transaction, file_id: int) -> None:
    """Let every phase of a file be done again."""
    tx.run(Q["reset_all"], (file_id,))


def reread(tx: Transaction, file_id: int, reading: Sequence[str]) -> None:
    """Let the phases that read a file do so again, and those that failed on what they made; none named means all."""
    if reading:
        reset(tx, file_id, reading)
        reset_failed(tx, file_id)
    else:
        reset_all(tx, file_id)


def reset_roots(tx: Transaction, phases: Iterable[str], roots: Iterable[str] | None) -> int:
    """Let some phases of every present file below some roots be done again."""
    return tx.run(Q["reset_roots"], {"phases": json.dumps(list(phases)), "roots": root_ranges.as_json(roots)})


def counts(reader: Reader, keys: Sequence[tuple[str, str]]) -> dict[str, PhaseCounts]:
    """Return the counts of each (phase, version key), all as of one moment."""
    rows = reader.rows(Q["counts"], {"keys": json.dumps(list(keys))})
    found = {phase: PhaseCounts(*numbers) for phase, *numbers in rows}
    return {phase: found.get(phase, PhaseCounts(0, 0, 0)) for phase, _ in keys}


def failures(
    reader: Reader, keys: Sequence[tuple[str, str]], *, roots: Iterable[str] | None = None, since: int = _FOREVER
) -> list[TaskFailure]:
    """Return what stands as failed for present files below some roots, and for files lost after `since`."""
    values = {"keys": json.dumps(list(keys)), "roots": root_ranges.as_json(roots), "since": since}
    return [TaskFailure(*row) for row in reader.rows(Q["failures"], values)]
