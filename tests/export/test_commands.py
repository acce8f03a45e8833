"""From a checkpoint to found pictures and away again, by the commands that a user has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import checkpoints, photo, pictures, png

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {"siglip": (checkpoints.siglip, "VV"), "naflex": (checkpoints.naflex, "VV"), "qwen3": (checkpoints.qwen3, "MV")}
FILES = 4
# The first command after a change of torch compiles its modules anew.
LIMIT = 300


class Home:
    """A home folder with some pictures, and the command line in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pictures = folder / "사진"
        self.pictures.mkdir(parents=True)
        photo.jpeg(self.pictures / "바다.jpg", 90, 60)
        photo.webp(self.pictures / "small.webp")
        for seed, name in enumerate(("고양이.png", "tall.png")):
            png.write(self.pictures / name, pictures.scene(40 + 30 * seed, 90, seed), color=png.RGB)

    def run(self, *words: str | Path, code: int = 0) -> dict[str, Any]:
        """Run a command, demand its exit code, and return its JSON."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("IMAGEPARSER_")}
        names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
        done = subprocess.run(
            [sys.executable, "-m", "imageparser", *map(str, words), "--json"],
            env=kept | dict.fromkeys(names, str(self.folder)),
            capture_output=True,
            encoding="utf-8",
            timeout=LIMIT,
            check=False,
        )
        assert done.returncode == code, (words, done.stdout[-2000:], done.stderr[-4000:])
        return json.loads(done.stdout.splitlines()[-1]) if done.stdout else {}


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", list(KINDS))
def test_a_checkpoint_becomes_a_model_that_finds(tmp_path: Path, kind: str) -> None:
    make, slot = KINDS[kind]
    checkpoint, out, home = make(tmp_path / "checkpoint"), tmp_path / "stick", Home(tmp_path / "home")
    before = {path.name: path.read_bytes() for path in checkpoint.iterdir()}

    wanted = [word for name in ("fp32", "fp16", "int8") for word in ("--precision", name)]
    exported = home.run("models", "export", checkpoint, "--id", "my-model", *wanted, "--out", out)
    assert set(exported["parity"]) == {"fp32", "fp16", "int8"}
    assert {path.name: path.read_bytes() for path in checkpoint.iterdir()} == before
    assert not any(one["id"] == "my-model" for one in home.run("models", "list")["models"])

    home.run("models", "install", "my-model", "--from", out, "--precision", "fp32")
    assert home.run("models", "verify", "my-model")["ok"]
    home.run("models", "use", "my-model")
    report = home.run("index", home.pictures, "--no-progress")
    assert {phase: told["done"] for phase, told in report["phases"].items()}[slot] == FILES
    again = home.run("index", home.pictures, "--no-progress")
    assert {told["done"] for told in again["phases"].values()} == {0}
    found = home.run("find", "밤바다의 고양이")
    assert len(found["results"]) > 0

    home.run("models", "use", "builtin")
    home.run("models", "remove", "my-model")
    assert not any(one["id"] == "my-model" for one in home.run("models", "list")["models"])
    home.run("models", "install", "my-model", code=2)


@pytest.mark.timeout(600)
def test_what_an_export_wrote_and_somebody_cut_is_not_installed(tmp_path: Path) -> None:
    home, out = Home(tmp_path / "home"), tmp_path / "stick"
    checkpoint = checkpoints.qwen3(tmp_path / "checkpoint")
    home.run("models", "export", checkpoint, "--id", "mine", "--out", out)
    damaged = next((out / "mine" / "fp32").glob("*.onnx"))
    damaged.write_bytes(damaged.read_bytes()[:-100])
    home.run("models", "install", "mine", "--from", out, code=1)
    assert not any(one["id"] == "mine" and one.get("installed") for one in home.run("models", "list")["models"])
