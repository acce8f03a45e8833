"""Arrays for the visual models: equal to Pillow and to what transformers' processors gave when they were recorded."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from PIL import Image

from fixtures import pictures
from imageparser import _core, errors

FILTERS: dict[Literal["bilinear", "bicubic", "lanczos"], Image.Resampling] = {
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}
SIZES = [(160, 96), (37, 211), (24, 24), (9, 5), (1, 300)]
RECORDED = np.load(Path(__file__).parents[1] / "golden" / "preprocess.npz")


def encoded(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def hard(width: int, height: int) -> Image.Image:
    """Return noise and edges, where kernels overshoot and clip."""
    rng = np.random.default_rng(width * 1000 + height)
    picture = rng.choice([0, 255], size=(height, width, 3)).astype(np.uint8)
    picture[: height // 2] = pictures.scene(width, height, 3)[: height // 2]
    return Image.fromarray(picture)


def by_pillow(source: Image.Image, width: int, height: int, kernel: Image.Resampling) -> Any:
    """Return the values of Pillow, one way after the other in the order of Pillow 13; older ones have another order."""
    ways = [(width, source.height), (width, height)]
    if source.height - height > 2 * max(source.width - width, 0):
        ways[0] = (source.width, height)
    return np.asarray(source.resize(ways[0], kernel).resize(ways[1], kernel))


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize(("width", "height"), [(64, 64), (200, 30), (5, 90)])
def test_resizing_gives_the_values_of_pillow(
    name: Literal["bilinear", "bicubic", "lanczos"], width: int, height: int
) -> None:
    sources = [hard(*size) for size in SIZES]
    made, failed = _core.prepare_pictures(
        [encoded(source) for source in sources], width=width, height=height, filter=name
    )
    assert failed == [None] * len(sources)
    for source, array in zip(sources, made, strict=True):
        assert np.array_equal(array, by_pillow(source, width, height, FILTERS[name]))


def test_grey_and_indexed_pictures_are_what_pillow_makes_of_them() -> None:
    grey, indexed = hard(90, 40).convert("L"), hard(90, 40).quantize(60)
    made, _ = _core.prepare_pictures([encoded(grey), encoded(indexed)], width=31, height=33, filter="bicubic")
    for source, array in zip([grey, indexed], made, strict=True):
        assert np.array_equal(array, by_pillow(source.convert("RGB"), 31, 33, Image.Resampling.BICUBIC))


@pytest.mark.parametrize("options", [{"quality": 95, "subsampling": 0}, {"quality": 70}, {"progressive": True}])
def test_a_large_jpeg_is_within_a_level_of_its_full_decode(options: dict[str, Any]) -> None:
    content = encoded(Image.fromarray(pictures.scene(1600, 1100, 5)), "JPEG", **options)
    made, _ = _core.prepare_pictures([content], width=96, height=96, filter="bilinear")
    wanted = np.asarray(Image.open(io.BytesIO(content)).resize((96, 96), Image.Resampling.BILINEAR))
    assert np.abs(made[0].astype(int) - wanted).max() <= 1


def test_alpha_lies_on_white() -> None:
    picture = Image.fromarray(pictures.with_alpha(pictures.scene(80, 50, 2)))
    made, _ = _core.prepare_pictures([encoded(picture)], width=40, height=40, filter="bicubic")
    white = Image.new("RGBA", picture.size, "white")
    wanted = Image.alpha_composite(white, picture).convert("RGB").resize((40, 40), Image.Resampling.BICUBIC)
    assert np.abs(made[0].astype(int) - np.asarray(wanted)).max() <= 1
    assert made[0, :, -1].min() > 240


def test_a_turned_picture_is_upright() -> None:
    upright = pictures.scene(60, 40)
    turned = Image.fromarray(pictures.stored_for(upright, 6))
    exif = Image.Exif()
    exif[0x0112] = 6
    made, _ = _core.prepare_pictures([encoded(turned, exif=exif)], width=60, height=40, filter="lanczos")
    assert np.array_equal(made[0], upright)


def test_a_picture_that_cannot_be_decoded_fails_alone() -> None:
    good = encoded(hard(20, 20))
    made, failed = _core.prepare_pictures([good, good[:60], b"none", good], width=8, height=6, filter="lanczos")
    assert made.shape == (4, 6, 8, 3)
    assert [type(error) for error in failed] == [type(None), errors.CorruptError, errors.UnsupportedError, type(None)]
    assert not made[1:3].any()
    assert np.array_equal(made[0], made[3])
    assert made[0].any()


def test_pictures_beyond_the_limits_fail_alone() -> None:
    many = [encoded(hard(100, 100)), encoded(hard(10, 10))]
    _, _, failed = _core.prepare_patches(many, patch=4, max_patches=9, filter="bilinear", max_pixels=5000)
    assert isinstance(failed[0], errors.TooLargeError)
    assert failed[1] is None


@pytest.mark.parametrize("size", [(0, 8), (8, 0), (100_000, 8)])
def test_sizes_that_are_none_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(errors.UsageError):
        _core.prepare_pictures([], width=size[0], height=size[1], filter="bilinear")
    with pytest.raises(errors.UsageError):
        _core.prepare_patches([], patch=size[0], max_patches=size[1], filter="bilinear")


def test_an_unknown_filter_is_refused() -> None:
    with pytest.raises(errors.UsageError, match="nearest"):
        _core.prepare_pictures([], width=8, height=8, filter="nearest")  # type: ignore[arg-type]


def test_nothing_gives_empty_arrays() -> None:
    pixels, failed = _core.prepare_pictures([], width=8, height=6, filter="bilinear")
    assert (pixels.shape, failed) == ((0, 6, 8, 3), [])
    squares, grids, failed = _core.prepare_patches([], patch=4, max_patches=5, filter="bilinear")
    assert (squares.shape, grids.shape, failed) == ((0, 5, 48), (0, 2), [])


def test_squares_are_cut_row_by_row_and_padded_with_zeros() -> None:
    source = hard(48, 32)
    squares, grids, _ = _core.prepare_patches([encoded(source)], patch=16, max_patches=8, filter="bicubic")
    rows, columns = grids[0].tolist()
    assert (rows, columns) == (2, 3)
    sized = by_pillow(source, columns * 16, rows * 16, Image.Resampling.BICUBIC)
    for place, square in enumerate(squares[0, : rows * columns]):
        top, left = place // columns * 16, place % columns * 16
        assert np.array_equal(square.reshape(16, 16, 3), sized[top : top + 16, left : left + 16])
    tall, grids, _ = _core.prepare_patches([encoded(hard(10, 200))], patch=16, max_patches=24, filter="bicubic")
    assert grids[0].prod() < 24
    assert not tall[0, grids[0].prod() :].any()
    assert tall[0, : grids[0].prod()].any()


@pytest.mark.parametrize("name", [name for name in RECORDED.files if name.startswith("squash")])
def test_fixed_sizes_are_those_of_the_recorded_processor(name: str) -> None:
    _, kernel, seed, width, height = name.split("-")
    content = encoded(Image.fromarray(pictures.scene(int(width), int(height), int(seed))))
    side = RECORDED[name].shape[0]
    made, _ = _core.prepare_pictures([content], width=side, height=side, filter=kernel)  # type: ignore[arg-type]
    assert np.abs(made[0].astype(int) - RECORDED[name]).max() <= 1


@pytest.mark.parametrize("name", [name for name in RECORDED.files if name.startswith("squares")])
def test_squares_are_those_of_the_recorded_processor(name: str) -> None:
    _, kernel, seed, width, height, patch = name.split("-")
    content = encoded(Image.fromarray(pictures.scene(int(width), int(height), int(seed))))
    wanted = RECORDED[name]
    made, grids, _ = _core.prepare_patches(
        [content],
        patch=int(patch),
        max_patches=len(wanted),
        filter=kernel,  # type: ignore[arg-type]
    )
    assert np.abs(made[0].astype(int) - wanted).max() <= 1
    assert grids[0].tolist() == RECORDED[f"grid-{name}"].tolist()
