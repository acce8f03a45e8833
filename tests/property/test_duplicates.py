"""Groups of duplicates against a twin that looks at every pair; a merge that is taken back leaves no trace."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.alike import Like, fill, twin
from fixtures.small_library import FakeModels
from imageparser.library import Database, collections, comments, duplicates, edits, fulltext, marks, tags
from imageparser.library.duplicates import Group
from imageparser.search.duplicates import groups
from imageparser.search.duplicates.groups import Wanted
from imageparser.search.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Iterator

BASES = (0x9E37_79B9_7F4A_7C15, 0x0F0F_3C3C_5A5A_6969, 0)
HASHES = st.builds(
    lambda base, flips: int(np.bitwise_xor.reduce([base, *(1 << bit for bit in flips)], dtype=np.uint64)),
    st.sampled_from(BASES),
    st.lists(st.integers(0, 63), max_size=4, unique=True),
)
VECTORS = st.one_of(
    st.just(()), st.tuples(*[st.integers(-3, 3)] * 3).filter(any).map(lambda v: tuple(np.array(v) / np.linalg.norm(v)))
)
ALIKE = st.lists(
    st.builds(
        Like,
        content=st.integers(1, 6),
        phash=HASHES,
        sides=st.sampled_from([(64, 48), (128, 96), (48, 64), (0, 0)]),
        size=st.integers(1, 9),
    ),
    max_size=14,
)
# The same content has the same vector.
PICTURES = st.builds(
    lambda pictures, rows: [one._replace(vector=rows[one.content]) for one in pictures],
    ALIKE,
    st.lists(VECTORS, min_size=7, max_size=7),
)
KINDS = st.lists(st.sampled_from(["exact", "hash", "vector"]), min_size=1, unique=True)


@contextmanager
def library() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder, Database.open(Path(folder) / "library.sqlite") as database:
        yield database


def grouped(database: Database, wanted: Wanted) -> groups.Groups:
    memory: Any = Memory(database, background=False)
    return groups.find(database, FakeModels(), memory, wanted)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(PICTURES, KINDS, st.integers(0, 8), st.sampled_from([0.7, 0.9]))
def test_groups_are_those_of_a_twin(pictures: list[Like], kinds: list[str], bits: int, cosine: float):
    with library() as database:
        fill(database, pictures)
        found = grouped(database, Wanted(tuple(kinds), bits, cosine))
        assert sorted(found.groups) == twin(pictures, kinds, bits, cosine)
        sizes = [[pictures[item - 1].size for item in group] for group in found.groups]
        assert list(found.spare) == [sum(one) - max(one) for one in sizes]
        assert list(found.spare) == sorted(found.spare, reverse=True)


@settings(max_examples=25, deadline=None)
@given(PICTURES, st.lists(st.sets(st.integers(1, 14), min_size=2, max_size=4), min_size=1, max_size=3))
def test_what_is_kept_apart_is_in_no_group_together(pictures: list[Like], apart: list[set[int]]):
    with library() as database:
        fill(database, pictures)
        asked = [sorted(ids) for ids in apart if max(ids) <= len(pictures)]
        before = {item for group in grouped(database, Wanted()).groups for item in group}
        for ids in asked:
            database.write(lambda tx, ids=ids: duplicates.keep_apart(tx, ids, 1))
        after = grouped(database, Wanted()).groups
        for group in after:
            assert not any(len(set(ids) & set(group)) > 1 for ids in asked)
        assert {item for group in after for item in group} <= before
        for ids in asked:
            database.write(lambda tx, ids=ids: duplicates.let_together(tx, ids))
        assert {item for group in grouped(database, Wanted()).groups for item in group} == before


WORDS = st.sampled_from(["고양이", "Red_Hair", "red hair", "바다"])
SAID = st.fixed_dictionaries(
    {
        "tags": st.lists(WORDS, max_size=2),
        "note": st.sampled_from(["", "좋은 사진", "좋은 사진\n\n둘째", "other"]),
        "rating": st.one_of(st.none(), st.integers(0, 5)),
        "label": st.one_of(st.none(), st.sampled_from(marks.LABELS[:2])),
        "comments": st.lists(st.sampled_from(["@민지 봐", "nice"]), max_size=2),
        "collections": st.sets(st.integers(1, 3)),
        "cover": st.booleans(),
    }
)


def say(tx: Any, item: int, said: dict[str, Any]) -> None:
    tags.give(tx, [item], said["tags"], 5)
    marks.set_note(tx, item, said["note"], 5)
    marks.set_rating(tx, [item], said["rating"])
    marks.set_label(tx, [item], said["label"])
    for body in said["comments"]:
        comments.edit(tx, comments.add(tx, item, "나", body, 5), body + "!", 6)
    for collection in sorted(said["collections"]):
        collections.add(tx, collection, [item], 5)
        if said["cover"]:
            collections.change(tx, collection, {"cover_id": item}, 5)


def everything(database: Database) -> dict[str, Any]:
    """Return all rows that are the user's own, and which words find which pictures."""
    reader = database.read()
    rows: dict[str, Any] = {
        table: sorted(reader.rows(f"SELECT * FROM {table}"), key=repr)  # noqa: S608
        for table in edits.TABLES
        if table != "files"
    }
    rows["files"] = reader.rows("SELECT id, user_rating, user_label FROM files ORDER BY id")
    for word in ("민지", "nice", "좋은", "둘째", "other"):
        rows[word] = sorted(item for item, _ in fulltext.search(reader, f'"{word}"', -1))
    return rows


