"""ONNX models in their own processes: tiny ones, installed in a folder and chosen by settings."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
import pytest
from PIL import Image

from fixtures import pictures, tiny_graphs
from imageparser.errors import CorruptError, ModelFailedError, ModelMissingError
from imageparser.models.lifecycle import Models
from imageparser.models.protocol import Prepared
from imageparser.models.store import RECORD
from imageparser.settings import ModelSettings, Settings, UseSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Return a models folder with one model of each kind; its name is Korean, as user folders are."""
    found = tmp_path / "모델"
    tiny_graphs.shelve(found, "pairs", tiny_graphs.dual)
    tiny_graphs.shelve(found, "squares", tiny_graphs.naflex)
    tiny_graphs.shelve(found, "words", tiny_graphs.meaning)
    return found


@pytest.fixture
def opened(shelf: Path, tmp_path: Path) -> Iterator[Callable[..., Models]]:
    """Give models with the choices of the settings; they are closed at the end."""
    found: list[Models] = []

    def choose(pictures: str = "pairs", **options: Any) -> Models:
        use = UseSettings(VV=pictures, MV="words")
        chosen = ModelSettings(folder=shelf, use=use, threads=1, cache=tmp_path / "cache", **options)
        found.append(Models(Settings(models=chosen)))
        return found[-1]

    yield choose
    for models in found:
        models.close()


def encoded(count: int = 5) -> list[bytes]:
    buffers = [io.BytesIO() for _ in range(count)]
    for seed, buffer in enumerate(buffers):
        Image.fromarray(pictures.scene(80 + 30 * seed, 60, seed)).rotate(seed * 20).save(buffer, "WEBP", lossless=True)
    return [buffer.getvalue() for buffer in buffers]


def look(models: Models, images: list[bytes]) -> Any:
    encoder = models.visual()
    prepared = [picture for picture in encoder.prepare(images) if isinstance(picture, Prepared)]
    return encoder.embed(prepared)


@pytest.mark.parametrize("name", ["pairs", "squares"])
def test_pictures_and_texts_share_a_space(opened: Callable[..., Models], name: str) -> None:
    models = opened(name)
    rows = look(models, encoded())
    words = models.visual_text().embed(["a cat", "고양이"])
    assert rows.shape == (5, tiny_graphs.DIMENSION)
    assert words.shape == (2, tiny_graphs.DIMENSION)
    assert len(np.unique(rows.round(4), axis=0)) == 5
    assert not models.visual_text().approximate
    assert models.model("VT").id == name
    assert len(models.status()) == 1


def test_the_process_computes_what_onnxruntime_computes(opened: Callable[..., Models]) -> None:
    models = opened()
    prepared = [picture for picture in models.visual().prepare(encoded()) if isinstance(picture, Prepared)]
    session = onnxruntime.InferenceSession(models.model("VV").path("image.onnx"))
    (wanted,) = session.run(["vector"], {"pixels": np.stack([picture.pixels for picture in prepared])})
    assert np.abs(models.visual().embed(prepared) - wanted).max() < 1e-6


def test_a_query_is_asked_with_its_task(opened: Callable[..., Models]) -> None:
    encoder = opened().meaning()
    query, document = encoder.embed(["고양이"], role="query"), encoder.embed(["고양이"])
    assert not np.allclose(query, document, atol=1e-2)
    assert np.allclose(query, encoder.embed(["query: of a 고양이"]), atol=1e-6)


def test_a_picture_that_cannot_be_decoded_does_not_stop_the_others(opened: Callable[..., Models]) -> None:
    encoder = opened().visual()
    good = encoded(2)
    first, broken, second = encoder.prepare([good[0], good[1][:50], good[1]])
    assert isinstance(broken, CorruptError)
    assert isinstance(first, Prepared)
    assert isinstance(second, Prepared)
    assert encoder.embed([first, second]).shape == (2, tiny_graphs.DIMENSION)


def test_a_device_that_is_missing_is_said_and_not_replaced(opened: Callable[..., Models]) -> None:
    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        pytest.skip("this machine has the device")
    with pytest.raises(ModelMissingError, match="cuda is not there"):
        look(opened(device="cuda"), encoded(1))
    assert look(opened(device="cpu"), encoded(1)).shape == (1, tiny_graphs.DIMENSION)


def test_a_model_tells_its_device(opened: Callable[..., Models]) -> None:
    models = opened(device="cpu")
    models.load("VV")
    (status,) = models.status()
    assert status["device"] == "cpu"


def test_a_wrong_opset_names_its_file(opened: Callable[..., Models], shelf: Path) -> None:
    path = shelf / "pairs" / "fp32" / "image.onnx"
    path.write_bytes(path.read_bytes()[:-1] + bytes([99]))
    with pytest.raises(ModelFailedError) as caught:
        look(opened(), encoded(1))
    assert caught.value.path == str(path)


def test_a_truncated_graph_names_its_file(opened: Callable[..., Models], shelf: Path) -> None:
    path = shelf / "pairs" / "fp32" / "image.onnx"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ModelFailedError) as caught:
        look(opened(), encoded(1))
    assert caught.value.path == str(path)


@pytest.mark.parametrize("value", [0.0, float("nan")])
def test_vectors_that_are_none_never_leave_the_process(
    opened: Callable[..., Models], shelf: Path, value: float
) -> None:
    path = shelf / "pairs" / "fp32" / "image.onnx"
    path.write_bytes(tiny_graphs.constant_graph(value))
    record = shelf / "pairs" / RECORD
    record.write_text(
        record.read_text().replace(f'"size": {len(tiny_graphs.picture_graph())}', f'"size": {path.stat().st_size}')
    )
    with pytest.raises(ModelFailedError, match="zero or not finite"):
        look(opened(), encoded(2))
