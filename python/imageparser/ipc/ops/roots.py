"""`roots`: the folders that are indexed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imageparser import clock
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Shape
from imageparser.library import runs, switches
from imageparser.text import key_of, path_text

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class RootsPayload(Payload):
    """Nothing has to be said."""


class IndexedRoot(Shape):
    """A folder: whether it is there now, what the library knows below it, and when it was last walked to the end.

    `watched` says whether it is to be kept up to date by itself (`watch`).
    """

    path: str
    exists: bool
    files: int
    missing: int
    bytes: int
    failed: int
    skipped: int
    indexed_at: str | None
    watched: bool


class RootsDone(Done):
    """The outermost folders by path; where the library is and where its thumbnails are."""

    roots: list[IndexedRoot]
    library: str
    thumbnails: str


@op("roots", payload=RootsPayload, done=RootsDone)
def roots(job: Job, _payload: RootsPayload) -> dict[str, Any]:
    """List the indexed folders with their state, and the places of the library."""
    database = job.library.database
    watched = switches.watched(database.read())
    found = [
        {
            "path": path_text(root.raw),
            "exists": Path(os.fsdecode(root.raw)).is_dir(),
            **root.counts(),
            "indexed_at": None if root.indexed_at is None else clock.iso(root.indexed_at),
            "watched": key_of(root.raw) in watched,
        }
        for root in runs.roots(database.read())
    ]
    return {"roots": found, "library": str(database.path), "thumbnails": str(database.thumbnails)}
