"""Collections that go to another library: pictures are found by content under whatever path."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from fixtures import shelf
from imageparser.library import Database, collection_files, collections
from imageparser.library.collection_files import Carried

if TYPE_CHECKING:
    from pathlib import Path


def make(tx: Any) -> None:
    outer = collections.create(tx, "작업", 1, description="하는 중")
    inner = collections.create(tx, "배경", 1, parent_id=outer)
    collections.create(tx, "별", 1, query="rating:>=4 type:character")
    collections.add(tx, inner, [3, 1, 2], 1)
    collections.change(tx, inner, {"cover_id": 2}, 1)


def carried(file: dict[str, Any]) -> list[Carried]:
    return [
        Carried(**{**one, "items": [(item["digest"], item["name"]) for item in one["items"]]})
        for one in file["collections"]
    ]


def test_a_round_trip_to_another_machine_is_exact(database: Database, tmp_path: Path) -> None:
    shelf.fill(database)
    database.write(make)
    file = collection_files.pack(database.read())
    with Database.open(tmp_path / "other.sqlite") as other:
        # The same contents under other numbers, below another root and with decomposed names.
        shelf.fill(other, 7)
        folder = unicodedata.normalize("NFD", "/사진/")
        other.write(lambda tx: tx.run("UPDATE files SET key = ? || key", (folder,)))
        report = other.write(lambda tx: collection_files.unpack(tx, carried(file), 9))
        assert (report.created, report.merged, report.added, report.missing) == (3, 0, 3, [])
        again = other.write(lambda tx: collection_files.unpack(tx, carried(file), 10))
        assert (again.created, again.merged, again.added) == (0, 3, 0)
        assert collection_files.pack(other.read()) == file
        (inner,) = collections.named(other.read(), ["작업", "배경"])
        assert collections.items(other.read(), inner.id) == [3, 1, 2]
        assert inner.cover_id == 2


def test_what_the_other_library_lacks_is_told(database: Database, tmp_path: Path) -> None:
    shelf.fill(database)
    database.write(make)
    file = collection_files.pack(database.read(), [collections.named(database.read(), ["배경"])[0].id])
    assert [one["name"] for one in file["collections"]] == ["배경"]
    assert file["collections"][0]["parent"] is None
    with Database.open(tmp_path / "other.sqlite") as other:
        shelf.fill(other, 1)
        report = other.write(lambda tx: collection_files.unpack(tx, carried(file), 9))
        assert report.added == 1
        assert [(name, picture) for name, picture, _ in report.missing] == [("배경", "3.png"), ("배경", "2.png")]
        (row,) = collections.every(other.read())
        assert (collections.items(other.read(), row.id), row.cover_id) == ([1], None)


def test_of_equal_contents_the_one_of_the_same_name_is_taken(database: Database, tmp_path: Path) -> None:
    shelf.fill(database, 1)
    database.write(lambda tx: collections.add(tx, collections.create(tx, "Best", 1), [1], 1))
    file = collection_files.pack(database.read())
    with Database.open(tmp_path / "other.sqlite") as other:
        shelf.fill(other, 3)
        digest = bytes.fromhex(file["collections"][0]["items"][0]["digest"])
        other.write(lambda tx: tx.run("UPDATE files SET digest = ?, key = '/q/' || (4 - id) || '.png'", (digest,)))
        other.write(lambda tx: collection_files.unpack(tx, carried(file), 9))
        assert collections.items(other.read(), 1) == [3]


def test_the_order_of_the_users_own_goes_along(database: Database, tmp_path: Path) -> None:
    shelf.fill(database)
    database.write(make)
    outer, _, smart = (row.id for row in collections.every(database.read()))
    database.write(lambda tx: collections.create(tx, "가", 1, parent_id=outer))
    database.write(lambda tx: collections.arrange(tx, smart, outer))
    file = collection_files.pack(database.read())
    assert [one["name"] for one in file["collections"]] == ["별", "작업", "배경", "가"]
    with Database.open(tmp_path / "other.sqlite") as other:
        other.write(lambda tx: collections.create(tx, "여기", 1))
        other.write(lambda tx: collection_files.unpack(tx, carried(file), 9))
        assert [row.name for row in collections.every(other.read())] == ["여기", "별", "작업", "배경", "가"]
