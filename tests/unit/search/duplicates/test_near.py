"""Near vectors of many pictures: drawers find what all pairs would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from imageparser._core import CancelToken
from imageparser.errors import CancelledError, TooLargeError
from imageparser.library import vectors
from imageparser.library.duplicates import Looks
from imageparser.search.duplicates import near

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fixtures.small_library import SmallLibrary

DIM, COUNT = 48, 6000


def put(library: SmallLibrary) -> tuple[Looks, NDArray[np.float32]]:
    """Store pictures of a few kinds; each tenth is a copy of another with more or less noise."""
    dice = np.random.default_rng(5)
    rows = dice.normal(size=(12, DIM))[dice.integers(0, 12, COUNT)] + dice.normal(size=(COUNT, DIM))
    copies = np.arange(0, COUNT, 10)
    noise = dice.normal(size=(len(copies), DIM)) * dice.uniform(0, 0.4, (len(copies), 1))
    rows[copies] = rows[(copies * 7 + 3) % COUNT] + noise
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    library.database.write(lambda tx: vectors.put(tx, "VV", "VV-1", list(range(1, COUNT + 1)), rows))
    none = np.zeros(COUNT, np.int64)
    sides = np.ones((COUNT, 2), np.int64)
    return Looks(np.arange(1, COUNT + 1), none.view(np.uint64), sides, none, sides.view(np.uint64)), rows


def found(library: SmallLibrary, looks: Looks, cosine: float) -> set[tuple[int, int]]:
    reader = library.database.read()
    state = vectors.state(reader, "VV", "VV-1")
    assert state is not None
    pairs = near.by_vector(reader, state, looks, cosine, None)
    return {(min(pair), max(pair)) for pair in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)}


@pytest.mark.parametrize("cosine", [0.99, 0.95, 0.9])
def test_drawers_find_what_all_pairs_would(library: SmallLibrary, cosine: float):
    looks, rows = put(library)
    products = rows @ rows.T
    first, second = np.nonzero(np.triu(products >= cosine, 1))
    exact = set(zip(first.tolist(), second.tolist(), strict=True))
    got = found(library, looks, cosine)
    assert len(exact) > 100
    assert all(products[pair] >= cosine - 1e-5 for pair in got)
    assert len(exact & got) >= 0.98 * len(exact)


def test_it_is_told_how_far_the_look_is(library: SmallLibrary):
    looks, _ = put(library)
    reader = library.database.read()
    state = vectors.state(reader, "VV", "VV-1")
    assert state is not None
    steps: list[int] = []
    near.by_vector(reader, state, looks, 0.9, None, passed=steps.append)
    assert sum(steps) == 2 * COUNT
    assert len(steps) > 3


@pytest.mark.parametrize("first", [1000, 1800])
def test_parts_of_a_library_without_any_wanted_picture(
    library: SmallLibrary, monkeypatch: pytest.MonkeyPatch, first: int
):
    looks, rows = put(library)
    monkeypatch.setattr(near, "BATCH", 500)
    more = np.arange(COUNT, 20_000)  # numbers that have no vector
    some = Looks(*(np.concatenate([column[first:], column[more * 0]]) for column in looks))  # type: ignore[arg-type]
    some = some._replace(ids=np.concatenate([looks.ids[first:], more + 1]))
    products = rows[first:] @ rows[first:].T
    one, two = np.nonzero(np.triu(products >= 0.95, 1))
    exact = set(zip(one.tolist(), two.tolist(), strict=True))
    assert len(exact & found(library, some, 0.95)) >= 0.98 * len(exact) > 0


def test_few_of_many_are_compared_pair_by_pair(library: SmallLibrary):
    looks, rows = put(library)
    some = looks.at(np.arange(0, COUNT, 40))
    products = rows[::40] @ rows[::40].T
    first, second = np.nonzero(np.triu(products >= 0.8, 1))
    assert found(library, some, 0.8) == set(zip(first.tolist(), second.tolist(), strict=True))


def test_cosines_of_those_that_have_vectors(library: SmallLibrary):
    looks, rows = put(library)
    reader = library.database.read()
    state = vectors.state(reader, "VV", "VV-1")
    assert state is not None
    made = near.cosines(reader, state, np.array([1, 5, 5]), np.array([2, 5, 10**6]))
    assert np.allclose(made[:2], [rows[0] @ rows[1], 1], atol=1e-5)
    assert np.isnan(made[2])
    assert len(looks.ids) == COUNT


def test_too_many_pairs_are_refused_and_a_cancelled_look_ends(library: SmallLibrary, monkeypatch: pytest.MonkeyPatch):
    looks, _ = put(library)
    reader, token = library.database.read(), CancelToken()
    state = vectors.state(reader, "VV", "VV-1")
    assert state is not None
    monkeypatch.setattr(near, "MOST_PAIRS", 5)
    with pytest.raises(TooLargeError):
        near.by_vector(reader, state, looks, 0.5, None)
    token.cancel()
    with pytest.raises(CancelledError):
        near.by_vector(reader, state, looks, 0.9, token)


def test_hashes_that_are_all_alike_are_compared_with_fewer_bits(monkeypatch: pytest.MonkeyPatch):
    hashes = np.array([0xFFFF_0000 ^ (1 << bit) for bit in range(8)] + [0xFFFF_0000_0000] * 2, np.uint64)
    none, sides = np.zeros(10, np.int64), np.full((10, 2), 5, np.int64)
    looks = Looks(np.arange(10), hashes, sides, none, sides.view(np.uint64))
    every = np.arange(10)
    assert len(near.by_hash(looks, 4, every).first) == 8 * 7 // 2 + 1
    monkeypatch.setattr(near, "MOST_PAIRS", 5)
    pairs = near.by_hash(looks, 4, every)
    assert (pairs.first.tolist(), pairs.second.tolist(), pairs.bits) == ([8], [9], 1)
