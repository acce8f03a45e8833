"""What the tests of the models share: one cache of derived files for the whole session."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from fixtures import pictures
from imageparser.models.backends.table import HostOptions


@pytest.fixture(scope="session")
def options(tmp_path_factory: pytest.TempPathFactory) -> HostOptions:
    return HostOptions(threads=1, cache=tmp_path_factory.mktemp("derived"))


@pytest.fixture(scope="session")
def encoded() -> list[bytes]:
    """Return six different pictures as WebP files."""
    return [webp(seed) for seed in range(6)]


def webp(seed: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pictures.scene(320, 200, seed)).rotate(seed * 15).save(buffer, "WEBP", quality=90)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).resolve().parents[3]
