from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fixtures import tiny_models
from fixtures.tiny_models import TEXT
from imageparser import _core
from imageparser.ipc import direct, ops
from imageparser.ipc.job import Job
from imageparser.ipc.modelling import telling
from imageparser.models import check
from imageparser.models.progress import Step

if TYPE_CHECKING:
    from pathlib import Path

MIB = 1 << 20


def no_library() -> Any:
    pytest.fail("nothing here needs a library")


def job(lines: list[dict[str, Any]]) -> Job:
    op = ops.named("models_install")
    assert op is not None
    return Job(op, "j", lines.append, no_library)


def test_progress_counts_mebibytes_and_names_each_step() -> None:
    lines: list[dict[str, Any]] = []
    one = job(lines)
    tell = telling(one)
    for done in (0, MIB // 2, 300 * MIB, 400 * MIB):
        tell(Step("download", "w.bin", done, 500 * MIB))
    tell(Step("download", "t.json", 500 * MIB, 500 * MIB))
    tell(Step("export", "fp32/image", 1, 4))
    tell(Step("copy", "x", 2 * MIB, 2 * MIB))
    logs = [line["message"] for line in lines if line["type"] == "log"]
    assert logs == ["download w.bin", "download t.json", "export fp32/image", "copy x"]
    progress = [(line["processed"], line["total"]) for line in lines if line["type"] == "progress"]
    assert progress == [(0, 500), (300, 500), (500, 500), (500, 502)]
    assert one.processed == 502


def test_an_installation_is_told_and_can_be_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "run", lambda *_arguments: None)
    monkeypatch.setenv("IMAGEPARSER_MODELS_FOLDER", str(tmp_path / "모델"))
    stick = tiny_models.stick(tmp_path / "스틱")
    payload = {"id": TEXT, "source": str(stick), "precisions": ["int8"]}
    token = _core.CancelToken()
    token.cancel()
    assert direct.run(no_library, "models_install", payload, cancel=token)["cancelled"] is True
    lines: list[dict[str, Any]] = []
    done = direct.run(no_library, "models_install", payload, on_line=lines.append)["payload"]
    assert (done["id"], done["precisions"], done["already"]) == (TEXT, ["int8"], False)
    assert any(line["type"] == "log" and line["message"] == "copy int8/text.onnx" for line in lines)
    (tmp_path / "모델" / TEXT / "tokenizer.json").write_bytes(b"{}")
    found: list[dict[str, Any]] = []
    verified = direct.run(no_library, "models_verify", {"id": TEXT}, on_line=found.append)
    assert (verified["errors"], verified["payload"]["ok"]) == (1, False)
    bad = [line for line in found if line["type"] == "result" and line["status"] == "ERROR"]
    assert [line["source"] for line in bad] == ["tokenizer.json"]
    assert bad[0]["message"].startswith("2 bytes instead of")
    freed = direct.run(no_library, "models_remove", {"id": TEXT})["payload"]["freed"]
    assert freed > 0
    assert not (tmp_path / "모델" / TEXT).exists()
