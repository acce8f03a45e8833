"""Composites from layers beside the pictures that the writers stored; those that are not close are listed with why."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from imageparser import Document

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench import fidelity  # noqa: E402  the root is put on the path above
from bench.cases import psd_fidelity  # noqa: E402  as above
from bench.workers import psd_pictures  # noqa: E402  as above

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILES, LEAST = psd_fidelity.OF, psd_fidelity.LEAST


def stored(path: Path) -> NDArray[Any] | None:
    """Return the stored picture as psd-tools decodes it, None where it cannot."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return psd_pictures.stored(str(path))[0]
        except ValueError:
            return None


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_composites_are_close_to_the_stored_pictures(corpus: Path) -> None:
    far: dict[str, fidelity.Distance] = {}
    count = 0
    for file in fidelity.candidates(corpus):
        target = stored(corpus / "psd" / file)
        if target is None:
            continue
        count += 1
        made = Document.open(corpus / "psd" / file).composite()
        apart = fidelity.distance(psd_pictures.rgba(made.pixels), target)
        if not apart.close:
            far[file] = apart
    assert count == FILES
    assert count - len(far) >= LEAST, far
    assert sorted(far) == sorted(psd_fidelity.causes()), "every difference has its cause in bench/psd_differences.toml"


def test_the_rule_of_closeness() -> None:
    picture = np.full((20, 20, 4), 255, np.uint8)
    near, spot, shade, clear = (picture.copy() for _ in range(4))
    near[..., :3] -= 1
    spot[0, :3, 0] = 100
    spot[0, 3, 0] = 248
    shade[:, :10, :3] -= 7
    clear[..., 3] = 0
    clear[..., :3] = 9
    assert fidelity.distance(picture, picture) == fidelity.Distance(0.0, 0.0)
    assert not fidelity.distance(near, picture).close, "a mean of one is not under one"
    assert fidelity.distance(spot, picture).close, "three of 400 pixels may be off"
    spot[0, 3, 0] = 246
    assert not fidelity.distance(spot, picture).close, "four of 400 may not"
    assert not fidelity.distance(shade, picture).close
    assert fidelity.distance(clear, picture).close, "what is clear shows the white below"
    assert fidelity.distance(picture[:10], picture) == fidelity.FAR
    assert fidelity.distance(None, picture) == fidelity.FAR
