from __future__ import annotations

from typing import Any

import pytest

from imageparser.archive.match import Matcher
from imageparser.archive.report import Status
from imageparser.archive.variables import chosen, picked
from imageparser.errors import UsageError

SMILE = {"name": "웃음", "tags": ["smile"]}
GRIN = {"name": "grin", "tags": ["smile", "teeth"]}


def matcher(*values: dict[str, Any], specific: bool = False) -> Matcher:
    known = chosen([], [{"name": "e", "values": list(values)}])
    return Matcher(list(known.values()), specific=specific)


def test_canonical_forms_meet() -> None:
    asked = matcher({"name": "long", "tags": ["{Long_Hair}", "1.2::smile::"]}, {"name": "s", "tags": ["name (x)"]})
    assert asked.choices(frozenset({"long hair", "smile", "more"}))[0].value == "long"
    assert asked.choices(frozenset({"name (x)"}))[0].value == "s"


def test_one_list_entry_may_hold_several_tags() -> None:
    assert matcher({"name": "x", "tags": ["a, b", "c"]}).wanted == {"a", "b", "c"}


def test_none_tells_what_was_near() -> None:
    choice = matcher(GRIN, {"name": "cry", "tags": ["Tears"]}).choices(frozenset({"smile"}))[0]
    assert choice.status is Status.UNKNOWN
    assert choice.details == {"near": [{"variable": "e", "value": "grin", "missing": ["teeth"]}]}
    assert choice.message == "e: no value matches; nearest: grin lacks teeth"


def test_several_are_a_conflict_that_names_them() -> None:
    choice = matcher(SMILE, GRIN).choices(frozenset({"smile", "teeth"}))[0]
    assert choice.status is Status.CONFLICT
    assert choice.details["matches"] == [
        {"variable": "e", "value": "웃음", "tags": ["smile"]},
        {"variable": "e", "value": "grin", "tags": ["smile", "teeth"]},
    ]
    assert "웃음 (smile); grin (smile, teeth)" in choice.message


def test_the_specific_policy_lets_a_superset_win() -> None:
    asked = matcher(SMILE, GRIN, specific=True)
    assert asked.choices(frozenset({"smile", "teeth"}))[0].value == "grin"
    other = matcher(GRIN, {"name": "o", "tags": ["smile", "eyes"]}, specific=True)
    assert other.choices(frozenset({"smile", "teeth", "eyes"}))[0].status is Status.CONFLICT
    twins = matcher(SMILE, {"name": "twin", "tags": ["Smile"]}, specific=True)
    assert twins.choices(frozenset({"smile"}))[0].status is Status.CONFLICT


def test_empty_tag_lists_never_match() -> None:
    choice = matcher({"name": "empty", "tags": []}, {"name": "none"}).choices(frozenset({"smile"}))[0]
    assert (choice.status, choice.near) == (Status.UNKNOWN, ())


def test_specs_win_where_there_are_any() -> None:
    plain, spec = {"name": "a", "values": [SMILE]}, {"display_name": "b", "values": [{"key": "v", "tags": "x, y"}]}
    assert list(chosen([spec], [plain])) == ["b"]
    assert list(chosen([], [plain])) == ["a"]
    assert list(chosen([spec], [])["b"].values[0].tags) == ["x", "y"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "variable_specs or variables is required"),
        ([{"name": "a"}, {"key": "a"}], "duplicate variable: a"),
        ([{"values": []}], "a variable has no name"),
        ([{"name": "a", "values": [{"tags": ["x"]}]}], "a value of a has no name"),
    ],
)
def test_wrong_variables_are_named(given: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        chosen([], given)
    assert caught.value.message == message


def test_unknown_names_are_all_told() -> None:
    with pytest.raises(UsageError) as caught:
        picked(chosen([], [{"name": "a"}]), ["x", "a", "y", "x"], "unknown variables")
    assert caught.value.message == "unknown variables: x, y"
