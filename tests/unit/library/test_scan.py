from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fixtures.core_objects import batch, found, moved, record, skip
from imageparser.library import Database, files, fulltext, roots, scan, tasks

if TYPE_CHECKING:
    from imageparser.library.scan import ScanCounts

P = ("P", "1")


def take(database: Database, at: int = 1, **parts: Any) -> ScanCounts:
    return database.write(lambda tx: scan.record(tx, batch(**parts), at, reading=["P"]))


def id_of(database: Database, key: str) -> int:
    row = files.get(database.read(), key)
    assert row is not None
    return row.id


def finish(database: Database, key: str, content: str = "content") -> int:
    """Let P and two later phases be done for the file at a path."""

    def work(tx: Any) -> int:
        row = files.get(tx, key)
        assert row is not None
        of = found(key, size=row.size, mtime_ns=row.mtime_ns)
        stored = files.store_record(tx, row.id, record(content, of=of), 5)
        for task in (P, ("MC", "1"), ("VV", "1")):
            tasks.done(tx, stored.file_id, task, 5)
        return stored.file_id

    return database.write(work)


def pending(database: Database, phase: str = "P") -> list[str]:
    return [ref.key for ref in tasks.pending(database.read(), phase, "1")]


def test_added_files_are_pending(database: Database) -> None:
    counts = take(database, added=[found("/사진/a.png"), found("/사진/b.png")], unchanged=3)
    assert (counts.added, counts.unchanged, counts.seen) == (2, 3, 5)
    assert pending(database) == ["/사진/a.png", "/사진/b.png"]


def test_repeating_a_batch_changes_nothing(database: Database) -> None:
    take(database, added=[found("/p/a.png")])
    finish(database, "/p/a.png")
    counts = take(database, added=[found("/p/a.png")])
    assert (counts.added, counts.changed, counts.unchanged) == (0, 0, 1)
    assert pending(database) == []


def test_a_changed_file_is_only_read_again(database: Database) -> None:
    take(database, added=[found("/p/a.png")])
    first = finish(database, "/p/a.png")
    assert take(database, changed=[found("/p/a.png", size=2)]).changed == 1
    assert pending(database) == ["/p/a.png"]
    assert pending(database, "VV") == []
    assert finish(database, "/p/a.png") == first


def test_gone_files_are_marked_and_stay(database: Database) -> None:
    take(database, added=[found("/p/a.png")])
    first = finish(database, "/p/a.png")
    assert take(database, at=7, gone=["/p/a.png"]).gone == 1
    row = files.get(database.read(), first)
    assert row is not None
    assert row.missing_since == 7
    assert pending(database, "new") == []
    assert take(database, at=8, gone=["/p/a.png", "/p/never.png"]).gone == 0


def test_coming_back_unchanged_needs_no_work(database: Database) -> None:
    take(database, added=[found("/p/a.png")])
    first = finish(database, "/p/a.png")
    take(database, gone=["/p/a.png"])
    assert take(database, added=[found("/p/a.png")]).added == 1
    assert id_of(database, "/p/a.png") == first
    assert pending(database) == []


def test_coming_back_gives_new_attempts(database: Database) -> None:
    take(database, added=[found("/p/a.png")])
    first = id_of(database, "/p/a.png")
    for _ in range(3):
        database.write(lambda tx: tasks.failed(tx, first, P, 3, code="denied", message="no"))
    assert pending(database) == []
    take(database, gone=["/p/a.png"])
    take(database, added=[found("/p/a.png")])
    assert pending(database) == ["/p/a.png"]


def test_coming_back_different_is_read_again(database: Database) -> None:
    take(database, added=[found("/p/a.png")])
    first = finish(database, "/p/a.png")
    take(database, gone=["/p/a.png"])
    take(database, added=[found("/p/a.png", size=9)])
    assert id_of(database, "/p/a.png") == first
    assert pending(database) == ["/p/a.png"]


def test_a_move_keeps_the_row_and_finds_new_words(database: Database) -> None:
    take(database, added=[found("/p/a.png")])
    first = finish(database, "/p/a.png")
    counts = take(database, moved=[moved("/p/a.png", found("/휴가/바다.png"))])
    assert (counts.moved, counts.seen) == (1, 1)
    assert id_of(database, "/휴가/바다.png") == first
    assert pending(database) == pending(database, "VV") == []
    assert [hit[0] for hit in fulltext.search(database.read(), '"바다"', 9)] == [first]


