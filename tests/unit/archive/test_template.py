"""Templates in one form, and what keeps values from being told apart."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser import _core
from imageparser.archive import template
from imageparser.errors import UsageError


def variable(*values: tuple[str, list[str]], name: str = "감정") -> dict[str, Any]:
    return {"name": name, "values": [{"name": value, "tags": tags} for value, tags in values]}


def faults(*variables: dict[str, Any]) -> list[str]:
    try:
        template.checked({"variables": variables})
    except UsageError as error:
        return error.message.split("; ")
    return []


def test_an_empty_template_is_one():
    assert template.checked({}) == {"name": "", "variables": []}


@pytest.mark.parametrize(("given", "kept"), [(None, {}), (" ", {}), (" [감정]_x ", {"output_template": "[감정]_x"})])
def test_the_pattern_of_names_is_kept_where_there_is_one(given: str | None, kept: dict[str, str]):
    assert template.checked({"output_template": given}) == {"name": "", "variables": [], **kept}


def test_names_are_composed_trimmed_and_found_under_older_keys():
    decomposed = unicodedata.normalize("NFD", "행복")
    given = {
        "name": " 표 ",
        "variables": [{"name": " ", "display_name": "v", "values": [{"key": f" {decomposed}", "tags": []}]}],
        "other": 1,
    }
    assert template.checked(given) == {"name": "표", "variables": [variable(("행복", []), name="v")]}


def test_tags_keep_their_spelling_once():
    tags = [" Long   Hair ", "long_hair", "smile", "{smile}", "", "  "]
    kept = template.checked({"variables": [variable(("a", tags))]})["variables"][0]["values"][0]["tags"]
    assert kept == ["Long Hair", "smile"]


def test_values_with_the_same_tags_are_named():
    assert faults(variable(("a", ["x", "Y"]), ("b", ["y", "x"]))) == [
        "variable '감정': values 'a' and 'b' have the same tags: y, x"
    ]


def test_parts_are_named_with_both_sets():
    assert faults(variable(("a", ["x"]), ("b", ["x", "y"]), ("c", ["z"]))) == [
        "variable '감정': the tags of 'a' (x) are part of those of 'b' (x, y)"
    ]


def test_variables_are_checked_apart():
    assert faults(variable(("a", ["x"])), variable(("b", ["x"]), name="옷")) == []


def test_values_without_tags_may_be_many():
    assert faults(variable(("a", []), ("b", []), ("c", ["x"]))) == []


def test_all_faults_are_told_at_once_up_to_a_limit():
    told = faults({"values": [{"tags": []}]}, variable(), variable())
    assert told == [
        "variables.0.name is required",
        "variables.0.values.0.name is required",
        "two variables are called '감정'",
    ]
    many = faults(variable(*((str(number), ["x"]) for number in range(30))))
    assert len(many) == 11
    assert many[-1] == "and 19 more"


def test_places_begin_where_the_caller_says():
    with pytest.raises(UsageError, match=r"^preset\.values\.1\.name is required$"):
        template.values([{"name": "a"}, {"tags": ["x"]}], "preset.values")
    with pytest.raises(UsageError, match=r"^template\.variables\.0\.name is required$"):
        template.checked({"variables": [{}]}, "template.")


def test_two_thousand_values_are_checked_in_a_moment():
    values = [(str(number), ["common", f"tag {number}"]) for number in range(2000)]
    assert faults(variable(*values)) == []


TAGS = st.lists(st.sampled_from(["a", "b", "c", "A", "d_e", "d e"]), max_size=4)


@given(st.lists(TAGS, max_size=6))
def test_what_passes_can_be_told_apart_and_stays_as_it_is(sets: list[list[str]]):
    given = {"name": "t", "variables": [variable(*((f"v{n}", tags) for n, tags in enumerate(sets)))]}
    asked = [frozenset(_core.canonical_tag(tag) for tag in tags) for tags in sets if tags]
    clash = any(one <= other for n, one in enumerate(asked) for m, other in enumerate(asked) if n != m)
    try:
        kept = template.checked(given)
    except UsageError:
        assert clash
    else:
        assert not clash
        assert template.checked(kept) == kept
