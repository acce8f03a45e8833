"""Queries that are kept under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imageparser.errors import ExistsError, NotFoundError, UsageError
from imageparser.library.queries import load
from imageparser.text import fold_tag, nfc

if TYPE_CHECKING:
    from imageparser.library.connection import Reader, Transaction

Q = load("filter_presets")


class FilterPreset(NamedTuple):
    """A query under a name; times are milliseconds since the epoch."""

    id: int
    name: str
    query: str
    created_at: int
    updated_at: int


def every(reader: Reader) -> list[FilterPreset]:
    """Return all presets by name."""
    return [FilterPreset(*row) for row in reader.rows(Q["every"])]


def add(tx: Transaction, name: str, query: str, now_ms: int) -> int:
    """Keep a query under a new name and return its number.

    Raises:
        UsageError: the name says nothing.
        ExistsError: the name is taken.
    """
    return tx.insert(Q["add"], {**_named(tx, name, None), "query": query, "now": now_ms})


def change(tx: Transaction, preset_id: int, *, name: str | None, query: str | None, now_ms: int) -> None:
    """Give a preset another name, another query, or both.

    Raises:
        NotFoundError: there is no such preset; and as `add`.
    """
    names = {"name": None, "folded": None} if name is None else _named(tx, name, preset_id)
    if not tx.run(Q["change"], {**names, "query": query, "id": preset_id, "now": now_ms}):
        raise NotFoundError(f"there is no filter preset {preset_id}")


def delete(tx: Transaction, preset_id: int) -> None:
    """Forget a preset.

    Raises:
        NotFoundError: there is no such preset.
    """
    if not tx.run(Q["delete"], (preset_id,)):
        raise NotFoundError(f"there is no filter preset {preset_id}")


def find(reader: Reader, name: str) -> int | None:
    """Return the number of the preset of a name, however it is written."""
    found: int | None = reader.value(Q["taken"], (fold_tag(name),))
    return found


def _named(reader: Reader, name: str, own: int | None) -> dict[str, str | None]:
    folded = fold_tag(name)
    if not folded:
        raise UsageError("the name of a filter preset is missing")
    if find(reader, name) not in (None, own):
        raise ExistsError(f"there is a filter preset {name!r} already")
    return {"name": " ".join(nfc(name).split()), "folded": folded}
