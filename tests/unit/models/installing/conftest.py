"""What the tests of installing share: a folder of models, and a list of what would have been tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imageparser import clock
from imageparser.models import check
from imageparser.models.store import Store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    """No model process is started here; what would have been tried is kept."""
    tried: list[tuple[str, tuple[str, ...]]] = []

    def run(folder: Path, model_id: str, precisions: Any, *_more: object) -> None:
        assert Store(folder).installed(model_id) is not None
        tried.append((model_id, tuple(precisions)))

    monkeypatch.setattr(check, "run", run)
    monkeypatch.setattr(clock, "sleep", lambda _seconds: None)
    return tried


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "모델 폴더"
