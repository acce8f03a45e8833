"""What every test may use: the makers, the corpus of real files, an empty home."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
# Before numpy comes: more BLAS threads than free cores make every small product slow.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of real files: IMAGEPARSER_CORPUS, else ../shared/corpus beside the repository."""
    folder = Path(os.environ.get("IMAGEPARSER_CORPUS") or ROOT.parent / "shared" / "corpus")
    if not (folder / "MANIFEST.tsv").is_file():
        pytest.skip(f"the corpus of real files is not at {folder}; set IMAGEPARSER_CORPUS")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home folder; nothing of the user's own settings or libraries is seen."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("NAI_DB_PATH", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Return a folder with one small picture of each common kind."""
    from fixtures import photo, png, psd  # noqa: PLC0415 - on the path only since the line above

    folder = tmp_path / "photos"
    (folder / "여행").mkdir(parents=True)
    photo.jpeg(folder / "plain.jpg")
    photo.camera_jpeg(folder / "여행" / "서울.jpg", 6)
    photo.webp(folder / "picture.webp")
    png.of_type(folder / "gray.png", png.GRAY, 8)
    png.novelai(folder / "novelai.png")
    psd.document(folder / "여행" / "문서.psd")
    return folder
