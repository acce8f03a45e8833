"""Collections of a library from before they had an order: they stand by name, and older changes can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.library import Database, collections, edits, migrate

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

INSERT = """
INSERT INTO collections (id, parent_id, name, folded, created_at, updated_at) VALUES (?1, ?2, ?3, ?3, 1, 1)"""


def test_collections_stand_by_name_and_an_older_change_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, known = tmp_path / "old.sqlite", migrate.steps()
    monkeypatch.setattr(migrate, "steps", lambda: known[:14])
    with Database.open(path) as old:

        def fill(tx: Any) -> None:
            for row in ((1, None, "나"), (2, None, "가"), (3, 1, "z"), (4, 1, "b"), (5, None, "다")):
                tx.run(INSERT, row)

        old.write(fill)
        _, edit = old.write(lambda tx: edits.record(tx, "x", {}, lambda: collections.delete(tx, 5), 1))
    monkeypatch.setattr(migrate, "steps", lambda: known)
    with Database.open(path) as database:
        assert [row.name for row in collections.every(database.read())] == ["가", "나", "b", "z"]
        assert database.write(lambda tx: edits.undo(tx, edit, 2)).left == 0
        assert {row.name for row in collections.every(database.read())} == {"가", "나", "다", "b", "z"}
