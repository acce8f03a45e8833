from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser import _core
from imageparser.errors import CancelledError, CorruptError, DiskFullError, ModelDiedError, ModelFailedError
from imageparser.library.tasks import FileRef
from imageparser.pipeline.attempts import HOPELESS_FILES, Attempts
from imageparser.pipeline.phase import Failed, Item, Result

if TYPE_CHECKING:
    from collections.abc import Sequence


def items(count: int) -> list[Item]:
    return [Item(FileRef(number, f"/p/{number}", b"", None), number) for number in range(count)]


class Model:
    """Fails on marked items, as a whole batch does; counts how often it is asked and how often it dies."""

    def __init__(self, poison: Sequence[int] = (), error: type[Exception] = ModelDiedError) -> None:
        self.poison = set(poison)
        self.error = error
        self.dies_anyway = 0
        self.asked: list[list[int]] = []
        self.cancel = _core.CancelToken()

    def run(self, batch: Sequence[Item]) -> list[Result | Failed]:
        self.asked.append([item.value for item in batch])
        if self.dies_anyway:
            self.dies_anyway -= 1
            raise ModelDiedError("killed from outside")
        if self.poison & {item.value for item in batch}:
            raise self.error("a marked picture")
        return [Result(item.ref, item.value) for item in batch]

    def outcomes(self, count: int) -> tuple[list[int], list[int]]:
        """Return the numbers of what was done and of what failed."""
        found = Attempts("VV", self.run, self.cancel).outcomes(items(count))
        done = [outcome.ref.id for outcome in found if isinstance(outcome, Result)]
        return done, [outcome.ref.id for outcome in found if isinstance(outcome, Failed)]


@given(
    st.integers(1, 70),
    st.sets(st.integers(0, 69), max_size=HOPELESS_FILES - 1),
    st.sampled_from([ModelDiedError, CorruptError]),
)
def test_only_the_guilty_fail_and_the_order_stays(count: int, poison: set[int], error: type[Exception]) -> None:
    poison = {number for number in poison if number < count}
    model = Model(list(poison), error)
    done, failed = model.outcomes(count)
    assert (done, failed) == ([n for n in range(count) if n not in poison], sorted(poison))
    # One guilty file costs two questions for each halving, not one for each innocent file.
    assert len(model.asked) <= 2 + 2 * max(1, len(poison)) * math.ceil(math.log2(count) + 1)


@given(st.integers(1, 40))
def test_a_batch_whose_process_was_killed_is_tried_once_more(count: int) -> None:
    model = Model()
    model.dies_anyway = 1
    assert model.outcomes(count) == (list(range(count)), [])
    assert model.asked == [list(range(count))] * 2


def test_what_the_model_itself_reports_is_not_asked_again() -> None:
    model = Model([0], ModelFailedError)
    assert model.outcomes(1) == ([], [0])
    assert model.asked == [[0]]


def test_a_model_that_dies_on_everything_is_not_started_for_every_file() -> None:
    model = Model(range(1000))
    assert model.outcomes(1000) == ([], list(range(HOPELESS_FILES)))
    assert len(model.asked) < 40


def test_guilty_neighbours_are_no_broken_model_once_something_was_done() -> None:
    model = Model(range(8, 16))
    assert model.outcomes(16) == (list(range(8)), [8, 9, 10, 11])


def test_each_batch_is_judged_anew() -> None:
    model = Model(range(1000))
    attempts = Attempts("VV", model.run, model.cancel)
    for _ in range(3):
        assert len(attempts.outcomes(items(16))) == HOPELESS_FILES


def test_a_full_disk_ends_it() -> None:
    model = Model([3], DiskFullError)
    with pytest.raises(DiskFullError):
        model.outcomes(8)
    assert len(model.asked) == 1


def test_a_cancelled_run_blames_no_file() -> None:
    model = Model([3])
    model.cancel.cancel()
    with pytest.raises(CancelledError):
        model.outcomes(8)
    assert len(model.asked) == 1
