"""What the tests of captions share: a server that speaks Ollama's protocol, an indexer that asks it, three pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixtures import pictures, png
from fixtures.caption_models import COUNT, MODEL, CaptionModels
from fixtures.indexer import Indexer
from fixtures.ollama_server import OllamaServer
from imageparser.library import Database
from imageparser.models.captions import captioner
from imageparser.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    with OllamaServer(MODEL) as running:
        yield running


@pytest.fixture
def captions(server: OllamaServer) -> CaptionModels:
    return CaptionModels(server.url)


@pytest.fixture
def index(tmp_path: Path, captions: CaptionModels) -> Iterator[Indexer]:
    with Database.open(tmp_path / "library" / "l.sqlite") as database:
        yield Indexer(database, captions, Settings())
    captions.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "그림"
    made.mkdir()
    for number in range(COUNT):
        png.write(made / f"{number}.png", pictures.scene(64, 48, seed=number), color=png.RGB)
    return made


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing wait longer than a test can bear."""
    monkeypatch.setattr(captioner, "RETURN_SECONDS", 0.3)
    monkeypatch.setattr(captioner, "REST_SECONDS", 0.0)
