"""The backends on tiny graphs: pictures, squares and texts through real onnxruntime."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pytest
from PIL import Image

from fixtures import pictures, tiny_graphs
from imageparser.errors import ModelFailedError, ModelMissingError
from imageparser.models import preprocess
from imageparser.models.backends.onnx.dual import DualBackend
from imageparser.models.backends.onnx.naflex import NaflexBackend, feeds
from imageparser.models.backends.onnx.text import TextBackend
from imageparser.models.backends.onnx.tokenizer import Tokenizer
from imageparser.models.backends.table import BACKENDS, HostOptions, open_backend
from imageparser.models.protocol import Prepared
from imageparser.models.wire import Message

if TYPE_CHECKING:
    from pathlib import Path

    from imageparser.models.catalog import Model


@pytest.fixture
def options(tmp_path: Path) -> HostOptions:
    return HostOptions(1, tmp_path / "cache", device="cpu")


@pytest.fixture
def encoded() -> list[bytes]:
    found = []
    for seed, (width, height) in enumerate([(40, 30), (12, 70), (16, 16), (90, 10), (33, 47), (8, 8)]):
        buffer = io.BytesIO()
        Image.fromarray(pictures.scene(width, height, seed)).rotate(seed * 20).save(buffer, "PNG")
        found.append(buffer.getvalue())
    return found


def look(backend: Any, entry: Model, images: list[bytes]) -> Any:
    prepared = [picture for picture in preprocess.prepare(images, entry) if isinstance(picture, Prepared)]
    return np.asarray(backend.operations["embed"](preprocess.question(prepared)).parts[0])


def read(backend: Any, *texts: str, role: Literal["query", "document"] = "document") -> Any:
    operation = "embed" if isinstance(backend, TextBackend) else "embed_visual"
    message = Message({"texts": list(texts), "role": role, "tower": "tiny"})
    return np.asarray(backend.operations[operation](message).parts[0])


@pytest.mark.parametrize("make", [tiny_graphs.dual, tiny_graphs.naflex])
def test_a_batch_equals_its_pictures(tmp_path: Path, options: HostOptions, encoded: list[bytes], make: Any) -> None:
    entry = make(tmp_path / "tiny")
    backend = open_backend(entry, options)
    together = look(backend, entry, encoded)
    alone = np.concatenate([look(backend, entry, [one]) for one in encoded])
    assert together.shape == (6, tiny_graphs.DIMENSION)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    assert np.abs(together - alone).max() < 1e-6
    assert len(np.unique(together.round(4), axis=0)) == 6


def test_pixels_reach_the_graph_as_they_are(tmp_path: Path, options: HostOptions, encoded: list[bytes]) -> None:
    entry = tiny_graphs.dual(tmp_path / "tiny")
    pixels, _ = _arrays(entry, encoded)
    wanted = pixels.mean(axis=(1, 2)) / 255 @ tiny_graphs.weights(3, tiny_graphs.DIMENSION)
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    assert np.allclose(look(DualBackend(entry, options), entry, encoded), wanted, atol=1e-5)


def test_squares_behind_the_real_ones_do_not_count(tmp_path: Path, options: HostOptions, encoded: list[bytes]) -> None:
    entry = tiny_graphs.naflex(tmp_path / "tiny")
    squares, grids = _arrays(entry, encoded)
    assert len({tuple(grid) for grid in grids.tolist()}) > 2
    dirty = squares.copy()
    for row, count in zip(dirty, grids.prod(axis=1), strict=True):
        row[count:] = 200
    assert not np.array_equal(dirty, squares)
    backend = NaflexBackend(entry, options)
    clean = np.asarray(backend.operations["embed"](Message(parts=[squares, grids])).parts[0])
    assert np.array_equal(clean, np.asarray(backend.operations["embed"](Message(parts=[dirty, grids])).parts[0]))


def test_the_mask_counts_rows_times_columns() -> None:
    made = feeds(np.zeros((3, 6, 12), np.uint8), np.int64([[2, 3], [1, 1], [5, 1]]))
    assert made["mask"].tolist() == [[1] * 6, [1] + [0] * 5, [1] * 5 + [0]]


def _arrays(entry: Model, encoded: list[bytes]) -> tuple[Any, Any]:
    prepared = [picture for picture in preprocess.prepare(encoded, entry) if isinstance(picture, Prepared)]
    parts = preprocess.question(prepared).parts
    return (parts[0], parts[1]) if len(parts) > 1 else (parts[0], None)


def test_texts_of_a_joint_model_are_filled_up_to_all_tokens(tmp_path: Path, options: HostOptions) -> None:
    entry = tiny_graphs.dual(tmp_path / "tiny")
    rows = read(DualBackend(entry, options), "Cat", "a CAT", "고양이")
    table = tiny_graphs.weights(len(tiny_graphs.WORDS), tiny_graphs.DIMENSION)
    place = {word: number for number, word in enumerate(tiny_graphs.WORDS)}
    # "cat", the end token and fourteen fillings: the graph adds them all.
    wanted = table[place["cat"]] + table[place["[end]"]] + 14 * table[place["[pad]"]]
    assert np.allclose(rows[0], wanted / np.linalg.norm(wanted), atol=1e-5)
    assert len(np.unique(rows.round(4), axis=0)) == 3


def test_a_query_carries_its_task_and_a_document_does_not(tmp_path: Path, options: HostOptions) -> None:
    backend = TextBackend(tiny_graphs.meaning(tmp_path / "tiny"), options)
    query = read(backend, "고양이", role="query")
    spelled = read(backend, "query: of a 고양이")
    assert np.allclose(query, spelled, atol=1e-6)
    assert not np.allclose(query, read(backend, "고양이"), atol=1e-2)


def test_a_text_that_looks_like_a_template_stays_as_it_is(tmp_path: Path, options: HostOptions) -> None:
    backend = TextBackend(tiny_graphs.meaning(tmp_path / "tiny"), options)
    assert np.allclose(read(backend, "{task} cat {text}"), read(backend, "x task x cat x text x"), atol=1e-5)


def test_texts_of_any_length_keep_their_order(tmp_path: Path, options: HostOptions) -> None:
    backend = TextBackend(tiny_graphs.meaning(tmp_path / "tiny"), options)
    texts = [" ".join(["cat", "dog", "a", "고양이"][(i + j) % 4] for j in range(i % 15)) for i in range(120)]
    together = read(backend, *texts)
    alone = np.concatenate([read(backend, text) for text in texts])
    assert np.abs(together - alone).max() < 1e-6


def test_padding_is_small(tmp_path: Path, options: HostOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes: list[tuple[int, ...]] = []
    padded = Tokenizer.padded

    def noted(self: Tokenizer, rows: Any) -> Any:
        ids, mask = padded(self, rows)
        shapes.append((ids.size, int(mask.sum())))
        return ids, mask

    monkeypatch.setattr(Tokenizer, "padded", noted)
    backend = TextBackend(tiny_graphs.meaning(tmp_path / "tiny", prompt=long_prompt()), options)
    read(backend, *["cat " * (i % 190) for i in range(400)])
    assert sum(size for size, _ in shapes) < 1.15 * sum(real for _, real in shapes)
    assert all(size <= 1024 for size, _ in shapes)


def long_prompt() -> dict[str, Any]:
    roles = {"pad": "longest", "query": "{text}", "document": "{text}"}
    return {**tiny_graphs.PROMPT, **roles, "tokens": 256}


def test_no_texts_and_no_pictures_are_no_rows(tmp_path: Path, options: HostOptions) -> None:
    backend = DualBackend(tiny_graphs.dual(tmp_path / "tiny"), options)
    none = np.zeros((0, tiny_graphs.SIDE, tiny_graphs.SIDE, 3), np.uint8)
    assert np.asarray(backend.operations["embed"](Message(parts=[none])).parts[0]).shape == (0, tiny_graphs.DIMENSION)
    assert read(backend).shape == (0, tiny_graphs.DIMENSION)


def test_a_tower_loads_only_when_it_is_needed(tmp_path: Path, options: HostOptions, encoded: list[bytes]) -> None:
    entry = tiny_graphs.dual(tmp_path / "tiny")
    backend = DualBackend(entry, options)
    assert backend._words.tower.about() == backend._pictures.about() == {}
    look(backend, entry, encoded)
    assert backend._words.tower.about() == {}
    backend.operations["load"](Message({"slot": "VT"}))
    assert backend._words.tower.about()["device"] == "cpu"


def test_a_text_model_loads_on_demand(tmp_path: Path, options: HostOptions) -> None:
    backend = TextBackend(tiny_graphs.meaning(tmp_path / "tiny"), options)
    assert backend.about == {}
    backend.operations["load"](Message({"slot": "MV"}))
    assert backend.about["device"] == "cpu"


def test_a_model_without_its_files_is_missing_at_once(tmp_path: Path, options: HostOptions) -> None:
    for make in (tiny_graphs.dual, tiny_graphs.meaning):
        entry = make(tmp_path / make.__name__)
        (tmp_path / make.__name__ / "fp32" / "text.onnx").unlink()
        with pytest.raises(ModelMissingError):
            open_backend(entry, options)


def test_a_truncated_graph_is_refused_by_its_size(tmp_path: Path, options: HostOptions) -> None:
    entry = tiny_graphs.dual(tmp_path / "tiny")
    path = entry.path("image.onnx")
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(ModelFailedError) as caught:
        open_backend(entry, options)
    assert caught.value.path == str(path)


def test_the_table_opens_every_backend(tmp_path: Path, options: HostOptions) -> None:
    for name, make in [("dual", tiny_graphs.dual), ("naflex", tiny_graphs.naflex), ("text", tiny_graphs.meaning)]:
        entry = make(tmp_path / name)
        assert entry.backend in BACKENDS
        assert "embed" in open_backend(entry, options).operations
