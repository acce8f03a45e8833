"""Rank fusion: what it must do whatever the rankings are."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser.search.fuse import WEIGHTS, K, fuse

AXES = ("visual", "meaning", "keyword")
orders = st.lists(st.integers(1, 40), unique=True, max_size=25)
rankings = st.fixed_dictionaries(dict.fromkeys(AXES, orders))
shapes = st.sampled_from(sorted(WEIGHTS))


@pytest.mark.parametrize("shape", sorted(WEIGHTS))
def test_weights_name_every_axis_and_add_up_to_one(shape: str):
    assert set(WEIGHTS[shape]) == set(AXES)
    assert sum(WEIGHTS[shape].values()) == pytest.approx(1.0)


@given(rankings, shapes)
def test_first_on_every_axis_is_first(given_orders: dict[str, list[int]], shape: str):
    champion = 1000
    orders_with = {axis: [champion, *order] for axis, order in given_orders.items()}
    assert fuse(orders_with, WEIGHTS[shape])[0][0] == champion


@given(rankings, shapes)
def test_the_order_of_the_axes_means_nothing(given_orders: dict[str, list[int]], shape: str):
    answers = [fuse(dict(items), WEIGHTS[shape]) for items in itertools.permutations(given_orders.items())]
    assert all(answer == answers[0] for answer in answers)


@given(rankings, shapes)
def test_every_id_appears_once_with_a_falling_score(given_orders: dict[str, list[int]], shape: str):
    answer = fuse(given_orders, WEIGHTS[shape])
    ids = [item for item, _ in answer]
    assert sorted(ids) == sorted({item for order in given_orders.values() for item in order})
    scores = [score for _, score in answer]
    assert scores == sorted(scores, reverse=True)


@given(rankings, shapes)
def test_scores_equal_the_definition(given_orders: dict[str, list[int]], shape: str):
    for item, score in fuse(given_orders, WEIGHTS[shape]):
        expected = sum(
            WEIGHTS[shape][axis] / (K + order.index(item) + 1) for axis, order in given_orders.items() if item in order
        )
        assert score == pytest.approx(expected)


@given(orders, shapes)
def test_a_missing_axis_counts_as_nothing(order: list[int], shape: str):
    alone = fuse({"meaning": order}, WEIGHTS[shape])
    assert alone == fuse({"meaning": order, "visual": [], "keyword": []}, WEIGHTS[shape])
    assert [item for item, _ in alone] == order


def test_agreement_beats_a_single_spike():
    answer = fuse({"visual": [1, 2, 3], "meaning": [4, 2, 5], "keyword": [6, 2, 7]}, WEIGHTS["words"])
    assert answer[0][0] == 2
