"""The samples of every layer of the corpus against psd-tools'; ag-psd is compared by `make golden`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench import fidelity, layer_pixels  # noqa: E402  the root is put on the path above


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_samples_equal_those_of_psd_tools(corpus: Path) -> None:
    files = [row["file"] for row in fidelity.rows(corpus)]
    tally = layer_pixels.with_psd_tools(corpus / "psd", files)
    assert tally.different == []
    assert tally.documents > 260
    assert tally.equal > 750
