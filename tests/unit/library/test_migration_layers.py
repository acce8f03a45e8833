"""A library of version 1, filled, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import apsw
import numpy as np
import pytest

from imageparser.library import (
    Database,
    backup_files,
    files,
    fulltext,
    health,
    layers,
    migrate,
    switches,
    tasks,
    vectors,
)
from imageparser.library.thumbnails import Thumbnails

if TYPE_CHECKING:
    from pathlib import Path

INSERT_FILE = """
INSERT INTO files (id, key, raw, folder, size, mtime_ns, file_id, added_at, digest, format, layer_count)
VALUES (?, ?, ?, '/p', 1, 1, 1, 1, ?, ?, ?)"""
INSERT_LAYER = """
INSERT INTO layers (file_id, number, layer_id, path, name, kind, visible, opacity, blend, bbox, clipping, mask, text)
 VALUES (?, ?, ?, '[]', ?, ?, 1, 255, 'normal', '[0, 0, 200, 200]', 0, 0, ?)"""


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library as version 1 left it: a document, a flat picture and one that could not be read."""
    path = tmp_path / "old.sqlite"
    known = migrate.steps()
    monkeypatch.setattr(migrate, "steps", lambda: known[:1])
    with Database.open(path) as database:
        assert database.read().value("PRAGMA user_version") == 1
        database.write(fill)
    monkeypatch.setattr(migrate, "steps", lambda: known)
    for content in (b"\1" * 32, b"\2" * 32):
        Thumbnails(path.with_name("old.sqlite.thumbs")).write(content.hex(), b"RIFF\x04\0\0\0WEBP")
    return path


def fill(tx: Any) -> None:
    tx.run("INSERT INTO directories VALUES ('/p', x'2f70', x'01')")
    for file_id, name, digest, kind, count in (
        (1, "a.psd", b"\1" * 32, "psd", 3), (2, "b.png", b"\2" * 32, "png", 0), (3, "c.png", None, None, None),
    ):  # fmt: skip
        tx.run(INSERT_FILE, (file_id, f"/p/{name}", f"/p/{name}".encode(), digest, kind, count))
    for number, (name, kind, text) in enumerate((("검", "pixel", None), ("t", "type", "Sale"), ("c", "curves", None))):
        tx.run(INSERT_LAYER, (1, number, number + 1, name, kind, text))
    tx.run("INSERT INTO fulltext (rowid, name, layers, text) VALUES (1, 'a', '검 t c', 'sale'), (2, 'b', '', '')")
    tx.run("CREATE VIRTUAL TABLE vec_vv_1 USING vec0(file_id INTEGER PRIMARY KEY, embedding float[4])")
    tx.run("INSERT INTO vec_vv_1 (file_id, embedding) VALUES (1, ?)", (np.ones(4, np.float32).tobytes(),))
    tx.run("INSERT INTO vector_tables (name, kind, version_key, dim, generation) VALUES ('vec_vv_1', 'VV', 'k', 4, 7)")
    tx.run("INSERT INTO settings VALUES ('something', 'else')")
    for phase, key in (("P", "parse:1:webp512"), ("VV", "k")):
        tx.run(
            "INSERT INTO tasks (file_id, phase, version_key, state, attempts, at) VALUES (1, ?, ?, 'done', 1, 1)",
            (phase, key),
        )


def test_nothing_is_lost_and_what_is_known_is_summed_up(old: Path) -> None:
    with Database.open(old) as database:
        reader = database.read()
        assert reader.value("PRAGMA user_version") == migrate.steps()[-1].version
        rows = {row.id: row for row in files.rows(reader, [1, 2, 3])}
        flags = {i: (row.has_text, row.has_smart_object, row.has_adjustment) for i, row in rows.items()}
        assert flags == {1: (True, False, True), 2: (False, False, False), 3: (None, None, None)}
        first, second, third = layers.of_file(reader, 1)
        assert (first.name, second.text, third.kind) == ("검", "Sale", "curves")
        assert (first.fill, first.fonts, first.effects, first.smart_object, first.pictured) == (
            255,
            [],
            [],
            None,
            False,
        )
        assert [item for item, _ in fulltext.search(reader, '"sale"', 5)] == [1]
        assert vectors.generation(reader, "VV", "k") == 7
        assert [table.owner for table in vectors.tables(reader)] == [vectors.FILE]
        assert vectors.matrix(reader, "VV", "k")[0].tolist() == [1]
        assert switches.on(reader) == frozenset()
        assert health.check(database)["findings"] == []


def test_a_backup_is_the_library_as_it_was(old: Path) -> None:
    Database.open(old).close()
    backup = apsw.Connection(str(backup_files.listed(old)[0].path))
    assert backup.execute("PRAGMA user_version").fetchone() == (1,)
    assert backup.execute("SELECT count(*) FROM layers").fetchone() == (3,)
    assert backup.execute("SELECT count(*) FROM sqlite_master WHERE name = 'layer_links'").fetchone() == (0,)
    backup.close()


def test_its_files_are_to_be_read_again(old: Path) -> None:
    from imageparser.pipeline.phases import parse  # noqa: PLC0415
    from imageparser.settings import Settings  # noqa: PLC0415

    key = parse.version(Settings())
    assert key != "parse:1:webp512"
    with Database.open(old) as database:
        assert [ref.id for ref in tasks.pending(database.read(), "P", key)] == [1, 2, 3]
        assert [ref.id for ref in tasks.pending(database.read(), "VV", "k", needs=[("P", "parse:1:webp512")])] == []
