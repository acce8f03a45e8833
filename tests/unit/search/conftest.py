"""A small library made by hand, and models that know a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixtures.small_library import FakeModels, SmallLibrary
from imageparser.library.connection import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def library(tmp_path: Path) -> Iterator[SmallLibrary]:
    with Database.open(tmp_path / "library.sqlite") as database:
        yield SmallLibrary(database)


@pytest.fixture
def models() -> FakeModels:
    return FakeModels()
