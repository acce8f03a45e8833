"""Installing, choosing and removing models by the public commands, with real model processes."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import commandline, tiny_models
from fixtures.hub import COMMIT, LocalHub
from fixtures.tiny_models import DUAL, NAFLEX, TEXT

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 100.0


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tiny_models.stick(tmp_path / "스틱")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "집"
    folder.mkdir()
    return folder


def ask(home: Path, *arguments: str | Path, code: int = 0) -> dict[str, Any]:
    outcome = commandline.run("models", *arguments, "--json", home=home, limit=LIMIT)
    assert outcome.code == code, (outcome.lines, outcome.stderr)
    return outcome.value


def states(home: Path) -> dict[str, str]:
    return {row["id"]: row["state"] for row in ask(home, "list")["models"]}


@pytest.mark.parametrize("model_id", [DUAL, NAFLEX, TEXT])
def test_a_model_is_installed_used_and_removed(home: Path, stick: Path, model_id: str) -> None:
    made = ask(home, "install", model_id, "--from", stick, "--precision", "fp32", "--no-progress")
    assert (made["id"], made["precisions"], made["already"]) == (model_id, ["fp32"], False)
    assert states(home)[model_id] == "installed"
    assert ask(home, "verify", model_id)["ok"] is True
    slot = "MV" if model_id == TEXT else "VV"
    answer = ask(home, "use", model_id)
    assert answer["serves"][slot] == model_id
    assert answer["serves"]["VT"] == (model_id if slot == "VV" else "builtin-label-text")
    settings = (home / "ImageParser" / "user-settings.yaml").read_text(encoding="utf-8")
    assert f"{slot}: {model_id}" in settings
    (loaded,) = ask(home, "load", slot)["resident"]
    assert loaded["model"] == model_id
    assert ask(home, "remove", model_id)["freed"] > 0
    assert model_id not in states(home)
    assert ask(home, "verify", model_id, code=2)["error"]["code"] == "usage"


def test_two_processes_install_the_same_model(home: Path, stick: Path) -> None:
    arguments = ("models", "install", DUAL, "--from", stick, "--json")
    both = [commandline.start(*arguments, home=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    answers = []
    for process in both:
        out, err = process.communicate(timeout=LIMIT)
        assert process.returncode == 0, err.decode()
        answers.append(json.loads(out))
    assert sorted(answer["already"] for answer in answers) == [False, True]
    assert ask(home, "verify", DUAL)["ok"] is True


def opset_of_the_future(data: bytes) -> bytes:
    """Append a second import of the default operators, version 99, as protobuf lets a repeated field grow."""
    return data + b"\x42\x02\x10\x63"


@pytest.mark.parametrize(
    "spoil", [opset_of_the_future, lambda _data: b"no graph at all", lambda data: data[: len(data) // 2]]
)
def test_graphs_that_cannot_be_opened_are_refused(home: Path, stick: Path, spoil: Any) -> None:
    data = (stick / DUAL / "fp32" / "image.onnx").read_bytes()
    tiny_models.replace_file(stick, DUAL, "fp32/image.onnx", spoil(data))
    assert ask(home, "install", DUAL, "--from", stick, code=1)["error"]["code"] == "model_failed"
    assert DUAL not in states(home)
    assert not (home / "ImageParser" / "models" / DUAL).exists()


@pytest.mark.parametrize("model_id", [DUAL, NAFLEX, TEXT])
def test_another_dimension_than_the_catalogue_says_is_refused(home: Path, stick: Path, model_id: str) -> None:
    entry = stick / "catalog" / f"{model_id}.toml"
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("dimension = 16", "dimension = 32"), encoding="utf-8")
    assert ask(home, "install", model_id, "--from", stick, code=1)["error"]["code"] == "model_failed"
    assert model_id not in states(home)


def test_a_file_that_the_disk_does_not_take_is_told(home: Path, stick: Path) -> None:
    """A real limit on the size of a file, as FAT has one."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
    }
    command = [sys.executable, "-m", "imageparser", "models", "install", DUAL, "--from", str(stick), "--json"]
    done = subprocess.run(
        command,
        env=environment | {"PYTHONPATH": os.environ.get("PYTHONPATH", "")},
        capture_output=True,
        check=False,
        timeout=LIMIT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)),
    )
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["error"]["code"] == "disk_full"
    assert ask(home, "install", DUAL, "--from", stick)["already"] is False


def test_a_model_comes_from_a_hub_in_the_settings(home: Path) -> None:
    place = home / "ImageParser"
    (place / "models" / "catalog").mkdir(parents=True)
    text = (tiny_models.FOLDER / "catalog" / f"{TEXT}.toml").read_text(encoding="utf-8")
    text = text.replace('kind = "checkpoint"', 'kind = "onnx"').replace(
        'repository = "tiny-qwen3"', 'repository = "me/mine"'
    )
    (place / "models" / "catalog" / f"{TEXT}.toml").write_text(text, encoding="utf-8")
    with LocalHub(tiny_models.repository(TEXT), large={"int8/text.onnx"}, faults=["", "cut", "503"]) as hub:
        (place / "user-settings.yaml").write_text(f"# mine\nmodels:\n  hub: {hub.url}\n", encoding="utf-8")
        made = ask(home, "install", TEXT, "--precision", "int8")
    assert (made["commit"], made["precisions"]) == (COMMIT, ["int8"])
    ask(home, "use", TEXT)
    assert (place / "user-settings.yaml").read_text(encoding="utf-8").startswith("# mine\n")
    shown = ask(home, "show", TEXT)
    assert shown["source"]["commit"] == COMMIT
    assert shown["serves"] == ["MV"]


def test_a_library_says_what_is_done_anew(home: Path, stick: Path, photos: Path) -> None:
    library = home / "library.sqlite"
    assert commandline.index(photos, library, "--phases", "P,VV", limit=LIMIT).code == 0
    ask(home, "install", DUAL, "--from", stick)
    answer = ask(home, "use", DUAL, "--library", library)
    assert answer["anew"] == {"VV": 6}
    assert commandline.index(photos, library, "--phases", "P,VV", limit=LIMIT).value["phases"]["VV"]["done"] == 6
    # The former vectors went when the last new one was there.
    assert ask(home, "use", "builtin", "--library", library)["anew"] == {"VV": 6}
