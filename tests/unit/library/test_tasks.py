from __future__ import annotations

from typing import Any

import pytest

from fixtures.core_objects import batch, found
from imageparser.library import Database, files, scan, tasks
from imageparser.library.tasks import PhaseCounts

P, VV = ("P", "1"), ("VV", "7")
NEEDS = [P]


@pytest.fixture
def ids(database: Database) -> list[int]:
    keys = [f"/p/{name}.png" for name in "abcd"]
    added = [found(key) for key in keys]
    database.write(lambda tx: scan.record(tx, batch(added=added), 1, reading=["P"]))
    rows = [files.get(database.read(), key) for key in keys]
    return [row.id for row in rows if row is not None]


def pending(database: Database, task: tuple[str, str] = P, **options: Any) -> list[int]:
    return [ref.id for ref in tasks.pending(database.read(), *task, **options)]


def done(database: Database, file_id: int, task: tuple[str, str] = P) -> None:
    database.write(lambda tx: tasks.done(tx, file_id, task, 10, took_ms=3))


def fail(database: Database, file_id: int, code: str = "denied", task: tuple[str, str] = P, at: int = 10) -> None:
    database.write(lambda tx: tasks.failed(tx, file_id, task, at, code=code, message="why"))


def test_what_is_absent_is_pending(database: Database, ids: list[int]) -> None:
    done(database, ids[1])
    assert pending(database) == [ids[0], ids[2], ids[3]]
    assert pending(database, ("P", "other version")) == ids


def test_a_phase_waits_for_what_it_needs(database: Database, ids: list[int]) -> None:
    assert pending(database, VV, needs=NEEDS) == []
    done(database, ids[2])
    fail(database, ids[3])
    assert pending(database, VV, needs=NEEDS) == [ids[2]]
    assert pending(database, VV, needs=[("P", "old version")]) == []


def test_failures_are_tried_until_the_attempts_are_used_up(database: Database, ids: list[int]) -> None:
    for count in range(3):
        assert ids[0] in pending(database, max_attempts=3), count
        fail(database, ids[0])
    assert ids[0] not in pending(database, max_attempts=3)
    assert ids[0] in pending(database, max_attempts=4)


@pytest.mark.parametrize("code", tasks.FINAL_CODES)
def test_what_only_other_content_can_cure_is_not_tried_again(database: Database, ids: list[int], code: str) -> None:
    fail(database, ids[0], code)
    assert ids[0] not in pending(database)


def test_a_run_does_not_repeat_its_own_failures(database: Database, ids: list[int]) -> None:
    fail(database, ids[0], at=100)
    assert ids[0] not in pending(database, failed_before=100)
    assert ids[0] in pending(database, failed_before=101)


def test_done_after_failed_is_done(database: Database, ids: list[int]) -> None:
    fail(database, ids[0])
    done(database, ids[0])
    assert ids[0] not in pending(database)
    assert tasks.failures(database.read(), [P]) == []


def test_limits_and_sets(database: Database, ids: list[int]) -> None:
    assert pending(database, limit=2) == ids[:2]
    assert pending(database, after=ids[1]) == ids[2:]
    assert pending(database, roots=["/p/c.png", "/q"]) == [ids[2]]
    assert pending(database, roots=["/"]) == ids


def test_of_some_files_those_that_can_be_done_are_claimed(database: Database, ids: list[int]) -> None:
    done(database, ids[1])
    fail(database, ids[2], "corrupt")
    refs = tasks.claim(database.read(), *P, [ids[3], ids[2], ids[1], ids[0], 999])
    assert [ref.id for ref in refs] == [ids[0], ids[3]]
    assert tasks.claim(database.read(), *VV, ids, needs=NEEDS) == tasks.pending(database.read(), *VV, needs=NEEDS)
    assert [ref.id for ref in tasks.claim(database.read(), *VV, ids, needs=NEEDS)] == [ids[1]]


def test_references_carry_raw_path_and_digest(database: Database, ids: list[int]) -> None:
    ref = tasks.pending(database.read(), *P)[0]
    assert (ref.id, ref.key, ref.raw, ref.digest) == (ids[0], "/p/a.png", b"/p/a.png", None)


def test_missing_files_wait(database: Database, ids: list[int]) -> None:
    database.write(lambda tx: scan.record(tx, batch(gone=["/p/a.png"]), 2, reading=["P"]))
    assert ids[0] not in pending(database)


def test_counts_add_up(database: Database, ids: list[int]) -> None:
    done(database, ids[0])
    fail(database, ids[1])
    fail(database, ids[1])
    counts = tasks.counts(database.read(), [P, VV])
    assert counts == {"P": PhaseCounts(1, 1, 2), "VV": PhaseCounts(0, 0, 4)}


def test_counts_of_an_empty_library(database: Database) -> None:
    assert tasks.counts(database.read(), [P]) == {"P": PhaseCounts(0, 0, 0)}


def test_failures_name_file_and_reason(database: Database, ids: list[int]) -> None:
    fail(database, ids[1], "corrupt")
    fail(database, ids[1], "corrupt")
    (failure,) = tasks.failures(database.read(), [P, VV], roots=["/p"])
    assert (failure.raw, failure.phase, failure.code, failure.message) == (b"/p/b.png", "P", "corrupt", "why")
    assert failure.attempts == 2
    assert tasks.failures(database.read(), [P], roots=["/q"]) == []


def test_resets(database: Database, ids: list[int]) -> None:
    for file_id in ids:
        done(database, file_id)
        done(database, file_id, VV)
    database.write(lambda tx: tasks.reset(tx, ids[0], ["P"]))
    assert pending(database) == [ids[0]]
    assert pending(database, VV) == []
    assert database.write(lambda tx: tasks.reset_roots(tx, ["VV"], ["/p/b.png"])) == 1
    assert pending(database, VV) == [ids[1]]
    database.write(lambda tx: tasks.reset_all(tx, ids[2]))
    assert pending(database) == [ids[0], ids[2]]


def test_reading_again_gives_later_phases_new_attempts(database: Database, ids: list[int]) -> None:
    done(database, ids[0])
    fail(database, ids[0], "not_found", VV)
    done(database, ids[0], ("MC", "1"))
    database.write(lambda tx: tasks.reread(tx, ids[0], ["P"]))
    assert ids[0] in pending(database)
    assert ids[0] in pending(database, VV)
    assert ids[0] not in pending(database, ("MC", "1"))
    database.write(lambda tx: tasks.reread(tx, ids[0], []))
    assert ids[0] in pending(database, ("MC", "1"))


def test_a_failure_of_a_deleted_row_is_let_go(database: Database) -> None:
    fail(database, 4711)
    assert tasks.failures(database.read(), [P]) == []
