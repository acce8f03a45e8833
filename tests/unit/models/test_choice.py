from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixtures import tiny_models
from fixtures.tiny_models import DUAL, TEXT
from imageparser.errors import ModelMissingError, UsageError
from imageparser.models import overview
from imageparser.models.choice import choose
from imageparser.models.store import Store
from imageparser.settings import Settings, load_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings in a file with a comment; two tiny models are installed."""
    path = tmp_path / "설정.yaml"
    folder = tiny_models.stick(tmp_path / "모델", DUAL, TEXT)
    path.write_text(f"# 내 것\nmodels:\n  folder: {folder}\n", encoding="utf-8")
    monkeypatch.setenv("IMAGEPARSER_SETTINGS", str(path))
    for name in ("TIER", "FOLDER", "USE_VV", "USE_MV", "USE_MC"):
        monkeypatch.delenv(f"IMAGEPARSER_MODELS_{name}", raising=False)
    return load_settings()


def test_a_model_serves_its_slots(settings: Settings, tmp_path: Path) -> None:
    chosen = choose(settings, DUAL)
    assert chosen == load_settings()
    assert overview.serves(Store.of(chosen)) == {
        "VV": DUAL, "VT": DUAL, "MV": "builtin-use-multilingual-v3", "MC": "builtin-label-record",
    }  # fmt: skip
    both = choose(chosen, TEXT, ["MV"])
    assert both == load_settings()
    assert overview.serves(Store.of(both))["MV"] == TEXT
    assert (tmp_path / "설정.yaml").read_text(encoding="utf-8").startswith("# 내 것\n")


def test_a_tier_clears_what_was_chosen_by_hand(settings: Settings) -> None:
    chosen = choose(choose(settings, DUAL), TEXT)
    back = choose(chosen, "builtin")
    assert back == load_settings()
    assert back.models.use == Settings().models.use
    assert overview.serves(Store.of(back))["VV"] == "builtin-efficientnet-lite0"


def test_a_tier_is_chosen_only_whole(settings: Settings) -> None:
    with pytest.raises(ModelMissingError, match="models install siglip2-base-patch16-256"):
        choose(settings, "standard")
    assert load_settings() == settings


def test_a_damaged_model_is_not_chosen(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "모델" / DUAL / "fp32" / "image.onnx").write_bytes(b"cut")
    with pytest.raises(ModelMissingError, match="another size"):
        choose(settings, DUAL)


@pytest.mark.parametrize(
    ("name", "slots", "words"),
    [
        ("nobody", [], "there is no model nobody"),
        (DUAL, ["MV"], "cannot be chosen for MV; it serves VV"),
        ("builtin-label-text", [], "no slot of its own"),
        ("builtin", ["VV"], "a tier serves every slot"),
    ],
)
def test_wrong_wishes_are_refused(settings: Settings, name: str, slots: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        choose(settings, name, slots)
    assert load_settings() == settings


def test_the_overview_tells_states(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "모델" / TEXT / "installed.json").write_bytes(b"\xff")
    rows = {row["id"]: row for row in overview.listing(settings)}
    assert rows[DUAL]["state"] == "installed"
    assert rows[DUAL]["installed"] == ["fp32"]
    assert rows[DUAL]["size"] == sum(file["size"] for file in overview.detail(settings, DUAL)["files"])
    assert (rows[TEXT]["state"], rows[TEXT]["installed"]) == ("damaged", [])
    assert "cannot be read" in rows[TEXT]["problem"]
    assert rows["builtin-use-multilingual-v3"]["state"] == "package"
    assert rows["builtin-use-multilingual-v3"]["serves"] == ["MV"]
    assert rows["qwen3-vl-2b"]["state"] == "absent"
    assert list(rows)[-2:] == [TEXT, DUAL]
    assert next(iter(rows)).startswith("builtin-")


def test_the_detail_tells_what_was_pinned(settings: Settings) -> None:
    found = overview.detail(settings, DUAL)
    assert found["own"] is True
    assert found["source"]["kind"] == "checkpoint"
    assert found["version_key"].startswith(f"{DUAL}@")
    assert {file["name"] for file in found["files"]} >= {"tokenizer.json", "fp32/image.onnx"}
    assert overview.detail(settings, "qwen3-embedding-0.6b")["files"] == []


def test_the_status_shows_what_was_written_down(settings: Settings, tmp_path: Path) -> None:
    changed = settings.models.model_copy(update={"cache": tmp_path / "cache"})
    chosen = settings.model_copy(update={"models": changed})
    assert overview.status(chosen)["measured"] == []
    (tmp_path / "cache" / "models").mkdir(parents=True)
    (tmp_path / "cache" / "models" / "usage.json").write_text("[", encoding="utf-8")
    assert overview.status(chosen)["measured"] == []
