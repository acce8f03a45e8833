"""Pictures as the models want them, as the client makes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from imageparser.errors import CorruptError, UnsupportedError, UsageError
from imageparser.models import catalog, preprocess
from imageparser.models.protocol import Prepared

if TYPE_CHECKING:
    from imageparser.models.catalog import Model


@pytest.fixture
def squashed() -> Model:
    return catalog.model("builtin-efficientnet-lite0")


@pytest.fixture
def in_squares(squashed: Model) -> Model:
    return replace(squashed, preprocess={"patch": 16, "max_patches": 20, "filter": "bilinear", "fit": "squash"})


def test_each_picture_is_as_the_entry_asks(encoded: list[bytes], squashed: Model) -> None:
    prepared = preprocess.prepare(encoded, squashed)
    for picture in prepared:
        assert isinstance(picture, Prepared)
        assert picture.pixels.shape == (224, 224, 3)
        assert picture.grid is None
    (pixels,) = preprocess.question([picture for picture in prepared if isinstance(picture, Prepared)]).parts
    assert np.asarray(pixels).shape == (6, 224, 224, 3)
    assert np.asarray(pixels).dtype == np.uint8


def test_squares_come_with_their_grid(encoded: list[bytes], in_squares: Model) -> None:
    prepared = [picture for picture in preprocess.prepare(encoded, in_squares) if isinstance(picture, Prepared)]
    pixels, grids = preprocess.question(prepared).parts
    assert np.asarray(pixels).shape == (6, 20, 16 * 16 * 3)
    assert np.asarray(grids).dtype == np.int64
    assert np.all(np.asarray(grids).prod(axis=1) <= 20)


def test_what_cannot_be_decoded_is_an_error_in_its_place(encoded: list[bytes], squashed: Model) -> None:
    good, cut, none, again = preprocess.prepare([encoded[0], encoded[1][:100], b"no picture", encoded[0]], squashed)
    assert isinstance(cut, CorruptError)
    assert isinstance(none, UnsupportedError)
    assert isinstance(good, Prepared)
    assert isinstance(again, Prepared)
    assert np.array_equal(good.pixels, again.pixels)


def test_an_entry_with_an_unknown_filter_is_refused(encoded: list[bytes], squashed: Model) -> None:
    with pytest.raises(UsageError, match="nearest"):
        preprocess.prepare(encoded, replace(squashed, preprocess={"size": 8, "filter": "nearest", "fit": "squash"}))


def test_an_entry_with_an_unknown_fit_is_refused(encoded: list[bytes], squashed: Model) -> None:
    with pytest.raises(UnsupportedError, match="crop"):
        preprocess.prepare(encoded, replace(squashed, preprocess={**squashed.preprocess, "fit": "crop"}))
