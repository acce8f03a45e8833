from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.library import presets

if TYPE_CHECKING:
    from imageparser.library import Database


def preset(**changed: Any) -> dict[str, Any]:
    return {"name": "감정", "source_kind": "nais", "variable_name": "emotion", "values": [], **changed}


def add(database: Database, **changed: Any) -> int:
    return database.write(lambda tx: presets.add(tx, preset(**changed), 1000))


def test_names_may_repeat(database: Database):
    first, second = add(database), add(database)
    assert first != second
    assert presets.get(database.read(), second) == (second, "감정", "nais", "emotion", preset(), 1001)


def test_one_is_replaced_whole(database: Database):
    row = add(database)
    new = preset(name="옷", source_kind="sdstudio", variable_name="clothes", values=[{"name": "a", "tags": ["b"]}])
    assert database.write(lambda tx: presets.replace(tx, row, new, 9000)) is True
    assert presets.get(database.read(), row) == (row, "옷", "sdstudio", "clothes", new, 9000)
    assert database.write(lambda tx: presets.replace(tx, row + 1, new, 9000)) is False
    assert len(presets.listed(database.read())) == 1


def test_lists_are_limited_by_kind_and_variable(database: Database):
    rows = [add(database), add(database, source_kind="x"), add(database, variable_name="y")]

    def ids(**chosen: str) -> list[int]:
        return [one.id for one in presets.listed(database.read(), **chosen)]

    assert ids() == rows[::-1]
    assert ids(source_kind="nais") == [rows[2], rows[0]]
    assert ids(variable_name="emotion") == [rows[1], rows[0]]
    assert ids(source_kind="x", variable_name="y") == []


def test_one_is_forgotten(database: Database):
    row = add(database)
    assert database.write(lambda tx: presets.delete(tx, row)) is True
    assert database.write(lambda tx: presets.delete(tx, row)) is False
    assert presets.get(database.read(), row) is None
