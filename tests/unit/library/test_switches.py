from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.library import Database, switches

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_library_has_nothing_on(database: Database) -> None:
    assert switches.on(database.read()) == frozenset()
    assert switches.number(database.read(), switches.LAYER_MS) is None


def test_a_switch_stays_with_its_library(tmp_path: Path) -> None:
    with Database.open(tmp_path / "a.sqlite") as database:
        database.write(lambda tx: switches.switch(tx, switches.LAYER_VECTORS, to=True))
        database.write(lambda tx: switches.note(tx, switches.LAYER_MS, 12.5))
    with Database.open(tmp_path / "a.sqlite") as again, Database.open(tmp_path / "b.sqlite") as other:
        assert switches.on(again.read()) == {switches.LAYER_VECTORS}
        assert switches.number(again.read(), switches.LAYER_MS) == 12.5
        assert switches.on(other.read()) == frozenset()
        again.write(lambda tx: switches.switch(tx, switches.LAYER_VECTORS, to=False))
        assert switches.on(again.read()) == frozenset()
