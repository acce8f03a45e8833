"""Collections on the way to another library: pictures are named by their content, so paths do not matter."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from imageparser.library import collections
from imageparser.library.queries import load
from imageparser.text import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imageparser.library.connection import Reader, Transaction

Q = load("collection_files")
FORMAT, VERSION = "imageparser-collections", 1


@dataclass(frozen=True)
class Carried:
    """A collection out of a file; `parent` is the place of the one around it, `items` are (digest, file name)."""

    name: str
    parent: int | None = None
    description: str = ""
    query: str | None = None
    cover: str | None = None
    items: Sequence[tuple[str, str]] = ()


@dataclass
class Report:
    """What an import did; `missing` are (collection, file name, digest) of pictures that the library lacks."""

    created: int = 0
    merged: int = 0
    added: int = 0
    missing: list[tuple[str, str, str]] = field(default_factory=list)


def pack(reader: Reader, numbers: Iterable[int] | None = None) -> dict[str, Any]:
    """Return some collections with all inside them, or all, as JSON; an outer one stands before those inside it.

    Pictures that nobody has read have no digest and stay behind.

    Raises:
        NotFoundError: there is no such collection.
    """
    rows = {row.id: row for row in collections.every(reader)}
    chosen = list(rows) if numbers is None else [below for one in numbers for below in _with_inner(reader, one)]
    order = sorted(dict.fromkeys(chosen), key=lambda number: _depth(rows, number))
    places = {number: place for place, number in enumerate(order)}
    told = []
    for number in order:
        row = rows[number]
        items = [{"digest": digest, "name": name_of(key)} for digest, key in reader.rows(Q["items"], (number,))]
        covers = [digest for digest, _ in reader.rows(Q["file"], (row.cover_id,))]
        one = {"name": row.name, "parent": places.get(row.parent_id or 0), "description": row.description}
        told.append({**one, "query": row.query, "cover": covers[0] if covers else None, "items": items})
    return {"format": FORMAT, "version": VERSION, "collections": told}


def unpack(tx: Transaction, carried: Sequence[Carried], now_ms: int) -> Report:
    """Take collections into the library; one that is there already, in the same place, gets what it lacks.

    A smart one of the same name keeps its query. Of several files with the same content the present one counts, and
    of those the one with the same name.

    Raises:
        UsageError: a name says nothing, or a smart collection would hold others or pictures.
    """
    report = Report()
    numbers: list[int] = []
    for one in carried:
        parent = None if one.parent is None else numbers[one.parent]
        number = collections.at(tx, parent, one.name)
        if number is None:
            number = collections.create(
                tx, one.name, now_ms, parent_id=parent, query=one.query, description=one.description
            )
            report.created += 1
        else:
            report.merged += 1
        numbers.append(number)
        found = _files(tx, one.items)
        if one.items:
            report.added += collections.add(tx, number, found.values(), now_ms)
        report.missing += [(one.name, name, digest) for digest, name in one.items if (digest, name) not in found]
        cover = next(iter(_files(tx, [(one.cover, "")]).values()), None) if one.cover else None
        if cover is not None and collections.get(tx, number).cover_id is None:
            collections.change(tx, number, {"cover_id": cover}, now_ms)
    return report


def _with_inner(reader: Reader, number: int) -> list[int]:
    return collections.below(reader, collections.get(reader, number).id)


def _depth(rows: dict[int, collections.Collection], number: int) -> int:
    parent = rows[number].parent_id
    return 0 if parent is None else 1 + _depth(rows, parent)


def _files(reader: Reader, items: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the file of each (digest, name) that the library has."""
    wanted = list(items)
    rows = reader.rows(Q["by_digest"], (json.dumps(sorted({digest for digest, _ in wanted})),))
    files: dict[str, list[tuple[str, int]]] = {}
    for digest, key, file_id in rows:
        files.setdefault(digest, []).append((name_of(key), file_id))
    found = {}
    for digest, name in wanted:
        if known := files.get(digest):
            found[digest, name] = next((file_id for own, file_id in known if own == name), known[0][1])
    return found
