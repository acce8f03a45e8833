"""The entry of the command line: where the common options may stand."""

from __future__ import annotations

import pytest

from imageparser.cli.main import OK, hoist, main


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["find", "x", "--json"], ["find", "x", "--json"]),
        (["--json", "find", "x"], ["find", "--json", "x"]),
        (["--library", "a b.sqlite", "--lang=ko", "find", "x"], ["find", "--library", "a b.sqlite", "--lang=ko", "x"]),
        (["--lang", "ko", "--help"], ["--help"]),
        (["--json", "-h"], ["-h"]),
        (["--lang", "ko"], ["--lang", "ko"]),
        ([], []),
    ],
)
def test_common_options_may_stand_before_the_command(typed: list[str], meant: list[str]) -> None:
    assert hoist(typed) == meant
    assert hoist(tuple(typed)) == meant


def test_help_comes_in_the_language_that_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "ko", "--help"]) == OK
    assert "명령" in capsys.readouterr().out
