from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imageparser.library import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "library.sqlite") as opened:
        yield opened
