"""Presets that are kept in the library: the values of one variable each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from imageparser.library.queries import load
from imageparser.library.templates import after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imageparser.library.connection import Reader, Transaction

Q = load("presets")


class Listed(NamedTuple):
    """A preset without its values; times are milliseconds since the epoch."""

    id: int
    name: str
    source_kind: str
    variable_name: str
    updated_at: int


class Stored(NamedTuple):
    """A preset with its values."""

    id: int
    name: str
    source_kind: str
    variable_name: str
    payload: dict[str, Any]
    updated_at: int


def listed(reader: Reader, *, source_kind: str | None = None, variable_name: str | None = None) -> list[Listed]:
    """Return the presets of a kind and of a variable, or all of them; the newest first."""
    chosen = {"source_kind": source_kind, "variable_name": variable_name}
    return [Listed(*row) for row in reader.rows(Q["list"], chosen)]


def get(reader: Reader, row: int) -> Stored | None:
    """Return the preset of an id."""
    found = reader.row(Q["get"], (row,))
    return None if found is None else Stored(*found)._replace(payload=json.loads(found[4]))


def add(tx: Transaction, payload: Mapping[str, Any], now_ms: int) -> int:
    """Store a new preset and return its id; names may repeat."""
    return tx.insert(Q["add"], _columns(payload, after(tx.value(Q["newest"]), now_ms)))


def replace(tx: Transaction, row: int, payload: Mapping[str, Any], now_ms: int) -> bool:
    """Put a preset in the place of another and tell whether there was one."""
    return tx.run(Q["replace"], {**_columns(payload, after(tx.value(Q["newest"]), now_ms)), "id": row}) > 0


def delete(tx: Transaction, row: int) -> bool:
    """Forget a preset and tell whether there was one."""
    return tx.run(Q["delete"], (row,)) > 0


def _columns(payload: Mapping[str, Any], now_ms: int) -> dict[str, Any]:
    columns = {name: payload[name] for name in ("name", "source_kind", "variable_name")}
    return {**columns, "payload": json.dumps(payload, ensure_ascii=False), "now": now_ms}
