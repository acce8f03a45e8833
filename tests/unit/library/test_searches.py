from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.library import searches

if TYPE_CHECKING:
    from imageparser.library.connection import Database


def asked(database: Database) -> list[tuple[str, int]]:
    return [(one.query, one.uses) for one in searches.listed(database)]


def test_the_latest_come_first_and_the_same_query_once(database: Database):
    for query in ("밤하늘", "red  Cat", "", "  ", "RED cat"):
        searches.remember(database, query)
    assert asked(database) == [("RED cat", 2), ("밤하늘", 1)]
    assert searches.forget(database, ["red cat", "unknown"]) == 1
    assert searches.clear(database) == 1
    assert asked(database) == []


def test_remembering_leaves_the_state_of_the_library_alone(database: Database):
    before = database.version()
    assert searches.remember(database, "a")
    assert database.version() == before


def test_old_ones_go_and_pasted_texts_do_not_come(database: Database):
    for number in range(searches.MOST + 3):
        searches.remember(database, f"q{number}")
    assert (len(asked(database)), asked(database)[0]) == (searches.MOST, (f"q{searches.MOST + 2}", 1))
    assert not searches.remember(database, "x" * (searches.LONGEST + 1))


def test_nothing_is_remembered_where_that_is_off(database: Database):
    database.write(lambda tx: searches.keep(tx, on=False))
    assert not searches.remember(database, "a")
    database.write(lambda tx: searches.keep(tx, on=True))
    assert searches.remember(database, "a")


def test_a_damaged_file_counts_as_none(database: Database):
    for text in ("", "{", '[["a"]]', '{"a": 1}', "[1]", '[["a", "x", 1]]'):
        searches.place(database).write_text(text)
        assert searches.listed(database) == []
    assert searches.remember(database, "a")
    assert asked(database) == [("a", 1)]
