"""Kept values belong to one state of the library and to nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from imageparser.library import facts, masks
from imageparser.library.kept import Kept, Shared
from imageparser.search.filters import Clause

if TYPE_CHECKING:
    from imageparser.library import Database
    from imageparser.library.connection import Transaction


def insert(tx: Transaction, count: int, format_: str = "png") -> None:
    sql = (
        "INSERT INTO files (key, raw, folder, size, mtime_ns, file_id, added_at, format) "
        "VALUES (?, x'00', '/그림', 1, 1, 1, 1, ?)"
    )
    first = int(tx.value("SELECT count(*) FROM files"))
    tx.run_many(sql, ((f"/그림/{first + place}", format_) for place in range(count)))


def test_a_value_is_made_once_for_a_state_and_anew_after_a_change(database: Database) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    reader = database.read()
    for _ in range(2):
        with reader.snapshot():
            assert reader.kept.get("x", make) == 0
    database.write(lambda tx: insert(tx, 1))
    with reader.snapshot():
        assert reader.kept.get("x", make) == 1
    assert made == [0, 1]


def test_outside_of_a_snapshot_nothing_is_kept(database: Database) -> None:
    reader = database.read()
    assert not reader.kept.active
    assert reader.kept.get("x", lambda: 1) == 1
    assert reader.kept.get("x", lambda: 2) == 2


def test_a_change_while_a_snapshot_begins_leaves_it_without() -> None:
    versions = iter([1, 2])
    kept = Kept(Shared(lambda: next(versions)))
    with kept.state(lambda _sql: None):
        assert not kept.active


def test_an_older_snapshot_neither_sees_nor_drives_out_what_is_newer() -> None:
    shared = Shared(lambda: 0)
    assert shared.get(2, "x", lambda: "new") == "new"
    assert shared.get(1, "x", lambda: "old") == "old"
    assert shared.get(2, "x", lambda: "again") == "new"


def test_the_longest_unused_goes_when_there_is_too_much() -> None:
    shared = Shared(lambda: 0, most_bytes=2_000)
    for key in "abc":
        shared.get(1, key, lambda: np.zeros(100))  # 800 bytes each
        shared.get(1, "a", lambda: np.ones(1))
    assert shared.get(1, "b", lambda: np.full(1, 7.0))[0] == 7.0
    assert len(shared.get(1, "a", lambda: np.zeros(1))) == 100


def test_a_snapshot_sees_its_own_state_whatever_is_written_meanwhile(database: Database) -> None:
    database.write(lambda tx: insert(tx, 3))
    png = [Clause("format", "format", "in", ("png",))]
    reader = database.read()
    with reader.snapshot():
        assert facts.usable(reader)
        database.write(lambda tx: insert(tx, 2))
        found = masks.candidate_ids(reader, png)
        assert found is not None
        assert len(found) == 3
    with reader.snapshot():
        later = masks.candidate_ids(reader, png)
        assert later is not None
        assert len(later) == 5
