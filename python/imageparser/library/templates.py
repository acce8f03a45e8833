"""Templates that are kept in the library, by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imageparser.library.connection import Reader, Transaction

Q = load("templates")
# Milliseconds by which a clock may step back without changes losing their order.
_MOMENT = 1000


class Listed(NamedTuple):
    """A template without what it holds; times are milliseconds since the epoch."""

    id: int
    name: str
    updated_at: int


class Stored(NamedTuple):
    """A template with what it holds."""

    id: int
    name: str
    payload: dict[str, Any]
    updated_at: int


def listed(reader: Reader) -> list[Listed]:
    """Return every template, the newest first."""
    return [Listed(*row) for row in reader.rows(Q["list"])]


def by_id(reader: Reader, row: int) -> Stored | None:
    """Return the template of an id."""
    return _stored(reader.row(Q["by_id"], (row,)))


def by_name(reader: Reader, name: str) -> Stored | None:
    """Return the template of a name."""
    return _stored(reader.row(Q["by_name"], (name,)))


def put(tx: Transaction, name: str, payload: Mapping[str, Any], now_ms: int) -> int:
    """Store a template, in the place of one with the same name, and return its id."""
    text = json.dumps(payload, ensure_ascii=False)
    return tx.insert(Q["put"], {"name": name, "payload": text, "now": after(tx.value(Q["newest"]), now_ms)})


def delete(tx: Transaction, name: str) -> bool:
    """Forget a template and tell whether there was one."""
    return tx.run(Q["delete"], (name,)) > 0


def after(newest: int | None, now_ms: int) -> int:
    """Return the time to store: now, or just after the latest change where that was in the same moment."""
    return newest + 1 if newest is not None and now_ms <= newest < now_ms + _MOMENT else now_ms


def _stored(row: tuple[Any, ...] | None) -> Stored | None:
    return None if row is None else Stored(row[0], row[1], json.loads(row[2]), row[3])
