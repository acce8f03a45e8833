"""The operations on settings over a real library: what is felt at once, what the library keeps, where things lie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fixtures.loopback import closed_port
from fixtures.ollama_server import OllamaServer
from fixtures.openai_server import OpenAIServer
from imageparser import Library
from imageparser.errors import UsageError
from imageparser.ipc import direct
from imageparser.library import searches

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("IMAGEPARSER_PORTABLE", str(tmp_path / "home"))
    monkeypatch.delenv("NAI_DB_PATH", raising=False)
    with Library.open(tmp_path / "library.sqlite") as made:
        yield made


def run(library: Library, op: str, **payload: Any) -> dict[str, Any]:
    told: dict[str, Any] = library.run(op, payload)["payload"]
    return told


def test_a_running_library_takes_settings_up(library: Library):
    before = library.models
    told = run(library, "settings_set", changes=[{"key": "scan.exclude", "value": ["임시"]}])
    assert [one["key"] for one in told["settings"]] == ["scan.exclude"]
    assert library.settings.scan.exclude == ("임시",)
    assert library.models is before
    run(library, "settings_set", changes=[{"key": "models.threads", "value": 1}])
    assert library.models is not before
    keeper = library.sidecars
    run(library, "settings_set", changes=[{"key": "sidecars.write", "value": "off"}])
    assert library.sidecars is keeper
    run(library, "settings_set", changes=[{"key": "sidecars.write", "value": "idle"}])
    assert library.sidecars is not keeper


def test_the_library_keeps_its_own(library: Library):
    told = run(library, "settings_set", changes=[{"key": "switches.history", "value": False}])
    assert [(one["scope"], one["value"], one["source"]) for one in told["settings"]] == [("library", False, "library")]
    assert not searches.wanted(library.database.read())
    assert not Path(told["file"]).exists()
    run(library, "settings_set", changes=[{"key": "switches.history"}])
    assert searches.wanted(library.database.read())
    with pytest.raises(UsageError, match=r"switches\.history: must be true or false"):
        run(
            library,
            "settings_set",
            changes=[{"key": "switches.history", "value": 0}, {"key": "scan.hidden", "value": True}],
        )
    assert library.settings.scan.hidden is False


def test_settings_are_seen_and_mended_without_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("IMAGEPARSER_PORTABLE", str(tmp_path))

    def broken() -> Library:
        raise UsageError("no library")

    told = direct.run(broken, "settings_get")["payload"]
    assert {one["scope"] for one in told["settings"]} == {"machine"}
    payload = {"changes": [{"key": "library.busy_timeout", "value": 3}]}
    assert direct.run(broken, "settings_set", payload)["payload"]["settings"][0]["value"] == 3
    assert direct.run(broken, "data_places")["payload"]["places"][0]["name"] == "library"


def test_where_things_lie(library: Library, tmp_path: Path):
    told = run(library, "data_places")
    places = {one["name"]: one for one in told["places"]}
    assert told["portable"] == str(tmp_path / "home")
    assert places["library"]["path"] == str(tmp_path / "library.sqlite")
    assert (places["library"]["why"], places["library"]["exists"]) == ("argument", True)
    assert places["library"]["bytes"] > 0
    assert (places["models"]["why"], places["models"]["setting"]) == ("portable", "models.folder")
    assert places["thumbnails"]["why"] == "beside"
    run(library, "settings_set", changes=[{"key": "models.cache", "value": str(tmp_path / "캐시")}])
    after = {one["name"]: one for one in run(library, "data_places")["places"]}
    assert (after["cache"]["path"], after["cache"]["why"]) == (str(tmp_path / "캐시"), "file")
    assert after["settings"]["exists"]


def test_a_caption_server_is_looked_at(library: Library):
    with OllamaServer("qwen3-vl:4b-instruct", "llava:latest") as server:
        told = run(library, "captions_check", url=server.url)
    assert (told["reachable"], told["code"], told["asked"]) == (True, None, "")
    assert [one["name"] for one in told["models"]] == ["qwen3-vl:4b-instruct", "llava:latest"]
    assert {one["id"] for one in told["known"] if one["there"]} == {"qwen3-vl-4b"}


def test_the_model_that_the_settings_ask_for_is_looked_for(library: Library):
    with OllamaServer("llava:latest") as server:
        changes = [
            {"key": "models.captions.url", "value": server.url},
            {"key": "models.captions.model", "value": "llava"},
        ]
        run(library, "settings_set", changes=changes)
        told = run(library, "captions_check")
        assert (told["asked"], told["ready"]) == ("llava", True)
    told = run(library, "captions_check")
    assert (told["reachable"], told["code"], told["ready"]) == (False, "caption_server_absent", False)


def test_servers_of_the_other_kind_and_none(library: Library):
    with OpenAIServer("qwen2.5-vl-7b") as server:
        told = run(library, "captions_check", url=server.url, api="openai")
    assert (told["reachable"], [one["name"] for one in told["models"]], told["known"]) == (True, ["qwen2.5-vl-7b"], [])
    nobody = f"http://127.0.0.1:{closed_port()}"
    for api in ("ollama", "openai"):
        told = run(library, "captions_check", url=nobody, api=api)
        assert (told["reachable"], told["code"]) == (False, "caption_server_absent")
        assert nobody in told["message"]
