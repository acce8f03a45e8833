from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixtures import packaged
from imageparser.library import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packaged.files(tmp_path_factory.mktemp("home") / "김철수" / "그림")


@pytest.fixture(scope="session")
def full(pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A library that nobody changes: seven pictures, two of the same content, decorated."""
    with Database.open(tmp_path_factory.mktemp("library") / "full.sqlite") as database:
        packaged.index(database, pictures)
        packaged.decorate(database, 5)
        yield database


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "empty.sqlite") as database:
        yield database


@pytest.fixture(scope="session")
def package(full: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("package") / "all.ipkg"
    packaged.write(full, path)
    return path
