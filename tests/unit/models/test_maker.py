from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from fixtures import tiny_models
from fixtures.tiny_models import DUAL, TEXT
from imageparser.models import version_key
from imageparser.models.lifecycle import Models
from imageparser.settings import ModelSettings, Settings, UseSettings

if TYPE_CHECKING:
    from pathlib import Path


def models(folder: Path, **given: str) -> Models:
    use = UseSettings(VV=DUAL, MV=TEXT)
    return Models(Settings(models=ModelSettings(folder=folder, cache=folder / "cache", use=use, **given)))  # type: ignore[arg-type]


def test_a_key_tells_model_weights_and_precision() -> None:
    assert version_key.maker("a-b@0123:fp16:1:2:3") == ("a-b", "0123", "fp16")
    for other in ("parse:2:webp512", "vv:1", "", "a@b:fp16", "@b:fp16:1:2:3"):
        assert version_key.maker(other) is None


def test_what_made_a_key_is_found_in_its_precision_whatever_the_settings_say(tmp_path: Path) -> None:
    folder = tiny_models.stick(tmp_path / "모델")
    key = models(folder, precision="int8").version_key("MV")
    with models(folder, precision="fp32") as others:
        assert others.version_key("MV") != key
        found = others.maker(key)
        assert found is not None
        assert (found.id, found.precision) == (TEXT, "int8")
        assert version_key.version_key(found) == key
        pictures = others.maker(others.version_key("VV"))
        assert pictures is not None
        assert others.visual_text(pictures).dimension == pictures.dimension


@pytest.mark.parametrize("fault", ["removed", "other weights", "a file is missing", "unknown", "no key of a model"])
def test_what_is_gone_is_no_maker(tmp_path: Path, fault: str) -> None:
    folder = tiny_models.stick(tmp_path / "모델")
    with models(folder) as here:
        key = here.version_key("VV")
        assert here.maker(key) is not None
        match fault:
            case "removed":
                shutil.rmtree(folder / DUAL)
            case "other weights":
                tiny_models.replace_file(folder, DUAL, "fp32/image.onnx", b"something else")
            case "a file is missing":
                (folder / DUAL / "fp32" / "text.onnx").unlink()
            case "unknown":
                key = key.replace(DUAL, "never-heard-of")
            case "no key of a model":
                key = "parse:2:webp512"
        assert here.maker(key) is None
