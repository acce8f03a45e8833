from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from imageparser.library import paths

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


def test_what_is_kept_follows_the_files(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "FEW", -1)
    monkeypatch.setattr(paths, "NEAR", 0)
    order, ids = paths.order_of(filled), np.arange(1, COUNT + 1)
    assert paths.order_of(filled) is order

    def first() -> tuple[list[int], int]:
        return order.page(filled.read(), ids, offset=0, limit=1)

    total = first()[1]
    filled.write(lambda tx: tx.run("UPDATE files SET key = '/p/!' WHERE id = 42"))
    assert first() == ([42], total)
    filled.write(lambda tx: tx.run("UPDATE files SET missing_since = 5 WHERE id = 42"))
    assert first()[1] == total - 1
    filled.write(lambda tx: tx.run("UPDATE files SET missing_since = NULL WHERE id = 42"))
    filled.write(lambda tx: tx.run("DELETE FROM files WHERE id = 42"))
    assert first()[1] == total - 1
    filled.write(lambda tx: tx.run(INSERT, (42, "/p/ ", b"/p/ ", 42)))
    assert first() == ([42], total)


def test_what_does_not_move_files_keeps_the_order(filled: Database) -> None:
    before = filled.read().value(paths.Q["generation"])
    filled.write(lambda tx: tx.run("UPDATE files SET size = 9, missing_since = missing_since, key = key"))
    assert filled.read().value(paths.Q["generation"]) == before
