from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fixtures.core_objects import batch, caption, digest_of, found, layer, probe, record
from imageparser.library import (
    Database,
    captions,
    files,
    fulltext,
    layers,
    marks,
    scan,
    tag_names,
    tags,
    tasks,
    vectors,
)
from imageparser.library.files import Refound, Stored

P, VV = ("P", "1"), ("VV", "1")


def add(database: Database, *keys: str) -> list[int]:
    added = [found(key) for key in keys]
    database.write(lambda tx: scan.record(tx, batch(added=added), 1, reading=["P"]))
    rows = [files.get(database.read(), key) for key in keys]
    return [row.id for row in rows if row is not None]


def store(database: Database, file_id: int, content: str, **values: Any) -> Stored:
    def work(tx: Any) -> Stored:
        stored = files.store_record(tx, file_id, record(content, **values), 50)
        tasks.done(tx, stored.file_id, P, 50)
        return stored

    return database.write(work)


def derive(database: Database, file_id: int) -> None:
    def work(tx: Any) -> None:
        captions.put(tx, file_id, "1", caption("a dog", tags=["dog"]), 5)
        vectors.put(tx, "VV", "1", [file_id], np.ones((1, 4), np.float32))
        tasks.done(tx, file_id, VV, 5)
        tags.give(tx, [file_id], ["mine"], 5)
        marks.set_rating(tx, [file_id], 4)
        fulltext.refresh(tx, [file_id])

    database.write(work)


def lose(database: Database, key: str, at: int = 20) -> None:
    database.write(lambda tx: scan.record(tx, batch(gone=[key]), at, reading=["P"]))


def test_a_record_fills_the_row(database: Database) -> None:
    (file_id,) = add(database, "/사진/여행/제주.jpg")
    values: dict[str, Any] = {
        "probe": probe(format="jpeg", width=30, height=20, orientation=6, icc="sRGB"),
        "exif": {
            "make": "Nikon",
            "model": "D90 ",
            "lens": "50mm",
            "datetime_original": "2021-05-06T07:08:09+09:00",
            "gps_lat": 33.4,
            "gps_lon": 126.5,
            "rating": 3,
            "keywords": ["바다", "sea", "sea"],
        },
        "text": {"Software": "x"},
        "palette": [("#aabbcc", 0.75), ("#000000", 0.25)],
        "phash": 2**64 - 5,
        "warnings": ["odd"],
        "has_merged": True,
        "layer_count": 1,
        "layers": [layer("하늘", text="안녕", bbox=(-1, 2, 3, 4), path=[0, 1])],
    }
    store(database, file_id, "one", **values)
    row = files.get(database.read(), file_id)
    assert row is not None
    assert (row.width, row.height, row.orientation) == (20, 30, 6)
    assert (row.camera_make, row.camera_model, row.lens, row.rating) == ("Nikon", "D90", "50mm", 3)
    assert row.taken_at == 1620252489000
    assert (row.gps_lat, row.gps_lon) == (33.4, 126.5)
    assert row.phash == 2**64 - 5
    assert row.palette == [("#aabbcc", 0.75), ("#000000", 0.25)]
    assert (row.digest, row.has_merged, row.warnings, row.text) == (digest_of("one"), True, ["odd"], {"Software": "x"})
    assert tags.of_file(database.read(), file_id) == ["sea", "바다"]
    (stored_layer,) = layers.of_file(database.read(), file_id)
    assert (stored_layer.name, stored_layer.text, stored_layer.bbox) == ("하늘", "안녕", (-1, 2, 3, 4))
    assert stored_layer.path == [0, 1]


@pytest.mark.parametrize("text", ["\ud800 alone", "nul \0 inside", "줄\n바꿈"])
def test_any_text_of_a_file_can_be_stored(database: Database, text: str) -> None:
    (file_id,) = add(database, "/p/a.png")
    store(database, file_id, "one", text={"Comment": text}, exif={"title": text})
    row = files.get(database.read(), file_id)
    assert row is not None
    assert row.text == {"Comment": text}


def test_the_users_rating_wins_and_survives(database: Database) -> None:
    (file_id,) = add(database, "/p/a.png")
    store(database, file_id, "one", exif={"rating": 2})
    database.write(lambda tx: marks.set_rating(tx, [file_id], 5))
    store(database, file_id, "two", exif={"rating": 1})
    row = files.get(database.read(), file_id)
    assert row is not None
    assert row.rating == 5


def test_a_touched_file_keeps_everything(database: Database) -> None:
    (file_id,) = add(database, "/p/a.png")
    store(database, file_id, "one")
    derive(database, file_id)
    stored = store(database, file_id, "one")
    assert stored == Stored(file_id)
    assert captions.get(database.read(), file_id) is not None
    assert tasks.pending(database.read(), *VV) == []


