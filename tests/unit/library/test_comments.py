"""Comments: a thread in the order of time, its history, deletion, mentions."""

from __future__ import annotations

import pytest

from fixtures import shelf
from imageparser.errors import NotFoundError, UsageError
from imageparser.library import Database, comments, fulltext


@pytest.fixture
def ids(database: Database) -> list[int]:
    return shelf.fill(database, 2)


def say(database: Database, item: int, body: str, at: int = 1, author: str = "mina") -> int:
    return database.write(lambda tx: comments.add(tx, item, author, body, at))


def test_a_thread_stands_in_the_order_of_time(database: Database, ids: list[int]) -> None:
    second, first = say(database, ids[0], " 나중에 ", 20), say(database, ids[0], "먼저", 10)
    say(database, ids[1], "elsewhere")
    thread = comments.thread(database.read(), ids[0])
    assert [(one.id, one.body, one.author) for one in thread] == [(first, "먼저", "mina"), (second, "나중에", "mina")]


def test_edits_keep_what_was_said(database: Database, ids: list[int]) -> None:
    number = say(database, ids[0], "one", 10)
    for at, body in ((20, "two"), (25, "two"), (30, "셋")):
        database.write(lambda tx, at=at, body=body: comments.edit(tx, number, body, at))
    (comment,) = comments.thread(database.read(), ids[0])
    assert (comment.body, comment.created_at, comment.edited_at) == ("셋", 10, 30)
    assert [tuple(one) for one in comments.versions(database.read(), ids[0])] == [
        (number, 1, "one", 10),
        (number, 2, "two", 20),
    ]


def test_deleted_comments_keep_their_place_and_say_nothing(database: Database, ids: list[int]) -> None:
    number = say(database, ids[0], "secret @jun", 10)
    database.write(lambda tx: comments.edit(tx, number, "secret still @jun", 15))
    assert fulltext.search(database.read(), '"secret"', 5)
    database.write(lambda tx: comments.delete(tx, number, 20))
    (comment,) = comments.thread(database.read(), ids[0])
    assert (comment.body, comment.deleted_at) == ("", 20)
    assert comments.versions(database.read(), ids[0]) == []
    assert comments.mentioning(database.read(), "jun", 5) == []
    assert fulltext.search(database.read(), '"secret"', 5) == []
    for again in (lambda tx: comments.delete(tx, number, 30), lambda tx: comments.edit(tx, number, "x", 30)):
        with pytest.raises(NotFoundError):
            database.write(again)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("@mina look", ["mina"]),
        ("ask @jun.kim, @Jun-Ho and @mina.", ["jun.kim", "Jun-Ho", "mina"]),
        ("@민지에게 물어봐 @민지", ["민지"]),
        ("mail me@home.net or a@@b", []),
        ("@", []),
        ("(@a)", ["a"]),
    ],
)
def test_mentions(body: str, names: list[str]) -> None:
    assert comments.mentions(body) == names


def test_who_is_mentioned(database: Database, ids: list[int]) -> None:
    first = say(database, ids[0], "@Jun @민지", 10)
    second = say(database, ids[1], "@jun", 20, author="민지")
    reader = database.read()
    assert [one.id for one in comments.mentioning(reader, "@JUN", 5)] == [second, first]
    assert [one.id for one in comments.mentioning(reader, "jun", 1)] == [second]
    assert [tuple(one) for one in comments.names(reader)] == [("Jun", 2), ("민지", 1), ("mina", 0)]
    database.write(lambda tx: comments.edit(tx, second, "nobody", 30))
    assert [one.id for one in comments.mentioning(reader, "jun", 5)] == [first]


def test_what_is_refused(database: Database, ids: list[int]) -> None:
    for author, body in (("", "x"), ("a", "  ")):
        with pytest.raises(UsageError):
            say(database, ids[0], body, author=author)
    with pytest.raises(NotFoundError):
        say(database, 99, "x")
