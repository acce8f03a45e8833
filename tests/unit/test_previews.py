"""What is kept of renderings: made once for all who ask, within its room, errors not at all."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from imageparser.errors import CorruptError
from imageparser.previews import Kept, bitmap

LIMIT = 20


def test_what_several_ask_for_at_once_is_made_once():
    kept: Kept[str] = Kept(10)
    gate, made = threading.Event(), []

    def make() -> str:
        made.append(1)
        assert gate.wait(LIMIT)
        return "그림"

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(kept.get, "key", make) for _ in range(8)]
        gate.set()
        assert {one.result(LIMIT) for one in asked} == {"그림"}
    assert made == [1]


def test_the_longest_unused_go_and_the_last_stays_whatever_it_costs():
    kept: Kept[int] = Kept(10, lambda value: value)
    made: list[int] = []

    def get(value: int) -> int:
        return kept.get(value, lambda: made.append(value) or value)

    for value in (4, 5, 4, 3):  # 12 in all: 5 is the longest unused
        get(value)
    assert made == [4, 5, 3]
    get(4)
    get(5)
    assert made == [4, 5, 3, 5]
    get(100)
    get(100)
    assert made == [4, 5, 3, 5, 100]


def test_an_error_is_raised_to_each_and_not_kept():
    kept: Kept[int] = Kept(10)

    def fail() -> int:
        raise CorruptError("broken")

    for _ in range(2):
        with pytest.raises(CorruptError):
            kept.get("key", fail)
    assert kept.get("key", lambda: 7) == 7


def test_a_bitmap_of_a_picture_without_pixels_has_its_head_only():
    assert len(bitmap(np.zeros((0, 5, 4), np.uint8))) == 122
