"""What people may write as a filter, and that it means what it says."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser.errors import UsageError
from imageparser.library import filters as library_filters
from imageparser.search.filters import FILTERS, Clause, parse, parse_all
from imageparser.text import key_of


def ms(year: int, month: int = 1, day: int = 1) -> int:
    return round(datetime(year, month, day).astimezone().timestamp() * 1000)


def one(expression: str) -> Clause:
    (clause,) = parse(expression)
    return clause


def inside(value: int, limits: tuple[int | None, int | None]) -> bool:
    low, high = limits
    return (low is None or value >= low) and (high is None or value < high)


def test_every_row_uses_what_the_library_knows():
    for row in FILTERS:
        assert set(row.columns) <= set(library_filters.COLUMNS)
        assert row.operator in {*library_filters.OPERATORS, library_filters.TAGGED, library_filters.LISTED}


def test_every_form_that_is_told_is_accepted():
    for row in FILTERS:
        for example in row.form.split(", "):
            assert all(clause.name == row.name for clause in parse(example))


def test_format():
    assert one("format=PSD, jpg,psd") == Clause("format", "format", "in", ("psd", "jpeg"))


def test_what_prompts_are_asked_for():
    assert one("generator=NovelAI") == Clause("generator", "generator", "prompted", "NovelAI")
    assert one(f"seed={1 << 63}").value == str(1 << 63)
    assert one(f"seed={-(1 << 62)}").value == -(1 << 62)
    assert one("lora=화풍") == Clause("lora", "lora", "lora", "화풍")
    assert one("prompt_tag=Blue_Sky, {1girl}, blue sky").value == (("blue sky",), ("1girl",))
    assert one("prompt_tag=1girl, blue sky | 밤하늘").value == (("1girl",), ("blue sky", "밤하늘"))
    for wrong in ("seed=", "seed=1.5", "seed=x", "prompt_tag= , ", "prompt_tag=", "model="):
        with pytest.raises(UsageError):
            parse(wrong)


def test_folder_is_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert one("folder=./여행").value == key_of(Path.cwd() / "여행")
    assert one("folder=..").value == key_of(Path.cwd().parent)
    assert one(f"folder={tmp_path}/a=b").value == f"{tmp_path}/a=b"


def test_a_folder_that_is_named_may_stand_anywhere():
    assert one("folder=여행") == Clause("folder", "folders", "inside", "여행")
    assert one("folder=여행\\서울/").value == "여행/서울"
    with pytest.raises(UsageError):
        parse("folder=/\0")


@pytest.mark.parametrize(
    ("expression", "limits"),
    [
        ("date=2026", (ms(2026), ms(2027))),
        ("date=2026-02", (ms(2026, 2), ms(2026, 3))),
        ("date=2026-12", (ms(2026, 12), ms(2027, 1))),
        ("date=2026-01..2026-03", (ms(2026, 1), ms(2026, 4))),
        ("date=2026-03-05", (ms(2026, 3, 5), ms(2026, 3, 6))),
        ("date>=2026-01-05", (ms(2026, 1, 5), None)),
        ("date=>=2026-01-05", (ms(2026, 1, 5), None)),
        ("date>2026-01", (ms(2026, 2), None)),
        ("date<=2026-01", (None, ms(2026, 2))),
        ("date<2026-01", (None, ms(2026, 1))),
        ("date=..2025", (None, ms(2026))),
        ("date=2025..", (ms(2025), None)),
        ("date=2024-02-29", (ms(2024, 2, 29), ms(2024, 3, 1))),
    ],
)
def test_date(expression: str, limits: tuple[int | None, int | None]):
    assert one(expression) == Clause("date", "date_ms", "range", limits)


@pytest.mark.parametrize(
    ("expression", "width", "height"),
    [
        ("size>=2000x1000", (2000, None), (1000, None)),
        ("size=640X480..1920×1080", (640, 1921), (480, 1081)),
        ("size=16 x 16", (16, 17), (16, 17)),
        ("size<16x16", (None, 16), (None, 16)),
    ],
)
def test_size(expression: str, width: object, height: object):
    assert one(expression) == Clause("size", "sides", "box", (width, height))


@pytest.mark.parametrize(
    ("expression", "limits"),
    [("rating>=4", (4, None)), ("rating=4", (4, 5)), ("rating=3..5", (3, 6)), ("rating<2", (None, 2))],
)
def test_rating(expression: str, limits: object):
    assert one(expression).value == limits


@pytest.mark.parametrize(
    ("expression", "clause"),
    [
        ("layers>=10", Clause("layers", "layer_count", "range", (10, None))),
        ("layers=0", Clause("layers", "layer_count", "range", (0, 1))),
        ("layer=Red Sword", Clause("layer", "layers", "matches", '"red" AND "sword"')),
        ('layer=a" OR "b', Clause("layer", "layers", "matches", '"a" AND "or" AND "b"')),
        ("font= Arial ", Clause("font", "font", "contains", "Arial")),
        ("has_text=yes", Clause("has_text", "has_text", "in", (1,))),
        ("has_smart_object=NO", Clause("has_smart_object", "has_smart_object", "in", (0,))),
        ("has_adjustment=true", Clause("has_adjustment", "has_adjustment", "in", (1,))),
        ("depth=16", Clause("depth", "depth", "range", (16, 17))),
        ("mode=CMYK", Clause("mode", "color_mode", "in", ("CMYK", "YCCK"))),
        ("mode=grey, lab", Clause("mode", "color_mode", "in", ("GRAYSCALE", "L", "LA", "LAB"))),
    ],
)
def test_what_is_in_a_document(expression: str, clause: Clause):
    assert one(expression) == clause


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        ("layers>=many", "layers>=10"),
        ("layer=", "layer=sword"),
        ("layer=***", "layer=sword"),
        ("font=", "font=Helvetica"),
        ("has_text=maybe", "has_text=yes"),
        ("has_text", "has_text=no"),
        ("depth=deep", "depth=16"),
        ("mode=hsv", "mode=cmyk,lab"),
        ("colored=red", "tag, text, name, caption, layer"),
        ("", "tag, text, name, caption, layer"),
        ("=4", "tag, text, name, caption, layer"),
        ("format=docx", "format=psd,png"),
        ("format=", "format=psd,png"),
        ("folder=", "folder=/path"),
        ("date=sometime", "date=2026-01..2026-03"),
        ("date=2026-13", "date>=2026-01-05"),
        ("date=2026-02-30", "date>=2026-01-05"),
        ("date=..", "date=2026"),
        ("date=2026-03..2026-01", "date=2026"),
        ("size>=2000", "size>=2000x2000"),
        ("size=axb", "size>=2000x2000"),
        ("rating>=good", "rating>=4"),
        ("rating=5..3", "rating>=4"),
        ("rating=-1", "rating>=4"),
    ],
)
def test_bad_values_name_the_filter_and_its_form(expression: str, named: str):
    with pytest.raises(UsageError) as caught:
        parse(expression)
    assert named in caught.value.message


@given(st.text(max_size=40))
def test_any_text_is_a_filter_or_a_usage_error(expression: str):
    with suppress(UsageError):
        assert parse(expression)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_number_operators_equal_those_of_python(low: int, high: int, value: int):
    assert inside(value, one(f"rating>={low}").value) == (value >= low)  # type: ignore[arg-type]
    assert inside(value, one(f"rating>{low}").value) == (value > low)  # type: ignore[arg-type]
    assert inside(value, one(f"rating<={low}").value) == (value <= low)  # type: ignore[arg-type]
    assert inside(value, one(f"rating<{low}").value) == (value < low)  # type: ignore[arg-type]
    assert inside(value, one(f"rating={low}").value) == (value == low)  # type: ignore[arg-type]
    if low <= high:
        assert inside(value, one(f"rating={low}..{high}").value) == (low <= value <= high)  # type: ignore[arg-type]


@given(st.dates(min_value=date(1971, 1, 1), max_value=date(2099, 12, 30)))
def test_a_day_is_within_its_day_month_and_year_only(day: date):
    at = ms(day.year, day.month, day.day)
    next_day = day + timedelta(days=1)
    for text in (f"{day}", f"{day:%Y-%m}", f"{day:%Y}"):
        assert inside(at, one(f"date={text}").value)  # type: ignore[arg-type]
    assert not inside(at, one(f"date>{day}").value)  # type: ignore[arg-type]
    assert not inside(ms(next_day.year, next_day.month, next_day.day), one(f"date={day}").value)  # type: ignore[arg-type]


def test_several_filters_are_all_kept():
    assert [clause.column for clause in parse_all(["rating>=4", "size>=1x1"])] == ["rating", "sides"]
