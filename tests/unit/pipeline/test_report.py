from __future__ import annotations

import json

import pytest

from imageparser.errors import NotFoundError
from imageparser.intake.walk import absolute_roots
from imageparser.pipeline.report import IndexReport


def test_the_report_has_exactly_the_promised_fields() -> None:
    fields = IndexReport(phases={"P": {"done": 1, "failed": 0}}).as_dict()
    assert list(fields) == [
        "seen",
        "added",
        "changed",
        "moved",
        "gone",
        "unchanged",
        "skipped",
        "failed",
        "phases",
        "waiting",
        "layer_vectors",
        "sidecars",
        "elapsed_s",
    ]
    json.dumps(fields)


def test_a_report_of_nothing_says_so() -> None:
    idle = IndexReport(seen=5, unchanged=5, phases={"P": {"done": 0, "failed": 0}})
    assert idle.nothing_to_do
    idle.failed.append({"path": "/a", "phase": "P", "code": "corrupt", "reason": "known from before"})
    assert idle.nothing_to_do
    for busy in (IndexReport(gone=1), IndexReport(phases={"P": {"done": 0, "failed": 1}}), IndexReport(added=1)):
        assert not busy.nothing_to_do


def test_a_mistyped_folder_is_an_error(tmp_path: object) -> None:
    with pytest.raises(NotFoundError) as caught:
        absolute_roots([str(tmp_path), f"{tmp_path}/없는 폴더"])
    assert caught.value.path == f"{tmp_path}/없는 폴더"


def test_roots_become_absolute_bytes(tmp_path: object) -> None:
    assert absolute_roots([f"{tmp_path}/./", f"{tmp_path}".encode()]) == [f"{tmp_path}".encode()] * 2
