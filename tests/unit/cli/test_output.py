"""What goes to stdout and stderr."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser import errors, locale
from imageparser.cli import main as entry
from imageparser.cli import output


def test_an_object_is_one_line_of_utf8(capsys: pytest.CaptureFixture[str]):
    output.emit({"path": "/사진/a\nb🎨.png", "n": None})
    said = capsys.readouterr()
    assert said.out == '{"path":"/사진/a\\nb🎨.png","n":null}\n'
    assert said.err == ""


@given(st.text())
def test_one_line_is_one_line(text: str):
    assert len(output.one_line(text).splitlines()) <= 1


def test_one_line_keeps_joined_emoji_and_hangul():
    assert output.one_line("가👩‍🎨\x1b[31m") == "가👩‍🎨\\x1b[31m"


def test_errors_for_programs_and_for_people(capsys: pytest.CaptureFixture[str]):
    locale.set_language("en")
    error = errors.CorruptError("cut off", path="/a.png")
    output.report_error(error, as_json=True)
    output.report_error(error, as_json=False)
    said = capsys.readouterr()
    assert json.loads(said.out) == {"error": {"code": "corrupt", "message": "cut off", "path": "/a.png"}}
    assert said.err == "imageparser: Damaged file: /a.png: cut off\n"


@pytest.mark.parametrize(
    ("problem", "code", "exit_code"),
    [
        (errors.UsageError("x"), "usage", 2),
        (errors.NotFoundError("x"), "not_found", 1),
        (KeyboardInterrupt(), "cancelled", 130),
        (errors.CancelledError(), "cancelled", 130),
        (PermissionError(13, "no", "/a"), "denied", 1),
        (FileNotFoundError(2, "no", "/a"), "not_found", 1),
        (OSError(98, "Address already in use"), "internal", 1),
        (RuntimeError("a fault"), "internal", 1),
    ],
)
def test_every_problem_has_a_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    problem: BaseException,
    code: str,
    exit_code: int,
):
    def fail(_arguments: Any) -> int:
        raise problem

    monkeypatch.setattr(entry, "_run", fail)
    assert entry.main(["version", "--json"]) == exit_code
    said = capsys.readouterr()
    assert json.loads(said.out)["error"]["code"] == code
    assert ("Traceback" in said.err) is isinstance(problem, RuntimeError)
