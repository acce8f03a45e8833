"""Tags of files, by who gave them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from imageparser.library.queries import load
from imageparser.text import fold_tag, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imageparser.library.connection import Reader, Transaction

Q = load("tags")
FILE, MODEL, USER = "file", "model", "user"
DERIVED = (FILE, MODEL)  # gone with the content they were derived from


def replace(tx: Transaction, file_id: int, source: str, tags: Iterable[str]) -> None:
    """Let a file have exactly these tags from one source."""
    tx.run(Q["clear"], (file_id, source))
    tx.run_many(Q["put"], ((file_id, nfc(tag), source, fold_tag(tag)) for tag in tags if tag.strip()))


def of_files(reader: Reader, file_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the tags of some files, each tag once."""
    found: dict[int, dict[str, None]] = {}
    for file_id, tag, _ in reader.rows(Q["of_files"], (json.dumps(list(file_ids)),)):
        found.setdefault(file_id, {})[tag] = None
    return {file_id: list(tags) for file_id, tags in found.items()}


def of_file(reader: Reader, file_id: int) -> list[str]:
    """Return the tags of a file, each once."""
    return of_files(reader, [file_id]).get(file_id, [])
