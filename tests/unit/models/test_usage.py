from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser.models import usage
from imageparser.models.usage import Level, Usage, Usages

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = st.one_of(st.none(), st.integers(0, 1 << 50))
LEVELS = st.builds(Level, before=NUMBERS, peak=NUMBERS, now=NUMBERS, after=NUMBERS, own=NUMBERS)


@given(st.builds(Usage, model=st.text(max_size=9), precision=st.text(max_size=5), rss=LEVELS, vram=LEVELS))
def test_numbers_survive_being_written_down(one: Usage) -> None:
    assert Usage.from_dict(json.loads(json.dumps({**one.to_dict(), "later": 1}))) == one


def test_a_level_keeps_the_most_and_forgets_now_at_the_end() -> None:
    level = Level(before=10)
    for total, own in ((50, 40), (90, None), (None, 45), (60, 30)):
        level.note(total, own)
    assert level == Level(before=10, peak=90, now=60, own=45)
    level.end(12)
    assert level == Level(before=10, peak=90, after=12, own=45)


def test_what_another_process_wrote_stays_and_the_latest_of_each_model_counts(tmp_path: Path) -> None:
    here, there = Usages(tmp_path), Usages(tmp_path)
    here.begin(Usage("a", "fp32", calls=1))
    there.begin(Usage("b", "int8", calls=2))
    here.save()
    there.save()
    assert {one.model: one.calls for one in usage.read(tmp_path)} == {"a": 1, "b": 2}
    again = Usages(tmp_path)
    again.begin(Usage("a", "fp32", calls=7))
    again.begin(Usage("a", "fp16", calls=8))
    again.save()
    assert [(one.model, one.precision, one.calls) for one in usage.read(tmp_path)] == [
        ("a", "fp32", 7),
        ("b", "int8", 2),
        ("a", "fp16", 8),
    ]
    found = again.get("b", "int8")
    assert found is not None
    assert found.calls == 2
    assert again.get("b", "fp32") is None
    assert list(tmp_path.iterdir()) == [tmp_path / "usage.json"]


def test_what_was_learnt_holds_until_the_model_says_otherwise(tmp_path: Path) -> None:
    first = Usages(tmp_path)
    first.begin(Usage("a", "fp32", device="cuda", batch=64, rss=Level(own=100), vram=Level(own=200), load_s=1.0))
    first.save()
    begun = Usages(tmp_path).begin(Usage("a", "fp32"))
    assert (begun.device, begun.batch, begun.rss.own, begun.vram.own, begun.load_s) == ("cuda", 64, 100, 200, None)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 2, "models": []}', '{"format": 1, "models": [3]}', "\xff"]
)
def test_a_damaged_file_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "usage.json").write_bytes(text.encode("latin-1"))
    assert usage.read(tmp_path) == []
    Usages(tmp_path).begin(Usage("a", "fp32"))


def test_where_nothing_can_be_written_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = Usages(tmp_path / "file" / "cache")
    kept.begin(Usage("a", "fp32"))
    kept.save()
    assert [one.model for one in kept.every()] == ["a"]
