"""Search by tags against its plain twin: the intersection of sets."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import generators
from imageparser.library import Database, bitsets, postings, prompts
from imageparser.library.prompts import Reading

if TYPE_CHECKING:
    from imageparser import _core

Step = tuple[str, Any, Any]
TAGS = ["1girl", "파란 하늘", "^_^", "a", "b", "c"]
KINDS = list(postings.KINDS)
# Ids on both sides of the borders of a chunk, and far away.
IDS = [1, 2, 3, 65_535, 65_536, 65_537, 5_000_000]
INSERT = """INSERT OR IGNORE INTO files (id, key, raw, folder, size, mtime_ns, file_id, added_at)
    VALUES (?, ?, x'00', '/', 1, 1, 1, 1)"""

tag_sets = st.frozensets(st.tuples(st.sampled_from(TAGS), st.sampled_from(KINDS)), max_size=8)
puts = st.tuples(st.just("put"), st.sampled_from(IDS), st.one_of(st.none(), tag_sets))
steps = st.lists(
    st.one_of(
        puts,
        puts,
        puts,
        st.tuples(st.just("settle"), st.none(), st.none()),
        st.tuples(st.just("delete"), st.sampled_from(IDS), st.none()),
    ),
    max_size=25,
)
questions = st.lists(
    st.tuples(st.lists(st.lists(st.sampled_from(TAGS), min_size=1, max_size=3), min_size=1, max_size=3), st.booleans()),
    min_size=1,
    max_size=4,
)


@given(steps=steps, questions=questions)
@settings(max_examples=60, deadline=None)
def test_search_by_tags_equals_the_meeting_of_sets(
    steps: list[Step], questions: list[tuple[list[list[str]], bool]]
) -> None:
    twin: dict[int, frozenset[tuple[str, str]]] = {}
    with tempfile.TemporaryDirectory() as folder, Database.open(Path(folder) / "l.sqlite") as database:
        for what, file_id, tags in steps:
            database.write(lambda tx, step=(what, file_id, tags): take(tx, *step))
            if what == "put":
                twin[file_id] = tags or frozenset()
            elif what == "delete":
                twin.pop(file_id, None)
        for wanted, negative in questions:
            shown = set(KINDS) if negative else {"positive", "character"}
            held = {file_id: {tag for tag, kind in tags if kind in shown} for file_id, tags in twin.items()}
            expected = [file_id for file_id, tags in held.items() if all(tags.intersection(some) for some in wanted)]
            assert postings.find(database.read(), wanted, negative=negative).tolist() == sorted(expected)
        assert postings.wrong(database.read()) == []
        database.write(postings.settle)
        assert postings.wrong(database.read()) == []
        before = database.read().rows("SELECT * FROM prompt_postings")
        database.write(postings.rebuild)
        assert database.read().rows("SELECT * FROM prompt_postings") == before


def take(tx: Any, what: str, file_id: int, tags: frozenset[tuple[str, str]] | None) -> None:
    if what == "settle":
        postings.settle(tx)
    elif what == "delete":
        tx.run("DELETE FROM files WHERE id = ?", (file_id,))
    else:
        tx.run(INSERT, (file_id, f"/{file_id}.png"))
        prompts.put(tx, [Reading(file_id, 1, 1, None if tags is None else made(tags))])


def made(tags: frozenset[tuple[str, str]]) -> _core.Generator:
    of = {kind: [tag for tag, other in sorted(tags) if other == kind] for kind in postings.KINDS}
    return generators.made(of["positive"], of["negative"], [of["character"]], of["character_negative"])


@given(
    first=st.sets(st.integers(0, 65_535), max_size=50),
    remove=st.sets(st.integers(0, 65_535), max_size=50),
    add=st.sets(st.integers(0, 65_535), max_size=50),
    dense=st.integers(0, 6_000),
)
@settings(deadline=None)
def test_bitsets_equal_sets(first: set[int], remove: set[int], add: set[int], dense: int) -> None:
    whole = first | set(range(100, 100 + dense))
    packed = bitsets.pack(np.array(sorted(whole), np.uint16))
    assert set(bitsets.unpack(packed).tolist()) == whole
    assert set(bitsets.numbers_of(bitsets.bits(packed)).tolist()) == whole
    changed = bitsets.change(packed, remove=np.array(sorted(remove), np.uint16), add=np.array(sorted(add), np.uint16))
    assert set(bitsets.unpack(changed).tolist()) == whole - remove | add
    assert len(changed) <= 8192
