"""What the tests of the `export` extra share; they run in an environment of their own (`make test-export`)."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from fixtures import checkpoints

if TYPE_CHECKING:
    from pathlib import Path

MAKERS = {"siglip": checkpoints.siglip, "naflex": checkpoints.naflex, "qwen3": checkpoints.qwen3}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip everything here where the extra is not installed."""
    if find_spec("torch") is None:
        for item in items:
            if item.path.parent.name == "export" and item.path.parent.parent.name == "tests":
                item.add_marker(pytest.mark.skip(reason="torch is not installed: make test-export"))


@pytest.fixture(scope="session", params=list(MAKERS))
def tiny(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of each tiny checkpoint in turn."""
    return MAKERS[request.param](tmp_path_factory.mktemp("checkpoints") / request.param)
