"""Nearest vectors: codes, database and brute force agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.small_library import DIM, SmallLibrary
from imageparser.library import vectors
from imageparser.library.codes import Codes
from imageparser.search.ranking import best
from imageparser.search.vectors import VectorSearch

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


@pytest.fixture(params=["codes", "codes behind", "codes in memory", "database"])
def search(request: pytest.FixtureRequest, stored: SmallLibrary, matrix: NDArray[np.float32]) -> VectorSearch:
    """Return a search that has codes, codes that lack some vectors, or none."""
    codes = Codes(stored.database, background=False, least=10_000 if request.param == "database" else 1)
    if request.param == "codes in memory":
        (stored.database.path.parent / f"{stored.database.path.name}.rank").write_text("in the way")
    if request.param == "codes behind":
        away = list(range(1, 300, 9))
        stored.database.write(lambda tx: vectors.remove(tx, "vec_vv_1", [*away, 42]))
        codes.bring_up_all()
        stored.database.write(lambda tx: vectors.put(tx, "VV", "k", away, matrix[::9]))
        stored.database.write(lambda tx: vectors.put(tx, "VV", "k", [42], matrix[41:42]))
    codes.bring_up_all()
    return VectorSearch(codes)


def brute_force(matrix: NDArray[np.float32], wanted: NDArray[np.float32], within: list[int] | None) -> list[int]:
    scores = {i + 1: float(row @ wanted) for i, row in enumerate(matrix) if within is None or i + 1 in within}
    return sorted(scores, key=lambda i: (-scores[i], i))


@pytest.mark.parametrize("within", [None, [], [3], list(range(2, 300, 7))], ids=["all", "none", "one", "some"])
def test_equals_brute_force(
    search: VectorSearch,
    stored: SmallLibrary,
    matrix: NDArray[np.float32],
    within: list[int] | None,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("imageparser.search.vectors.FEW", -1)  # else few candidates would take a way of their own
    allowed = None if within is None else np.array(within, np.int64)
    for place in (41, 200):
        wanted = matrix[place]
        found = search.rank(stored.database.read(), "VV", "k", wanted, limit=400, within=allowed)
        expected = brute_force(matrix, wanted, within)
        assert found.ids.tolist() == expected
        assert found.scores.tolist() == pytest.approx([float(matrix[i - 1] @ wanted) for i in expected], abs=1e-5)


def clustered(seed: int) -> NDArray[np.float32]:
    """Return 6,000 vectors around 40 centres, as pictures of a few motifs have them."""
    dice = np.random.default_rng(seed)
    centres = dice.normal(size=(40, 64)).astype(np.float32)
    rows = centres[dice.integers(0, 40, 6000)] + dice.normal(size=(6000, 64)).astype(np.float32) * 0.4
    wide: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return wide


def coded(library: SmallLibrary, rows: NDArray[np.float32]) -> Codes:
    """Store vectors under the key "wide" and return their finished quantised copy."""
    library.database.write(lambda tx: vectors.put(tx, "VV", "wide", list(range(1, len(rows) + 1)), rows))
    codes = Codes(library.database, background=False)
    codes.bring_up_all()
    return codes


def test_few_candidates_are_all_scored(stored: SmallLibrary, matrix: NDArray[np.float32]):
    search = VectorSearch(Codes(stored.database, background=False))
    found = search.rank(
        stored.database.read(), "VV", "k", matrix[5], limit=3, within=np.array([1, 6, 9, 999], np.int64)
    )
    assert found.ids.tolist() == brute_force(matrix, matrix[5], [1, 6, 9])


def test_the_best_few_are_found_without_scoring_all(library: SmallLibrary, monkeypatch: pytest.MonkeyPatch):
    rows = clustered(3)
    codes = coded(library, rows)
    search, reader, scored = VectorSearch(codes), library.database.read(), []
    some = vectors.some
    monkeypatch.setattr(vectors, "some", lambda *given: scored.append(len(given[3])) or some(*given))
    agreed = 0
    for place in range(50):
        found = search.rank(reader, "VV", "wide", rows[place], limit=10)
        agreed += len(set(found.ids.tolist()) & set(brute_force(rows, rows[place], None)[:10]))
    assert agreed >= 0.98 * 500
    assert sum(scored) < 50 * 1000


def test_a_query_that_is_near_to_nothing_is_offered_more(library: SmallLibrary):
    dice = np.random.default_rng(4)
    rows = dice.normal(size=(6000, 64)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    codes = coded(library, rows)
    agreed = 0
    for _ in range(20):
        wanted = dice.normal(size=64).astype(np.float32)
        wanted /= np.linalg.norm(wanted)
        found = VectorSearch(codes).rank(library.database.read(), "VV", "wide", wanted, limit=10)
        agreed += len(set(found.ids.tolist()) & set(brute_force(rows, wanted, None)[:10]))
    assert agreed >= 0.97 * 200


def test_a_change_is_seen(search: VectorSearch, stored: SmallLibrary, matrix: NDArray[np.float32]):
    reader = stored.database.read()
    assert search.rank(reader, "VV", "k", matrix[0], limit=1).ids.tolist() == [1]
    stored.database.write(lambda tx: vectors.put(tx, "VV", "k", [1], -matrix[:1]))
    assert search.rank(reader, "VV", "k", matrix[0], limit=1).ids.tolist() != [1]
    assert search.rank(reader, "VV", "k", -matrix[0], limit=1).ids.tolist() == [1]
    stored.database.write(lambda tx: vectors.remove(tx, "vec_vv_1", [1]))
    assert search.rank(reader, "VV", "k", -matrix[0], limit=1).ids.tolist() != [1]
    assert search.rank(reader, "VV", "other key", matrix[0], limit=1).ids.tolist() == []


def test_a_file_cut_off_under_our_feet_costs_no_answer(stored: SmallLibrary, matrix: NDArray[np.float32]):
    codes = Codes(stored.database, background=False, least=1)
    codes.bring_up_all()
    search, reader = VectorSearch(codes), stored.database.read()
    state = vectors.state(reader, "VV", "k")
    assert state is not None
    held = codes.current(reader, state)
    assert held is not None
    codes.current = lambda *_: held  # type: ignore[method-assign]  # as if the file were cut between two steps
    (file,) = stored.database.path.parent.glob("*.rank/*.rank")
    with file.open("r+b") as opened:
        opened.truncate(200)
    assert search.rank(reader, "VV", "k", matrix[7], limit=1).ids.tolist() == [8]


@given(st.lists(st.floats(-1, 1, width=16), min_size=1, max_size=60), st.integers(1, 20))
def test_best_equals_sorting(scores: list[float], limit: int):
    ids = np.arange(1, len(scores) + 1)
    found = best(ids, np.array(scores, np.float64), limit)
    assert found.ids.tolist() == sorted(ids.tolist(), key=lambda i: (-scores[i - 1], i))[:limit]


def test_of_a_pool_the_nearest_are_compared_by_their_vectors(library: SmallLibrary, monkeypatch: pytest.MonkeyPatch):
    rows = clustered(6)
    codes = coded(library, rows)
    search, reader, scored = VectorSearch(codes), library.database.read(), []
    some = vectors.some
    monkeypatch.setattr(vectors, "some", lambda *given: scored.append(len(given[3])) or some(*given))
    for place in range(20):
        found = search.rank(reader, "VV", "wide", rows[place], limit=500, exact=150)
        assert len(found.ids) == len(set(found.ids.tolist())) == 500
        assert (np.diff(found.scores) <= 0).all()
        expected = brute_force(rows, rows[place], None)
        assert set(expected[:10]) <= set(found.ids[:40].tolist())
        exactly = rows[found.ids[:20] - 1] @ rows[place]
        assert found.scores[:20] == pytest.approx(exactly, abs=1e-5)
    assert sum(scored) == 20 * 150


def test_presence_is_told_wherever_the_vectors_stand(library: SmallLibrary):
    row = np.ones((1, DIM), np.float32)
    reader = library.database.read()
    assert not vectors.present(reader, "VV", "k")
    library.database.write(lambda tx: vectors.put(tx, "VV", "k", [977], row))  # no file, so no probe meets it
    assert vectors.present(reader, "VV", "k")
    library.database.write(lambda tx: vectors.remove(tx, "vec_vv_1", [977]))
    assert not vectors.present(reader, "VV", "k")
