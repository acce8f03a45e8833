from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from imageparser import log, settings
from imageparser.errors import DeniedError, NotFoundError, UsageError


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("IMAGEPARSER_") or name == "NAI_DB_PATH":
            monkeypatch.delenv(name)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.fixture
def messages(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    monkeypatch.setattr(log.logging.getLogger(log.ROOT), "propagate", True)
    return caplog


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "설정.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_setting_has_a_default() -> None:
    assert settings.load_settings() == settings.Settings()


def test_the_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "language: ko\nlibrary:\n  path: ~/사진.sqlite\npipeline: {workers: 3}\nscan: {exclude: ['*.tmp', 임시]}\n"
    path = written(tmp_path, text)
    monkeypatch.setenv("IMAGEPARSER_SETTINGS", str(path))
    found = settings.load_settings()
    assert (found.language, found.pipeline.workers, found.scan.exclude) == ("ko", 3, ("*.tmp", "임시"))
    assert found.library.path == Path("~/사진.sqlite")
    assert settings.default_library_path() == Path("~/사진.sqlite").expanduser()
    assert settings.load_settings(path) == found


def test_an_empty_file_is_no_setting(tmp_path: Path) -> None:
    assert settings.load_settings(written(tmp_path, "# nothing\n")) == settings.Settings()


def test_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "pipeline: {workers: 3, order: parallel}\n")
    for name, value in (
        ("PIPELINE_WORKERS", "7"),
        ("PIPELINE_ORDER", "sequential"),
        ("SCAN_HIDDEN", "true"),
        ("LIBRARY_PATH", "123"),
        ("SCAN_EXCLUDE", "[a, b]"),
        ("MODELS_USE_VV", "123"),
        ("MODELS_CAPTIONS_KEEP_ALIVE", "30"),
        ("MODELS_CAPTIONS_CONCURRENCY", "2"),
    ):
        monkeypatch.setenv(f"IMAGEPARSER_{name}", value)
    found = settings.load_settings(path)
    assert (found.pipeline.workers, found.pipeline.order, found.scan.hidden) == (7, "sequential", True)
    assert found.library.path == Path("123")
    assert found.scan.exclude == ("a", "b")
    assert (found.models.use.VV, found.models.use.MV) == ("123", "")
    assert (found.models.captions.keep_alive, found.models.captions.concurrency) == ("30", 2)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("pipeline: {workers: many}", "pipeline.workers"),
        ("pipeline: {workers: -1}", "pipeline.workers"),
        ("pipeline: {workers: '3'}", "pipeline.workers"),
        ("pipeline: 7", "pipeline"),
        ("scan: {hidden: 1}", "scan.hidden"),
        ("models: {tier: gigantic}", "models.tier"),
        ("library: {busy_timeout: 0}", "library.busy_timeout"),
        ("thumbnails: {size: 100000}", "thumbnails.size"),
    ],
)
def test_wrong_values_are_named(tmp_path: Path, text: str, field: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsageError, match=f"setting {field}:") as caught:
        settings.load_settings(path)
    assert caught.value.path == str(path)


def test_wrong_values_of_the_environment_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGEPARSER_PIPELINE_WORKERS", "many")
    with pytest.raises(UsageError, match=r"pipeline\.workers"):
        settings.load_settings()


@pytest.mark.parametrize("text", ["scan:\n  # hidden: true\n", "models: {use: null, tier: null}\nlanguage:\n"])
def test_what_says_nothing_is_no_setting(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    assert settings.load_settings(path) == settings.Settings()
    assert settings.given_settings(path) == {}


def test_the_last_setting_of_a_section_goes_and_comments_stay(tmp_path: Path) -> None:
    text = "scan:\n  # below\n  hidden: true  # beside\n\n# next\nmodels:\n  use:\n    # deep\n    VV: mine\nlast: 1\n"
    path = written(tmp_path, text)
    settings.save_settings({("scan", "hidden"): None, ("models", "use", "VV"): None}, path)
    assert settings.load_settings(path) == settings.Settings()
    left = "scan:\n  # below\n  # beside\n\n# next\nmodels:\n  use:\n    # deep\nlast: 1\n"
    assert path.read_text(encoding="utf-8") == left
    settings.save_settings({("scan", "hidden"): True, ("models", "use", "VV"): "mine"}, path)
    found = settings.load_settings(path)
    assert (found.scan.hidden, found.models.use.VV) == (True, "mine")
    assert all(word in path.read_text(encoding="utf-8") for word in ("# below", "# beside", "# next", "# deep"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("scan: {hidden: true, default_excludes: false}\nlast: 1\n", "scan: {default_excludes: false}\nlast: 1\n"),
        ("scan:\n  hidden: true\n  exclude:\n  - a\n", "scan:\n  exclude:\n  - a\n"),
        ("scan:\n  exclude: []\n  hidden: true", "scan:\n  exclude: []\n"),
        ("a: 1\n", "a: 1\n"),
        ("scan:\n", "scan:\n"),
        ("", ""),
    ],
)
def test_a_setting_goes_and_nothing_else(tmp_path: Path, text: str, left: str) -> None:
    path = written(tmp_path, text)
    settings.save_settings({("scan", "hidden"): None}, path)
    assert path.read_text(encoding="utf-8") == left


def test_a_list_goes_with_all_its_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "scan:\n  exclude:\n    - a  # one\n    - 'b c'\n  # after\n  hidden: true\n")
    settings.save_settings({("scan", "exclude"): None}, path)
    assert path.read_text(encoding="utf-8") == "scan:\n  # after\n  hidden: true\n"


