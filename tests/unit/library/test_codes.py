"""Files of vector codes: when they are believed, made, added to, and made anew."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest

from imageparser.library import Database, codes, vector_notes, vectors
from imageparser.library.codes import Codes

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from imageparser._core import VectorCodes

DIM = 24


def rows(count: int, seed: int = 0) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).normal(size=(count, DIM)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def put(database: Database, ids: list[int], seed: int = 0, kind: str = "VV") -> None:
    database.write(lambda tx: vectors.put(tx, kind, "k", ids, rows(len(ids), seed)))


def drop(database: Database, ids: list[int]) -> None:
    database.write(lambda tx: vectors.remove(tx, "vec_vv_1", ids))


def side(database: Database, **options: bool) -> Codes:
    return Codes(database, least=10, **options)


def files(database: Database) -> list[Path]:
    return sorted(database.path.with_name(database.path.name + ".rank").glob("*.rank"))


def current(side: Codes, database: Database) -> tuple[VectorCodes, list[int]] | None:
    reader = database.read()
    state = vectors.state(reader, "VV", "k")
    assert state is not None
    found = side.current(reader, state)
    return None if found is None else (found[0], found[1].tolist())


def known(side: Codes, database: Database) -> list[int]:
    """Return the ids that a file speaks for by itself."""
    found = current(side, database)
    assert found is not None
    held, changed = found
    return sorted(held.find(rows(1)[0], 100_000, without=np.array(changed, np.int64))[0].tolist())


def noted(database: Database) -> int:
    return int(database.read().value("SELECT count(*) FROM vector_notes"))


def test_few_vectors_get_no_file(database: Database):
    put(database, list(range(9)))
    side(database).bring_up_all()
    assert files(database) == []
    assert current(side(database), database) is None


def test_a_file_is_made_and_believed_by_others(database: Database):
    put(database, list(range(50)))
    assert current(side(database), database) is None
    side(database).bring_up_all()
    assert [file.name for file in files(database)] == ["vec_vv_1.1.rank"]
    assert known(side(database), database) == list(range(50))


def test_every_kind_has_its_file(database: Database):
    put(database, list(range(50)))
    put(database, list(range(20)), kind="MV")
    side(database).bring_up_all()
    assert [file.name for file in files(database)] == ["vec_mv_2.1.rank", "vec_vv_1.1.rank"]


def test_changes_are_noted_and_then_added(database: Database):
    put(database, list(range(50)))
    one = side(database)
    one.bring_up_all()
    put(database, [3, 70], seed=5)
    drop(database, [4, 5])
    found = current(one, database)
    assert found is not None
    assert found[1] == [3, 4, 5, 70]
    size = files(database)[0].stat().st_size
    one.bring_up_all()
    assert [file.name for file in files(database)] == ["vec_vv_1.1.rank"]
    assert files(database)[0].stat().st_size > size
    for reader in (one, side(database)):
        found = current(reader, database)
        assert found is not None
        assert found[1] == []
        assert known(reader, database) == sorted({*range(50), 70} - {4, 5})
    assert noted(database) == 0


def test_nothing_is_written_where_nothing_has_changed(database: Database):
    put(database, list(range(50)))
    side(database).bring_up_all()
    before = [(file, file.stat().st_mtime_ns, file.stat().st_size) for file in files(database)]
    side(database).bring_up_all()
    assert [(file, file.stat().st_mtime_ns, file.stat().st_size) for file in files(database)] == before


def test_another_that_was_quicker_is_followed(database: Database):
    put(database, list(range(50)))
    slow, quick = side(database), side(database)
    slow.bring_up_all()
    put(database, [60], seed=2)
    assert current(slow, database) is not None
    quick.bring_up_all()
    slow.bring_up_all()
    assert known(slow, database) == [*range(50), 60]


@pytest.mark.parametrize("harm", ["delete", "delete all", "truncate", "garbage", "bit"])
def test_a_harmed_file_is_made_anew(database: Database, harm: str):
    put(database, list(range(50)))
    side(database).bring_up_all()
    (file,) = files(database)
    whole = file.read_bytes()
    if harm == "delete":
        file.unlink()
    elif harm == "delete all":
        shutil.rmtree(file.parent)
    elif harm == "truncate":
        file.write_bytes(whole[: len(whole) // 2])
    elif harm == "garbage":
        file.write_bytes(b"\xff" * len(whole))
    else:
        file.write_bytes(whole[:-200] + bytes([whole[-200] ^ 1]) + whole[-199:])
    after = side(database)
    assert current(after, database) is None
    after.bring_up_all()
    assert known(after, database) == list(range(50))
    assert len(files(database)) == 1


def test_a_library_put_back_from_a_copy_does_not_believe_the_file(tmp_path: Path):
    place = tmp_path / "library.sqlite"
    with Database.open(place) as database:
        put(database, list(range(50)))
        side(database).bring_up_all()
        database.backup(tmp_path / "copy")
        put(database, [3], seed=8)
        side(database).bring_up_all()
    for name in ("library.sqlite-wal", "library.sqlite-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copyfile(tmp_path / "copy", place)
    with Database.open(place) as database:
        put(database, [4], seed=9)  # the same generation number as the file's, other vectors
        assert current(side(database), database) is None
        side(database).bring_up_all()
        assert known(side(database), database) == list(range(50))


def test_too_many_notes_are_given_up(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(vector_notes, "MOST", 30)
    put(database, list(range(50)))
    one = side(database)
    one.bring_up_all()
    put(database, list(range(20)), seed=3)
    assert noted(database) == 20
    put(database, list(range(20, 40)), seed=3)
    assert noted(database) == 0
    assert current(one, database) is None
    one.bring_up_all()
    assert known(one, database) == list(range(50))
    assert files(database)[0].name == "vec_vv_1.2.rank"


def test_without_a_file_no_notes_are_taken(database: Database):
    put(database, list(range(50)))
    put(database, list(range(50)), seed=1)
    assert noted(database) == 0


def test_a_worn_file_is_compacted(database: Database):
    put(database, list(range(50)))
    one = side(database)
    one.bring_up_all()
    drop(database, list(range(20)))
    one.bring_up_all()
    assert [file.name for file in files(database)] == ["vec_vv_1.2.rank"]
    assert known(one, database) == list(range(20, 50))
    assert known(side(database), database) == list(range(20, 50))
    found = current(one, database)
    assert found is not None
    assert found[0].rows == 30


def test_a_grown_table_gets_a_new_mean(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(codes, "GROWN", 2)
    put(database, list(range(50)))
    one = side(database)
    one.bring_up_all()
    for start in (50, 110):
        put(database, list(range(start, start + 60)), seed=start)
        one.bring_up_all()
    found = current(one, database)
    assert found is not None
    assert found[0].trained == 170
    assert known(one, database) == list(range(170))


def test_changed_links_change_no_code(database: Database):
    database.write(lambda tx: vectors.put(tx, "VV", "k", list(range(50)), rows(50), owner=vectors.LAYER_PICTURE))
    one = side(database)
    one.bring_up_all()
    database.write(lambda tx: vectors.touch(tx, vectors.LAYER_PICTURE))
    found = current(one, database)
    assert found is not None
    assert found[1] == []


def test_an_older_moment_does_not_believe_a_newer_file(database: Database):
    put(database, list(range(50)))
    one = side(database)
    one.bring_up_all()
    reader = database.read()
    with reader.snapshot():
        state = vectors.state(reader, "VV", "k")
        assert state is not None
        put(database, [70], seed=3)
        with ThreadPoolExecutor(1) as executor:
            executor.submit(side(database).bring_up_all).result()
        found = one.current(reader, state)
        assert found is not None  # what it opened before speaks for this moment still
        assert found[0].generation == state.generation
        assert side(database).current(reader, state) is None
    assert known(side(database), database) == [*range(50), 70]


def test_a_library_that_cannot_be_written_keeps_codes_in_memory(tmp_path: Path):
    place = tmp_path / "library.sqlite"
    with Database.open(place) as database:
        put(database, list(range(50)))
    with Database.open(place, read_only=True) as database:
        one = side(database)
        one.bring_up_all()
        assert files(database) == []
        assert known(one, database) == list(range(50))


def test_the_background_brings_up_and_is_waited_for(database: Database):
    put(database, list(range(50)))
    one = side(database)
    state = vectors.state(database.read(), "VV", "k")
    assert state is not None
    side(database, background=False).ask(state)
    assert files(database) == []
    one.ask(state)
    deadline = time.monotonic() + 60
    while noted(database) or not files(database):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    one.close()
    assert known(one, database) == list(range(50))
    files(database)[0].unlink()
    one.forget(state)
    one.ask(state)  # closed: nothing is begun
    assert files(database) == []


def test_what_a_killed_process_left_goes(database: Database):
    put(database, list(range(50)))
    side(database).bring_up_all()
    folder = files(database)[0].parent
    for name in ("vec_vv_1.1.99.draft", "vec_vv_1.2.99.draft", "vec_vv_1.x.rank"):
        (folder / name).write_bytes(b"half")
    drop(database, list(range(30)))
    side(database).bring_up_all()
    assert sorted(path.name for path in folder.iterdir() if path.suffix != ".lock") == ["vec_vv_1.2.rank"]
    assert known(side(database), database) == list(range(30, 50))


def test_the_file_of_a_table_that_is_gone_goes(database: Database):
    put(database, list(range(50)))
    put(database, list(range(50)), kind="MV")
    side(database).bring_up_all()
    put(database, [1], seed=4)
    database.write(lambda tx: vectors.drop(tx, "vec_vv_1"))
    side(database).bring_up_all()
    assert [file.name for file in files(database)] == ["vec_mv_2.1.rank"]
    assert noted(database) == 0


def test_ids_beyond_32_bits_are_left_to_the_database(database: Database):
    put(database, [*range(50), 1 << 40])
    one = side(database)
    one.bring_up_all()
    assert current(one, database) is None
    assert files(database) == []
