"""What a payload may hold, and how a wrong one is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser.errors import UsageError
from imageparser.ipc.fields import Template, ThumbPayload, plain
from imageparser.ipc.protocol import PathText, Payload, Row, Shape, Step, Text, unknown_fields


class Inner(Shape):
    name: Text
    tags: list[str] = []  # noqa: RUF012 - pydantic copies it


class SomePayload(Payload):
    folder: PathText
    row: Row | None = None
    step: Step = 200
    flag: bool = True
    inner: list[Inner] = []  # noqa: RUF012
    ratio: float = 1.0
    either: list[str] | str = ""
    some: list[Inner] | None = None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({}, "folder is required"),
        (None, "folder is required"),
        ({"folder": None}, "folder is required"),
        ({"folder": " "}, "folder is required"),
        ([], "payload: must be an object"),
        ("x", "payload: must be an object"),
        ({"folder": 1}, "folder: input should be a valid string"),
        ({"folder": "a\0"}, "folder: a path holds no NUL"),
        ({"folder": "a", "flag": "false"}, "flag: input should be a valid boolean"),
        ({"folder": "a", "flag": 1}, "flag: input should be a valid boolean"),
        ({"folder": "a", "step": "200"}, "step: input should be a valid integer"),
        ({"folder": "a", "step": True}, "step: input should be a valid integer"),
        ({"folder": "a", "step": 1.5}, "step: input should be a valid integer"),
        ({"folder": "a", "row": 0}, "row: input should be greater than or equal to 1"),
        ({"folder": "a", "inner": [{"name": "x"}, {}]}, "inner.1.name is required"),
        ({"folder": "a", "inner": [3]}, "inner.0: must be an object"),
        (
            {"folder": "a", "inner": [{"name": "x", "tags": ["a", None]}]},
            "inner.0.tags.1: input should be a valid string",
        ),
        ({"folder": "a", "either": [1]}, "either.0: input should be a valid string"),
        ({"folder": "a", "either": 1}, "either: input should be a valid list"),
        ({"folder": "a", "some": [{}]}, "some.0.name is required"),
        ({"folder": "a", "some": {}}, "some: input should be a valid list"),
        ({"folder": "a", "ratio": "1"}, "ratio: input should be a valid number"),
    ],
)
def test_faults_name_their_place(value: Any, said: str):
    with pytest.raises(UsageError) as caught:
        SomePayload.read(value)
    assert caught.value.message == said


def test_null_means_absent_at_every_depth():
    given = {"folder": "a", "step": None, "flag": None, "inner": [{"name": "x", "tags": None}], "row": None}
    assert SomePayload.read(given) == SomePayload.read({"folder": "a", "inner": [{"name": "x"}]})


def test_unknown_fields_are_found_at_every_depth():
    value = {"folder": "a", "x": 1, "inner": [{"name": "n", "y": 2}, 3, {"name": "m", "z": None}]}
    assert list(unknown_fields(SomePayload, value)) == ["x", "inner.0.y", "inner.2.z"]
    assert list(unknown_fields(Template, {"variables": [{"values": [{"name": "a", "w": 1}]}]})) == [
        "variables.0.values.0.w"
    ]
    assert list(unknown_fields(SomePayload, ["x"])) == []


def test_plain_keeps_what_was_given():
    value = {"name": "t", "variables": [{"key": "v", "values": [{"display_name": "a", "tags": ["x"]}]}]}
    assert plain(Template.read(value)) == value


def test_thumbnail_sizes_have_bounds():
    for wrong in ({"thumb_size": 0}, {"thumb_quality": 101}, {"thumb_max_files": -1}, {"thumb_cache_dir": ""}):
        with pytest.raises(UsageError):
            ThumbPayload.read(wrong)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*SomePayload.model_fields, "name", "?"]), inner),
)


@given(JSON)
def test_anything_is_read_or_refused_in_one_line(value: Any):
    said = ""
    try:
        assert SomePayload.read(value).step >= 1
    except UsageError as error:
        said = error.message
    assert "\n" not in said
    list(unknown_fields(SomePayload, value))
