"""Several references: combined scores, their candidates, and a twin that looks at every picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser.library import vectors
from imageparser.library.codes import Codes
from imageparser.search import blend as module
from imageparser.search import scales
from imageparser.search.blend import blend
from imageparser.search.context import Context
from imageparser.search.memory import Memory
from imageparser.search.scales import Wanted, combined
from imageparser.search.spaces import Space
from imageparser.search.vectors import VectorSearch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fixtures.small_library import FakeModels, SmallLibrary

SPACES = {"visual": Space("VV-1")}
NUMBERS = st.floats(-5, 5, width=32)


ROW = (
    "INSERT INTO files (id, key, raw, folder, size, mtime_ns, file_id, added_at) VALUES (?, 'k', x'6b', '', 1, 1, 1, 1)"
)


def put(library: SmallLibrary, rows: NDArray[np.float32], *, first: int = 1) -> None:
    """Store vectors as those of pictures with consecutive numbers; only the last has a row."""
    ids = list(range(first, first + len(rows)))
    library.database.write(lambda tx: tx.run(ROW, (ids[-1],)))
    library.database.write(lambda tx: vectors.put(tx, "VV", "VV-1", ids, rows))


def units(count: int, dim: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    made: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return made


def context_of(library: SmallLibrary, models: FakeModels, *, within: Any = None, fast: bool = False) -> Context:
    memory = Memory(library.database, background=False)
    if fast:  # codes in memory, as for a large library
        codes = Codes(library.database, background=False)
        codes.bring_up_all()
        memory.vectors = VectorSearch(codes)
    return Context(library.database.read(), models, memory, within, SPACES)  # type: ignore[arg-type]


def twin(rows: NDArray[np.float32], asked: list[Wanted], mode: str, given: scales.Scales) -> list[int]:
    """Score every picture by the formula as it is written and return the ids, best first."""
    scored = []
    for item, row in enumerate(rows, start=1):
        z = [
            (float(row @ one.vector) - mean) / spread
            for one, mean, spread in zip(asked, given.means, given.spreads, strict=True)
        ]
        plus = sorted(((one.weight, z[at]) for at, one in enumerate(asked) if not one.minus), key=lambda p: -p[0])
        total = sum(weight for weight, _ in plus)
        shares = [weight / total for weight, _ in plus] + [0.0]
        join = min if mode == "all" else max
        score = sum(
            (at + 1) * (shares[at] - shares[at + 1]) * join(value for _, value in plus[: at + 1])
            for at in range(len(plus))
        )
        score -= sum(one.weight * max(0.0, z[at] - scales.BASE) for at, one in enumerate(asked) if one.minus)
        scored.append((-score, item))
    return [item for _, item in sorted(scored)]


@pytest.mark.parametrize("mode", ["all", "any"])
@pytest.mark.parametrize("seed", range(3))
def test_the_best_are_those_of_a_twin_that_looks_at_everything(
    library: SmallLibrary, models: FakeModels, mode: str, seed: int
):
    rows, dice = units(3000, 24, seed), np.random.default_rng(seed)
    put(library, rows)
    asked = [Wanted(rows[at], float(dice.uniform(0.2, 3)), minus=at == 7) for at in (5, 6, 7)]
    context = context_of(library, models, fast=True)
    found = blend(context, asked, mode, limit=50)
    expected = twin(rows, asked, mode, scales.scales(context, asked))
    assert found.sure
    assert found.ranking.ids.tolist() == expected[:50]


def test_what_is_near_to_all_is_found_though_it_is_first_on_no_list(
    library: SmallLibrary, models: FakeModels, monkeypatch: pytest.MonkeyPatch
):
    """A crowd around each reference, one picture between them: lists that are too short become longer."""
    monkeypatch.setattr(module, "FIRST", 20)
    a, b = np.eye(16, dtype=np.float32)[:2]
    noise = units(400, 16, 1)
    crowds = np.concatenate([a + 0.1 * noise[:200], b + 0.1 * noise[200:]])
    rows = np.concatenate([crowds, [(a + b) * 0.9], units(2000, 16, 2)]).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    put(library, rows)
    found = blend(context_of(library, models, fast=True), [Wanted(a), Wanted(b)], "all", limit=1)
    assert found.sure
    assert found.ranking.ids.tolist() == [401]


def test_lists_that_end_too_soon_are_told(library: SmallLibrary, models: FakeModels, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "FIRST", 2)
    monkeypatch.setattr(module, "LAST", 2)
    rows = units(2500, 16, 3)
    put(library, rows)
    opposite = [Wanted(rows[0]), Wanted(-rows[0]), Wanted(rows[1])]
    assert not blend(context_of(library, models), opposite, "all", limit=2).sure


def test_one_reference_scores_as_its_cosine(library: SmallLibrary, models: FakeModels):
    rows = units(40, 16, 4)
    put(library, rows)
    found = blend(context_of(library, models), [Wanted(rows[3], 2.5)], "any", limit=40)
    expected = np.sort(rows @ rows[3])[::-1]
    assert np.allclose(found.ranking.scores, expected, atol=1e-5)
    assert found.near[4][0].similarity == pytest.approx(1, abs=1e-5)


def test_only_candidates_are_ranked(library: SmallLibrary, models: FakeModels):
    rows = units(40, 16, 5)
    put(library, rows)
    context = context_of(library, models, within=np.array([3, 9, 27], np.int64))
    found = blend(context, [Wanted(rows[0]), Wanted(rows[1])], "all", limit=40)
    assert sorted(found.ranking.ids.tolist()) == [3, 9, 27]


def test_nothing_is_found_where_nothing_has_a_vector(library: SmallLibrary, models: FakeModels):
    asked = [Wanted(np.ones(16, np.float32)), Wanted(np.ones(16, np.float32), minus=True)]
    found = blend(context_of(library, models), asked, "all", limit=5)
    assert (found.ranking.ids.tolist(), found.near, found.sure) == ([], {}, True)


def test_who_is_no_more_like_the_unwanted_than_most_pays_nothing(library: SmallLibrary, models: FakeModels):
    rows = units(500, 16, 6)
    put(library, rows)
    context = context_of(library, models)
    plain = blend(context, [Wanted(rows[0])], "all", limit=500)
    without = blend(context, [Wanted(rows[0]), Wanted(rows[1], minus=True)], "all", limit=500)
    before = dict(zip(plain.ranking.ids.tolist(), plain.ranking.scores.tolist(), strict=True))
    after = dict(zip(without.ranking.ids.tolist(), without.ranking.scores.tolist(), strict=True))
    paying = {item for item, near in without.near.items() if near[1].deviations > scales.BASE}
    assert 0 < len(paying) < 250
    for item, score in after.items():
        assert (score < before[item] - 1e-6) == (item in paying), item


@given(
    rows=st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=8),
    weights=st.tuples(*[st.floats(0.01, 100)] * 3),
    mode=st.sampled_from(["all", "any"]),
)
def test_weights_lie_between_one_reference_and_the_bound(
    rows: list[tuple[float, ...]], weights: tuple[float, ...], mode: str
):
    """The laws of the weighted combination: between least and greatest, f for equal weights, under the mean for all."""
    given_rows, given_weights = np.array(rows, np.float64), np.array(weights)
    made = combined(given_rows, given_weights, mode)
    slack = 1e-9
    assert (made >= given_rows.min(axis=1) - slack).all()
    assert (made <= given_rows.max(axis=1) + slack).all()
    extreme = given_rows.min(axis=1) if mode == "all" else given_rows.max(axis=1)
    assert np.allclose(combined(given_rows, np.ones(3), mode), extreme)
    mean = given_rows @ (given_weights / given_weights.sum())
    assert ((made <= mean + slack) if mode == "all" else (made >= mean - slack)).all()
    turned = combined(given_rows[:, ::-1], given_weights[::-1], mode)
    assert np.allclose(turned, made)
    alone = combined(given_rows, np.array([1.0, 1e-12, 1e-12]), mode)
    assert np.allclose(alone, given_rows[:, 0], atol=1e-6)


def test_a_sample_of_a_library_with_few_numbers_in_use(library: SmallLibrary, models: FakeModels):
    """Numbers of files that are gone leave gaps; the sample is taken of what there is."""
    rows = units(30, 16, 8)
    put(library, rows, first=999_971)
    given_scales = scales.scales(context_of(library, models), [Wanted(rows[0])])
    assert given_scales.means[0] == pytest.approx(float((rows @ rows[0]).mean()), abs=1e-6)
