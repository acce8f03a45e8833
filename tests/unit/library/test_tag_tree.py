"""User tags: given and taken, spelled once, in a tree, by other names, renamed and merged everywhere."""

from __future__ import annotations

import unicodedata

import pytest

from fixtures import shelf
from imageparser.errors import ExistsError, NotFoundError, UsageError
from imageparser.library import Database, filters, tag_names, tag_tree, tags
from imageparser.library.tag_tree import Change
from imageparser.search.filters import parse_all


@pytest.fixture
def ids(database: Database) -> list[int]:
    return shelf.fill(database)


def found(database: Database, *names: str) -> list[int]:
    clauses = parse_all(f"tag={name}" for name in names)
    return filters.candidate_ids(database.read(), clauses).tolist()  # type: ignore[union-attr]


def save(database: Database, tag: str, **values: object) -> tag_tree.Node:
    return database.write(lambda tx: tag_tree.save(tx, tag, Change(**values), 1))  # type: ignore[arg-type]


def give(database: Database, ids: list[int], *names: str) -> int:
    return database.write(lambda tx: tags.give(tx, ids, names, 1))


def test_tags_are_given_once_and_spelled_as_first_written(database: Database, ids: list[int]) -> None:
    assert give(database, ids[:2], "Blue Sky", "고양이") == 4
    assert give(database, ids[:3], "blue_sky") == 1
    assert give(database, ids[:1], unicodedata.normalize("NFD", "고양이")) == 0
    assert tags.of_file(database.read(), ids[2]) == ["Blue Sky"]
    nodes, _ = tag_tree.every(database.read())
    assert [(node.name, node.files) for node in nodes] == [("Blue Sky", 3), ("고양이", 2)]
    assert found(database, "BLUE_SKY", "고양이") == ids[:2]


def test_only_the_users_own_tags_are_taken(database: Database, ids: list[int]) -> None:
    give(database, ids, "cat")
    database.write(lambda tx: tags.replace(tx, ids[0], tags.MODEL, ["cat"]))
    assert database.write(lambda tx: tags.take(tx, ids[:2], ["CAT", "dog"])) == 2
    assert found(database, "cat") == [ids[0], *ids[2:]]


def test_unknown_files_and_empty_names(database: Database, ids: list[int]) -> None:
    assert give(database, [999, ids[0]], "cat") == 1
    for name in ("", " _ "):
        with pytest.raises(UsageError):
            give(database, ids, name)
    assert found(database, "cat") == ids[:1]


def test_a_tag_finds_what_stands_below_it(database: Database, ids: list[int]) -> None:
    save(database, "고양이", parent="동물")
    save(database, "페르시안", parent="고양이")
    give(database, ids[:1], "페르시안")
    give(database, ids[1:2], "동물")
    assert found(database, "동물") == ids[:2]
    assert found(database, "고양이") == ids[:1]
    assert tag_names.files(database.read(), '"동물"').tolist() == ids[:2]
    for parent in ("고양이", "페르시안"):
        with pytest.raises(UsageError):
            save(database, "고양이", parent=parent)
    assert save(database, "고양이", parent="").parent is None
    assert found(database, "동물") == ids[1:2]


def test_aliases_count_as_the_tag_whoever_uses_them(database: Database, ids: list[int]) -> None:
    save(database, "고양이", aliases=("Cat", "kitty"))
    database.write(lambda tx: tags.replace(tx, ids[0], tags.MODEL, ["cat"]))
    give(database, ids[1:2], "kitty")
    assert tags.of_file(database.read(), ids[1]) == ["고양이"]
    for name in ("고양이", "CAT", "kitty"):
        assert found(database, name) == ids[:2]
    assert tag_names.files(database.read(), '"kitty"').tolist() == ids[1:2]
    give(database, ids[2:3], "dog")
    with pytest.raises(ExistsError):
        save(database, "고양이", aliases=("dog",))
    save(database, "고양이", aliases=())
    assert found(database, "cat") == ids[:1]


def test_a_new_name_goes_everywhere_and_leaves_the_old_one_as_an_alias(database: Database, ids: list[int]) -> None:
    give(database, ids[:2], "kat")
    save(database, "persian", parent="kat")
    database.write(lambda tx: tags.replace(tx, ids[2], tags.MODEL, ["kat"]))
    node = save(database, "kat", name="Cat")
    assert (node.folded, node.name) == ("cat", "Cat")
    assert tags.of_file(database.read(), ids[0]) == ["Cat"]
    assert found(database, "cat") == found(database, "kat") == ids[:3]
    nodes, aliases = tag_tree.every(database.read())
    assert {(node.name, node.parent) for node in nodes} == {("Cat", None), ("persian", "cat")}
    assert aliases == {"cat": ["kat"]}
    assert save(database, "cat", name="kat").name == "kat"
    assert tag_tree.every(database.read())[1] == {"kat": ["Cat"]}
    save(database, "kat", name="KAT")
    assert tags.of_file(database.read(), ids[0]) == ["KAT"]
    give(database, ids[:1], "dog")
    with pytest.raises(ExistsError):
        save(database, "kat", name="Dog")


