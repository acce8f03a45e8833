"""Imports of packages on the way: what is in already, so that one that was broken off goes on where it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from imageparser.errors import ChangedError
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from imageparser.library.connection import Reader, Transaction

Q = load("package_journal")


class Going(NamedTuple):
    """An import that is not done: the part that comes next, how many lines of it are in, and what came of it so far."""

    id: int
    stage: int
    position: int
    report: dict[str, Any]


def unfinished(reader: Reader, package: str, request: str) -> Going | None:
    """Return the import of a package, by the digest of its manifest, that was broken off, if it asked for the same."""
    row = reader.row(Q["unfinished"], (package, request))
    return None if row is None else Going(row[0], row[1], row[2], json.loads(row[3]))


def begin(tx: Transaction, package: str, request: str, now_ms: int) -> Going:
    """Note that an import begins."""
    return Going(tx.insert(Q["begin"], (package, request, now_ms)), 0, 0, {})


def advance(tx: Transaction, going: Going, stage: int, position: int, report: Mapping[str, Any]) -> Going:
    """Note how far an import is; belongs into the transaction that brings it there.

    Raises:
        ChangedError: another process went on with it meanwhile.
    """
    values = {"id": going.id, "stage": stage, "position": position, "report": json.dumps(report, ensure_ascii=False)}
    if not tx.run(Q["advance"], {**values, "from_stage": going.stage, "from_position": going.position}):
        raise ChangedError("another process takes this package in")
    return Going(going.id, stage, position, dict(report))


def match(tx: Transaction, going: Going, pairs: Iterable[tuple[int, int]]) -> None:
    """Note which pictures of the library some pictures of the package are: (number there, number here)."""
    tx.run_many(Q["match"], ((going.id, number, file_id) for number, file_id in pairs))


def matches(reader: Reader, going: Going) -> list[tuple[int, int]]:
    """Return (number in the package, number here) of every picture that is in."""
    return reader.rows(Q["matches"], (going.id,))


def finish(tx: Transaction, going: Going, now_ms: int) -> None:
    """Note that an import is done."""
    tx.run(Q["forget"], (going.id,))
    tx.run(Q["finish"], (now_ms, going.id))


def roots(reader: Reader) -> list[str]:
    """Return the folders of this machine that pictures of packages were linked to."""
    reports = [json.loads(row[0]) for row in reader.rows(Q["reports"])]
    return sorted({folder for report in reports for folder in report.get("folders", ())})
