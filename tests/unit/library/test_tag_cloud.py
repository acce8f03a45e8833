"""Counts of tags by who gave them, against counts by hand over small random libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures import shelf
from imageparser.library import Database, tag_cloud, tag_tree, tags
from imageparser.text import fold_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = ("고양이", "동물", "하늘", "밤하늘", "Blue_Sky", "cat")


@pytest.fixture
def ids(database: Database) -> list[int]:
    return shelf.fill(database)


def weights(database: Database, some: Sequence[int] | None = None, **options: object) -> dict[tuple[str, str], int]:
    reader = database.read()
    with reader.snapshot():
        chosen = None if some is None else np.array(some, np.int64)
        found = tag_cloud.cloud(reader, chosen, **({"limit": 99} | options))  # type: ignore[arg-type]
    return {(one.tag, one.kind): one.files for one in found.tags}


def test_kinds_and_the_tree(database: Database, ids: list[int]):
    def work(tx: object) -> None:
        tag_tree.save(tx, "고양이", tag_tree.Change(parent="동물", color="#aabbcc", aliases=("cat",)), 5)  # type: ignore[arg-type]
        tags.give(tx, ids[:2], ["고양이"], 5)  # type: ignore[arg-type]
        tags.give(tx, ids[1:3], ["동물"], 5)  # type: ignore[arg-type]
        tags.replace(tx, ids[0], tags.MODEL, ["Cat", "sky"])  # type: ignore[arg-type]

    database.write(work)
    flat = weights(database, kinds=("user", "model"))
    assert flat["고양이", "user"] == 2
    assert flat["동물", "user"] == 2
    assert flat["고양이", "model"] == 1  # by its alias
    rolled = weights(database, kinds=("user",), roll_up=True)
    assert rolled == {("고양이", "user"): 2, ("동물", "user"): 3}
    assert weights(database, ids[2:], kinds=("user",), roll_up=True) == {("동물", "user"): 1}
    reader = database.read()
    with reader.snapshot():
        found = tag_cloud.cloud(reader, None, kinds=("user",), limit=1)
    assert found == tag_cloud.Cloud([tag_cloud.Weight("고양이", "user", 2, "#aabbcc", "동물")], 1, 2)


def test_missing_pictures_do_not_count(database: Database, ids: list[int]):
    database.write(lambda tx: tags.give(tx, ids, ["하늘"], 5))
    database.write(lambda tx: tx.run("UPDATE files SET missing_since = 1 WHERE id = ?", (ids[0],)))
    assert weights(database, kinds=("user",)) == {("하늘", "user"): len(ids) - 1}
    assert weights(database, ids, kinds=("user",)) == {("하늘", "user"): len(ids) - 1}
    assert weights(database, [ids[0], 999_999], kinds=("user",)) == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    given_tags=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(NAMES)), max_size=20),
    parents=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=4),
    few=st.booleans(),
)
def test_rolled_up_as_by_hand(
    database: Database, ids: list[int], given_tags: list[tuple[int, str]], parents: list[tuple[str, str]], *, few: bool
):
    above: dict[str, str] = {}

    def chain(name: str | None) -> list[str]:
        found: list[str] = []
        while name is not None:
            found.append(name)
            name = above.get(name)
        return found

    for name, parent in parents:
        if name not in chain(parent):
            above.update({name: parent})

    def work(tx: object) -> None:
        tx.run("DELETE FROM tags WHERE source = 'user'")  # type: ignore[attr-defined]
        tx.run("DELETE FROM tag_nodes")  # type: ignore[attr-defined]
        for name in NAMES:
            tag_tree.ensure(tx, name, 5)  # type: ignore[arg-type]
        for name, parent in above.items():
            tag_tree.save(tx, name, tag_tree.Change(parent=parent), 5)  # type: ignore[arg-type]
        for place, name in given_tags:
            tags.give(tx, [ids[place % len(ids)]], [name], 5)  # type: ignore[arg-type]

    database.write(work)
    wanted: dict[str, set[int]] = {}
    for place, name in given_tags:
        for one in chain(name):
            wanted.setdefault(fold_tag(one), set()).add(place % len(ids))
    found = weights(database, ids if few else None, kinds=("user",), roll_up=True)
    assert {fold_tag(tag): files for (tag, _), files in found.items()} == {
        tag: len(some) for tag, some in wanted.items()
    }
