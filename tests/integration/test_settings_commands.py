"""The commands of settings, with the file and the environment of a user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixtures import commandline
from imageparser.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_settings_from_the_command_line(tmp_path: Path):
    library = ("--library", tmp_path / "library.sqlite")

    def ask(*words: str, code: int = 0) -> dict[str, object]:
        outcome = commandline.run("settings", *words, "--json", *library, home=tmp_path)
        assert outcome.code == code, (outcome.lines, outcome.stderr)
        return outcome.value

    assert ask("get", "pipeline.workers")["value"] == 0
    ask("set", "pipeline.workers", "2")
    ask("set", "scan.exclude", "[임시, '*.tmp']")
    ask("set", "scan.hidden", "true")
    ask("set", "models.captions.keep_alive", "30")
    changed = ask("list", "--changed")["settings"]
    assert isinstance(changed, list)
    assert {one["key"]: one["value"] for one in changed if one["source"] == "file"} == {
        "pipeline.workers": 2,
        "scan.exclude": ["임시", "*.tmp"],
        "scan.hidden": True,
        "models.captions.keep_alive": "30",
    }
    ask("reset", "scan.hidden")
    assert ask("get", "scan.hidden")["source"] == "default"
    assert ask("set", "thumbnails.size", "9000", code=2)["error"]["code"] == "usage"  # type: ignore[index]
    assert ask("set", "nothing", "1", code=2)["error"]["code"] == "usage"  # type: ignore[index]
    assert {one["name"] for one in ask("where")["places"]} >= {"library", "settings"}  # type: ignore[attr-defined]
    assert not (tmp_path / "library.sqlite").exists()


def test_people_read_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("IMAGEPARSER_PORTABLE", str(tmp_path))
    assert main(["settings", "list", "--lang", "ko"]) == 0
    told = capsys.readouterr().out
    assert "models.captions.url" in told
    assert "설정 파일:" in told
    assert main(["settings", "get", "thumbnails.size", "--lang", "en"]) == 0
    assert "default: 512" in capsys.readouterr().out