@pytest.mark.parametrize("text", ["a: [", "- just\n- a list", "\x00"])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        settings.load_settings(written(tmp_path, text))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(b"language: \xb0\xa1")
    with pytest.raises(UsageError, match="YAML"):
        settings.load_settings(path)


def test_unknown_keys_are_told(
    tmp_path: Path, messages: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGEPARSER_WORKERS", "3")
    found = settings.load_settings(written(tmp_path, "colour: red\npipeline: {speed: 9, workers: 2}\n"))
    assert found.pipeline.workers == 2
    for name in ("colour", "pipeline.speed", "IMAGEPARSER_WORKERS"):
        assert f"{name} is ignored" in messages.text


def test_variables_of_tests_and_places_are_no_settings(
    messages: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("IMAGEPARSER_CORPUS", "x")
    monkeypatch.setenv("IMAGEPARSER_PORTABLE", str(tmp_path))
    settings.load_settings()
    assert messages.text == ""


def test_a_named_file_must_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFoundError):
        settings.load_settings(tmp_path / "none.yaml")
    monkeypatch.setenv("IMAGEPARSER_SETTINGS", str(tmp_path / "none.yaml"))
    with pytest.raises(NotFoundError):
        settings.load_settings()


def test_where_the_library_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.default_library_path().name == "app.sqlite"
    assert tmp_path in settings.default_library_path().parents
    monkeypatch.setenv("IMAGEPARSER_PORTABLE", str(tmp_path / "usb"))
    assert settings.default_library_path() == tmp_path / "usb" / "data" / "app.sqlite"
    assert settings.settings_path() == tmp_path / "usb" / "user-settings.yaml"
    monkeypatch.setenv("IMAGEPARSER_LIBRARY_PATH", "/set.sqlite")
    assert settings.default_library_path() == Path("/set.sqlite")
    monkeypatch.setenv("NAI_DB_PATH", "/env.sqlite")
    assert settings.default_library_path() == Path("/env.sqlite")
    monkeypatch.setenv("NAI_DB_PATH", "")
    assert settings.default_library_path() == Path("/set.sqlite")


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        settings.Settings().pipeline.workers = 3  # type: ignore[misc]


def test_every_setting_has_one_variable() -> None:
    keys = settings.leaf_keys()
    assert len(set(keys.values())) == len(keys)
    assert not set(keys) & settings.OTHER_VARIABLES


COMMENTED = """# 내 설정
language: ko   # 한국어

models:
  # which models
  tier: "standard"   # the small ones
  use: {MV: qwen3-embedding-0.6b}
unknown: 3
"""


def test_a_setting_is_written_and_comments_stay(tmp_path: Path) -> None:
    path = written(tmp_path, COMMENTED)
    changes = {("models", "use", "VV"): "가나다", ("models", "tier"): "pro", ("library", "path"): "사진.sqlite"}
    assert settings.save_settings(changes, path) == path
    text = path.read_text(encoding="utf-8")
    for kept in ("# 내 설정", "# 한국어", "# which models", "# the small ones", "unknown: 3"):
        assert kept in text
    found = settings.load_settings(path)
    assert (found.models.use.VV, found.models.use.MV, found.models.tier) == ("가나다", "qwen3-embedding-0.6b", "pro")
    assert found.library.path == Path("사진.sqlite")
    settings.save_settings({("models", "use", "VV"): None, ("models", "use", "MC"): None}, path)
    assert settings.load_settings(path).models.use == settings.UseSettings(MV="qwen3-embedding-0.6b")


@pytest.mark.parametrize("text", [None, "", "# only words\n", "models:\n", "models: null\n", "\ufefflanguage: ko\n"])
def test_a_setting_finds_its_place_in_any_file(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "새 폴더" / "설정.yaml" if text is None else written(tmp_path, text)
    settings.save_settings({("models", "use", "VV"): "mine"}, path)
    assert settings.load_settings(path).models.use.VV == "mine"
    assert ("# only words" in path.read_text(encoding="utf-8")) is (text == "# only words\n")
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("text", ["a: [", "- just\n- a list", "models: {tier: gigantic}", "a: 1\na: 2"])
def test_a_wrong_file_is_not_written_over(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsageError):
        settings.save_settings({("language",): "ko"}, path)
    assert path.read_text(encoding="utf-8") == text


def test_a_wrong_value_is_not_written(tmp_path: Path) -> None:
    path = written(tmp_path, COMMENTED)
    with pytest.raises(UsageError):
        settings.save_settings({("models", "tier"): "gigantic"}, path)
    assert path.read_text(encoding="utf-8") == COMMENTED


def test_a_link_to_the_settings_stays_a_link(tmp_path: Path) -> None:
    path = written(tmp_path, COMMENTED)
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    settings.save_settings({("language",): "en"}, link)
    assert link.is_symlink()
    assert settings.load_settings(path).language == "en"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DeniedError):
        settings.save_settings({("language",): "ko"}, tmp_path / "file" / "s.yaml")
