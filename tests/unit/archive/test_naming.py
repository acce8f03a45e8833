from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser.archive.naming import (
    Template,
    composed_base,
    default_template,
    fits,
    fitted,
    numbered,
    parted,
    prefixed,
    split_order,
    stripped,
)


def test_orders_are_lists_or_texts() -> None:
    assert split_order(" a , b,,") == ["a", "b"]
    assert split_order(["a", " ", "b "]) == ["a", "b"]
    assert default_template(["a", "b"]) == "[a]_[b]"


def test_each_placeholder_is_replaced_once() -> None:
    template = Template("[c]-[e]-[c]-[zzz]", ["c", "e"])
    assert template.render({"c": "[e]", "e": "[c]"}) == "[e]-[c]-[e]-[zzz]"
    assert template.render({"c": "a/b", "e": "\\g<0>"}) == "a_b-_g_0_-a_b-[zzz]"
    assert Template("[a[b]]", ["a[b]", "b"]).render({"a[b]": "x", "b": "y"}) == "x"
    assert Template("fixed", []).render({}) == "fixed"


def test_numbers_and_their_bases() -> None:
    assert numbered("x", 0, ".png") == "x"
    assert numbered("x", 12, ".png") == "x@@@12"
    assert parted("x@@@12") == ("x", 12)
    assert parted("x@@@") == ("x@@@", None)
    assert parted("x@@@1@@@2") == ("x@@@1", 2)
    assert stripped("x@@@1@@@2") == "x"
    assert stripped("@@@1") == ""
    assert composed_base("@@@1") == "@@@1"


@pytest.mark.parametrize(
    ("stem", "base", "right"),
    [
        ("x", "x", True),
        ("x@@@7", "x", True),
        ("x@@@07", "x", False),
        ("x@@@0", "x", False),
        ("X", "x", False),
        ("x@@@1@@@1", "x", False),
        ("x@@@1", "x@@@1", True),
        ("y@@@1", "x", False),
    ],
)
def test_a_name_with_any_number_fits_its_base(stem: str, base: str, *, right: bool) -> None:
    assert fits(stem, base, ".png") is right


@given(st.text("가a", min_size=1, max_size=400), st.integers(0, 10_000), st.sampled_from([".png", ".jpeg", ".webp"]))
def test_numbered_names_are_short_and_fit(base: str, number: int, tail: str) -> None:
    stem = numbered(base, number, tail)
    assert len((stem + tail).encode()) <= 255
    assert len((stem + ".json").encode()) <= 255
    assert fits(stem, base, tail)
    assert fits(stem, fitted(base, tail), tail)


@given(st.text("가a_", min_size=1, max_size=300), st.text("나b_", min_size=1, max_size=200))
def test_a_prefix_is_put_once(base: str, stem: str) -> None:
    once = prefixed(base, stem, ".png")
    assert prefixed(base, once, ".png") == once
    assert prefixed(base, once + "@@@3", ".png") == once + "@@@3"
    assert len((once + ".png").encode()) <= 255


def test_prefixes_end_with_one_line() -> None:
    assert prefixed("a", "old", ".png") == "a_old"
    assert prefixed("a_", "old", ".png") == "a_old"
    assert prefixed("a", "a_old", ".png") == "a_old"
