"""What people write to look for tags, taken apart."""

from __future__ import annotations

import unicodedata

import pytest

from imageparser.library import wanted_tags


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("1girl, Red_Hair", (("1girl",), ("red hair",))),
        ("1girl, blue eyes | green eyes", (("1girl",), ("blue eyes", "green eyes"))),
        ("a | b | c, d", (("a", "b", "c"), ("d",))),
        ("a, {b} | (c:1.2), d | e", (("a",), ("b", "c"), ("d", "e"))),
        ("1girl, (blue eyes | green eyes)", (("1girl",), ("blue eyes", "green eyes"))),
        (unicodedata.normalize("NFD", "파란 하늘 | 바다"), (("파란 하늘", "바다"),)),
        (":| | |_|, x", ((":|", "|_|"), ("x",))),
        ("a|b", (("a",), ("b",))),
        ("a | a, a", (("a",),)),
        (" | a |", (("a",),)),
        (" , | ,", ()),
        ("", ()),
    ],
)
def test_commas_ask_for_all_and_bars_for_any(text: str, groups: wanted_tags.Groups) -> None:
    assert wanted_tags.parse(text) == groups
