"""The inputs with which graphs are compared to torch: several batch sizes and lengths, padding of uneven length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser.models.export import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from imageparser.models.export.checkpoint import Checkpoint

Inputs = dict[str, "NDArray[Any]"]
_SEED = 7
TEXTS = (
    "a red car by the sea at night",
    "밤바다 앞의 빨간 자동차",
    "서울의 고양이 사진, 2026년 3월 (최종).psd",
    "서울 밤",
    "cat",
    "A Cat & a DOG: the Night-Photograph, No. 42! café ÅΣ 😀",
    "",
    "the sea and the night " * 12,
)
_BATCHES = ((0, 1, 2), (4,), (3, 5, 6, 7, 1))


def of(checkpoint: Checkpoint, graph: str) -> list[Inputs]:
    """Return what goes into a graph, named as its inputs are."""
    if graph == "text":
        return [_texts(checkpoint, [TEXTS[index] for index in chosen]) for chosen in _BATCHES]
    if checkpoint.family == "siglip2":
        return _patches(checkpoint.preprocess)
    size = int(checkpoint.preprocess["size"])
    return [{"pixels": _pictures(count, size, size)} for count in (2, 1, 3)]


def described(inputs: Inputs) -> str:
    """Return the shapes of one batch as a text."""
    return ", ".join(f"{name} {'x'.join(map(str, array.shape))}" for name, array in inputs.items())


def _texts(checkpoint: Checkpoint, texts: Sequence[str]) -> Inputs:
    prompt = checkpoint.prompt
    tokenizer = tokens.load(checkpoint.folder)
    rows = [tokens.encode(tokenizer, text, prompt) for text in texts]
    length = int(prompt["tokens"]) if prompt["pad"] == "full" else max(map(len, rows))
    ids = np.full((len(rows), length), tokenizer.token_to_id(str(prompt["pad_token"])), np.int64)
    mask = np.zeros_like(ids)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = row
        mask[index, : len(row)] = 1
    return {"ids": ids} if prompt["pad"] == "full" else {"ids": ids, "mask": mask}


def _pictures(count: int, height: int, width: int) -> NDArray[np.uint8]:
    """Return smooth shapes with some noise: flat noise alone gives every picture nearly the same vector."""
    random = np.random.default_rng([_SEED, count, height, width])
    down, across = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    waves = random.uniform(1, 12, (count, 2, 3)), random.uniform(0, 6.3, (count, 3))
    pictures = np.empty((count, height, width, 3))
    for index, (rates, shifts) in enumerate(zip(*waves, strict=True)):
        phase = down[..., None] * rates[0] + across[..., None] * rates[1] + shifts
        pictures[index] = 127.5 + 110 * np.sin(phase) + random.normal(0, 8, (height, width, 3))
    return pictures.clip(0, 255).astype(np.uint8)


def _patches(preprocess: Mapping[str, Any]) -> list[Inputs]:
    """Return batches of pictures of different shapes, in patches; the last batch is padded beyond the largest."""
    side, most = int(preprocess["patch"]), int(preprocess["max_patches"])
    square = int(most**0.5)
    wide = max(2, int((most / 3) ** 0.5))
    batches = [
        ([(square, square)], most),
        ([(square, square - 1), (wide, wide * 3), (wide * 2, wide)], most),
        ([(2, 3), (1, 2), (3, 2)], 9),
    ]
    return [_patch_batch(shapes, count, side) for shapes, count in batches]


def _patch_batch(shapes: Sequence[tuple[int, int]], count: int, side: int) -> Inputs:
    patches = np.zeros((len(shapes), count, side * side * 3), np.uint8)
    mask = np.zeros((len(shapes), count), np.int64)
    for index, (rows, columns) in enumerate(shapes):
        picture = _pictures(1, rows * side, columns * side)[0]
        cut = picture.reshape(rows, side, columns, side, 3).transpose(0, 2, 1, 3, 4).reshape(rows * columns, -1)
        patches[index, : len(cut)] = cut
        mask[index, : len(cut)] = 1
    return {"patches": patches, "mask": mask, "shapes": np.array(shapes, np.int64)}
