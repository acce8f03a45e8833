"""What the tests of the command line share: each begins in English, whatever the one before chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imageparser import locale

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    locale.set_language(None)
    yield
    locale.set_language(None)
