from __future__ import annotations

import numpy as np
import pytest

from fixtures.core_objects import batch, found
from imageparser.library import Database, scan, serving, tasks, vectors
from imageparser.library.serving import Renewal

OLD, NEW = "old", "new"
RENEWAL = Renewal("VV", NEW, [("P", "p")])


def put(database: Database, kind: str, key: str, ids: list[int]) -> None:
    rows = np.ones((len(ids), 4), np.float32)
    database.write(lambda tx: vectors.put(tx, kind, key, ids, rows))


def add(database: Database, count: int) -> list[int]:
    added = [found(f"/p/{number}.png") for number in range(count)]
    database.write(lambda tx: scan.record(tx, batch(added=added), 1, reading=["P"]))
    return [row[0] for row in database.read().rows("SELECT id FROM files ORDER BY id")]


def done(database: Database, file_id: int, phase: str, key: str) -> None:
    database.write(lambda tx: tasks.done(tx, file_id, (phase, key), 1))


def failed(
    database: Database, file_id: int, task: tuple[str, str], *, code: str = "model_failed", times: int = 1
) -> None:
    for _ in range(times):
        database.write(lambda tx: tasks.failed(tx, file_id, task, 1, code=code, message="made up"))


def left(database: Database, *renewals: Renewal) -> int:
    return serving.left(database.read(), OLD, renewals or [RENEWAL], max_attempts=3)


def test_what_is_noted_serves_as_long_as_it_has_vectors(database: Database) -> None:
    assert serving.in_force(database.read(), "VV", NEW) == NEW
    put(database, "VV", OLD, [1])
    assert serving.in_force(database.read(), "VV", NEW) == OLD
    put(database, "VV", NEW, [1])
    assert serving.in_force(database.read(), "VV", NEW) == NEW
    database.write(lambda tx: serving.serve(tx, "VV", OLD, 7))
    assert serving.in_force(database.read(), "VV", NEW) == OLD
    assert (serving.noted(database.read(), "VV"), serving.since(database.read(), "VV")) == (OLD, 7)
    database.write(lambda tx: vectors.remove(tx, vectors.tables(tx)[0].name, [1]))
    assert serving.in_force(database.read(), "VV", NEW) == NEW
    assert serving.noted(database.read(), "MV") is serving.since(database.read(), "MV") is None


def test_of_former_keys_without_a_note_the_fullest_serves(database: Database) -> None:
    put(database, "VV", "a", [1])
    put(database, "VV", "b", [1, 2])
    put(database, "MV", "c", [1, 2, 3])
    assert serving.in_force(database.read(), "VV", NEW) == "b"


@pytest.mark.parametrize(
    ("state", "waits"),
    [
        ("nothing", 1),
        ("failed once", 1),
        ("done", 0),
        ("failed for good", 0),
        ("failed too often", 0),
        ("what it needs failed for good", 0),
        ("what it needs failed once", 1),
    ],
)
def test_a_file_keeps_the_switch_waiting_while_it_has_something_to_lose_and_to_win(
    database: Database, state: str, waits: int
) -> None:
    (item, _) = add(database, 2)
    done(database, item, "VV", OLD)
    match state:
        case "done":
            done(database, item, "VV", NEW)
        case "failed once":
            failed(database, item, ("VV", NEW))
        case "failed for good":
            failed(database, item, ("VV", NEW), code="corrupt")
        case "failed too often":
            failed(database, item, ("VV", NEW), times=3)
        case "what it needs failed for good":
            failed(database, item, ("P", "p"), code="unsupported")
        case "what it needs failed once":
            failed(database, item, ("P", "p"))
    assert left(database) == waits


def test_missing_files_and_those_without_a_former_vector_wait_for_nothing(database: Database) -> None:
    first, second = add(database, 2)
    done(database, first, "VV", OLD)
    database.write(lambda tx: tx.run("UPDATE files SET missing_since = 1 WHERE id = ?", (first,)))
    assert left(database) == 0
    done(database, second, "LV", OLD)
    assert left(database) == 0
    assert left(database, RENEWAL, Renewal("LV", NEW, [])) == 1


@pytest.mark.parametrize(("count", "step", "cut"), [(1, 5, 99), (40, 7, 99), (40, 7, 3), (40, 7, 8), (40, 40, 1)])
def test_clearing_goes_on_where_it_was_cut_off(
    database: Database, monkeypatch: pytest.MonkeyPatch, count: int, step: int, cut: int
) -> None:
    monkeypatch.setattr(serving, "TASKS_AT_ONCE", step)
    monkeypatch.setattr(serving, "ROWS_AT_ONCE", step)
    monkeypatch.setattr(serving, "DROPPED_AT_ONCE", 5 * 16)
    ids = list(range(1, count + 1))
    assert add(database, count) == ids
    for key in (OLD, NEW):
        put(database, "VV", key, ids)
        for item in ids:
            done(database, item, "VV", key)
    kept = vectors.generation(database.read(), "VV", NEW)
    pieces = 0
    while found_tables := serving.obsolete(database.read(), ["VV"], [NEW]):
        assert [table.version_key for table in found_tables] == [OLD]
        reader = database.read()
        finished = {row[0] for row in reader.rows("SELECT file_id FROM tasks WHERE version_key = ?", (OLD,))}
        assert finished <= set(vectors.ids(reader, found_tables[0].name)), "a file counts as done without a vector"
        if pieces == cut:  # somebody has come back to the former model meanwhile
            break
        database.write(lambda tx, t=found_tables[0]: serving.clear_some(tx, t))
        pieces += 1
    else:
        assert not database.read().rows("SELECT 1 FROM tasks WHERE version_key = ?", (OLD,))
        assert not vectors.present(database.read(), "VV", OLD)
    assert vectors.generation(database.read(), "VV", NEW) == kept
    assert vectors.count(database.read(), "VV", NEW) == count


def test_a_table_that_comes_again_has_another_name_and_a_later_generation(database: Database) -> None:
    seen = []
    for _ in range(3):
        put(database, "VV", OLD, [1])
        (table,) = vectors.tables(database.read())
        seen.append((table.name, vectors.generation(database.read(), "VV", OLD)))
        while database.write(lambda tx, t=table: serving.clear_some(tx, t)):
            pass
        assert vectors.tables(database.read()) == []
    assert len({name for name, _ in seen}) == 3
    assert [generation for _, generation in seen] == sorted({generation for _, generation in seen})
