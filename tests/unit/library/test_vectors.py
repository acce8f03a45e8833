from __future__ import annotations

import time

import numpy as np
import pytest

from imageparser.errors import InternalError, ModelFailedError
from imageparser.library import Database, vectors

KEY = "model:1"


def unit(rows: int, dim: int = 8, seed: int = 0) -> np.ndarray:
    matrix = np.random.default_rng(seed).normal(size=(rows, dim)).astype(np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def put(database: Database, ids: list[int], matrix: np.ndarray, key: str = KEY) -> None:
    database.write(lambda tx: vectors.put(tx, "VV", key, ids, matrix))


def test_what_is_put_comes_back(database: Database) -> None:
    matrix = unit(5)
    put(database, [3, 1, 4, 10, 5], matrix)
    ids, found = vectors.matrix(database.read(), "VV", KEY)
    order = np.argsort([3, 1, 4, 10, 5])
    assert ids.dtype == np.int64
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found[np.argsort(ids)], matrix[order])


def test_putting_again_replaces(database: Database) -> None:
    put(database, [1, 2], unit(2))
    put(database, [2], unit(1, seed=9))
    ids, found = vectors.matrix(database.read(), "VV", KEY)
    assert sorted(ids) == [1, 2]
    np.testing.assert_array_equal(vectors.get(database.read(), "VV", KEY, [2])[2], unit(1, seed=9)[0])
    assert len(found) == 2


def test_the_generation_grows_with_every_change(database: Database) -> None:
    seen = [vectors.generation(database.read(), "VV", KEY)]
    put(database, [1], unit(1))
    seen.append(vectors.generation(database.read(), "VV", KEY))
    put(database, [1], unit(1))
    seen.append(vectors.generation(database.read(), "VV", KEY))
    database.write(lambda tx: vectors.clear(tx, 1))
    seen.append(vectors.generation(database.read(), "VV", KEY))
    database.write(lambda tx: vectors.clear(tx, 1))
    assert seen == sorted(set(seen))
    assert seen[0] == 0
    assert vectors.generation(database.read(), "VV", KEY) == seen[-1]


def test_each_model_version_has_a_table(database: Database) -> None:
    put(database, [1], unit(1))
    put(database, [1], unit(1, dim=3), key="model:2")
    assert [row[3] for row in vectors.tables(database.read())] == [8, 3]
    assert len({row[0] for row in vectors.tables(database.read())}) == 2
    database.write(lambda tx: vectors.clear(tx, 1))
    assert all(vectors.ids(database.read(), row[0]) == [] for row in vectors.tables(database.read()))


def test_one_version_key_has_one_dimension(database: Database) -> None:
    put(database, [1], unit(1))
    with pytest.raises(InternalError, match="8 numbers"):
        put(database, [2], unit(1, dim=9))


@pytest.mark.parametrize("kind", ["VV; DROP TABLE files", "", "한"])
def test_a_kind_is_a_plain_word(database: Database, kind: str) -> None:
    with pytest.raises(InternalError, match="kind"):
        database.write(lambda tx: vectors.ensure(tx, kind, KEY, 4))


@pytest.mark.parametrize("bad", [0.0, np.nan, np.inf])
def test_unusable_vectors_are_refused_whole(database: Database, bad: float) -> None:
    matrix = unit(3)
    matrix[1] = bad
    with pytest.raises(ModelFailedError, match="file 7"):
        put(database, [5, 7, 9], matrix)
    assert len(vectors.matrix(database.read(), "VV", KEY)[0]) == 0


@pytest.mark.parametrize("shape", [(2, 8), (3, 0), (3,)])
def test_an_array_of_another_shape_is_refused(database: Database, shape: tuple[int, ...]) -> None:
    with pytest.raises(ModelFailedError, match="shape"):
        put(database, [1, 2, 3], np.ones(shape, np.float32))


def test_the_nearest_are_those_of_the_plain_scan(database: Database) -> None:
    matrix, query = unit(200), unit(1, seed=5)[0]
    put(database, list(range(1, 201)), matrix)
    found = vectors.nearest(database.read(), "VV", KEY, query, 10)
    scores = matrix @ query
    assert [file_id for file_id, _ in found] == (np.argsort(-scores)[:10] + 1).tolist()
    np.testing.assert_allclose([score for _, score in found], np.sort(scores)[::-1][:10], atol=1e-5)


def test_the_nearest_within_a_set(database: Database) -> None:
    put(database, list(range(1, 51)), unit(50))
    found = vectors.nearest(database.read(), "VV", KEY, unit(1)[0], 3, within=[10, 20, 30, 40])
    assert len(found) == 3
    assert {file_id for file_id, _ in found} < {10, 20, 30, 40}


def test_before_the_first_vector(database: Database) -> None:
    reader = database.read()
    ids, matrix = vectors.matrix(reader, "VV", KEY)
    assert (len(ids), len(matrix)) == (0, 0)
    assert vectors.nearest(reader, "VV", KEY, unit(1)[0], 5) == []
    assert vectors.get(reader, "VV", KEY, [1]) == {}
    assert vectors.state(reader, "VV", KEY) is None


def test_a_failed_write_leaves_no_vector(database: Database) -> None:
    def half(tx: object) -> None:
        vectors.put(tx, "VV", KEY, [1], unit(1))  # type: ignore[arg-type]
        raise ValueError("late")

    put(database, [9], unit(1))
    with pytest.raises(ValueError, match="late"):
        database.write(half)
    assert vectors.matrix(database.read(), "VV", KEY)[0].tolist() == [9]
    put(database, [1], unit(1))
    assert sorted(vectors.matrix(database.read(), "VV", KEY)[0].tolist()) == [1, 9]


@pytest.mark.slow
def test_ten_thousand_vectors_are_read_quickly(database: Database) -> None:
    matrix = unit(10_000, dim=1280)
    put(database, list(range(10_000)), matrix)
    vectors.matrix(database.read(), "VV", KEY)
    took = []
    for _ in range(5):
        began = time.process_time()
        ids, found = vectors.matrix(database.read(), "VV", KEY)
        took.append(time.process_time() - began)
    assert found.shape == (10_000, 1280)
    assert len(ids) == 10_000
    assert min(took) < 0.3, took  # 0.10 s on an idle core