def test_files_can_trade_places(database: Database) -> None:
    take(database, added=[found("/p/a.png", file_id=1), found("/p/b.png", file_id=2)])
    a, b = id_of(database, "/p/a.png"), id_of(database, "/p/b.png")
    trade = [moved("/p/a.png", found("/p/b.png", file_id=1)), moved("/p/b.png", found("/p/a.png", file_id=2))]
    assert take(database, moved=trade).moved == 2
    assert (id_of(database, "/p/a.png"), id_of(database, "/p/b.png")) == (b, a)


def test_a_move_over_another_file_loses_that_one(database: Database) -> None:
    take(database, added=[found("/p/a.png", file_id=1), found("/p/b.png", file_id=2)])
    a, b = finish(database, "/p/a.png", "A"), finish(database, "/p/b.png", "B")
    take(database, at=9, moved=[moved("/p/a.png", found("/p/b.png", file_id=1))])
    assert id_of(database, "/p/b.png") == a
    lost = files.get(database.read(), b)
    assert lost is not None
    assert lost.missing_since == 9


def test_a_move_of_an_unknown_file_is_an_addition(database: Database) -> None:
    assert take(database, moved=[moved("/p/x.png", found("/p/y.png"))]).added == 1


def test_a_new_spelling_keeps_the_row(database: Database) -> None:
    take(database, added=[found("/p/a.png")])
    first = id_of(database, "/p/a.png")
    respelled = found("/p/a.png")
    respelled.raw = b"/p/other-bytes"
    take(database, moved=[moved("/p/a.png", respelled)])
    row = files.get(database.read(), first)
    assert row is not None
    assert row.raw == b"/p/other-bytes"


def test_large_file_ids_fit(database: Database) -> None:
    take(database, added=[found("/p/a.png", file_id=2**64 - 1)])
    assert take(database, added=[found("/p/a.png", file_id=2**64 - 1)]).unchanged == 1


def test_folder_states_come_back_to_the_scanner(database: Database) -> None:
    take(database, directories=[("/a", b"/a", b"1"), ("/a/b", b"/a/b", b"2"), ("/ab", b"/ab", b"3")])
    assert scan.known(database.read(), ["/a"]) == [("/a", b"1"), ("/a/b", b"2")]
    assert len(scan.known(database.read(), ["/"])) == 3
    take(database, directories=[("/a/b", b"/a/b", None), ("/a", b"/a", b"9")])
    assert scan.known(database.read(), ["/a"]) == [("/a", b"9")]


def test_skipped_paths_are_kept_until_the_next_scan(database: Database) -> None:
    take(database, skipped=[skip("/p/x.png"), skip("/q/y.png", "not_found")])
    database.write(lambda tx: scan.begin(tx, ["/p"]))
    assert [row[0] for row in database.read().rows(scan.Q["skipped"])] == ["/q/y.png"]


def test_a_vanished_file_is_looked_for_again(database: Database) -> None:
    take(database, added=[found("/p/a.png")])
    first = id_of(database, "/p/a.png")
    database.write(lambda tx: scan.vanished(tx, first, 4))
    assert pending(database) == []
    database.write(lambda tx: scan.begin(tx, ["/other"]))
    assert pending(database) == []
    database.write(lambda tx: scan.begin(tx, ["/p"]))
    assert pending(database) == ["/p/a.png"]
    take(database, gone=["/p/a.png"])
    database.write(lambda tx: scan.begin(tx, ["/p"]))
    assert pending(database) == []


def test_a_distrusted_folder_is_found_again_unharmed(database: Database) -> None:
    take(database, added=[found("/p/a.png"), found("/p/b.png")])
    first = finish(database, "/p/a.png")
    finish(database, "/p/b.png", "other")
    assert database.write(lambda tx: scan.distrust(tx, "/p", 6)) == 2
    assert scan.known(database.read(), ["/p"]) == []
    take(database, added=[found("/p/a.png")])
    assert id_of(database, "/p/a.png") == first
    row = files.get(database.read(), "/p/b.png")
    assert row is not None
    assert row.missing_since == 6
    assert pending(database) == []


@pytest.mark.parametrize(
    ("root", "inside", "outside"),
    [
        ("/a", ["/a", "/a/b", "/a/힣"], ["/ab", "/a-b", "/b"]),
        ("/", ["/a", "/z/y"], []),
        ("C:/x", ["C:/x/y"], ["C:/xy"]),
    ],
)
def test_spans_hold_what_is_below(root: str, inside: list[str], outside: list[str]) -> None:
    exact, low, high = roots.span(root)
    for key in inside:
        assert key == exact or low <= key < high
    for key in outside:
        assert key != exact
        assert not low <= key < high
