from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from fixtures.core_objects import batch, caption, digest_of, found, record
from imageparser.errors import CancelledError, UsageError
from imageparser.library import (
    Database,
    backup_files,
    captions,
    codes,
    files,
    fulltext,
    health,
    layer_pictures,
    marks,
    scan,
    tags,
    tasks,
    vectors,
)
from imageparser.library.findings import Known
from imageparser.library.thumbnails import Thumbnails

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# As long as it says that it is.
WEBP = b"RIFF\x04\0\0\0WEBP"


@pytest.fixture
def sound(database: Database) -> Database:
    """A library with two files that every phase has done."""

    def work(tx: Any) -> None:
        added = [found("/p/a.png"), found("/p/b.png")]
        scan.record(tx, batch(added=added), 1, reading=["P"])
        for one in added:
            row = files.get(tx, one.key)
            assert row is not None
            files.store_record(tx, row.id, record(one.key, of=one), 1)
            captions.put(tx, row.id, "1", caption("a dog"), 1)
            fulltext.refresh(tx, [row.id])
            vectors.put(tx, "VV", "1", [row.id], np.ones((1, 4), np.float32))
            numbers = list(layer_pictures.put(tx, [digest_of("layer of " + one.key)]).values())
            vectors.put(tx, "LV", "1", numbers, np.ones((1, 4), np.float32), owner=vectors.LAYER_PICTURE)
            layer_pictures.link(tx, row.id, {1: numbers[0]})
            for phase in ("P", "MC", "VV", "LV"):
                tasks.done(tx, row.id, (phase, "1"), 1)

    database.write(work)
    for key in ("/p/a.png", "/p/b.png"):
        Thumbnails(database.thumbnails).write(digest_of(key), WEBP)
    return database


def test_a_sound_library_is_well(sound: Database) -> None:
    answer = health.check(sound)
    assert answer["ok"]
    assert answer["findings"] == []
    assert health.repair(sound)["ok"]
    assert backup_files.listed(sound.path) == []


def sql(text: str) -> Callable[[Database], None]:
    return lambda database: database.write(lambda tx: tx.run(text)) and None


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2])


def beside(database: Database, name: str) -> None:
    codes.folder_of(database).mkdir()
    (codes.folder_of(database) / name).write_bytes(b"none of ours")


def left_long_ago(database: Database) -> None:
    folder = backup_files.folder_of(database.path)
    folder.mkdir()
    (folder / "20260101T000000000Z-asked.12.draft").write_bytes(b"half")
    os.utime(folder / "20260101T000000000Z-asked.12.draft", (1, 1))


DAMAGE: dict[str, Callable[[Database], None]] = {
    "folders_not_recorded": sql("DELETE FROM directories"),
    "folders_without_files": sql("INSERT INTO directories VALUES ('/x', x'2f78', x'01')"),
    "text_not_indexed": sql("DELETE FROM fulltext WHERE rowid = 1"),
    "text_without_file": sql("INSERT INTO fulltext (rowid, name) VALUES (99, 'stray')"),
    "vectors_without_file": lambda db: db.write(
        lambda tx: vectors.put(tx, "VV", "1", [99], np.ones((1, 4), np.float32))
    ),
    "vectors_missing": lambda db: db.write(lambda tx: vectors.remove(tx, "vec_vv_1", [1])),
    "layer_pictures_without_layer": lambda db: db.write(lambda tx: layer_pictures.put(tx, [digest_of("stray")])),
    "thumbnails_missing": lambda db: Thumbnails(db.thumbnails).remove(digest_of("/p/a.png")),
    "thumbnails_without_file": lambda db: Thumbnails(db.thumbnails).write("ff" * 32, WEBP),
    "thumbnails_damaged": lambda db: shorten(Thumbnails(db.thumbnails).path(digest_of("/p/a.png"))),
    "colors_missing": sql("DELETE FROM file_colors WHERE file_id = 1"),
    "tag_names_wrong": sql("INSERT INTO tag_names (words, folded) VALUES ('stray', 'stray')"),
    "codes_without_vectors": lambda db: beside(db, "vec_vv_77.1.rank"),
    "codes_damaged": lambda db: beside(db, "vec_vv_1.1.rank"),
    "backups_broken_off": left_long_ago,
    "done_without_content": sql("UPDATE files SET digest = NULL WHERE id = 2"),
}


