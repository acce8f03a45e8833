"""Pictures of single layers, known by the digest of their pixels: equal layers of any files share one vector."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from imageparser.library import roots as root_ranges
from imageparser.library import vectors
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader, Transaction

Q = load("layer_pictures")


def links(reader: Reader, file_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """Return, for some files, the digest of each layer that has a picture."""
    found: dict[int, dict[int, str]] = {}
    for file_id, layer_id, digest in reader.rows(Q["links"], (json.dumps(list(file_ids)),)):
        found.setdefault(file_id, {})[layer_id] = digest
    return found


def every_link(reader: Reader) -> NDArray[np.int64]:
    """Return (picture, file, layer) of every link as rows, ordered by them."""
    flat = np.fromiter((value for row in reader.each(Q["every_link"]) for value in row), np.int64)
    return flat.reshape(-1, 3)


def with_vector(reader: Reader, kind: str, version_key: str, digests: Iterable[str]) -> set[str]:
    """Return those of some pictures that have a vector already."""
    numbers = ids(reader, digests)
    known = vectors.having(reader, kind, version_key, numbers.values())
    return {digest for digest, number in numbers.items() if number in known}


def ids(reader: Reader, digests: Iterable[str]) -> dict[str, int]:
    """Return the numbers of some pictures by digest; unknown ones are left out."""
    return dict(reader.rows(Q["ids"], (json.dumps(list(digests)),)))


def put(tx: Transaction, digests: Iterable[str]) -> dict[str, int]:
    """Return the numbers of some pictures by digest; unknown ones get one."""
    wanted = list(dict.fromkeys(digests))
    tx.run_many(Q["put"], ((bytes.fromhex(digest),) for digest in wanted))
    return ids(tx, wanted)


def link(tx: Transaction, file_id: int, pictures: Mapping[int, int]) -> None:
    """Let exactly these layers of a file have these pictures; what nothing links to any more goes."""
    before = _pictures_of(tx, file_id)
    tx.run(Q["unlink"], (file_id,))
    tx.run_many(Q["link"], ((file_id, layer, picture) for layer, picture in pictures.items()))
    if before or pictures:
        vectors.touch(tx, vectors.LAYER_PICTURE)
    _drop_unused(tx, before - set(pictures.values()))


def clear(tx: Transaction, file_id: int) -> None:
    """Forget what the layers of a file look like."""
    before = _pictures_of(tx, file_id)
    if before:
        tx.run(Q["unlink"], (file_id,))
        vectors.touch(tx, vectors.LAYER_PICTURE)
        _drop_unused(tx, before)


def unused(reader: Reader) -> list[int]:
    """Return the pictures that no layer links to."""
    return [row[0] for row in reader.rows(Q["every_unused"])]


def drop(tx: Transaction, pictures: Iterable[int]) -> None:
    """Forget pictures with all their vectors; nothing may link to them."""
    gone = [int(picture) for picture in pictures]
    for table in vectors.tables(tx):
        if table.owner == vectors.LAYER_PICTURE:
            vectors.remove(tx, table.name, gone)
    tx.run_many(Q["delete"], ((picture,) for picture in gone))


def to_do(reader: Reader, phase: str, version_key: str, *, roots: Iterable[str] | None = None) -> tuple[int, int]:
    """Return how many present files have layers that a phase has not looked at, and how many layers."""
    values = {"phase": phase, "version_key": version_key, "roots": root_ranges.as_json(roots)}
    found = reader.row(Q["to_do"], values) or (0, 0)
    return int(found[0]), int(found[1])


def average_ms(reader: Reader, phase: str, version_key: str) -> float | None:
    """Return how long a phase took for a file on average, or None before it did any."""
    found = reader.value(Q["average_ms"], (phase, version_key))
    return None if found is None else float(found)


def counts(reader: Reader) -> tuple[int, int]:
    """Return how many layers have a picture, and how many different pictures those are."""
    found = reader.row(Q["count"]) or (0, 0)
    return int(found[0]), int(found[1])


def _pictures_of(tx: Transaction, file_id: int) -> set[int]:
    return {row[0] for row in tx.rows(Q["pictures_of_file"], (file_id,))}


def _drop_unused(tx: Transaction, candidates: Iterable[int]) -> None:
    found = tx.rows(Q["unused"], (json.dumps(list(candidates)),))
    if found:
        drop(tx, [row[0] for row in found])
