"""What a library takes on the disk, by kind."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from imageparser.library import backup_files, codes
from imageparser.library.queries import load
from imageparser.library.thumbnails import Thumbnails

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from imageparser.library.connection import Database

Q = load("disk")
# The kinds of tables by how their names begin, the first that fits; everything else is `other`.
KINDS = (
    ("vectors", ("vec_", "vector_")),
    ("keywords", ("fulltext", "tag_names")),
    ("prompts", ("prompt",)),
    ("layers", ("layer", "fonts")),
    ("captions", ("caption",)),
    ("suggestions", ("term", "file_terms", "tag_counts", "searches")),
    (
        "yours",
        ("tag", "note", "comment", "collection", "filter_p", "edits", "templates", "presets", "not_dupl", "marked"),
    ),
    ("journal", ("journal", "runs", "sidecar")),
    ("pictures", ("files", "file_", "directories", "skipped", "tasks")),
)
OTHER, FREE = "other", "unused"


def of_database(database: Database) -> dict[str, int]:
    """Return the bytes of the library file by kind of table, its log and unused pages too; reads the whole file."""
    reader = database.read()
    found = dict.fromkeys([*(name for name, _ in KINDS), OTHER], 0)
    with reader.snapshot():
        for table, size in reader.rows(Q["tables"]):
            found[_kind(table)] += size
        found[FREE] = int(reader.value(Q["unused"]))
    log = database.path.with_name(database.path.name + "-wal")
    return {**found, "log": log.stat().st_size if log.exists() else 0}


def usage(database: Database, places: Mapping[str, Path], *, deep: bool) -> dict[str, object]:
    """Return the bytes of the library and of what lies beside it, of further `places`, and what is free.

    `tables` tells the library file by kind with `deep` only.
    """
    beside = {
        "library": database.path.stat().st_size,
        "thumbnails": Thumbnails(database.thumbnails).usage()["thumbnails_bytes"],
        "codes": of_folder(codes.folder_of(database)),
        "backups": of_folder(backup_files.folder_of(database.path)),
    }
    further = {name: of_folder(path) for name, path in places.items()}
    tables = of_database(database) if deep else None
    return {**beside, **further, "free": shutil.disk_usage(database.path.parent).free, "tables": tables}


def of_folder(folder: Path) -> int:
    """Return the bytes of all files in a folder and below; 0 where there is none."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(place, name)).st_size  # noqa: PTH116, PTH118  # many files
            except OSError:
                continue  # gone meanwhile
    return total


def _kind(table: str) -> str:
    return next((name for name, heads in KINDS if table.startswith(heads)), OTHER)
