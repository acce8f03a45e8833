"""The two loaded models, without the process around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from imageparser.models import catalog, preprocess
from imageparser.models.backends.builtin import image, text
from imageparser.models.protocol import Prepared
from imageparser.models.wire import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from imageparser.models.backends.table import HostOptions


@pytest.fixture
def pictures(options: HostOptions) -> image.ImageBackend:
    return image.ImageBackend(catalog.model("builtin-efficientnet-lite0"), options)


@pytest.fixture(scope="module")
def texts(options: HostOptions) -> text.TextBackend:
    return text.TextBackend(catalog.model("builtin-use-multilingual-v3"), options)


def embed(backend: image.ImageBackend, images: Sequence[bytes], operation: str = "embed") -> NDArray[np.float32]:
    prepared = preprocess.prepare(images, catalog.model("builtin-efficientnet-lite0"))
    question = preprocess.question([picture for picture in prepared if isinstance(picture, Prepared)])
    return np.asarray(backend.operations[operation](question).parts[0])


def test_a_batch_equals_its_pictures(options: HostOptions, pictures: image.ImageBackend, encoded: list[bytes]) -> None:
    together = embed(pictures, encoded)
    fresh = image.ImageBackend(catalog.model("builtin-efficientnet-lite0"), options)
    alone = np.concatenate([embed(fresh, [one]) for one in encoded])
    assert together.shape == (6, 1280)
    assert np.abs(together - alone).max() < 1e-5
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert len(np.unique(together.round(3), axis=0)) == 6


def test_labels_and_vector_of_a_picture_cost_one_run(
    pictures: image.ImageBackend, encoded: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []
    run = pictures._run
    monkeypatch.setattr(pictures, "_run", lambda images: runs.append(len(images)) or run(images))
    labels = embed(pictures, [*encoded, encoded[0]], "labels")
    vectors = embed(pictures, encoded[::-1])
    assert sum(runs) == 6
    assert labels.shape == (7, 1000)
    assert np.array_equal(labels[0], labels[6])
    assert np.allclose(labels.sum(axis=1), 1, atol=1e-4)
    assert np.array_equal(vectors, embed(pictures, encoded)[::-1])


def test_only_the_last_pictures_are_remembered(
    pictures: image.ImageBackend, encoded: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(image, "_REMEMBERED", 2)
    embed(pictures, encoded)
    assert len(pictures._known) == 2


def visual(backend: text.TextBackend, *words: str) -> NDArray[np.float32]:
    message = Message({"texts": list(words), "tower": "builtin-label-text"})
    return np.asarray(backend.operations["embed_visual"](message).parts[0])


def test_text_reaches_the_space_of_the_pictures(texts: text.TextBackend) -> None:
    rows = visual(texts, "cat", "고양이", "a photo of a cat", "truck", "트럭")
    assert rows.shape == (5, 1280)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    near = rows @ rows.T
    assert near[0, 1] > 0.8
    assert near[0, 2] > 0.8
    assert near[3, 4] > 0.8
    assert near[0, 3] < 0.3


def test_the_visual_place_of_a_text_does_not_depend_on_its_company(texts: text.TextBackend) -> None:
    together = visual(texts, "cat", "", "눈 덮인 산")
    alone = np.concatenate([visual(texts, "cat"), visual(texts, ""), visual(texts, "눈 덮인 산")])
    assert np.abs(together - alone).max() < 1e-5


def test_a_very_long_text_is_cut(texts: text.TextBackend) -> None:
    limit = int(catalog.model("builtin-use-multilingual-v3").preprocess["max_characters"])
    longer = "고양이 " * limit
    message = Message({"texts": [longer, longer[:limit]], "role": "document"})
    rows = np.asarray(texts.operations["embed"](message).parts[0])
    assert np.array_equal(rows[0], rows[1])