def test_merging(database: Database, ids: list[int]) -> None:
    save(database, "cats", aliases=("kitties",), parent="animals")
    save(database, "persian", parent="cats")
    give(database, ids[:2], "cats")
    give(database, ids[1:3], "고양이")
    merged = database.write(lambda tx: tag_tree.merge(tx, ["cats", "고양이"], "cat", 1))
    assert merged.name == "cat"
    assert {tuple(tags.of_file(database.read(), one)) for one in ids[:3]} == {("cat",)}
    nodes, aliases = tag_tree.every(database.read())
    assert [(node.folded, node.parent, node.files) for node in nodes] == [
        ("animals", None, 0),
        ("cat", None, 3),
        ("persian", "cat", 0),
    ]
    assert sorted(aliases["cat"]) == ["cats", "kitties", "고양이"]
    with pytest.raises(NotFoundError):
        database.write(lambda tx: tag_tree.merge(tx, ["nobody"], "cat", 1))


def test_merging_what_stands_above_into_what_stands_below(database: Database, ids: list[int]) -> None:
    save(database, "b", parent="a")
    save(database, "c", parent="b")
    give(database, ids[:1], "a")
    database.write(lambda tx: tag_tree.merge(tx, ["a", "b"], "c", 1))
    assert [(node.folded, node.parent) for node in tag_tree.every(database.read())[0]] == [("c", None)]
    assert found(database, "a") == ids[:1]


def test_deleting_hands_what_stands_below_to_the_parent(database: Database, ids: list[int]) -> None:
    save(database, "b", parent="a")
    save(database, "c", parent="b")
    give(database, ids[:2], "b")
    assert database.write(lambda tx: tag_tree.delete(tx, "B")) == 2
    assert [(node.folded, node.parent) for node in tag_tree.every(database.read())[0]] == [("a", None), ("c", "a")]
    assert found(database, "b") == []
    with pytest.raises(NotFoundError):
        database.write(lambda tx: tag_tree.delete(tx, "b"))


def test_colours(database: Database) -> None:
    assert save(database, "a", color="#AABBCC").color == "#aabbcc"
    assert save(database, "a", color="").color is None
    with pytest.raises(UsageError):
        save(database, "a", color="red")


def test_counts_by_source(database: Database, ids: list[int]) -> None:
    def prepare(tx: object) -> None:
        tags.replace(tx, ids[0], tags.MODEL, ["cat", "sofa"])  # type: ignore[arg-type]
        tags.replace(tx, ids[1], tags.MODEL, ["Cat"])  # type: ignore[arg-type]
        tags.replace(tx, ids[2], tags.FILE, ["beach"])  # type: ignore[arg-type]
        tags.give(tx, ids[:2], ["sofa"], 1)  # type: ignore[arg-type]

    database.write(prepare)
    save(database, "고양이", aliases=("cat",))
    reader = database.read()
    assert [(one.tag.lower(), one.files) for one in tags.counts(reader)] == [("cat", 2), ("sofa", 2), ("beach", 1)]
    assert tags.counts(reader, ids[:1], sources=[tags.USER]) == [("sofa", 1)]


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ('"blue"', 1),
        ('"sky" AND "blue"', 1),
        ('"하늘"', 1),
        ('"파란"', 1),
        ('"grey"', 0),
        ('("파란하늘" OR "파란 란하 하늘")', 1),
    ],
)
def test_names_are_found_by_their_words(database: Database, ids: list[int], match: str, expected: int) -> None:
    give(database, ids[:1], "Blue_Sky", "파란하늘")
    assert len(tag_names.files(database.read(), match)) == expected


def test_rebuilding_changes_nothing(database: Database, ids: list[int]) -> None:
    give(database, ids[:1], "Blue_Sky", "고양이")
    save(database, "고양이", aliases=("cat",))
    query = "SELECT words, folded FROM tag_names ORDER BY words"
    before = database.read().rows(query)
    database.write(tag_names.rebuild)
    assert database.read().rows(query) == before
    assert len(before) == 3
