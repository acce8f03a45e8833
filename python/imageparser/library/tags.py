"""Tags of files, by who gave them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from imageparser.library import tag_tree
from imageparser.library.queries import load
from imageparser.text import fold_tag, nfc

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader, Transaction

Q = load("tags")
FILE, MODEL, USER = "file", "model", "user"
DERIVED = (FILE, MODEL)  # gone with the content they were derived from
SOURCES = (FILE, MODEL, USER)
_ALL = -1  # SQLite's word for "no limit"


class Counted(NamedTuple):
    """A tag with the number of present files that have it."""

    tag: str
    files: int


def replace(tx: Transaction, file_id: int, source: str, tags: Iterable[str]) -> None:
    """Let a file have exactly these tags from one source."""
    tx.run(Q["clear"], (file_id, source))
    tx.run_many(Q["put"], ((file_id, nfc(tag), source, fold_tag(tag)) for tag in tags if tag.strip()))


def give(tx: Transaction, file_ids: Collection[int], names: Iterable[str], now_ms: int) -> int:
    """Give files some tags of the user; new tags come into the tree, an alias gives its tag. Return the number given.

    Raises:
        UsageError: a name says nothing.
    """
    ids = json.dumps(list(file_ids))
    nodes = [tag_tree.ensure(tx, name, now_ms) for name in names]
    return sum(tx.run(Q["give"], {"ids": ids, "name": node.name, "folded": node.folded}) for node in nodes)


def take(tx: Transaction, file_ids: Collection[int], names: Iterable[str]) -> int:
    """Take tags that the user gave from files and return the number taken; those of models and of the file stay."""
    ids = json.dumps(list(file_ids))
    folded = [tag_tree.resolved(tx, name) for name in names]
    return sum(tx.run(Q["take"], {"ids": ids, "folded": one}) for one in dict.fromkeys(folded))


def counts(
    reader: Reader, file_ids: Sequence[int] | None = None, *, sources: Sequence[str] = SOURCES, limit: int = _ALL
) -> list[Counted]:
    """Return how many present files of all or of some have each tag, aliases counted as their tags; the most first."""
    ids = None if file_ids is None else json.dumps(file_ids)
    rows = reader.rows(Q["counts"], {"ids": ids, "sources": json.dumps(sources), "limit": _ALL if limit < 0 else limit})
    return [Counted(tag, files) for _, tag, files in rows]


def tagged_by_user(reader: Reader) -> NDArray[np.int64]:
    """Return the present files that have a tag of the user, ascending."""
    return np.array([row[0] for row in reader.rows(Q["tagged_by_user"])], np.int64)


def of_files(reader: Reader, file_ids: Iterable[int], sources: Collection[str] = SOURCES) -> dict[int, list[str]]:
    """Return the tags of some files from some sources, each tag once."""
    found: dict[int, dict[str, None]] = {}
    for file_id, tag, source in reader.rows(Q["of_files"], (json.dumps(list(file_ids)),)):
        if source in sources:
            found.setdefault(file_id, {})[tag] = None
    return {file_id: list(tags) for file_id, tags in found.items()}


def of_file(reader: Reader, file_id: int, sources: Collection[str] = SOURCES) -> list[str]:
    """Return the tags of a file from some sources, each once."""
    return of_files(reader, [file_id], sources).get(file_id, [])
