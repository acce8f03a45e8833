"""Orders of files that are not by relevance, a page at a time, each behind the last file of the one before."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from imageparser.errors import InternalError
from imageparser.library import facts, places

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from imageparser.library.connection import Reader

    Ids = NDArray[np.int64]

# What is not known comes last, whichever way the order goes.
_UNKNOWN_LOW = "coalesce({}, -1)"
EXPRESSIONS = {
    "date": "coalesce(taken_at, mtime_ns / 1000000)",
    "added": "added_at",
    "modified": "mtime_ns / 1000000",
    "name": "substr(key, length(folder) + 2) COLLATE NOCASE",
    "rating": _UNKNOWN_LOW.format("coalesce(user_rating, rating)"),
    "size": "width * height",
    "bytes": "size",
}
_PRESENT = "missing_since IS NULL AND format IS NOT NULL"
_PRIME = 1_073_741_789  # the greatest below 2^30: products of two numbers below it fit into 63 bits


class Place(NamedTuple):
    """Where a page ended: the value that orders, and the number of the file."""

    value: Any
    id: int


class Order(NamedTuple):
    """An order; `seed` is that of a random one."""

    by: str
    descending: bool
    seed: int | None = None


def page(
    reader: Reader, order: Order, limit: int, *, within: Ids | None = None, after: Place | None = None
) -> list[Place]:
    """Return the next present, parsed files in an order, those behind `after`; `within` limits them.

    Files with the same value stand by their numbers, in the direction of the order; `within` ascends.
    """
    if _in_memory(reader, order, within):
        expression, way = EXPRESSIONS[order.by], order.descending
        found = places.page(reader, expression, limit, descending=way, within=within, after=after)
        return [Place(*row) for row in found]
    return by_sql(reader, order, limit, within=within, after=after)


def every(reader: Reader, order: Order, within: Ids | None = None) -> Ids:
    """Return the numbers of all files of all pages (`page`), in their order."""
    if _in_memory(reader, order, within):
        return places.every(reader, EXPRESSIONS[order.by], descending=order.descending, within=within)
    return every_by_sql(reader, order, within)


def by_sql(
    reader: Reader, order: Order, limit: int, *, within: Ids | None = None, after: Place | None = None
) -> list[Place]:
    """Return the same as `page`, by SQLite alone."""
    value = _expression(order)
    condition, values = _listed(within)
    if after is not None:
        condition += f" AND ({value}, id) {'<' if order.descending else '>'} (?, ?)"
        values += [after.value, after.id]
    sql = f"SELECT {value}, id FROM files WHERE {condition} {_by(order)} LIMIT ?"  # noqa: S608  # of the table above
    return [Place(*row) for row in reader.rows(sql, [*values, limit])]


def every_by_sql(reader: Reader, order: Order, within: Ids | None = None) -> Ids:
    """Return the same as `every`, by SQLite alone."""
    condition, values = _listed(within)
    return facts.integers(reader, f"SELECT id FROM files WHERE {condition} {_by(order)}", values)  # noqa: S608  # as above


def count(reader: Reader, within: Ids | None = None) -> int:
    """Return how many files all pages together hold."""
    if within is None:
        sql = f"SELECT count(*) FROM files WHERE {_PRESENT}"  # noqa: S608  # as above
        return reader.kept.get("count", lambda: int(reader.value(sql)))
    if facts.usable(reader):
        return len(places.listed(reader, within))
    sql = f"SELECT count(*) FROM files WHERE {_PRESENT} AND id IN (SELECT value FROM json_each(?))"  # noqa: S608
    return int(reader.value(sql, (json.dumps([int(one) for one in within]),)))


def _in_memory(reader: Reader, order: Order, within: Ids | None) -> bool:
    """Tell whether columns serve better: an index gives all files by date, and names are no numbers."""
    return (
        order.by in EXPRESSIONS
        and order.by != "name"
        and (within is not None or order.by != "date")
        and (facts.usable(reader))
    )


def _listed(within: Ids | None) -> tuple[str, list[Any]]:
    """Return the condition that a file stands on a page at all, with its values."""
    if within is None:
        return _PRESENT, []
    among = json.dumps([int(one) for one in within])
    return f"{_PRESENT} AND id IN (SELECT value FROM json_each(?))", [among]  # noqa: S608  # of the constant above


def _by(order: Order) -> str:
    way = "DESC" if order.descending else "ASC"
    return f"ORDER BY {_expression(order)} {way}, id {way}"


def _expression(order: Order) -> str:
    """Return what orders as SQL."""
    if order.by == "random":
        # A file's place is a number that depends on its own and the seed alone, so pages fit together.
        digest = hashlib.blake2b(str(order.seed or 0).encode(), digest_size=8).digest()
        one, two = (int.from_bytes(part, "big") % (_PRIME - 1) + 1 for part in (digest[:4], digest[4:]))
        step = f"(id * {one} % {_PRIME})"
        return f"({step} * ({step} + {two}) % {_PRIME})"
    if order.by not in EXPRESSIONS:
        raise InternalError(f"no order is called {order.by}")
    return EXPRESSIONS[order.by]
