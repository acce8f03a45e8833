"""Sizes of runs: from the table, and from memory that proved too small."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser.errors import ModelFailedError
from imageparser.models.backends.onnx.batching import Batches, first_pictures, first_tokens
from imageparser.models.backends.onnx.session import OutOfMemoryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

PIXELS = 384 * 384 * 3


class Memory:
    """A device on which a run of more than `most` items does not fit; items are their own vectors."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.runs: list[int] = []

    def work(self) -> Callable[[slice], NDArray[np.float32]]:
        def run(part: slice) -> NDArray[np.float32]:
            count = part.stop - part.start
            if count > self.most:
                raise OutOfMemoryError(f"{count} items")
            self.runs.append(count)
            return np.arange(part.start, part.stop, dtype=np.float32)[:, None]

        return run


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "batch-sizes" / "a.json"


@given(count=st.integers(1, 100), first=st.integers(1, 64), most=st.integers(1, 64))
def test_nothing_is_lost_or_doubled_whatever_fits(
    tmp_path_factory: pytest.TempPathFactory, count: int, first: int, most: int
) -> None:
    memory = Memory(most)
    rows = Batches(tmp_path_factory.mktemp("sizes") / "a.json", first).over(count, memory.work())
    assert rows[:, 0].tolist() == list(range(count))
    assert max(memory.runs) <= most


def test_a_batch_that_does_not_fit_is_halved_and_stays_so(place: Path) -> None:
    memory = Memory(5)
    batches = Batches(place, 16)
    batches.over(20, memory.work())
    assert memory.runs == [4] * 5
    assert Batches(place, 16).size == 4


def test_what_fits_is_not_remembered(place: Path) -> None:
    Batches(place, 16).over(40, Memory(16).work())
    assert not place.exists()


def test_a_single_item_that_does_not_fit_fails(place: Path) -> None:
    with pytest.raises(ModelFailedError, match="single"):
        Batches(place, 4).over(3, Memory(0).work())


def test_items_of_several_sizes_are_halved_below_what_failed(place: Path) -> None:
    memory = Memory(2)
    batches = Batches(place, 1000)
    batches.over(9, memory.work(), lambda _place, size: size // 100)
    assert sum(memory.runs) == 9
    assert batches.size // 100 <= 2


def test_a_card_that_is_freer_now_is_tried_again(place: Path) -> None:
    Batches(place, 16, free_mb=2000).over(20, Memory(5).work())
    assert Batches(place, 16, free_mb=2100).size == 4
    assert Batches(place, 16, free_mb=4000).size == 16
    assert Batches(place, 16, free_mb=None).size == 4


@pytest.mark.parametrize("content", ["", "[]", "{", '{"size": 0, "free_mb": 1}', '{"size": "x", "free_mb": null}'])
def test_a_damaged_memory_is_none(place: Path, content: str) -> None:
    place.parent.mkdir()
    place.write_text(content, encoding="utf-8")
    assert Batches(place, 16).size == 16


def test_a_table_larger_than_before_does_not_raise_what_was_learned(place: Path) -> None:
    place.parent.mkdir()
    place.write_text(json.dumps({"size": 32, "free_mb": 100}), encoding="utf-8")
    assert Batches(place, 8, 100).size == 8


def test_where_nothing_can_be_remembered_the_work_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert len(Batches(tmp_path / "file" / "a.json", 8).over(8, Memory(1).work())) == 8


def test_the_table_follows_memory_and_precision() -> None:
    sizes = [first_pictures(free, "fp16", PIXELS, cpu=False) for free in (100, 1000, 4000, 24000, 140000)]
    assert sizes == sorted(sizes)
    assert sizes[0] == 1
    assert sizes[-1] == 64
    assert first_pictures(4000, "fp32", PIXELS, cpu=False) == first_pictures(4000, "fp16", PIXELS, cpu=False) // 2
    assert first_pictures(None, "fp16", PIXELS, cpu=False) <= first_pictures(2000, "fp16", PIXELS, cpu=False)
    assert first_pictures(140000, "fp16", PIXELS, cpu=True) == 4
    assert first_tokens(1000, "fp16", cpu=False) < first_tokens(8000, "fp16", cpu=False)
