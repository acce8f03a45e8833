"""Runs over folders and their reports."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from imageparser import clock
from imageparser.errors import ImageParserError, NotFoundError
from imageparser.library.queries import load
from imageparser.library.roots import span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from imageparser.library.connection import Database, Reader, Transaction

Q = load("runs")
KEPT = 100
INDEX, SCAN = "index", "scan"


class Run(NamedTuple):
    """A run; `report` is None where it did not come to its end. Times are milliseconds since the epoch."""

    id: int
    kind: str
    started_at: int
    finished_at: int | None
    roots: list[str]
    report: dict[str, Any] | None


class Root(NamedTuple):
    """A folder that was indexed, with what is known below it; `indexed_at` in milliseconds since the epoch."""

    raw: bytes
    files: int
    missing: int
    bytes: int
    failed: int
    skipped: int
    indexed_at: int | None

    def counts(self) -> dict[str, int | None]:
        """Return all but the folder itself."""
        return {name: value for name, value in self._asdict().items() if name != "raw"}


def start(tx: Transaction, roots: Iterable[str], now_ms: int, *, kind: str = INDEX, keep: int = KEPT) -> int:
    """Note that a run over some folders begins and return its id; of all runs the newest `keep` stay."""
    run = tx.insert(Q["start"], (kind, now_ms, json.dumps(list(roots), ensure_ascii=False)))
    tx.run(Q["trim"], (keep,))
    return run


def forget_idle(tx: Transaction, key: str) -> None:
    """Forget the runs over one folder that changed nothing and had nothing to tell, but for the latest of them."""
    tx.run(Q["forget_idle"], {"roots": json.dumps([key], ensure_ascii=False)})


def finish(tx: Transaction, run: int, report: Mapping[str, Any], now_ms: int) -> None:
    """Note that a run has come to its end."""
    tx.run(Q["finish"], (now_ms, json.dumps(report, ensure_ascii=False), run))


@contextlib.contextmanager
def noting(database: Database, run: int, report: Callable[[], Mapping[str, Any]]) -> Iterator[None]:
    """Note at the end of a run what `report` tells, also where an error ends it: then with `error`."""
    try:
        yield
    except ImageParserError as problem:
        error = {"code": problem.code, "message": problem.message, "path": problem.path}
        with contextlib.suppress(ImageParserError):  # it may be that nothing can be written
            database.write(lambda tx: finish(tx, run, {**report(), "error": error}, clock.now_ms()))
        raise
    database.write(lambda tx: finish(tx, run, report(), clock.now_ms()))


def listed(reader: Reader, limit: int, offset: int = 0) -> list[Run]:
    """Return runs, the newest first; of the lists in their reports only the lengths."""
    return [_run(row) for row in reader.rows(Q["listed"], (limit, offset))]


def count(reader: Reader) -> int:
    """Return how many runs are kept."""
    return int(reader.value(Q["count"]))


def get(reader: Reader, run_id: int) -> Run:
    """Return one run.

    Raises:
        NotFoundError: there is none with this number.
    """
    row = reader.row(Q["get"], (run_id,))
    if row is None:
        raise NotFoundError(f"there is no report {run_id}")
    return _run(row)


def newest(reader: Reader) -> Run:
    """Return the run that began last.

    Raises:
        NotFoundError: nothing has ever run.
    """
    for row in reader.rows(Q["listed"], (1, 0)):
        return get(reader, row[0])
    raise NotFoundError("there is no report yet")


def last(reader: Reader) -> dict[str, Any] | None:
    """Return `started_at`, `finished_at` and `report` of the latest finished run."""
    row = reader.row(Q["last"])
    return None if row is None else {"started_at": row[0], "finished_at": row[1], "report": json.loads(row[2])}


def folders(reader: Reader) -> list[bytes]:
    """Return the folders that the kept runs walked, in the bytes of the disk; one inside another is left out."""
    return [raw for _, raw in _folders(reader)]


def by_key(reader: Reader) -> dict[str, bytes]:
    """Return the same folders by their keys; counts nothing, so that it costs nothing in a large library."""
    return dict(_folders(reader))


def roots(reader: Reader) -> list[Root]:
    """Return what is known below each of those folders."""
    found = []
    for key, raw in _folders(reader):
        _, first, behind = span(key)
        row = reader.row(Q["root"], {"key": key, "first": first, "behind": behind})
        found.append(Root(raw, *(row or (0, 0, 0, 0, 0, None))))
    return found


def _folders(reader: Reader) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for key, raw in reader.rows(Q["folders"]):
        if not any(key.startswith(outer.rstrip("/") + "/") for outer, _ in found):
            found.append((key, raw))
    return found


def _run(row: tuple[Any, ...]) -> Run:
    number, kind, started_at, finished_at, roots, report = row
    told = None if finished_at is None else json.loads(report)
    return Run(number, kind, started_at, finished_at, json.loads(roots), told)
