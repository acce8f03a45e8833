"""Groups out of pairs: stars instead of chains."""

from __future__ import annotations

from random import Random  # noqa: TC003  # hypothesis asks for it

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imageparser.search.duplicates.stars import joined, stars

PAIRS = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)).filter(lambda pair: pair[0] < pair[1]), unique=True)


def arrays(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    return tuple(np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))  # type: ignore[return-value]


def test_a_chain_is_not_one_group():
    chain = [(at, at + 1) for at in range(6)]
    assert stars(7, *arrays(chain)).tolist() == [1, 1, 1, 3, 3, 5, 5]


def test_the_one_with_the_most_near_ones_is_the_middle():
    assert stars(4, *arrays([(0, 2), (1, 2), (2, 3)])).tolist() == [2, 2, 2, 2]


def test_without_pairs_everyone_is_alone():
    assert stars(3, *arrays([])).tolist() == [0, 1, 2]
    assert joined(3, *arrays([])).tolist() == [0, 1, 2]


@given(PAIRS, st.randoms())
def test_everything_is_near_to_its_middle_and_the_order_plays_no_part(pairs: list[tuple[int, int]], dice: Random):
    made = stars(20, *arrays(pairs))
    known = {frozenset(pair) for pair in pairs}
    for place, middle in enumerate(made.tolist()):
        assert made[middle] == middle
        assert place == middle or frozenset((place, middle)) in known
    for one, two in pairs:  # no two near ones are both left alone
        assert (made == one).sum() > 1 or (made == two).sum() > 1 or made[one] != one or made[two] != two
    turned = [pair if dice.random() < 0.5 else pair[::-1] for pair in pairs]
    dice.shuffle(turned)
    assert stars(20, *arrays(turned)).tolist() == made.tolist()


@given(PAIRS)
def test_equal_ones_lead_to_the_least(pairs: list[tuple[int, int]]):
    expected = list(range(20))
    for _ in range(20):
        for one, two in pairs:
            expected[one] = expected[two] = min(expected[one], expected[two])
    assert joined(20, *arrays(pairs)).tolist() == expected
