"""Pictures that a package brought and whose files are elsewhere: they are found, and nothing tries to read them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imageparser.library.connection import Reader, Transaction

Q = load("away")
# What their keys begin with; no path of a disk does.
SCHEME = "package:"


def key(package: str, root: str, path: str) -> str:
    """Return the key of a picture of a package, below what stands for one of its roots."""
    return f"{SCHEME}{package}/{root}/{path}"


def is_key(key: str) -> bool:
    """Tell whether a key names no place on a disk."""
    return key.startswith(SCHEME)


def split(key: str) -> tuple[str, str]:
    """Return the part of such a key that stands for a root, and the path below it."""
    package, root, path = key.split("/", 2)
    return f"{package}/{root}", path


def add(tx: Transaction, file_id: int, now_ms: int) -> None:
    """Note that the file of a picture is not on this machine."""
    tx.run(Q["add"], (file_id, now_ms))


def settle(tx: Transaction, file_id: int) -> None:
    """Note that the file of a picture is here."""
    tx.run(Q["settle"], (file_id,))


def which(reader: Reader, file_ids: Iterable[int]) -> set[int]:
    """Return those of some pictures whose files are not on this machine."""
    return {row[0] for row in reader.rows(Q["which"], (json.dumps(list(file_ids)),))}


def count(reader: Reader) -> int:
    """Return how many pictures have their files elsewhere."""
    return int(reader.value(Q["count"]))
