"""Which duplicate is kept, and why."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from imageparser.errors import UsageError
from imageparser.library.duplicates import Facts
from imageparser.search.duplicates.keep import DEFAULT, RULES, Lost, Rule, choose

PLAIN: dict[str, Any] = {
    "digest": b"", "format": "png", "width": 100, "height": 100, "depth": 8, "size": 1000, "mtime_ns": 0,
    "layers": None, "date_ms": 5, "added_ms": 5, "rating": None, "label": None, "tags": 0,
}  # fmt: skip


def file(item: int, key: str = "", **values: Any) -> Facts:
    key = key or f"/a/{item}.png"
    return Facts(id=item, key=key, raw=key.encode(), folder=key.rpartition("/")[0], **{**PLAIN, **values})


@pytest.mark.parametrize(
    ("rule", "better"),
    [
        (Rule("rating"), {"rating": 3}),
        (Rule("tags"), {"tags": 2}),
        (Rule("layers"), {"layers": 7}),
        (Rule("resolution"), {"width": 101}),
        (Rule("depth"), {"depth": 16}),
        (Rule("format"), {"format": "psd"}),
        (Rule("format", "jpg, png"), {"format": "jpeg"}),
        (Rule("largest"), {"size": 1001}),
        (Rule("smallest"), {"size": 999}),
        (Rule("newest"), {"date_ms": 6}),
        (Rule("oldest"), {"date_ms": 4}),
        (Rule("added_first"), {"added_ms": 4}),
        (Rule("added_last"), {"added_ms": 6}),
        (Rule("folder", "/원본"), {"key": "/원본/하나.png"}),
        (Rule("not_folder", "/a"), {"key": "/b/1.png"}),
        (Rule("shortest_path"), {"key": "/z.png"}),
        (Rule("longest_path"), {"key": "/zzzzzzzzz/1.png"}),
    ],
)
def test_each_rule_keeps_what_it_says(rule: Rule, better: dict[str, Any]):
    one, two = file(1), file(2, **better)
    choice = choose([one, two], [rule])
    assert (choice.keep, choice.others[0].id, choice.others[0].by) == (2, 1, rule.by)


def test_every_rule_has_a_case():
    cases = test_each_rule_keeps_what_it_says.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {case[0].by for case in cases} == set(RULES)


def test_the_first_rule_that_tells_decides_for_each_other():
    best = file(1, rating=5, width=50)
    others = [file(2, rating=4, width=200), file(3, rating=5, width=40), file(4, rating=5, width=50)]
    choice = choose([*others, best], [Rule("rating"), Rule("resolution")])
    assert choice.keep == 1
    assert list(choice.others) == [
        Lost(4, "path", "/a/1.png", "/a/4.png"),
        Lost(3, "resolution", 5000, 4000),
        Lost(2, "rating", 5, 4),
    ]


def test_a_picture_that_was_picked_wins():
    choice = choose([file(1, rating=5), file(2)], [Rule("rating")], picks=[2, 99])
    assert (choice.keep, choice.others[0].by) == (2, "picked")


def test_of_several_picked_ones_the_rules_choose():
    assert choose([file(1), file(2), file(3, rating=1)], [Rule("rating")], picks=[1, 3]).keep == 3


def test_who_has_no_value_comes_last():
    assert choose([file(1, depth=None), file(2, depth=1)], [Rule("depth")]).keep == 2
    assert choose([file(1, rating=None), file(2, rating=0)], [Rule("rating")]).keep == 2


def test_a_folder_of_a_longer_name_is_another():
    inside, outside = file(1, "/원본/1.png"), file(2, "/원본2/1.png")
    assert choose([outside, inside], [Rule("folder", "/원본")]).keep == 1


@pytest.mark.parametrize("decomposed", [True, False])
def test_a_korean_folder_in_either_form(decomposed: bool):  # noqa: FBT001
    import unicodedata  # noqa: PLC0415

    name = unicodedata.normalize("NFD" if decomposed else "NFC", "/사진/여행")
    assert choose([file(1, "/a/1.png"), file(2, "/사진/여행/1.png")], [Rule("folder", name)]).keep == 2


def test_the_order_of_the_group_plays_no_part():
    group = [file(at, rating=at % 2, width=100 + at % 3) for at in range(1, 6)]
    expected = choose(group, DEFAULT)
    assert all(choose(order, DEFAULT) == expected for order in itertools.permutations(group))


@pytest.mark.parametrize("rule", [("beauty", ""), ("folder", " "), ("not_folder", "")])
def test_what_is_no_rule_is_refused(rule: tuple[str, str]):
    with pytest.raises(UsageError, match="keep"):
        Rule(*rule)
