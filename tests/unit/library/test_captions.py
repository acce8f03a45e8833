from __future__ import annotations

from typing import Any

import pytest

from fixtures.core_objects import batch, caption, found
from imageparser.errors import ModelFailedError
from imageparser.library import Database, captions, files, scan, tags


@pytest.fixture
def file_id(database: Database) -> int:
    database.write(lambda tx: scan.record(tx, batch(added=[found("/p/a.png")]), 1, reading=["P"]))
    row = files.get(database.read(), "/p/a.png")
    assert row is not None
    return row.id


def put(database: Database, file_id: int, text: str, *, key: str = "1", at: int = 1, **values: Any) -> None:
    database.write(lambda tx: captions.put(tx, file_id, key, caption(text, **values), at))


def test_a_caption_comes_back_whole(database: Database, file_id: int) -> None:
    put(database, file_id, "개 한 마리", tags=["dog"], tags_ko=["개"], labels=[("pug", 0.5)], hints=["cat"])
    found_caption = captions.get(database.read(), file_id)
    assert found_caption is not None
    assert (found_caption.caption, found_caption.tags, found_caption.labels) == ("개 한 마리", ["dog"], [("pug", 0.5)])
    assert found_caption.record["hints"] == ["cat"]
    assert found_caption.keyword_text == "개 한 마리"
    assert tags.of_file(database.read(), file_id) == ["dog", "개"]


def test_the_newest_version_is_in_use(database: Database, file_id: int) -> None:
    put(database, file_id, "old", key="b", at=1)
    put(database, file_id, "new", key="a", at=2, tags=["new"])
    reader = database.read()
    newest, old = captions.get(reader, file_id), captions.get(reader, file_id, "b")
    assert newest is not None
    assert old is not None
    assert (newest.caption, old.caption) == ("new", "old")
    assert captions.get(reader, file_id, "c") is None
    assert tags.of_file(reader, file_id) == ["new"]


def test_storing_again_replaces(database: Database, file_id: int) -> None:
    put(database, file_id, "one", tags=["x"])
    put(database, file_id, "two", tags=["y"])
    assert captions.rows(database.read(), [file_id])[file_id].caption == "two"
    assert tags.of_file(database.read(), file_id) == ["y"]


def test_tags_of_the_user_stay(database: Database, file_id: int) -> None:
    database.write(lambda tx: tags.replace(tx, file_id, tags.USER, ["내 것"]))
    put(database, file_id, "one", tags=["x"])
    database.write(lambda tx: captions.clear(tx, file_id))
    assert captions.get(database.read(), file_id) is None
    assert "내 것" in tags.of_file(database.read(), file_id)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_caption_is_refused(database: Database, file_id: int, text: str) -> None:
    with pytest.raises(ModelFailedError, match="empty"):
        put(database, file_id, text)
    assert captions.get(database.read(), file_id) is None


def test_tags_are_composed_and_never_blank(database: Database, file_id: int) -> None:
    decomposed = "\u1112\u1161\u11ab"
    database.write(lambda tx: tags.replace(tx, file_id, tags.USER, [decomposed, " ", ""]))
    assert tags.of_file(database.read(), file_id) == ["한"]
