"""Collections: named sets of pictures in an order of the user's own, and smart ones that a query fills."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from imageparser.errors import ExistsError, NotFoundError, UsageError
from imageparser.library.queries import load
from imageparser.text import fold_tag, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from imageparser.library.connection import Reader, Transaction

Q = load("collections")
GAP = 1 << 20  # between the positions of neighbours
CHANGEABLE = ("name", "parent_id", "description", "query", "cover_id")


class Collection(NamedTuple):
    """A collection; a smart one has a query and no items. Times are milliseconds since the epoch."""

    id: int
    parent_id: int | None
    name: str
    description: str
    query: str | None
    cover_id: int | None
    created_at: int
    updated_at: int
    items: int


def every(reader: Reader) -> list[Collection]:
    """Return all collections in their order, each before those inside it; `items` counts the present pictures."""
    inside: dict[int | None, list[Collection]] = {}
    for row in map(Collection._make, reader.rows(Q["every"])):
        inside.setdefault(row.parent_id, []).append(row)
    found, coming = [], inside.pop(None, [])[::-1]
    while coming:
        found.append(coming.pop())
        coming += inside.pop(found[-1].id, [])[::-1]
    return found


def names(reader: Reader) -> list[tuple[int, str, bool]]:
    """Return number and name of every collection, and whether it is a smart one."""
    return [(number, name, bool(smart)) for number, name, smart in reader.rows(Q["names"])]


def size(reader: Reader, collection_id: int) -> int:
    """Return how many pictures a collection by hand has, missing ones too."""
    return int(reader.value(Q["size"], (collection_id,)))


def get(reader: Reader, collection_id: int) -> Collection:
    """Return one collection.

    Raises:
        NotFoundError: there is none with this number.
    """
    row = reader.row(Q["get"], (collection_id,))
    if row is None:
        raise NotFoundError(f"there is no collection {collection_id}")
    return Collection(*row)


def named(reader: Reader, path: Sequence[str]) -> list[Collection]:
    """Return the collections whose path ends in these folded names, in their order."""
    rows = every(reader)
    parents = {row.id: row for row in rows}

    def path_of(row: Collection) -> list[str]:
        above = [] if row.parent_id is None else path_of(parents[row.parent_id])
        return [*above, fold_tag(row.name)]

    return [row for row in rows if path_of(row)[-len(path) :] == list(path)]


def at(reader: Reader, parent_id: int | None, name: str) -> int | None:
    """Return the number of the collection that has a name in a place."""
    found: int | None = reader.value(Q["taken"], (parent_id, fold_tag(name)))
    return found


def below(reader: Reader, collection_id: int) -> list[int]:
    """Return the numbers of a collection and of all inside it."""
    return [row[0] for row in reader.rows(Q["below"], (collection_id,))]


def create(
    tx: Transaction,
    name: str,
    now_ms: int,
    *,
    parent_id: int | None = None,
    query: str | None = None,
    description: str = "",
) -> int:
    """Make a collection at the end of its place, a smart one where a query is given, and return its number.

    Raises:
        UsageError: the name says nothing, or the parent is a smart collection.
        ExistsError: the name is taken in its place.
        NotFoundError: there is no such parent.
    """
    values = {"name": _name(name), "folded": fold_tag(name), "parent": _parent(tx, parent_id), "now": now_ms}
    _free(tx, parent_id, name)
    return tx.insert(Q["create"], {**values, "query": query, "description": nfc(description), "gap": GAP})


def change(tx: Transaction, collection_id: int, values: Mapping[str, object], now_ms: int) -> None:
    """Change what is given of a collection: its name, place (there it stands at the end), description, query or cover.

    Raises:
        UsageError: a field cannot be changed so: a place inside itself, a query for one with pictures.
        ExistsError: the name is taken in its place.
        NotFoundError: there is no such collection, parent or cover.
    """
    old = get(tx, collection_id)
    new = old._replace(**values)  # type: ignore[arg-type]
    if (new.query is None) != (old.query is None) and old.items:
        raise UsageError("a collection with pictures cannot become a smart one")
    if "parent_id" in values:
        _parent(tx, new.parent_id)
        if new.parent_id in below(tx, collection_id):
            raise UsageError("a collection cannot stand inside itself")
    if (new.parent_id, fold_tag(new.name)) != (old.parent_id, fold_tag(old.name)):
        _free(tx, new.parent_id, new.name, besides=collection_id)
    if new.cover_id is not None and not tx.value(Q["is_file"], (new.cover_id,)):
        raise NotFoundError(f"the library has no picture {new.cover_id}")
    row = {name: getattr(new, name) for name in ("id", *CHANGEABLE)}
    tx.run(Q["change"], {**row, "name": _name(new.name), "folded": fold_tag(new.name), "now": now_ms, "gap": GAP})


def arrange(tx: Transaction, collection_id: int, before: int | None) -> None:
    """Put a collection before another one of the same place, or at its end.

    Raises:
        NotFoundError: there is no such collection, or `before` is itself or stands in another place.
    """
    positions = dict(tx.rows(Q["siblings"], (get(tx, collection_id).parent_id,)))
    if before == collection_id or not (before is None or before in positions):
        raise NotFoundError(f"collection {before} is no place to move to")
    changes = _placed(positions, [collection_id], before)
    tx.run_many(Q["put"], ((position, number) for number, position in changes.items()))


def delete(tx: Transaction, collection_id: int) -> None:
    """Forget a collection and all inside it; the pictures stay.

    Raises:
        NotFoundError: there is no such collection.
    """
    if not tx.run(Q["delete"], (collection_id,)):
        raise NotFoundError(f"there is no collection {collection_id}")


def add(tx: Transaction, collection_id: int, file_ids: Iterable[int], now_ms: int) -> int:
    """Put pictures at the end of a collection and return how many were not in it.

    Raises:
        UsageError: a smart collection takes none.
        NotFoundError: there is no such collection.
    """
    _manual(tx, collection_id)
    values = {"collection": collection_id, "ids": json.dumps(list(file_ids)), "gap": GAP, "now": now_ms}
    return _touched(tx, collection_id, tx.run(Q["add"], values), now_ms)


def remove(tx: Transaction, collection_id: int, file_ids: Iterable[int], now_ms: int) -> int:
    """Take pictures out of a collection and return how many were in it; raises as `add`."""
    _manual(tx, collection_id)
    gone = tx.run(Q["remove"], (collection_id, json.dumps(list(file_ids))))
    return _touched(tx, collection_id, gone, now_ms)


def place(tx: Transaction, collection_id: int, file_ids: Sequence[int], before: int | None, now_ms: int) -> int:
    """Put pictures of a collection in this order before another one of it, or at its end; return how many.

    Raises:
        NotFoundError: `before` is not in the collection or is moved itself; and as `add`.
    """
    _manual(tx, collection_id)
    positions = dict(tx.rows(Q["positions"], (collection_id,)))
    moving = dict.fromkeys(item for item in file_ids if item in positions)
    if before is not None and (before in moving or before not in positions):
        raise NotFoundError(f"picture {before} is no place to move to")
    changes = _placed(positions, list(moving), before)
    tx.run_many(Q["position"], ((position, collection_id, item) for item, position in changes.items()))
    return _touched(tx, collection_id, len(moving), now_ms)


def items(reader: Reader, collection_id: int, *, everything: bool = False) -> list[int]:
    """Return the pictures of a collection in their order: those that are present, or with `everything` all."""
    return [row[0] for row in reader.rows(Q["items"], {"collection": collection_id, "all": everything})]


def members(reader: Reader, collection_ids: Iterable[int]) -> list[int]:
    """Return the present pictures of any of some collections, each once, by number."""
    return [row[0] for row in reader.rows(Q["members"], (json.dumps(list(collection_ids)),))]


def _placed(positions: Mapping[int, int], moving: Sequence[int], before: int | None) -> dict[int, int]:
    """Return the new positions that bring some of an ordered list before another one of it, or to its end."""
    rest = [item for item in positions if item not in set(moving)]
    at = len(rest) if before is None else rest.index(before)
    low = positions[rest[at - 1]] if at else (positions[rest[0]] if rest else 0) - GAP * (len(moving) + 1)
    high = low + GAP * (len(moving) + 1) if before is None else positions[before]
    step = (high - low) // (len(moving) + 1)
    if step > 0:
        return {item: low + step * (place + 1) for place, item in enumerate(moving)}
    return {item: (place + 1) * GAP for place, item in enumerate([*rest[:at], *moving, *rest[at:]])}


def _touched(tx: Transaction, collection_id: int, changed: int, now_ms: int) -> int:
    if changed:
        tx.run(Q["touch"], (now_ms, collection_id))
    return changed


def _name(name: str) -> str:
    name = " ".join(nfc(name).split())
    if not fold_tag(name):
        raise UsageError("the name of a collection is missing")
    return name


def _free(tx: Transaction, parent_id: int | None, name: str, besides: int | None = None) -> None:
    if at(tx, parent_id, name) not in (None, besides):
        raise ExistsError(f"there is a collection {name!r} already")


def _parent(tx: Transaction, parent_id: int | None) -> int | None:
    if parent_id is not None and get(tx, parent_id).query is not None:
        raise UsageError("a smart collection holds no others")
    return parent_id


def _manual(reader: Reader, collection_id: int) -> None:
    if get(reader, collection_id).query is not None:
        raise UsageError("a smart collection is filled by its query")
