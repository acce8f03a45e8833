from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imageparser.library import templates

if TYPE_CHECKING:
    from imageparser.library import Database

KEPT = {"name": "표", "variables": []}


def put(database: Database, name: str, now: int = 1000, payload: dict[str, object] | None = None) -> int:
    return database.write(lambda tx: templates.put(tx, name, payload or KEPT, now))


def test_one_is_kept_by_name(database: Database):
    row = put(database, "표")
    found = templates.by_name(database.read(), "표")
    assert found == (row, "표", KEPT, 1000)
    assert templates.by_id(database.read(), row) == found
    assert put(database, "표", 5000, {"name": "표", "variables": [{"name": "v"}]}) == row
    changed = templates.by_id(database.read(), row)
    assert changed is not None
    assert (changed.payload["variables"], changed.updated_at) == ([{"name": "v"}], 5000)


def test_the_latest_change_comes_first_even_in_one_moment(database: Database):
    for name in ("a", "b", "c", "a"):
        put(database, name)
    assert [one.name for one in templates.listed(database.read())] == ["a", "c", "b"]


def test_what_is_not_there_is_none(database: Database):
    assert templates.by_id(database.read(), 1) is None
    assert templates.by_name(database.read(), "a") is None
    assert templates.listed(database.read()) == []
    assert database.write(lambda tx: templates.delete(tx, "a")) is False


def test_one_is_forgotten(database: Database):
    put(database, "a")
    assert database.write(lambda tx: templates.delete(tx, "a")) is True
    assert templates.listed(database.read()) == []


@pytest.mark.parametrize(("newest", "now", "stored"), [(None, 5, 5), (4, 5, 5), (5, 5, 6), (9, 5, 10), (10_000, 5, 5)])
def test_times_keep_the_order_of_changes(newest: int | None, now: int, stored: int):
    assert templates.after(newest, now) == stored
