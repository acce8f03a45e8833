"""What is in the library, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.library import facets, layer_pictures, prompts, runs, tasks, vectors
from imageparser.library.queries import load
from imageparser.library.thumbnails import Thumbnails

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.library.connection import Database, Reader

Q = load("stats")


def collect(database: Database, keys: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return all numbers; `keys` are the (phase, version key) in force."""
    reader = database.read()
    with reader.snapshot():
        total, missing, picture_bytes = reader.row(Q["totals"]) or (0, 0, 0)
        counts = tasks.counts(reader, keys)
        numbers = {
            "files": total - missing,
            "missing": missing,
            "folders": reader.value(Q["folders"]),
            "formats": dict(reader.rows(Q["formats"])),
            "phases": {p: {"done": c.done, "failed": c.failed, "pending": c.pending} for p, c in counts.items()},
            "waiting": {
                phase: {"files": w.files, "code": w.code, "reason": w.message}
                for phase, w in tasks.waiting(reader, keys).items()
            },
            "skipped": dict(reader.rows(Q["skipped"])),
            "facets": facets.collect(reader),
            "vectors": _vectors(reader),
            "layer_pictures": dict(zip(("layers", "pictures"), layer_pictures.counts(reader), strict=True)),
            "prompts": prompts.totals(reader),
            "last_run": runs.last(reader),
        }
    disk = {"pictures_bytes": picture_bytes, "library_bytes": _library_bytes(database)}
    return {
        "library": str(database.path),
        **numbers,
        "disk": disk | Thumbnails(database.thumbnails).usage(),
        "build": build(reader),
    }


def brief(reader: Reader) -> dict[str, int]:
    """Return the few numbers that cost next to nothing."""
    names = ("images", "missing", "prompts", "tags", "templates", "presets", "jobs")
    return dict(zip(names, reader.row(Q["brief"]) or (), strict=True))


def build(reader: Reader) -> dict[str, Any]:
    """Return the versions of the library, SQLite and sqlite-vec, and whether the latter was built with SIMD."""
    debug = str(reader.value(Q["vector_build"]))
    facts = dict(line.split(":", 1) for line in debug.splitlines() if ":" in line)
    flags = facts.get("Build flags", "").strip()
    return {
        "schema": reader.value(Q["schema"]),
        "sqlite": reader.value(Q["sqlite"]),
        "sqlite_vec": facts.get("Version", "").strip(),
        "sqlite_vec_simd": bool(flags),
        "sqlite_vec_flags": flags,
    }


def _vectors(reader: Reader) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "version_key": key, "dim": dim, "count": vectors.count(reader, kind, key)}
        for _, kind, key, dim, _ in vectors.tables(reader)
    ]


def _library_bytes(database: Database) -> int:
    parts = (database.path.with_name(database.path.name + end) for end in ("", "-wal", "-shm"))
    return sum(part.stat().st_size for part in parts if part.exists())
