"""XMP beside pictures as the library knows it: what each said last, and which are behind what the user has changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from imageparser.library import roots
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from imageparser.library.connection import Reader, Transaction

Q = load("sidecars")
Path = tuple[str, ...]


class Said(NamedTuple):
    """What a sidecar said when it was last read or written, and its size and time then; times are nanoseconds.

    A tag is a path, what stands above it first. Where `code` is set it could not be read; the rest is from before.
    """

    file_id: int
    raw: bytes
    size: int
    mtime_ns: int
    rating: int | None = None
    label: str | None = None
    tags: tuple[Path, ...] = ()
    title: str | None = None
    description: str | None = None
    code: str | None = None
    message: str | None = None
    at: int = 0


class Own(NamedTuple):
    """What the user says of a picture in the library: tags by their folded form.

    `at` is the time in milliseconds of the last change that its sidecar does not have, None where it has all.
    """

    rating: int | None
    label: str | None
    tags: dict[str, str]
    at: int | None


class Folder(NamedTuple):
    """A folder of pictures; `mtime_ns` is its time when it was last looked through, None where it never was."""

    key: str
    raw: bytes
    mtime_ns: int | None


class Place(NamedTuple):
    """A picture and where it is."""

    file_id: int
    key: str
    raw: bytes


class Numbers(NamedTuple):
    """Pictures whose changes no sidecar has, those of them that could not be written, sidecars, unreadable sidecars."""

    queued: int
    unwritable: int
    sidecars: int
    unreadable: int


class Failure(NamedTuple):
    """A picture whose sidecar could not be read or written, and why."""

    file_id: int
    raw: bytes
    doing: str
    code: str
    message: str


def folders(reader: Reader, root_keys: Iterable[str]) -> list[Folder]:
    """Return the folders of pictures below some roots."""
    return [Folder(*row) for row in reader.rows(Q["folders"], {"roots": roots.as_json(root_keys)})]


def looked(tx: Transaction, times: Iterable[tuple[str, int | None]]) -> None:
    """Note for some folders the time that they had when they were looked through; None lets the next look see all."""
    for key, mtime_ns in times:
        if mtime_ns is None:
            tx.run(Q["overlook"], (key,))
        else:
            tx.run(Q["looked"], (key, mtime_ns))


def pictures(reader: Reader, folder: str) -> list[tuple[int, str]]:
    """Return (number, key) of the present pictures of a folder."""
    return [(row[0], row[1]) for row in reader.rows(Q["pictures"], (folder,))]


def places(reader: Reader, file_ids: Iterable[int]) -> list[Place]:
    """Return where those of some pictures are that are present."""
    return [Place(*row) for row in reader.rows(Q["places"], (json.dumps(list(file_ids)),))]


def known_below(reader: Reader, root_keys: Iterable[str]) -> list[tuple[int, str, bytes, int, int]]:
    """Return (picture, its folder, path, size, time) of the sidecars that are known below some roots."""
    rows = reader.rows(Q["known_below"], {"roots": roots.as_json(root_keys)})
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def get(reader: Reader, file_ids: Iterable[int]) -> dict[int, Said]:
    """Return what is known of the sidecars of some pictures."""
    rows = reader.rows(Q["get"], (json.dumps(list(file_ids)),))
    found = [Said(*row) for row in rows]
    return {one.file_id: one._replace(tags=tuple(map(tuple, json.loads(str(one.tags))))) for one in found}


def put(tx: Transaction, said: Said, now_ms: int) -> None:
    """Keep what a sidecar says now."""
    values = said._asdict() | {"tags": json.dumps(said.tags, ensure_ascii=False), "at": now_ms}
    del values["code"], values["message"]
    tx.run(Q["put"], values)


def fail(tx: Transaction, said: Said, now_ms: int) -> None:
    """Note that a sidecar cannot be read in its present state; it is tried again when it changes."""
    tx.run(Q["fail"], (said.file_id, said.raw, said.size, said.mtime_ns, said.code, said.message, now_ms))


def drop(tx: Transaction, file_ids: Iterable[int]) -> None:
    """Note that pictures have no sidecar any more; what it said stays with them."""
    tx.run(Q["drop"], (json.dumps(list(file_ids)),))


def own(reader: Reader, file_ids: Collection[int]) -> dict[int, Own]:
    """Return what the user says of some pictures."""
    ids = json.dumps(list(file_ids))
    found = {row[0]: Own(row[1], row[2], {}, row[3]) for row in reader.rows(Q["marks"], (ids,))}
    for file_id, folded, tag in reader.rows(Q["tags"], (ids,)):
        found[file_id].tags[folded] = tag
    return found


def paths(reader: Reader, folded: Iterable[str]) -> dict[str, Path]:
    """Return the paths of some tags of the user, the names of the tags above first."""
    found: dict[str, list[str]] = {}
    for leaf, name in reader.rows(Q["paths"], (json.dumps(sorted(folded), ensure_ascii=False),)):
        found.setdefault(leaf, []).append(name)
    return {leaf: tuple(names) for leaf, names in found.items()}


def mark(tx: Transaction, file_ids: Iterable[int], at: int) -> None:
    """Note that the user has changed what he says of some pictures."""
    ids = list(file_ids)
    if ids:
        tx.run(Q["mark"], {"ids": json.dumps(ids), "at": at})


def unmark(tx: Transaction, file_ids: Iterable[int], at: int) -> None:
    """Note that pictures and their sidecars say the same; those that were changed after `at` stay marked."""
    tx.run(Q["unmark"], (json.dumps(list(file_ids)), at))


def give_up(tx: Transaction, file_id: int, code: str, message: str) -> None:
    """Note why the sidecar of a picture could not be written."""
    tx.run(Q["give_up"], (code, message, file_id))


def queued(reader: Reader, limit: int, *, failed: bool = False) -> list[int]:
    """Return pictures whose sidecars are behind, the oldest change first; with `failed` those that failed, too."""
    return [row[0] for row in reader.rows(Q["queued"], {"limit": limit, "all": failed})]


def numbers(reader: Reader) -> Numbers:
    """Return how much there is to do and what could not be done."""
    return Numbers(*(reader.row(Q["numbers"]) or (0, 0, 0, 0)))


def failures(reader: Reader, limit: int) -> list[Failure]:
    """Return what could not be read or written."""
    return [Failure(*row) for row in reader.rows(Q["failures"], (limit,))]
