"""References as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imageparser.cli.references import references
from imageparser.errors import UsageError
from imageparser.search.references import Reference

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("option", "text", "expected"),
    [
        ("--like", "12", Reference(picture=12)),
        ("--like", "12*0.5", Reference(picture=12, weight=0.5)),
        ("--not-like", "12*3", Reference(picture=12, weight=3, minus=True)),
        ("--layer", "12/7", Reference(picture=12, layer=7)),
        ("--not-layer", "12/7*2", Reference(picture=12, layer=7, weight=2, minus=True)),
        ("--words", "밤 하늘", Reference(words="밤 하늘")),
        ("--not-words", "a*b*2", Reference(words="a*b", weight=2, minus=True)),
        ("--words", "5*", Reference(words="5*")),
        ("--image", "/a/그림.png*0.25", Reference(path="/a/그림.png", weight=0.25)),
    ],
)
def test_a_reference_is_read(option: str, text: str, expected: Reference):
    assert references([(option, [text]), ("--image", None)]) == [expected]


def test_a_file_whose_name_ends_like_a_weight_is_a_file(tmp_path: Path):
    (tmp_path / "x*2").write_bytes(b"")
    assert references([("--image", [str(tmp_path / "x*2")])]) == [Reference(path=str(tmp_path / "x*2"))]


@pytest.mark.parametrize(
    ("option", "text"), [("--like", "cat"), ("--like", "-1"), ("--layer", "12"), ("--layer", "1/2/3"), ("--like", "*2")]
)
def test_what_is_no_number_is_refused(option: str, text: str):
    with pytest.raises(UsageError, match=option):
        references([(option, [text])])
