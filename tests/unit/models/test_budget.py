from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imageparser.models.budget import Budget, Tenant
from imageparser.models.sensor import Card, Sensor
from imageparser.models.usage import Level, Usage, Usages

if TYPE_CHECKING:
    from pathlib import Path

GB = 1 << 30
LARGE, SMALL = Tenant("large", "fp16", 5 * GB), Tenant("small", "fp16", 2 * GB)
BUILTIN = Tenant("builtin", "q8", GB // 4, on_card=False)


class Given(Sensor):
    """A machine with a card of so many bytes, or with none."""

    def __init__(self, total: int = 0) -> None:
        super().__init__()
        self.total = total

    def card(self) -> Card | None:
        return Card("made up", self.total, 0) if self.total else None


@pytest.fixture
def usages(tmp_path: Path) -> Usages:
    return Usages(tmp_path)


def test_what_is_expected_is_compared_with_the_limit(usages: Usages) -> None:
    budget = Budget(6 * GB, Given(), usages)
    assert not budget.fits([LARGE, SMALL])
    assert budget.fits([LARGE, BUILTIN])
    assert budget.fits([SMALL, SMALL, SMALL, SMALL]), "the same process counts once"
    assert budget.fits([LARGE])
    assert Budget(1 * GB, Given(), usages).fits([LARGE]), "a model by itself is always tried"


def test_without_a_limit_the_card_is_one(usages: Usages) -> None:
    assert Budget(0, Given(), usages).fits([LARGE, SMALL]), "no card, no limit"
    assert not Budget(0, Given(6 * GB), usages).fits([LARGE, SMALL])
    assert Budget(0, Given(8 * GB), usages).fits([LARGE, SMALL])
    assert Budget(0, Given(5 * GB), usages).fits([LARGE, BUILTIN]), "what runs elsewhere takes nothing of it"


def test_measured_numbers_count_more_than_expected_ones(usages: Usages) -> None:
    usages.begin(Usage("large", "fp16", device="cuda", load_s=2.0, vram=Level(own=3 * GB), rss=Level(own=9 * GB)))
    assert Budget(6 * GB, Given(), usages).fits([LARGE, SMALL])
    usages.begin(Usage("small", "fp16", device="cuda", load_s=2.0, vram=Level(own=4 * GB)))
    assert not Budget(6 * GB, Given(), usages).fits([LARGE, SMALL])


def test_what_runs_on_the_processor_counts_with_its_memory_and_not_on_the_card(usages: Usages) -> None:
    usages.begin(Usage("large", "fp16", device="cpu", load_s=2.0, rss=Level(own=5 * GB)))
    assert not Budget(6 * GB, Given(), usages).fits([LARGE, SMALL])
    assert Budget(0, Given(4 * GB), usages).fits([LARGE, SMALL])


def test_what_never_loaded_was_never_measured(usages: Usages) -> None:
    usages.begin(Usage("large", "fp16", device="cuda", vram=Level(own=1)))
    assert not Budget(6 * GB, Given(), usages).fits([LARGE, SMALL])
