"""Nearest vectors: memory, database and brute force agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.small_library import DIM, SmallLibrary
from imageparser.library import vectors
from imageparser.search.ranking import best
from imageparser.search.vectors import VectorCache

if TYPE_CHECKING:
    from numpy.typing import NDArray


@pytest.fixture
def matrix() -> NDArray[np.float32]:
    rows = np.random.default_rng(7).normal(size=(300, DIM)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def stored(library: SmallLibrary, matrix: NDArray[np.float32]) -> SmallLibrary:
    ids = list(range(1, len(matrix) + 1))
    library.database.write(lambda tx: vectors.put(tx, "VV", "k", ids, matrix))
    return library


@pytest.mark.parametrize("limit_bytes", [1 << 20, 0], ids=["memory", "database"])
@pytest.mark.parametrize("within", [None, [], [3], list(range(2, 300, 7))], ids=["all", "none", "one", "some"])
def test_equals_brute_force(
    stored: SmallLibrary, matrix: NDArray[np.float32], limit_bytes: int, within: list[int] | None
):
    wanted = matrix[41]
    reader = stored.database.read()
    allowed = None if within is None else np.array(within, np.int64)
    found = VectorCache(limit_bytes).rank(reader, "VV", "k", wanted, limit=10, within=allowed)
    scores = {i + 1: float(row @ wanted) for i, row in enumerate(matrix) if within is None or i + 1 in within}
    expected = sorted(scores, key=lambda i: (-scores[i], i))[:10]
    assert found.ids.tolist() == expected
    assert found.scores.tolist() == pytest.approx([scores[i] for i in expected], abs=1e-5)


def test_a_change_is_seen(stored: SmallLibrary, matrix: NDArray[np.float32]):
    cache = VectorCache()
    reader = stored.database.read()
    assert cache.rank(reader, "VV", "k", matrix[0], limit=1).ids.tolist() == [1]
    stored.database.write(lambda tx: vectors.put(tx, "VV", "k", [1], -matrix[:1]))
    assert cache.rank(reader, "VV", "k", matrix[0], limit=1).ids.tolist() != [1]
    assert cache.rank(reader, "VV", "other key", matrix[0], limit=1).ids.tolist() == []


@given(st.lists(st.floats(-1, 1, width=16), min_size=1, max_size=60), st.integers(1, 20))
def test_best_equals_sorting(scores: list[float], limit: int):
    ids = np.arange(1, len(scores) + 1)
    found = best(ids, np.array(scores, np.float64), limit)
    assert found.ids.tolist() == sorted(ids.tolist(), key=lambda i: (-scores[i - 1], i))[:limit]
