from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from fixtures.core_objects import batch, found, moved, record
from imageparser.library import files, journal, paths, scan

if TYPE_CHECKING:
    from imageparser.library import Database

INSERT = (
    "INSERT INTO files (id, key, raw, folder, size, mtime_ns, file_id, added_at) VALUES (?, ?, ?, '/p', 1, 2, ?, 0)"
)
COUNT = 300


@pytest.fixture
def filled(database: Database) -> Database:
    """Files whose order by path is not that of their ids; every tenth is missing."""
    keys = [f"/p/{number * 7919 % COUNT:04d}" for number in range(1, COUNT + 1)]
    database.write(lambda tx: tx.run_many(INSERT, ((i, key, key.encode(), i) for i, key in enumerate(keys, 1))))
    database.write(lambda tx: tx.run("UPDATE files SET missing_since = 1 WHERE id % 10 = 0"))
    return database


def expected(database: Database, ids: list[int]) -> list[int]:
    rows = database.read().rows("SELECT id FROM files WHERE missing_since IS NULL ORDER BY key")
    return [row[0] for row in rows if row[0] in set(ids)]


WAYS = {"sorted": (1_000, 0), "walked": (-1, 1 << 40), "listed": (-1, 0)}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("every", [1, 3, 7, 400])
def test_every_way_gives_the_same_pages(
    filled: Database, monkeypatch: pytest.MonkeyPatch, way: str, every: int
) -> None:
    few, near = WAYS[way]
    monkeypatch.setattr(paths, "FEW", few)
    monkeypatch.setattr(paths, "NEAR", near)
    ids = [number for number in range(1, COUNT + 1) if number % every == 0]
    wanted = expected(filled, ids)
    order = paths.PathOrder()
    for offset, limit in ((0, 5), (3, 10), (0, 10_000), (290, 10), (10_000, 5)):
        page, total = order.page(filled.read(), np.array(ids, np.int64), offset=offset, limit=limit)
        assert page == wanted[offset : offset + limit]
        assert total == len(wanted)


def test_what_is_kept_follows_the_files(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "FEW", -1)
    monkeypatch.setattr(paths, "NEAR", 0)
    order = paths.order_of(database)
    assert paths.order_of(database) is order

    def take(**parts: Any) -> None:
        database.write(lambda tx: scan.record(tx, batch(**parts), 5, reading=[]))

    def shown() -> list[str]:
        page, total = order.page(database.read(), np.arange(1, 10), offset=0, limit=9)
        assert total == len(page)
        return [row.key for row in files.rows(database.read(), page)]

    a, b, c = (found(f"/p/{name}", file_id=number) for number, name in enumerate("abc", 1))
    take(added=[a, b, c])
    assert shown() == ["/p/a", "/p/b", "/p/c"]
    take(moved=[moved("/p/a", found("/p/z", file_id=1))])
    assert shown() == ["/p/b", "/p/c", "/p/z"]
    take(gone=["/p/c"])
    assert shown() == ["/p/b", "/p/z"]
    database.write(lambda tx: scan.vanished(tx, 2, 6))
    assert shown() == ["/p/z"]
    database.write(lambda tx: scan.begin(tx, ["/p"]))
    assert shown() == ["/p/b", "/p/z"]
    take(added=[c])
    database.write(lambda tx: journal.follow(tx, [journal.Move("/p/c", "/p/0", 100, 1_000, 3)], 7))
    assert shown() == ["/p/0", "/p/b", "/p/z"]
    database.write(lambda tx: tx.run("DELETE FROM files WHERE key = '/p/b'"))
    assert shown() == ["/p/0", "/p/z"]
    database.write(lambda tx: scan.distrust(tx, "/p", 8))
    assert shown() == []
    database.write(lambda tx: files.store_record(tx, 1, record("one", of=found("/p/z", file_id=1)), 9))
    assert shown() == ["/p/z"]


def test_a_scan_that_finds_nothing_new_keeps_the_order(database: Database) -> None:
    database.write(lambda tx: scan.record(tx, batch(added=[found("/p/a")]), 5, reading=[]))
    before = database.read().value(paths.Q["generation"])
    database.write(lambda tx: scan.begin(tx, ["/p"]))
    database.write(lambda tx: scan.record(tx, batch(unchanged=1), 5, reading=[]))
    assert database.read().value(paths.Q["generation"]) == before