def test_new_content_loses_what_was_derived_and_keeps_what_the_user_gave(database: Database) -> None:
    (file_id,) = add(database, "/p/a.png")
    store(database, file_id, "one", exif={"keywords": ["old"]})
    derive(database, file_id)
    generation = vectors.generation(database.read(), "VV", "1")
    assert store(database, file_id, "two") == Stored(file_id, content_changed=True)
    reader = database.read()
    assert captions.get(reader, file_id) is None
    assert vectors.get(reader, "VV", "1", [file_id]) == {}
    assert vectors.generation(reader, "VV", "1") > generation
    assert [ref.id for ref in tasks.pending(reader, *VV)] == [file_id]
    assert tags.of_file(reader, file_id) == ["mine"]
    row = files.get(reader, file_id)
    assert row is not None
    assert row.rating == 4
    assert fulltext.search(reader, '"dog"', 5) == []
    assert tag_names.files(reader, '"mine"').tolist() == [file_id]


def test_a_new_path_with_known_content_is_the_missing_file(database: Database) -> None:
    (old,) = add(database, "/p/a.png")
    store(database, old, "one")
    derive(database, old)
    lose(database, "/p/a.png", at=20)
    (new,) = add(database, "/q/다른 이름.png")
    assert store(database, new, "one") == Stored(old, refound=Refound(20, was_new=True))
    reader = database.read()
    row = files.get(reader, "/q/다른 이름.png")
    assert row is not None
    assert (row.id, row.missing_since, row.rating) == (old, None, 4)
    assert files.get(reader, new) is None
    assert tasks.pending(reader, *VV) == tasks.pending(reader, *P) == []
    assert [hit[0] for hit in fulltext.search(reader, '"이름"', 5)] == [old]


@pytest.mark.parametrize(("times", "meant"), [((20, 20), 1), ((20, 21), 1), ((21, 20), 0)])
def test_of_several_missing_files_the_last_or_the_one_of_the_same_name_is_meant(
    database: Database, times: tuple[int, int], meant: int
) -> None:
    ids = add(database, "/p/a.png", "/p/b.png")
    for file_id in ids:
        store(database, file_id, "same")
    lose(database, "/p/a.png", at=times[0])
    lose(database, "/p/b.png", at=times[1])
    (new,) = add(database, "/q/b.png")
    assert store(database, new, "same").file_id == ids[meant]


def test_a_copy_is_a_file_of_its_own(database: Database) -> None:
    first, second = add(database, "/p/a.png", "/p/b.png")
    assert store(database, first, "same").file_id == first
    assert store(database, second, "same") == Stored(second)


def test_a_file_moved_over_another_takes_its_path(database: Database) -> None:
    a, b = add(database, "/p/a.png", "/p/b.png")
    store(database, a, "A")
    store(database, b, "B")
    derive(database, a)
    lose(database, "/p/a.png", at=20)
    assert store(database, b, "A") == Stored(a, refound=Refound(20, was_new=False))
    at_b, displaced = files.get(database.read(), "/p/b.png"), files.get(database.read(), b)
    assert at_b is not None
    assert displaced is not None
    assert (at_b.id, at_b.rating, displaced.missing_since) == (a, 4, 50)


def test_a_new_path_that_the_user_has_rated_is_kept(database: Database) -> None:
    (old,) = add(database, "/p/a.png")
    store(database, old, "one")
    lose(database, "/p/a.png")
    (new,) = add(database, "/p/b.png")
    database.write(lambda tx: marks.set_rating(tx, [new], 1))
    assert store(database, new, "one").file_id == old
    assert files.get(database.read(), new) is not None


def test_a_record_of_a_deleted_row_is_let_go(database: Database) -> None:
    assert store_only(database, 12345) == Stored(12345)


def store_only(database: Database, file_id: int) -> Stored:
    return database.write(lambda tx: files.store_record(tx, file_id, record("x"), 1))


def test_the_marks_are_those_of_the_read(database: Database) -> None:
    (file_id,) = add(database, "/p/a.png")
    store(database, file_id, "one", of=found("/p/a.png", size=77, mtime_ns=88))
    row = files.get(database.read(), file_id)
    assert row is not None
    assert (row.size, row.mtime_ns) == (77, 88)


def test_rows_come_in_the_order_that_was_asked_for(database: Database) -> None:
    ids = add(database, "/p/a.png", "/p/b.png", "/p/c.png")
    assert [row.id for row in files.rows(database.read(), [ids[2], 999, ids[0]])] == [ids[2], ids[0]]


def test_unknown_files(database: Database) -> None:
    assert files.get(database.read(), 5) is None
    assert files.get(database.read(), "/nowhere") is None
    assert files.digests(database.read()) == set()