@pytest.mark.parametrize("code", sorted(DAMAGE))
def test_damage_is_found_and_mended(sound: Database, code: str) -> None:
    DAMAGE[code](sound)
    answer = health.check(sound)
    assert not answer["ok"]
    finding = next(finding for finding in answer["findings"] if finding["code"] == code)
    assert finding["count"] == len(finding["examples"]) == 1
    assert finding["repaired"] is None
    if code in {"done_without_content", "text_not_indexed", "thumbnails_damaged", "colors_missing", "vectors_missing"}:
        assert finding["examples"] in (["/p/a.png"], ["/p/b.png"])
    repaired = health.repair(sound, Known(["P"]))
    assert all(finding["repaired"] for finding in repaired["findings"])
    assert [one.reason for one in backup_files.listed(sound.path)] == [backup_files.REPAIR]
    left = {finding["code"] for finding in health.check(sound)["findings"]}
    assert left <= {"thumbnails_missing"}  # those are made again by the next run
    assert repaired["ok"] is not left


def pending(database: Database, phase: str) -> list[int]:
    return [ref.id for ref in tasks.pending(database.read(), phase, "1")]


def test_a_lost_thumbnail_costs_only_a_read(sound: Database) -> None:
    DAMAGE["thumbnails_missing"](sound)
    health.repair(sound, Known(["P"]))
    assert pending(sound, "P") == [1]
    assert pending(sound, "MC") == pending(sound, "VV") == []


def test_lost_vectors_are_made_again(sound: Database) -> None:
    DAMAGE["vectors_missing"](sound)
    health.repair(sound, Known(["P"]))
    assert pending(sound, "VV") == [1]
    assert pending(sound, "P") == pending(sound, "MC") == []


def test_a_lost_vector_of_a_layer_is_made_again(sound: Database) -> None:
    sound.write(lambda tx: vectors.remove(tx, vectors.tables(tx)[0].name, [2]))
    (finding,) = health.check(sound)["findings"]
    assert (finding["code"], finding["count"]) == ("vectors_missing", 1)
    health.repair(sound, Known(["P"]))
    assert pending(sound, "LV") == [2]
    assert pending(sound, "VV") == []
    assert health.check(sound)["ok"]


def test_a_stray_picture_goes_with_its_vector(sound: Database) -> None:
    def stray(tx: Any) -> None:
        numbers = list(layer_pictures.put(tx, [digest_of("stray")]).values())
        vectors.put(tx, "LV", "1", numbers, np.ones((1, 4), np.float32), owner=vectors.LAYER_PICTURE)

    sound.write(stray)
    assert [finding["code"] for finding in health.check(sound)["findings"]] == ["layer_pictures_without_layer"]
    assert health.repair(sound)["ok"]
    assert sorted(vectors.matrix(sound.read(), "LV", "1")[0]) == [1, 2]


def test_mended_texts_are_found_again(sound: Database) -> None:
    DAMAGE["text_not_indexed"](sound)
    assert len(fulltext.search(sound.read(), '"dog"', 5)) == 1
    health.repair(sound)
    assert len(fulltext.search(sound.read(), '"dog"', 5)) == 2


def test_a_damaged_keyword_index_is_made_anew(sound: Database) -> None:
    sound.write(lambda tx: tx.run("UPDATE fulltext_data SET block = x'00112233' WHERE id > 10"))
    codes = [finding["code"] for finding in health.check(sound)["findings"]]
    assert "index_damaged" in codes
    health.repair(sound)
    assert health.check(sound)["ok"]
    assert len(fulltext.search(sound.read(), '"dog"', 5)) == 2


def test_leftovers_of_a_cut_off_write_go(sound: Database) -> None:
    leftover = Thumbnails(sound.thumbnails).path(digest_of("/p/a.png")).with_suffix(".1-2.tmp")
    leftover.write_bytes(b"half")
    assert not health.check(sound)["ok"]
    health.repair(sound)
    assert not leftover.exists()
    assert health.check(sound)["ok"]


def test_a_read_only_library_can_be_checked(sound: Database) -> None:
    sound.close()
    with Database.open(sound.path, read_only=True) as database:
        assert health.check(database)["ok"]


def lose(database: Database) -> None:
    database.write(lambda tx: tx.run("UPDATE files SET missing_since = 1"))


def codes_of(answer: dict[str, Any], member: str = "notices") -> dict[str, int]:
    return {one["code"]: one["count"] for one in answer[member]}


def test_what_is_gone_is_forgotten_by_name_only_and_never_with_marks(sound: Database) -> None:
    sound.write(lambda tx: marks.set_rating(tx, [2], 5))
    lose(sound)
    answer = health.check(sound)
    assert answer["ok"]
    assert codes_of(answer) == {"pictures_gone": 1, "pictures_gone_with_marks": 1}
    assert health.repair(sound)["backup"] is None
    done = health.repair(sound, only=["pictures_gone"])
    assert codes_of(done) == {"pictures_gone": 1, "pictures_gone_with_marks": 1}
    left = health.check(sound)
    assert codes_of(left) == {"pictures_gone_with_marks": 1}
    assert codes_of(left, "findings") == {"thumbnails_without_file": 1}
    assert sound.read().rows("SELECT id FROM files") == [(2,)]
    assert vectors.count(sound.read(), "VV", "1") == 1


