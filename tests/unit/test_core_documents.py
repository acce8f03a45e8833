"""Documents through the native core: structure, samples, renderings, pictures of layers, PNG."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from fixtures import layered, photo, psd
from imageparser import Document, _core, errors

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return layered.document(tmp_path / "그림.psd")


def test_structure(path: Path):
    document = Document.open(path)
    assert (document.header.format, document.header.width, document.header.height) == ("psd", 40, 30)
    assert [layer.name for layer in document.layers] == ["배경", "그룹", "사각형", "숨은 레이어"]
    assert [layer.id for layer in document.layers] == [11, 12, 13, 14]
    square = document.layer(layered.SQUARE)
    assert square.path == [layered.GROUP]
    assert (square.kind, square.visible, square.opacity, square.fill, square.blend) == (
        "pixel",
        True,
        255,
        255,
        "normal",
    )
    assert square.bbox == (5, 4, 15, 12)
    assert square.channels == [0, 1, 2, -1]
    assert (square.fonts, square.effects, square.locks) == ([], [], [])
    assert square.color_label is square.smart_object is square.text is None
    assert set(square.blocks) == {b"luni", b"lyid"}
    assert square.block(b"lyid") == (13).to_bytes(4, "big")
    assert square.block(b"lfx2") is None


def test_an_unknown_layer_is_not_found(path: Path):
    document = Document.open(path)
    with pytest.raises(errors.NotFoundError) as caught:
        document.layer(99)
    assert caught.value.path == _core.path_key(path)
    with pytest.raises(OverflowError):
        document.layer(-1)


@pytest.mark.parametrize("depth", [8, 16, 32])
@pytest.mark.parametrize("packing", [psd.RAW, psd.RLE, psd.ZIP])
def test_samples_have_the_type_of_their_depth(tmp_path: Path, depth: int, packing: int):
    rng = np.random.default_rng(depth)
    pixels = psd.scaled(rng.integers(0, 256, (9, 13, 4), np.uint8), depth)
    form = psd.Form(depth=depth, layers=packing)
    merged = psd.scaled(np.zeros((20, 20, 3), np.uint8), depth)
    psd.write(tmp_path / "a.psd", merged, [psd.Layer("a", pixels, 3, 2, number=7)], form)
    document = Document.open(tmp_path / "a.psd")
    seen = document.layer(7).pixels()
    assert seen.dtype == {8: np.uint8, 16: np.uint16, 32: np.float32}[depth]
    assert np.array_equal(seen, pixels)
    assert np.array_equal(document.layer(7).channel(-1), pixels[..., 3])
    assert np.array_equal(document.layer(7).channel(1), pixels[..., 1])
    with pytest.raises(errors.NotFoundError):
        document.layer(7).channel(-2)


def test_a_mask_is_a_channel(tmp_path: Path):
    mask = np.arange(80, dtype=np.uint8).reshape(8, 10)
    document = Document.open(layered.document(tmp_path / "a.psd", mask=mask))
    square = document.layer(layered.SQUARE)
    assert square.mask
    assert -2 in square.channels
    assert np.array_equal(square.channel(-2), mask)


def test_a_group_has_no_rows(path: Path):
    group = Document.open(path).layer(layered.GROUP)
    assert group.pixels().shape[0] == 0
    assert group.picture().pixels.size == 0 or group.picture().source == "composite"


def test_digests_are_of_pixels_and_nothing_else(tmp_path: Path):
    def digest(file: str, **changes: Any) -> str:
        return Document.open(layered.document(tmp_path / file, **changes)).layer(layered.SQUARE).digest()

    first = digest("a.psd")
    assert len(first) == len(hashlib.sha256().hexdigest())
    assert digest("b.psd", name="other", left=20, opacity=10) == first
    assert digest("c.psd", pixels=layered.flat(layered.RED, 8, 10)) != first
    changed = layered.flat(layered.RED, 10, 8)
    changed[7, 9, 3] = 254
    assert digest("d.psd", pixels=changed) != first


def test_layers_are_rendered_as_asked(path: Path):
    document = Document.open(path)
    made = document.composite()
    assert (made.source, made.unrendered, made.warnings) == ("composite", [], [])
    assert made.pixels.dtype == np.uint8
    assert np.array_equal(made.pixels, layered.expected())
    assert np.asarray(made) is made.pixels
    assert np.asarray(made, np.float32).dtype == np.float32
    square, hidden, background = layered.SQUARE, layered.HIDDEN, layered.BACKGROUND
    assert np.array_equal(document.composite(hidden={square}).pixels, layered.expected(hidden=(square,)))
    assert np.array_equal(document.composite(shown=[hidden]).pixels, layered.expected(shown=(hidden,)))
    assert np.array_equal(document.composite(hidden=[background]).pixels, layered.expected(hidden=(background,)))
    assert np.array_equal(document.composite(only=square).pixels, layered.expected(hidden=(background,)))


def test_regions_and_scales(path: Path):
    document = Document.open(path)
    part = document.composite(region=(4, 3, 16, 13)).pixels
    assert np.array_equal(part, layered.expected()[3:13, 4:16])
    small = document.composite(scale=0.5)
    assert small.pixels.shape == (15, 20, 4)
    assert tuple(small.pixels[4, 5]) == (*layered.RED, 255)
    assert document.composite(scale=0.3, region=(0, 0, 10, 10)).pixels.shape == (3, 3, 4)
    assert document.composite(scale=1e-9).pixels.shape == (1, 1, 4)


def test_the_stored_picture(path: Path):
    document = Document.open(path)
    merged = document.composite(source="merged")
    assert merged.source == "merged"
    assert tuple(merged.pixels[5, 5]) == (0, 200, 0, 255)
    assert document.composite(source="auto").source == "merged"
    assert document.composite(source="auto", hidden=[11]).source == "composite"
    part = document.composite(source="merged", region=(0, 0, 2, 1)).pixels
    assert part[..., :3].tolist() == [[[255, 255, 255], [0, 200, 0]]]


@pytest.mark.parametrize(
    "ask",
    [
        {"hidden": [99]},
        {"shown": [1]},
        {"only": 5},
        {"scale": 0.0},
        {"scale": -1.0},
        {"scale": 1.5},
        {"scale": float("nan")},
        {"region": (0, 0, 41, 30)},
        {"region": (5, 5, 5, 6)},
        {"region": (-1, 0, 3, 3)},
        {"source": "somewhere"},
    ],
)
def test_what_a_document_does_not_have_is_wrong_usage(path: Path, ask: dict[str, Any]):
    with pytest.raises(errors.UsageError):
        Document.open(path).composite(**ask)


def test_a_record_knows_its_layers(path: Path):
    (record,) = _core.ingest([path])
    assert isinstance(record, _core.Record)
    assert record.layer_count == 4
    assert record.pixel_source == "merged"
    square = record.layers[2]
    assert (square.name, square.fill, square.fonts, square.effects) == ("사각형", 255, [], [])
    with pytest.raises(errors.UnsupportedError):
        square.pixels()


def test_no_real_merged_picture_means_the_layers(tmp_path: Path):
    path = layered.document(tmp_path / "a.psd", psd.Form(has_merged=False))
    (record,) = _core.ingest([path])
    assert isinstance(record, _core.Record)
    assert record.pixel_source == "composite"
    seen = np.asarray(Image.open(io.BytesIO(record.thumbnail)).convert("RGB")).astype(int)
    assert abs(seen[25, 2] - layered.GREY).max() < 12
    assert _core.render(path).source == "composite"


def pictures(path: Path, **ask: Any) -> dict[int, _core.LayerPicture]:
    return {made.id: made for made in _core.layer_pictures(path, **{"least": 4, "edge": 64} | ask)}


def test_pictures_of_layers(path: Path):
    made = pictures(path)
    assert list(made) == [layered.BACKGROUND, layered.SQUARE]
    square = made[layered.SQUARE]
    assert (square.width, square.height) == (10, 8)
    assert square.digest == Document.open(path).layer(layered.SQUARE).digest()
    seen = np.asarray(Image.open(io.BytesIO(square.webp)).convert("RGB")).astype(int)
    assert abs(seen[4, 5] - layered.RED).max() < 24
    assert list(pictures(path, least=10)) == [layered.BACKGROUND]
    assert list(pictures(path, ids=[layered.SQUARE, 99])) == [layered.SQUARE]
    fitted = pictures(path, edge=20)[layered.BACKGROUND]
    assert (fitted.width, fitted.height) == (20, 15)


def test_pictures_of_hidden_groups_and_empty_layers(tmp_path: Path):
    layers = [
        psd.Group("g", [psd.Layer("inside", layered.flat(layered.RED, 20, 20), number=1)], visible=False, number=2),
        psd.Layer("clear", layered.flat(layered.RED, 20, 20, alpha=0), number=3),
        psd.Layer("white", layered.flat((255, 255, 255), 20, 20, alpha=128), number=4),
    ]
    made = pictures(layered.document(tmp_path / "a.psd", layers=layers))
    assert list(made) == [4]
    white = np.asarray(Image.open(io.BytesIO(made[4].webp)).convert("L"))
    assert 100 < white.mean() < 200, "white lettering stands on a dark ground"


def test_pictures_of_a_flat_file(tmp_path: Path):
    assert _core.layer_pictures(photo.jpeg(tmp_path / "a.jpg"), least=1, edge=64) == []
    with pytest.raises(errors.NotFoundError):
        _core.layer_pictures(tmp_path / "absent.psd", least=1, edge=64)


def test_flat_files_are_rendered_as_they_are_shown(tmp_path: Path):
    path = photo.camera_jpeg(tmp_path / "a.jpg", 6)
    upright = np.asarray(Image.open(io.BytesIO(path.read_bytes())).transpose(Image.Transpose.ROTATE_270).convert("RGB"))
    made = _core.render(path)
    assert made.source == "decoded"
    assert made.pixels.shape == (*upright.shape[:2], 4)
    assert abs(made.pixels[..., :3].astype(int) - upright).mean() < 2
    left, top, right, bottom = 3, 5, 23, 15
    part = _core.render(path, region=(left, top, right, bottom)).pixels
    assert np.array_equal(part, made.pixels[top:bottom, left:right])
    half = _core.render(path, scale=0.5).pixels
    assert half.shape[0] == round(upright.shape[0] / 2)
    for ask in ({"only": 1}, {"hide": [1]}, {"scale": 2.0}, {"region": (0, 0, 9999, 5)}):
        with pytest.raises(errors.UsageError):
            _core.render(path, **ask)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_png_round_trip(channels: int):
    pixels = np.random.default_rng(channels).integers(0, 256, (11, 7, channels), np.uint8)
    image = Image.open(io.BytesIO(_core.encode_png(pixels)))
    assert image.format == "PNG"
    assert np.array_equal(np.asarray(image).reshape(pixels.shape), pixels)
    turned = pixels.transpose(1, 0, 2)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(_core.encode_png(turned)))).reshape(turned.shape), turned)


@pytest.mark.parametrize("shape", [(0, 4, 3), (4, 0, 3), (4, 4, 5), (4, 4, 0)])
def test_png_of_odd_shapes_is_refused(shape: tuple[int, ...]):
    with pytest.raises(errors.UsageError):
        _core.encode_png(np.zeros(shape, np.uint8))


def test_a_cancelled_rendering(path: Path):
    token = _core.CancelToken()
    token.cancel()
    with pytest.raises(errors.CancelledError):
        Document.open(path).composite(cancel=token)
