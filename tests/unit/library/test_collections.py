"""Collections: named places, nested, in an order of the user's own."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import shelf
from imageparser.errors import ExistsError, NotFoundError, UsageError
from imageparser.library import Database, collections, edits


@pytest.fixture
def ids(database: Database) -> list[int]:
    return shelf.fill(database)


def create(database: Database, name: str, **values: Any) -> int:
    return database.write(lambda tx: collections.create(tx, name, 1, **values))


def change(database: Database, number: int, **values: Any) -> None:
    database.write(lambda tx: collections.change(tx, number, values, 2))


def test_create_and_read(database: Database) -> None:
    number = create(database, "  내  모음 ", description="설명")
    row = collections.get(database.read(), number)
    assert (row.name, row.description, row.query, row.items) == ("내 모음", "설명", None, 0)
    with pytest.raises(ExistsError):
        create(database, unicodedata.normalize("NFD", "내 모음"))
    for name in ("", "  "):
        with pytest.raises(UsageError):
            create(database, name)
    with pytest.raises(NotFoundError):
        create(database, "x", parent_id=99)


def test_nesting(database: Database, ids: list[int]) -> None:
    outer = create(database, "Work")
    inner = create(database, "배경", parent_id=outer)
    other = create(database, "배경")
    reader = database.read()
    assert [row.id for row in collections.named(reader, ["배경"])] == [inner, other]
    assert [row.id for row in collections.named(reader, ["work", "배경"])] == [inner]
    assert sorted(collections.below(reader, outer)) == [outer, inner]
    with pytest.raises(ExistsError):
        change(database, other, parent_id=outer)
    with pytest.raises(UsageError):
        change(database, outer, parent_id=inner)
    with pytest.raises(UsageError):
        change(database, outer, parent_id=outer)
    change(database, inner, parent_id=None, name="앞")
    assert [row.id for row in collections.named(reader, ["앞"])] == [inner]
    change(database, inner, parent_id=outer)
    database.write(lambda tx: collections.delete(tx, outer))
    assert [row.id for row in collections.every(reader)] == [other]
    with pytest.raises(NotFoundError):
        database.write(lambda tx: collections.delete(tx, outer))
    assert database.read().value("SELECT count(*) FROM files") == len(ids)


def names(database: Database) -> list[str]:
    return [row.name for row in collections.every(database.read())]


def arrange(database: Database, number: int, before: int | None) -> None:
    database.write(lambda tx: collections.arrange(tx, number, before))


def test_siblings_have_an_order_of_the_users_own(database: Database) -> None:
    c, smart, a = create(database, "다"), create(database, "Smart", query="rating:5"), create(database, "가")
    inner = [create(database, name, parent_id=c) for name in "zy"]
    assert names(database) == ["다", "z", "y", "Smart", "가"]
    arrange(database, a, c)
    arrange(database, inner[1], inner[0])
    assert names(database) == ["가", "다", "y", "z", "Smart"]
    arrange(database, a, None)
    assert names(database) == ["다", "y", "z", "Smart", "가"]
    change(database, inner[1], parent_id=None)
    assert names(database) == ["다", "z", "Smart", "가", "y"]
    change(database, smart, name="아")
    assert names(database) == ["다", "z", "아", "가", "y"]
    for before in (a, inner[0], 99):
        with pytest.raises(NotFoundError):
            arrange(database, a, before)
    with pytest.raises(NotFoundError):
        arrange(database, 99, None)


def test_a_move_writes_one_row_until_there_is_no_gap(database: Database) -> None:
    made = [create(database, name) for name in "abcd"]

    def positions() -> dict[int, int]:
        return dict(database.read().rows(collections.Q["siblings"], (None,)))

    before = positions()
    arrange(database, made[3], made[1])
    assert [one for one in made if positions()[one] != before[one]] == [made[3]]
    database.write(lambda tx: tx.run("UPDATE collections SET position = 0"))
    arrange(database, made[3], made[1])
    assert names(database) == ["a", "d", "b", "c"]
    assert len(set(positions().values())) == 4


def test_the_order_comes_back_by_undo(database: Database) -> None:
    made = [create(database, name) for name in "abc"]
    _, edit = database.write(
        lambda tx: edits.record(tx, "collection_save", {}, lambda: collections.arrange(tx, made[2], made[0]), 1)
    )
    assert names(database) == ["c", "a", "b"]
    database.write(lambda tx: edits.undo(tx, edit, 2))
    assert names(database) == ["a", "b", "c"]
    database.write(lambda tx: edits.redo(tx, edit, 3))
    assert names(database) == ["c", "a", "b"]


def test_pictures_and_cover(database: Database, ids: list[int]) -> None:
    number = create(database, "Best")
    assert database.write(lambda tx: collections.add(tx, number, [ids[2], ids[0], ids[2], 999], 1)) == 2
    assert database.write(lambda tx: collections.add(tx, number, [ids[1], ids[0]], 1)) == 1
    reader = database.read()
    assert collections.items(reader, number) == [ids[2], ids[0], ids[1]]
    change(database, number, cover_id=ids[0])
    assert collections.get(reader, number).cover_id == ids[0]
    with pytest.raises(NotFoundError):
        change(database, number, cover_id=999)
    assert database.write(lambda tx: collections.remove(tx, number, [ids[0], 999], 1)) == 1
    database.write(lambda tx: tx.run("UPDATE files SET missing_since = 1 WHERE id = ?", (ids[2],)))
    assert collections.items(reader, number) == collections.members(reader, [number]) == [ids[1]]
    assert collections.items(reader, number, everything=True) == [ids[2], ids[1]]
    assert [row.items for row in collections.every(reader)] == [1]


def test_smart_collections_hold_nothing_of_their_own(database: Database, ids: list[int]) -> None:
    smart = create(database, "Stars", query="rating:>=4")
    for refused in (
        lambda tx: collections.add(tx, smart, ids, 1),
        lambda tx: collections.remove(tx, smart, ids, 1),
        lambda tx: collections.place(tx, smart, ids, None, 1),
        lambda tx: collections.create(tx, "x", 1, parent_id=smart),
    ):
        with pytest.raises(UsageError):
            database.write(refused)
    manual = create(database, "Mine")
    database.write(lambda tx: collections.add(tx, manual, ids[:1], 1))
    with pytest.raises(UsageError):
        change(database, manual, query="cat")
    change(database, smart, query="rating:5")
    assert collections.get(database.read(), smart).query == "rating:5"


def test_moving_between_neighbours_writes_one_row(database: Database, ids: list[int]) -> None:
    number = create(database, "Best")
    database.write(lambda tx: collections.add(tx, number, ids, 1))
    before = dict(database.read().rows(collections.Q["positions"], (number,)))
    database.write(lambda tx: collections.place(tx, number, [ids[4]], ids[1], 2))
    after = dict(database.read().rows(collections.Q["positions"], (number,)))
    assert [item for item in ids if before[item] != after[item]] == [ids[4]]
    assert collections.items(database.read(), number) == [ids[0], ids[4], ids[1], ids[2], ids[3]]
    with pytest.raises(NotFoundError):
        database.write(lambda tx: collections.place(tx, number, [ids[0]], ids[0], 2))


moves = st.lists(
    st.tuples(st.lists(st.integers(0, 4), min_size=1, max_size=3, unique=True), st.none() | st.integers(0, 4)),
    max_size=40,
)


@given(moves)
@settings(max_examples=25, deadline=None)
def test_any_moves_give_the_order_of_a_list(tmp_path_factory: pytest.TempPathFactory, moves: list[Any]) -> None:
    with Database.open(tmp_path_factory.mktemp("order") / "l.sqlite") as database:
        ids = shelf.fill(database)
        number = create(database, "Best")
        database.write(lambda tx: collections.add(tx, number, ids, 1))
        twin = list(ids)
        for moving, before in moves:
            some = [ids[place] for place in moving]
            target = None if before is None else ids[before]
            if target in some:
                continue
            database.write(lambda tx, some=some, target=target: collections.place(tx, number, some, target, 2))
            rest = [item for item in twin if item not in some]
            at = len(rest) if target is None else rest.index(target)
            twin = [*rest[:at], *some, *rest[at:]]
            assert collections.items(database.read(), number) == twin


def test_a_full_gap_is_spread_anew(database: Database, ids: list[int]) -> None:
    number = create(database, "Best")
    database.write(lambda tx: collections.add(tx, number, ids, 1))
    database.write(lambda tx: tx.run("UPDATE collection_items SET position = file_id"))
    database.write(lambda tx: collections.place(tx, number, ids[3:], ids[1], 2))
    assert collections.items(database.read(), number) == [ids[0], ids[3], ids[4], ids[1], ids[2]]