@settings(max_examples=25, deadline=None)
@given(st.lists(SAID, min_size=6, max_size=6), st.permutations(range(1, 7)))
def test_a_merge_unites_and_is_taken_back_exactly(said: list[dict[str, Any]], order: list[int]):
    made = [Group(order[0], order[1:3]), Group(order[3], order[4:5])]
    with library() as database:
        fill(database, [Like(item, BASES[0]) for item in range(1, 7)])
        database.write(lambda tx: [collections.create(tx, name, 1) for name in ("가", "나", "다")])
        database.write(lambda tx: [say(tx, item, one) for item, one in enumerate(said, start=1)])
        before = everything(database)
        _, edit = database.write(
            lambda tx: edits.record(tx, "duplicates_merge", {}, lambda: duplicates.merge(tx, made, 9), 9)
        )
        for group in made:
            check(database, group, said)
        again = everything(database)
        if edit is not None:
            assert database.write(lambda tx: edits.undo(tx, edit, 10)).left == 0
        assert everything(database) == before
        if edit is not None:
            database.write(lambda tx: edits.redo(tx, edit, 11))
            assert everything(database) == again


def check(database: Database, group: Group, said: list[dict[str, Any]]) -> None:
    reader = database.read()
    members = [group.keep, *group.others]
    heard = [said[item - 1] for item in members]
    given_tags = {tag.replace("_", " ").lower() for one in heard for tag in one["tags"]}
    assert {tag.replace("_", " ").lower() for tag in tags.of_file(reader, group.keep, ["user"])} == given_tags
    thread = comments.thread(reader, group.keep)
    assert sorted(one.body for one in thread) == sorted(body + "!" for one in heard for body in one["comments"])
    ratings = [one["rating"] for one in heard if one["rating"] is not None]
    row = reader.row("SELECT user_rating, user_label FROM files WHERE id = ?", (group.keep,))
    labels = [one["label"] for one in heard if one["label"] is not None]
    assert row == (max(ratings, default=None), labels[0] if labels else None)
    for collection in range(1, 4):
        inside = any(collection in one["collections"] for one in heard)
        assert (group.keep in collections.items(reader, collection, everything=True)) == inside
        assert collections.get(reader, collection).cover_id not in group.others
    note = marks.note(reader, group.keep)
    assert all(one["note"] in note for one in heard)
