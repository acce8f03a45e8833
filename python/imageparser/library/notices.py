"""What is worth knowing of a library though nothing is wrong: what could not be read, what waits, what is outdated."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from imageparser.library import files, serving, tasks, vectors
from imageparser.library import roots as root_ranges
from imageparser.library.findings import Finding, Known, within
from imageparser.library.queries import load
from imageparser.text import path_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imageparser.library.connection import Database, Reader, Transaction

Q = load("health")


def failures(reader: Reader, known: Known, roots: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """Return what phases could not do, with the reason: path, phase, code, reason and the number of attempts.

    `roots` are the keys of folders below which is looked, else everywhere.
    """
    return [
        {
            "path": path_text(one.raw),
            "phase": one.phase,
            "code": one.code,
            "reason": one.message,
            "attempts": one.attempts,
        }
        for one in tasks.failures(reader, known.keys, roots=roots)
    ]


def skipped(reader: Reader, roots: Iterable[str] | None = None) -> list[dict[str, str]]:
    """Return the paths that walks left out below some roots (keys), else everywhere, with the reason."""
    rows = reader.rows(Q["skipped"], {"roots": root_ranges.as_json(roots)})
    return [dict(zip(("path", "code", "reason"), row, strict=True)) for row in rows]


def paths(reader: Reader, file_ids: list[int]) -> list[str]:
    """Return the paths of some files, in their order; a number stands for one that is unknown."""
    known = {file_id: path_text(raw) for file_id, raw in reader.rows(Q["paths"], (json.dumps(file_ids),))}
    return [known.get(file_id, str(file_id)) for file_id in file_ids]


def unfinished(reader: Reader, known: Known) -> Iterator[Finding]:
    """Tell what could not be read, what failed later, what was left out and what waits."""
    failed = failures(reader, known)
    unreadable = [one for one in failed if one["phase"] in known.reading]
    later = [one for one in failed if one["phase"] not in known.reading]
    waiting = tasks.waiting(reader, known.keys)

    def again(tx: Transaction) -> str:
        tx.run_many(Q["forget_failed"], known.keys)
        return "the next index run tries these again"

    yield _notice("files_unreadable", [_line(one) for one in unreadable], again)
    yield _notice("tasks_failed", [f"{one['phase']}: {_line(one)}" for one in later], again)
    yield _notice("paths_skipped", [_line(one) for one in skipped(reader)])
    waits = [f"{phase}: {one.files}: {one.code}: {one.message}" for phase, one in waiting.items()]
    yield _notice("tasks_waiting", waits)


def outdated(reader: Reader, known: Known) -> Iterator[Finding]:
    """Tell which thumbnails are of other settings, and which vectors are those of former models."""
    keys = json.dumps([(phase, key) for phase, key in known.keys if phase in known.reading])
    stale = [path_text(raw) for (raw,) in reader.rows(Q["stale"], (keys,))]
    yield _notice("thumbnails_stale", stale)
    kept = known.serving
    former = [] if kept is None else [table for table in vectors.tables(reader) if table.version_key not in kept]

    def clear(database: Database) -> str:
        for table in former:
            work = partial(serving.clear_some, table=table)
            while database.write(work):
                pass
        return "removed"

    told = [f"{one.kind} {one.version_key}: {vectors.count(reader, one.kind, one.version_key)}" for one in former]
    yield Finding("vectors_of_former_models", told, clear, notice=True)


def missing(reader: Reader, _known: Known) -> Iterator[Finding]:
    """Tell which pictures are gone, those on which nothing of the user's own hangs by themselves."""
    rows = reader.rows(Q["missing"])
    bare = [file_id for file_id, _, own in rows if not own]

    def forget(tx: Transaction) -> str:
        for file_id in bare:
            files.forget(tx, file_id)
        return "forgotten; they would come back as new ones"

    yield Finding(
        "pictures_gone", [path_text(raw) for _, raw, own in rows if not own], within(forget), notice=True, by_name=True
    )
    yield _notice("pictures_gone_with_marks", [path_text(raw) for _, raw, own in rows if own])


def _notice(code: str, items: list[Any], mend: Any = None) -> Finding:
    return Finding(code, items, None if mend is None else within(mend), notice=True, by_name=True)


def _line(one: dict[str, Any]) -> str:
    return f"{one['path']}: {one['code']}: {one['reason']}"
