"""What is kept of renderings: made once for all who ask, within its room, errors not at all."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from fixtures import photo
from imageparser import Library, _core
from imageparser.errors import CorruptError
from imageparser.keeping import Kept
from imageparser.previews import TILE, bitmap, halved

if TYPE_CHECKING:
    from pathlib import Path

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


def test_half_of_a_picture_has_its_odd_rows_and_columns_too():
    flat = np.full((5, 7, 4), (10, 200, 30, 255), np.uint8)
    assert halved(flat).shape == (3, 4, 4)
    assert (halved(flat) == (10, 200, 30, 255)).all()
    one = np.full((1, 1, 4), 9, np.uint8)
    np.testing.assert_array_equal(halved(one), one)


def test_colours_count_as_they_are_opaque():
    clear, red = (255, 255, 255, 0), (200, 0, 0, 255)
    made = halved(np.array([[clear, red], [clear, red]], np.uint8))
    assert tuple(made[0, 0]) == (200, 0, 0, 128)
    assert tuple(halved(np.zeros((2, 2, 4), np.uint8))[0, 0]) == (0, 0, 0, 0)


def test_levels_are_halved_from_the_first_that_is_small_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = photo.jpeg(tmp_path / "a.jpg", 3000, 1000)
    with Library.open(tmp_path / "library.sqlite") as library:
        library.index(tmp_path, phases=["P"])
        (found,) = library.find("", top=2)["results"]
        decoded: list[float] = []
        render = _core.render

        def counted(*given: Any, scale: float, **options: Any) -> Any:
            decoded.append(scale)
            return render(*given, scale=scale, **options)

        monkeypatch.setattr("imageparser.previews._core.render", counted)
        monkeypatch.setattr("imageparser.previews.HALVED_FROM", 1600)
        sizes = [
            (made.width, made.height) for made in (library.previews.tile(found["id"], n, 0, 0) for n in (3, 2, 1, 0))
        ]
    assert path.is_file()
    assert decoded == [0.5, 1.0]  # levels 2 and 3 come from level 1
    assert sizes == [(375, 125), (TILE, 250), (TILE, 500), (TILE, TILE)]
