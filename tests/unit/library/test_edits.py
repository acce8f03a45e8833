"""The journal of changes: each can be taken back and made again; later changes stay."""

# ruff: noqa: ARG005  The changes of the table have one shape.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fixtures import shelf
from imageparser.errors import ChangedError, NotFoundError, UsageError
from imageparser.library import (
    Database,
    collections,
    comments,
    edits,
    files,
    filter_presets,
    fulltext,
    marks,
    tag_names,
    tag_tree,
    tags,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def ids(database: Database) -> list[int]:
    return shelf.fill(database)


def record(database: Database, work: Callable[[Any], Any], kind: str = "test") -> int | None:
    return database.write(lambda tx: edits.record(tx, kind, {"about": "시험"}, lambda: work(tx), 5)[1])


def undo(database: Database, number: int | None = None) -> edits.Taken:
    return database.write(lambda tx: edits.undo(tx, number, 9))


def redo(database: Database, number: int | None = None) -> edits.Taken:
    return database.write(lambda tx: edits.redo(tx, number, 9))


def everything(database: Database) -> dict[str, list[Any]]:
    reader = database.read()
    tables = (*edits.TABLES, "tag_names")
    return {table: sorted(map(repr, reader.rows(f"SELECT * FROM {table}"))) for table in tables}  # noqa: S608


CHANGES: dict[str, Callable[[Any, list[int]], Any]] = {
    "rating": lambda tx, ids: marks.set_rating(tx, ids[:3], 4),
    "label": lambda tx, ids: marks.set_label(tx, ids[:3], "red"),
    "note": lambda tx, ids: marks.set_note(tx, ids[0], "나중에 볼 것", 5),
    "tags": lambda tx, ids: tags.give(tx, ids[:3], ["고양이", "cat"], 5),
    "tag tree": lambda tx, ids: tag_tree.save(tx, "old", tag_tree.Change(parent="up", aliases=("한",)), 5),
    "rename": lambda tx, ids: tag_tree.save(tx, "old", tag_tree.Change(name="new"), 5),
    "merge": lambda tx, ids: tag_tree.merge(tx, ["old"], "new", 5),
    "delete tag": lambda tx, ids: tag_tree.delete(tx, "old"),
    "comment": lambda tx, ids: comments.add(tx, ids[0], "mina", "안녕 @jun", 5),
    "edit comment": lambda tx, ids: comments.edit(tx, 1, "다른 말", 5),
    "delete comment": lambda tx, ids: comments.delete(tx, 1, 5),
    "collection": lambda tx, ids: collections.add(tx, collections.create(tx, "Best", 5), ids, 5),
    "delete collection": lambda tx, ids: collections.delete(tx, 1),
    "order": lambda tx, ids: collections.place(tx, 2, ids[3:], ids[0], 5),
    "preset": lambda tx, ids: filter_presets.add(tx, "별", "rating:5", 5),
}


def furnish(tx: Any, ids: list[int]) -> None:
    tags.give(tx, ids, ["old"], 1)
    marks.set_rating(tx, ids[:1], 1)
    marks.set_note(tx, ids[1], "first", 1)
    comments.add(tx, ids[0], "jun", "처음 @mina", 1)
    outer = collections.create(tx, "Outer", 1)
    collections.add(tx, collections.create(tx, "Inner", 1, parent_id=outer), ids, 1)


@pytest.mark.parametrize("what", CHANGES)
def test_every_kind_of_change_can_be_taken_back_and_made_again(database: Database, ids: list[int], what: str) -> None:
    database.write(lambda tx: furnish(tx, ids))
    before = everything(database)
    number = record(database, lambda tx: CHANGES[what](tx, ids))
    after = everything(database)
    assert after != before
    assert undo(database) == (number, "test", 0)
    assert everything(database) == before
    assert redo(database) == (number, "test", 0)
    assert everything(database) == after
    assert undo(database, number).left == 0
    assert everything(database) == before


def test_texts_and_tags_are_found_as_they_are_now(database: Database, ids: list[int]) -> None:
    def found(word: str) -> int:
        reader = database.read()
        return len(fulltext.search(reader, f'"{word}"', 9)) + len(tag_names.files(reader, f'"{word}"'))

    record(database, lambda tx: marks.set_note(tx, ids[0], "바다", 5))
    record(database, lambda tx: comments.add(tx, ids[1], "a", "sunset", 5))
    record(database, lambda tx: comments.edit(tx, 1, "sunrise", 6))
    record(database, lambda tx: tags.give(tx, ids[:2], ["고양이"], 5))
    assert [found(word) for word in ("바다", "sunset", "sunrise", "고양이")] == [1, 0, 1, 2]
    for _ in range(2):
        undo(database)
    assert [found(word) for word in ("바다", "sunset", "sunrise", "고양이")] == [1, 1, 0, 0]
    for _ in range(2):
        undo(database)
    assert [found(word) for word in ("바다", "sunset", "sunrise", "고양이")] == [0, 0, 0, 0]


def test_what_was_changed_again_stays(database: Database, ids: list[int]) -> None:
    number = record(database, lambda tx: marks.set_rating(tx, ids[:2], 4))
    record(database, lambda tx: marks.set_rating(tx, ids[:1], 5))
    assert undo(database, number).left == 1
    assert [row.rating for row in files.rows(database.read(), ids[:2])] == [5, None]


def test_what_a_row_belongs_to_may_be_gone(database: Database, ids: list[int]) -> None:
    collection = database.write(lambda tx: collections.create(tx, "Best", 1))
    database.write(lambda tx: collections.add(tx, collection, ids, 1))
    number = record(database, lambda tx: collections.remove(tx, collection, ids, 2))
    database.write(lambda tx: collections.delete(tx, collection))
    with pytest.raises(ChangedError):
        undo(database, number)
    assert database.read().value("SELECT count(*) FROM collection_items") == 0


def test_nothing_changed_is_no_change(database: Database, ids: list[int]) -> None:
    assert record(database, lambda tx: marks.set_rating(tx, ids, None)) is None
    assert edits.count(database.read()) == 0


def test_the_latest_is_taken_back_first_and_made_again_last(database: Database, ids: list[int]) -> None:
    numbers = [record(database, lambda tx, stars=stars: marks.set_rating(tx, ids, stars)) for stars in (1, 2, 3)]
    assert [undo(database).id for _ in range(3)] == numbers[::-1]
    with pytest.raises(NotFoundError):
        undo(database)
    with pytest.raises(UsageError):
        undo(database, numbers[0])
    # All were taken back in the same millisecond here: the newest of them comes first.
    assert redo(database, numbers[0]).left == 0
    with pytest.raises(UsageError):
        redo(database, numbers[0])
    listed = edits.listed(database.read(), 2)
    assert [(one.id, one.summary, one.undone_at) for one in listed] == [
        (numbers[2], {"about": "시험"}, 9),
        (numbers[1], {"about": "시험"}, 9),
    ]
    assert [one.id for one in edits.listed(database.read(), 2, offset=2)] == numbers[:1]


def test_old_changes_are_forgotten(database: Database, ids: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits, "MOST", 2)
    for stars in (1, 2, 3):
        record(database, lambda tx, stars=stars: marks.set_rating(tx, ids, stars))
    assert edits.count(database.read()) == 2
    monkeypatch.setattr(edits, "MOST_BYTES", 1)
    record(database, lambda tx: marks.set_rating(tx, ids, 5))
    assert edits.count(database.read()) == 1


def test_a_change_that_fails_leaves_no_trace(database: Database, ids: list[int]) -> None:
    def fail(tx: Any) -> None:
        marks.set_rating(tx, ids, 5)
        raise UsageError

    before = everything(database)
    with pytest.raises(UsageError):
        record(database, fail)
    assert everything(database) == before
    assert edits.count(database.read()) == 0


def test_the_changes_of_one_picture_are_found_among_those_of_others(database: Database, ids: list[int]):
    album = database.write(lambda tx: collections.create(tx, "모음", 5))
    made = {
        "rating": record(database, lambda tx: marks.set_rating(tx, ids[:2], 3)),
        "other": record(database, lambda tx: marks.set_rating(tx, ids[1:], 5)),
        "tags": record(database, lambda tx: tags.give(tx, [ids[0], ids[2]], ["하늘"], 5)),
        "note": record(database, lambda tx: marks.set_note(tx, ids[0], "나중에", 5)),
        "comment": record(database, lambda tx: comments.add(tx, ids[0], "나", "좋다", 5)),
        "album": record(database, lambda tx: collections.add(tx, album, [ids[0]], 5)),
    }
    reader = database.read()
    wanted = [made[name] for name in ("album", "comment", "note", "tags", "rating")]
    assert [one.id for one in edits.of_picture(reader, ids[0], 9)] == wanted
    assert [one.id for one in edits.of_picture(reader, ids[0], 2)] == wanted[:2]
    assert [one.id for one in edits.of_picture(reader, ids[2], 9)] == [made["tags"], made["other"]]
    undo(database, made["comment"])
    assert made["comment"] in {one.id for one in edits.of_picture(reader, ids[0], 9)}