def test_failures_are_told_with_their_reasons_and_tried_again_by_name(sound: Database) -> None:
    def fail(tx: Any) -> None:
        tasks.failed(tx, 1, ("P", "2"), 1, code="corrupt", message="the header is cut off")
        tasks.failed(tx, 2, ("MC", "2"), 1, code="model_failed", message="no caption")
        tx.run("INSERT INTO skipped VALUES ('/p/닫힘', 'denied', 'no access', 1)")

    sound.write(fail)
    known = Known(["P"], [("P", "2"), ("MC", "2")])
    answer = health.check(sound, known)
    assert answer["ok"]
    assert codes_of(answer) == {"files_unreadable": 1, "tasks_failed": 1, "paths_skipped": 1, "thumbnails_stale": 1}
    unreadable = {"path": "/p/a.png", "phase": "P", "code": "corrupt", "reason": "the header is cut off", "attempts": 1}
    assert unreadable in answer["failures"]
    assert answer["skipped"] == [{"path": "/p/닫힘", "code": "denied", "reason": "no access"}]
    health.repair(sound, known)
    assert codes_of(health.check(sound, known))["files_unreadable"] == 1
    health.repair(sound, known, only=["files_unreadable"])
    assert "files_unreadable" not in codes_of(health.check(sound, known))
    assert [ref.id for ref in tasks.pending(sound.read(), "P", "2")] == [1, 2]


def test_vectors_of_former_models_go_and_those_that_serve_stay(sound: Database) -> None:
    sound.write(lambda tx: vectors.put(tx, "VV", "0", [1], np.ones((1, 4), np.float32)))
    assert codes_of(health.check(sound)) == {}  # nobody said what serves
    known = Known(serving=frozenset({"1"}))
    (notice,) = health.check(sound, known)["notices"]
    assert (notice["code"], notice["examples"], notice["repair"]) == ("vectors_of_former_models", ["VV 0: 1"], "always")
    health.repair(sound, known)
    assert {(table.kind, table.version_key) for table in vectors.tables(sound.read())} == {("VV", "1"), ("LV", "1")}
    assert health.check(sound, known)["notices"] == []


def test_a_dry_run_changes_nothing(sound: Database) -> None:
    DAMAGE["text_not_indexed"](sound)
    DAMAGE["thumbnails_without_file"](sound)
    before = sound.version()
    told = health.repair(sound, dry_run=True)
    assert {one["code"]: one["repaired"] for one in told["findings"]} == {
        "text_not_indexed": "would be mended",
        "thumbnails_without_file": "would be mended",
    }
    assert told["backup"] is None
    assert backup_files.listed(sound.path) == []
    assert sound.version() == before
    assert codes_of(health.check(sound), "findings") == codes_of(told, "findings")


def test_only_what_is_named_is_mended(sound: Database) -> None:
    DAMAGE["text_not_indexed"](sound)
    DAMAGE["thumbnails_without_file"](sound)
    done = health.repair(sound, only=["text_not_indexed"])
    assert {one["code"]: bool(one["repaired"]) for one in done["findings"]} == {
        "text_not_indexed": True,
        "thumbnails_without_file": False,
    }
    assert not done["ok"]
    assert codes_of(health.check(sound), "findings") == {"thumbnails_without_file": 1}
    with pytest.raises(UsageError, match="text_not_indexed"):
        health.repair(sound, only=["text_not_indexed"])


def test_checks_can_be_broken_off(sound: Database) -> None:
    steps: list[int] = []
    health.check(sound, step=lambda: steps.append(1))
    assert len(steps) == health.STEPS

    def stop() -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        health.check(sound, step=stop)
    assert sound.write(lambda _: 1) == 1


def test_a_quick_check_reads_no_file_whole(sound: Database) -> None:
    DAMAGE["thumbnails_missing"](sound)
    DAMAGE["folders_not_recorded"](sound)
    assert codes_of(health.check(sound, deep=False), "findings") == {"folders_not_recorded": 1}


def test_names_of_tags_in_the_index_are_those_of_the_tags(sound: Database) -> None:
    sound.write(lambda tx: tags.give(tx, [1], ["파란_하늘"], 1))
    assert health.check(sound)["ok"]
