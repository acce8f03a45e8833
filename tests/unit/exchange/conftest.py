from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixtures import png
from imageparser import Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "그림"
    made.mkdir()
    for name in ("a.png", "b.png", "밤.png"):
        png.novelai(made / name, prompt=f"smile, {name}")
    return made


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite") as opened:
        yield opened
