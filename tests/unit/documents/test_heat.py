"""Differences of pictures, in numbers and colours."""

from __future__ import annotations

import numpy as np

from imageparser.documents import heat


def filled(height: int, width: int, colour: tuple[int, int, int, int]) -> np.ndarray:
    return np.full((height, width, 4), colour, np.uint8)


def test_equal_pictures_are_black():
    a = filled(300, 20, (10, 200, 30, 255))
    difference = heat.difference(a, a.copy())
    assert heat.numbers(difference) == {"mean": 0.0, "greatest": 0.0, "share": 0.0}
    assert not heat.painted(difference).any()


def test_hidden_colours_do_not_count():
    assert not heat.difference(filled(2, 2, (255, 0, 0, 0)), filled(2, 2, (0, 255, 0, 0))).any()
    half = heat.difference(filled(1, 1, (255, 0, 0, 128)), filled(1, 1, (0, 0, 0, 128)))
    assert half.tolist() == [[128]]


def test_what_only_one_covers_differs_by_its_alpha():
    difference = heat.difference(filled(2, 3, (0, 0, 0, 255)), filled(3, 2, (0, 0, 0, 255)))
    assert difference.tolist() == [[0, 0, 255], [0, 0, 255], [255, 255, 0]]


def test_numbers():
    a, b = filled(10, 10, (0, 0, 0, 255)), filled(10, 10, (0, 0, 0, 255))
    b[0, :5, 0] = 255
    b[1, :5, 1] = heat.NOTICEABLE
    numbers = heat.numbers(heat.difference(a, b))
    assert numbers["greatest"] == 1.0
    assert numbers["share"] == 0.05
    assert abs(numbers["mean"] - (5 + 5 * 8 / 255) / 100) < 1e-5


def test_the_greater_the_brighter():
    painted = heat.painted(np.arange(256, dtype=np.uint8)[None]).astype(int).sum(axis=2)[0]
    assert (np.diff(painted) >= 0).all()
    assert painted[0] == 0
    assert painted[-1] == 765
