from __future__ import annotations

from typing import Any

import numpy as np

from fixtures.core_objects import batch, found, layer, probe, record, skip
from imageparser.library import Database, files, runs, scan, stats, tasks, vectors
from imageparser.library.thumbnails import Thumbnails

KEYS = [("P", "1"), ("VV", "1")]


def fill(tx: Any) -> None:
    added = [found("/p/a.png", size=10), found("/p/b.png", size=20), found("/p/c.png", size=30)]
    scan.record(tx, batch(added=added, skipped=[skip("/p/x"), skip("/p/y", "not_found")]), 1, reading=["P"])
    row = files.get(tx, "/p/a.png")
    assert row is not None
    own = [layer("a", id=1), layer("t", id=2, kind="type", fonts=["Arial"]), layer("u", id=3, kind="type")]
    header = probe(depth=16, color_mode="CMYK")
    files.store_record(tx, row.id, record("a", of=added[0], layers=own, layer_count=3, probe=header), 1)
    tasks.done(tx, row.id, KEYS[0], 1)
    vectors.put(tx, "VV", "1", [row.id], np.ones((1, 4), np.float32))
    scan.record(tx, batch(gone=["/p/c.png"]), 2, reading=["P"])


def test_the_numbers_add_up(database: Database) -> None:
    database.write(fill)
    Thumbnails(database.thumbnails).write("ab" * 32, b"12345")
    numbers = stats.collect(database, KEYS)
    assert (numbers["files"], numbers["missing"], numbers["folders"]) == (2, 1, 1)
    assert numbers["formats"] == {"png": 1}
    assert numbers["phases"]["P"] == {"done": 1, "failed": 0, "pending": 1}
    assert numbers["skipped"] == {"denied": 1, "not_found": 1}
    assert numbers["vectors"] == [{"kind": "VV", "version_key": "1", "dim": 4, "count": 1}]
    facets = numbers["facets"]
    flags = [facets[name] for name in ("layered", "has_text", "has_smart_object", "has_adjustment")]
    assert flags == [1, 1, 0, 0]
    assert facets["layers"] == {"type": 2, "pixel": 1}
    assert (facets["depth"], facets["mode"], facets["fonts"]) == ({"16": 1}, {"CMYK": 1}, {"Arial": 1})
    assert numbers["layer_pictures"] == {"layers": 0, "pictures": 0}
    disk = numbers["disk"]
    assert (disk["pictures_bytes"], disk["thumbnails"], disk["thumbnails_bytes"]) == (30, 1, 5)
    assert disk["library_bytes"] > 16384


def test_an_empty_library_has_numbers_too(database: Database) -> None:
    numbers = stats.collect(database, KEYS)
    assert numbers["files"] == numbers["missing"] == 0
    assert numbers["last_run"] is None
    assert all(sum(counts.values()) == 0 for counts in numbers["phases"].values())


def test_the_build_says_whether_sqlite_vec_has_simd(database: Database) -> None:
    build = stats.build(database.read())
    assert build["sqlite_vec"].startswith("v0.1.")
    assert build["sqlite_vec_simd"] is bool(build["sqlite_vec_flags"])


def test_only_finished_runs_count(database: Database) -> None:
    first = database.write(lambda tx: runs.start(tx, ["/사진"], 5))
    assert runs.last(database.read()) is None
    database.write(lambda tx: runs.finish(tx, first, {"seen": 1}, 9))
    database.write(lambda tx: runs.start(tx, ["/q"], 10))
    assert runs.last(database.read()) == {"started_at": 5, "finished_at": 9, "report": {"seen": 1}}


def test_old_runs_go(database: Database) -> None:
    for number in range(runs.KEPT + 20):
        database.write(lambda tx, at=number: runs.start(tx, [], at))
    assert database.read().value("SELECT count(*) FROM runs") == runs.KEPT
