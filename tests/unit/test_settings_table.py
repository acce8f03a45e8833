"""Settings as rows: what each may be, where its value comes from, and what is refused before anything is written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from imageparser import settings_table
from imageparser.errors import DeniedError, UsageError
from imageparser.settings import leaf_keys, load_settings


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in list(os.environ):
        if name.startswith("IMAGEPARSER_") or name == "NAI_DB_PATH":
            monkeypatch.delenv(name)
    path = tmp_path / "설정.yaml"
    path.write_text("# 내 것\n", encoding="utf-8")
    monkeypatch.setenv("IMAGEPARSER_SETTINGS", str(path))
    return path


def row(key: str) -> settings_table.Row:
    return next(one for one in settings_table.rows() if one["key"] == key)


def test_every_setting_is_a_row_and_stands_at_its_default() -> None:
    rows = settings_table.rows()
    assert [one["key"] for one in rows] == [".".join(path) for path in leaf_keys().values()]
    assert {one["source"] for one in rows} == {"default"}
    assert [one["key"] for one in rows if one["value"] != one["default"]] == []


@pytest.mark.parametrize(
    ("key", "kind", "limits"),
    [
        ("thumbnails.size", "integer", (64, False, 2048)),
        ("library.busy_timeout", "number", (0, True, None)),
        ("scan.hidden", "switch", (None, False, None)),
        ("scan.exclude", "texts", (None, False, None)),
        ("models.folder", "path", (None, False, None)),
        ("models.captions.url", "text", (None, False, None)),
        ("models.captions.api_key", "secret", (None, False, None)),
        ("sidecars.write", "choice", (None, False, None)),
    ],
)
def test_what_a_setting_may_be(key: str, kind: str, limits: tuple[Any, ...]) -> None:
    found = row(key)
    assert (found["kind"], (found["least"], found["above"], found["most"])) == (kind, limits)
    assert bool(found["choices"]) == (kind == "choice")


def test_where_a_value_comes_from(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write_text("scan: {hidden: true, exclude: [임시]}\npipeline: {workers: 3}\n", encoding="utf-8")
    monkeypatch.setenv("IMAGEPARSER_PIPELINE_WORKERS", "7")
    monkeypatch.setenv("NAI_DB_PATH", "/env/library.sqlite")
    told = {key: row(key) for key in ("scan.hidden", "scan.exclude", "pipeline.workers", "library.path", "language")}
    assert {key: (one["value"], one["source"], one["locked"]) for key, one in told.items()} == {
        "scan.hidden": (True, "file", ""),
        "scan.exclude": (["임시"], "file", ""),
        "pipeline.workers": (7, "environment", "environment"),
        "library.path": ("/env/library.sqlite", "environment", "environment"),
        "language": (None, "default", ""),
    }


def test_a_secret_is_told_by_whether_it_is_there(place: Path) -> None:
    settings_table.change({"models.captions.api_key": "abc"})
    assert load_settings().models.captions.api_key == "abc"
    assert (row("models.captions.api_key")["value"], row("models.captions.api_key")["default"]) == (True, False)
    assert place.read_text(encoding="utf-8").startswith("# 내 것\n")


def test_several_are_changed_at_once_or_none(place: Path) -> None:
    settings_table.change(
        {"pipeline.workers": 2, "scan.exclude": ["a, b", "임시 #1", "*.tmp"], "journal.keep_days": 3.0}
    )
    found = load_settings()
    assert (found.pipeline.workers, found.scan.exclude) == (2, ("a, b", "임시 #1", "*.tmp"))
    before = place.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match=r"thumbnails\.size"):
        settings_table.change({"pipeline.workers": 5, "thumbnails.size": 1})
    assert place.read_text(encoding="utf-8") == before
    settings_table.change({"pipeline.workers": None})
    assert row("pipeline.workers")["source"] == "default"


@pytest.mark.parametrize(
    "word", ["off", "on", "yes", "no", "null", "~", "1e3", "0o7", "12:30", "=", "<<", " a", "a: b"]
)
def test_words_that_yaml_reads_otherwise_stay_words(word: str) -> None:
    settings_table.change({"models.captions.keep_alive": word})
    assert load_settings().models.captions.keep_alive == word
    settings_table.change({"sidecars.write": "off"})
    assert load_settings().sidecars.write == "off"


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("colour", "red", "there is no setting"),
        ("thumbnails", 5, "there is no setting"),
        ("thumbnails.size", 9000, "less than or equal to 2048"),
        ("thumbnails.size", "512", "valid integer"),
        ("thumbnails.size", True, "valid integer"),
        ("thumbnails.size", 1 << 70, "at most"),
        ("journal.keep_days", float("nan"), "at most"),
        ("journal.keep_days", float("inf"), "at most"),
        ("library.busy_timeout", 0, "greater than 0"),
        ("scan.hidden", 1, "valid boolean"),
        ("scan.exclude", "*.tmp", "a list of texts"),
        ("scan.exclude", ["a", 1], "one line"),
        ("sidecars.write", "often", "must be one of off, now, idle, manual"),
        ("language", "de-DE", "must be one of"),
        ("models.captions.url", "ftp://x", "address"),
        ("models.captions.url", "http://", "address"),
        ("models.captions.url", "http://[::1", "address"),
        ("models.captions.model", "two\nlines", "one line"),
        ("models.captions.model", "\ud800", "one line"),
        ("models.captions.model", ["a"], "must be a text"),
        ("models.captions.api_key", "스페이스", "pattern"),
        ("models.folder", "relative/folder", "whole path"),
        ("models.folder", "", "whole path"),
        ("models.folder", "/nul\0", "one line"),
        ("models.tier", "pro", "models use chooses it"),
        ("models.use.VV", "mine", "models use chooses it"),
    ],
)
def test_wrong_ones_are_refused_by_name(place: Path, key: str, value: Any, why: str) -> None:
    before = place.read_bytes()
    with pytest.raises(UsageError, match=why) as caught:
        settings_table.change({key: value})
    assert key in caught.value.message
    assert place.read_bytes() == before


def test_places_of_the_wrong_kind_are_refused(tmp_path: Path, place: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        settings_table.change({"library.path": str(tmp_path)})
    with pytest.raises(UsageError, match="is a file"):
        settings_table.change({"models.cache": str(place)})
    settings_table.change({"models.cache": str(tmp_path / "새 폴더"), "library.path": "~/사진.sqlite"})
    assert load_settings().library.path == Path("~/사진.sqlite")


def test_what_the_environment_gives_cannot_be_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGEPARSER_PIPELINE_WORKERS", "7")
    for value in (3, None):
        with pytest.raises(UsageError, match="a variable of the environment gives it"):
            settings_table.change({"pipeline.workers": value})
    assert place.read_text(encoding="utf-8") == "# 내 것\n"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeniedError):
        settings_table.change({"pipeline.workers": 2}, tmp_path / "설정.yaml" / "s.yaml")
