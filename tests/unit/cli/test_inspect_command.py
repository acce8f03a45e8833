"""`inspect` at the command line: when pixels are searched, and how the prompts of characters look."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fixtures import png
from imageparser.cli.commands import inspect
from imageparser.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("when", ["auto", "check", "never"])
def test_the_pixels_are_searched_as_asked(
    when: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []
    from imageparser import inspection  # noqa: PLC0415  # the command loads it late, too

    real = inspection.inspect_many
    monkeypatch.setattr(
        inspection, "inspect_many", lambda files, *, stealth: asked.append(stealth) or real(files, stealth=stealth)
    )
    png.novelai(tmp_path / "그림.png", prompt="1girl, 파란 하늘")
    assert main(["inspect", str(tmp_path / "그림.png"), "--stealth", when, "--json"]) == 0
    assert asked == [when]
    assert json.loads(capsys.readouterr().out)["generator"]["prompt"] == "1girl, 파란 하늘"


def test_another_word_is_a_wrong_usage(tmp_path: Path) -> None:
    assert main(["inspect", str(tmp_path / "a.png"), "--stealth", "maybe"]) == 2


def test_only_a_character_with_a_negative_prompt_shows_one() -> None:
    characters = [
        {"prompt": "girl", "negative": "", "position": None},
        {"prompt": "소년", "negative": "hat", "position": None},
    ]
    record = {"name": "NovelAI", "prompt": "x", "negative": None, "characters": characters, "differences": []}
    lines = inspect._prompt_lines(record)  # type: ignore[arg-type]
    assert [text for name, text in lines if name == "character"] == ["girl", "소년 / hat"]
