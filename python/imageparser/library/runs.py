"""Index runs and their reports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from imageparser.library.connection import Reader, Transaction

Q = load("stats")
KEPT = 100


def start(tx: Transaction, roots: Iterable[str], now_ms: int) -> int:
    """Note that a run over some folders begins and return its id."""
    run = tx.insert(Q["start_run"], (now_ms, json.dumps(list(roots), ensure_ascii=False)))
    tx.run(Q["trim_runs"], (KEPT,))
    return run


def finish(tx: Transaction, run: int, report: Mapping[str, Any], now_ms: int) -> None:
    """Note that a run has come to its end."""
    tx.run(Q["finish_run"], (now_ms, json.dumps(report, ensure_ascii=False), run))


def last(reader: Reader) -> dict[str, Any] | None:
    """Return `started_at`, `finished_at` and `report` of the latest finished run."""
    row = reader.row(Q["last_run"])
    return None if row is None else {"started_at": row[0], "finished_at": row[1], "report": json.loads(row[2])}


def folders(reader: Reader) -> list[bytes]:
    """Return the folders that the kept runs walked, in the bytes of the disk; one inside another is left out."""
    found: list[tuple[str, bytes]] = []
    for key, raw in reader.rows(Q["run_folders"]):
        if not any(key.startswith(outer.rstrip("/") + "/") for outer, _ in found):
            found.append((key, raw))
    return [raw for _, raw in found]
